import * as pulumi from "@pulumi/pulumi";
import { passwordKey, unencryptedPasswordWarning } from "../../provider/stack/unencryptedPassword";
import { earlierAttempts } from "./earlier";

/**
 * What the provider must know of the program and is told by no call of the engine: whose order it is, how long it may take,
 * what makes it another resource, and what is secret. The resources send it along as a hidden input.
 */
export function contextOf(
    type: string,
    name: string,
    args: object,
    options: pulumi.CustomResourceOptions,
): pulumi.Input<object> {
    const { create, update, delete: release } = options.customTimeouts ?? {};
    const timeouts = Object.entries({ create, update, delete: release }).filter(([, value]) => value !== undefined);
    const aliases = aliasesOf(type, name, options);
    const { replaceOnChanges = [] } = options;
    const urn = valueOf(pulumi.createUrn(name, type, options.parent));
    const former = aliases.map(valueOf);
    return {
        urn,
        ...(pulumi.runtime.isDryRun() ? { preview: true } : {}),
        ...(options.deleteBeforeReplace === true ? { deleteBeforeReplace: true } : {}),
        earlier: earlierOf(urn, former),
        ...(organization() === none ? {} : { organization: organization() }),
        ...(aliases.length > 0 ? { aliases: former } : {}),
        ...(timeouts.length > 0 ? { timeouts: Object.fromEntries(timeouts) } : {}),
        ...(replaceOnChanges.length > 0 ? { replaceOnChanges } : {}),
        ...(mayBeSecret(args) ? { secrets: secretsAmong(args) } : {}),
    };
}

/** What interrupted runs may have bought for this resource; left out where the engine's state can't be read. */
async function earlierOf(
    urn: Promise<string | undefined>,
    aliases: readonly Promise<string | undefined>[],
): Promise<object | undefined> {
    const urns = await Promise.all([urn, ...aliases]);
    return earlierAttempts(urns.filter((known) => known !== undefined));
}

/** Only an output can be secret, and a promise may bring one. */
function mayBeSecret(value: unknown): boolean {
    if (pulumi.Output.isInstance(value) || value instanceof Promise) {
        return true;
    }
    const isPlain = Array.isArray(value) || (value !== null && Object.getPrototypeOf(value ?? 0) === Object.prototype);
    return isPlain && Object.values(value as object).some(mayBeSecret);
}

/** The names of the secret inputs, if any; a property without a value is left out of the state. */
async function secretsAmong(args: object): Promise<string[] | undefined> {
    const found = await Promise.all(
        Object.entries(args).map(async ([name, value]) =>
            (await pulumi.isSecret(pulumi.output(value))) ? [name] : [],
        ),
    );
    const names = found.flat();
    return names.length > 0 ? names : undefined;
}

/**
 * A value without the resources that it comes from. The URN comes from the parent's, and an input that depends on a parent
 * waits for all of its children: for the resource itself.
 */
async function valueOf(text: pulumi.Input<string>): Promise<string | undefined> {
    const output = pulumi.output(text);
    // Not in the SDK's types: what a preview does not know never gets to `apply`.
    const { isKnown = Promise.resolve(true) } = output as { isKnown?: Promise<boolean> };
    return (await isKnown) ? new Promise((resolve) => output.apply(resolve)) : undefined;
}

/** Where there is none Pulumi calls it "organization", which the provider takes for granted: the state stays small. */
const none = "organization";

/** Unit tests that set Pulumi's mocks up seldom name one. */
function organization(): string {
    try {
        return pulumi.getOrganization();
    } catch {
        return none;
    }
}

/** Every URN that the resource may have had: by its own aliases, and by those of its parent. */
function aliasesOf(type: string, name: string, options: pulumi.CustomResourceOptions): pulumi.Input<string>[] {
    const own = (options.aliases ?? []).map((alias) =>
        pulumi
            .output(alias)
            .apply((known) => (typeof known === "string" ? pulumi.output(known) : urnOf(known, type, name, options))),
    );
    // The SDK keeps a parent's aliases to itself, though children inherit them.
    const { __aliases: parents = [], __name: parentName = "" } = (options.parent ?? {}) as {
        __aliases?: pulumi.Input<string>[];
        __name?: string;
    };
    const inherited = parents.map((parent) =>
        pulumi.output(parent).apply((urn) => {
            const formerName = urn.slice(urn.lastIndexOf("::") + 2);
            // A child named after its parent, "shop-numbers", was named after the parent's former name.
            const child =
                parentName !== "" && name.startsWith(parentName) ? formerName + name.slice(parentName.length) : name;
            return pulumi.createUrn(child, type, urn);
        }),
    );
    return [...own, ...inherited];
}

function urnOf(
    alias: pulumi.Unwrap<pulumi.Alias>,
    type: string,
    name: string,
    options: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
    const former = alias as pulumi.Alias;
    const parent = "parent" in former ? former.parent : "noParent" in former ? undefined : options.parent;
    return pulumi.createUrn(
        former.name ?? name,
        former.type ?? type,
        parent === pulumi.rootStackResource ? undefined : parent,
        former.project as string | undefined,
        former.stack as string | undefined,
    );
}

const warned = new Set<string>();

/** The provider is handed every setting decrypted: only the program can tell whether the password is kept in clear. */
export function warnOfUnencryptedPassword(): void {
    const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (key: string) => boolean };
    const stack = `${pulumi.getProject()}/${pulumi.getStack()}`;
    if (warned.has(stack) || isConfigSecret === undefined) {
        return;
    }
    warned.add(stack);
    if (pulumi.runtime.allConfig()[passwordKey] !== undefined && !isConfigSecret(passwordKey)) {
        void pulumi.log.warn(unencryptedPasswordWarning);
    }
}
