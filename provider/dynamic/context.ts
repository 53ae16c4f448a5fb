import { decodeProperties, encodeProperties, secretsAmong, unknownMark, type Decoded } from "../engineValues";
import type { Owner } from "../orders/session";
import { hasUnknown } from "../resources/check";
import type { Properties } from "../resources/resource";

/** What the engine hands to a dynamic provider and takes from it. */
export type Bag = Record<string, unknown>;

/** What the provider must know of the program. It travels as one hidden input, because no call of the engine tells it. */
export interface Context extends Owner {
    /** `customTimeouts`, in the program's own notation: `10m`. */
    readonly timeouts: { readonly create?: string; readonly update?: string; readonly delete?: string };
    /** Property paths of the option of this name: the engine can't tell here which properties change. */
    readonly replaceOnChanges: readonly string[];
    /** Names of the inputs that are secret: to this face the engine gives them in clear. */
    readonly secrets: readonly string[];
}

const hidden = ["__provider", "__context"];

/** The declared part of a bag, in the form that resources know. */
export function visible(bag: Bag): Properties {
    const properties = Object.entries(bag).filter(([name]) => !hidden.includes(name));
    return decodeProperties(Object.fromEntries(properties)).values;
}

/** The declared part, and what of it is secret. */
export function declared(bag: Bag): Decoded {
    const secrets = contextOf(bag)?.secrets ?? [];
    return { values: visible(bag), secrets: Object.fromEntries(secrets.map((name) => [name, true])) };
}

/**
 * What goes back to the engine: the properties, secret where they repeat a secret, and the hidden ones that came with the call.
 * @param before in an update, the state before it
 */
export function withHidden(properties: Properties, bag: Bag, before: Bag = {}): Bag {
    const kept = Object.entries(bag).filter(([name]) => hidden.includes(name));
    const encoded = encodeProperties(properties, secretsAmong(properties, declared(bag), declared(before)));
    return { ...encoded, ...Object.fromEntries(kept) };
}

/** Undefined where the state is older than the hidden input, or where a preview does not know it yet. */
export function contextOf(bag: Bag): Context | undefined {
    const context = bag["__context"];
    if (typeof context !== "object" || context === null) {
        return undefined;
    }
    const { urn, organization, aliases, timeouts, replaceOnChanges, secrets } = context as Bag;
    if (typeof urn !== "string" || urn === unknownMark) {
        return undefined;
    }
    return {
        urn,
        // Left out of the state where Pulumi knows none, and then calls it so.
        organization: typeof organization === "string" ? organization : "organization",
        aliases: textsOf(aliases),
        timeouts: typeof timeouts === "object" && timeouts !== null ? timeouts : {},
        replaceOnChanges: textsOf(replaceOnChanges),
        secrets: textsOf(secrets),
    };
}

function textsOf(list: unknown): string[] {
    return Array.isArray(list) ? list.filter((text) => typeof text === "string") : [];
}

/** Whether what a path of the option `replaceOnChanges` leads to changes: `bulkLocal.region`, `numbers[*]`, `*`. */
export function changesAt(path: string, olds: Properties, news: Properties): boolean {
    const steps = path.split(/[.[\]"]+/).filter((step) => step !== "");
    const wildcard = steps.indexOf("*");
    const known = wildcard === -1 ? steps : steps.slice(0, wildcard);
    const [before, after] = [olds, news].map((properties) => known.reduce<unknown>(stepInto, properties));
    // What is unknown yet has no text, and so differs from anything.
    return JSON.stringify(before) !== JSON.stringify(after) || hasUnknown(after);
}

function stepInto(value: unknown, step: string): unknown {
    return typeof value === "object" && value !== null ? (value as Properties)[step] : undefined;
}

const secondsPerUnit = new Map([
    ["h", 3600],
    ["m", 60],
    ["s", 1],
    ["ms", 1e-3],
    ["us", 1e-6],
    ["µs", 1e-6],
    ["ns", 1e-9],
]);

/** Reads a duration in Go's notation, the one of `customTimeouts`: `1h30m`. The engine has refused any other. */
export function secondsOf(duration: string | undefined): number {
    const parts = [...(duration ?? "").matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/g)];
    return parts.reduce((sum, [, count, unit = "s"]) => sum + Number(count) * (secondsPerUnit.get(unit) ?? 0), 0);
}
