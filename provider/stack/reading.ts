import { namesOf, ownPart } from "../orders/attempt";
import type { Attempt, CheckedAttempt } from "../orders/attempt";
import type { Holder } from "../orders/session";
import type { Deployment, ExportedResource } from "./export";
import { heldProperty, withoutEmpty } from "./heldMark";
import type { HeldMark } from "./heldMark";

/** The hidden input with what an operation may order. */
export const attemptProperty = "__attempt";

/** What the engine's state says of our resources. */
export interface Reading {
    /** When the stack was created: its root resource is as old as the stack. */
    readonly created?: string;
    readonly holders: readonly Holder[];
    /** Attempts that nobody has seen to their end, by the URN of their resource. */
    readonly unresolved: ReadonlyMap<string, readonly Attempt[]>;
    /** Those among them that the next write of the engine makes it forget. */
    readonly fleeting: ReadonlySet<string>;
    /** Those that the inputs or outputs of a resource carry for others, by its URN: forgotten when these are replaced. */
    readonly carried: ReadonlyMap<string, ReadonlySet<string>>;
    /** Names that attempts may have ordered whose end nobody has seen, with the URN of the resource. */
    readonly asked: ReadonlyMap<string, string>;
    /** Ids of all attempts that the engine has stored: with what is under way, and with what operations have left to order. */
    readonly stored: ReadonlySet<string>;
    /** Outputs of the resources that are not waiting for their deletion. */
    readonly outputs: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

export const emptyReading: Reading = {
    holders: [],
    unresolved: new Map(),
    fleeting: new Set(),
    carried: new Map(),
    asked: new Map(),
    stored: new Set(),
    outputs: new Map(),
};

export function readDeployment({ resources = [], pending_operations: operations = [] }: Deployment): Reading {
    const ours = resources.filter(isOurs);
    const known = new Set(ours.flatMap(({ outputs }) => attemptsKnownTo(markOf(outputs))));
    const found = new Map<string, Map<string, Attempt>>();
    const fleeting = new Set<string>();
    const stored = new Set(ours.flatMap(({ outputs }) => (markOf(outputs).unresolved ?? []).map(({ id }) => id)));
    const note = (urn: string, attempt: Attempt): void => {
        if (!known.has(attempt.id)) {
            found.set(urn, (found.get(urn) ?? new Map<string, Attempt>()).set(attempt.id, attempt));
        }
    };
    const carried = new Map<string, ReadonlySet<string>>();
    for (const { urn, inputs, outputs } of ours) {
        const others = [...carriedBy(attemptOf(inputs)), ...carriedBy(markOf(outputs))];
        others.forEach(([other, attempt]) => note(other, attempt));
        carried.set(urn, new Set(others.map(([, { id }]) => id)));
    }
    for (const { type, resource } of operations) {
        const attempt = isOurs(resource) ? attemptOf(resource.inputs) : undefined;
        if (attempt !== undefined && (type === "creating" || type === "updating")) {
            const own = [...attempt.earlier, ownPart(attempt)].map((one): [string, Attempt] => [resource.urn, one]);
            for (const [urn, one] of [...own, ...carriedBy(attempt)]) {
                note(urn, one);
                stored.add(one.id);
                if (type === "updating") {
                    fleeting.add(one.id);
                }
            }
        }
    }
    const inOutputs = ours.map(({ urn, outputs }) => [urn, markOf(outputs).unresolved ?? []] as const);
    const inDoubt = [...inOutputs, ...[...found].map(([urn, attempts]) => [urn, [...attempts.values()]] as const)];
    const created = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.created;
    return {
        ...(created !== undefined && { created }),
        holders: ours.filter(({ external }) => external !== true).map(holderOf),
        unresolved: new Map([...found].map(([urn, attempts]) => [urn, [...attempts.values()]])),
        fleeting,
        carried,
        asked: new Map(
            inDoubt.flatMap(([urn, attempts]) => attempts.flatMap(namesOf).map((name) => [name, urn] as const)),
        ),
        stored,
        outputs: new Map(ours.filter((one) => one.delete !== true).map(({ urn, outputs = {} }) => [urn, outputs])),
    };
}

/** Attempts of a resource by any of its names, oldest first. */
export function unresolvedOf(reading: Reading, urns: readonly string[]): Attempt[] {
    return urns.flatMap((urn) => reading.unresolved.get(urn) ?? []);
}

/** Of other resources, what is forgotten unless this one carries it from now on: by the engine, or because it did so until now. */
export function fleetingOfOthers(reading: Reading, urns: readonly string[]): Record<string, Attempt[]> {
    const isFleeting = ({ id }: Attempt): boolean =>
        reading.fleeting.has(id) || urns.some((urn) => reading.carried.get(urn)?.has(id));
    const others = [...reading.unresolved].filter(([urn]) => !urns.includes(urn));
    const kept = others.map(([urn, attempts]) => [urn, attempts.filter(isFleeting)] as const);
    return Object.fromEntries(kept.filter(([, attempts]) => attempts.length > 0));
}

function isOurs({ type = "", urn }: ExportedResource): boolean {
    return /(^|\/)callfire:/.test(type === "" ? urn : type);
}

function holderOf({ urn, type = urn, outputs = {}, delete: isDeleted }: ExportedResource): Holder {
    const { uid = "", sealed = {} } = markOf(outputs);
    if (type.endsWith(":AutoReply")) {
        // It names a number or keyword that it answers for, and holds none.
        return { urn, uid, names: [], orderIds: [], isDeleted: isDeleted === true };
    }
    const strings = (name: string): string[] =>
        Array.isArray(outputs[name]) ? outputs[name].filter((item) => typeof item === "string") : [];
    const text = (name: string): string[] => (typeof outputs[name] === "string" ? [outputs[name]] : []);
    const orders = Array.isArray(outputs["orders"]) ? (outputs["orders"] as { id?: string }[]) : [];
    const names = [
        ...strings("acquiredNumbers"),
        ...strings("acquiredKeywords"),
        ...text("number"),
        ...text("keyword"),
    ];
    // A number that was bought as any is an output alone.
    const isAny = outputs["local"] !== undefined || outputs["tollFree"] !== undefined;
    const listed = [
        ...strings("numbers"),
        ...strings("keywords"),
        ...(isAny ? [] : text("number")),
        ...text("keyword"),
    ];
    return {
        urn,
        uid,
        names: [...names, ...Object.values(sealed).flat()],
        listed: listed.filter((name) => names.includes(name)),
        orderIds: [...text("orderId"), ...orders.flatMap(({ id }) => (id === undefined ? [] : [id]))],
        isDeleted: isDeleted === true,
    };
}

function markOf(outputs: ExportedResource["outputs"]): Partial<HeldMark> {
    const mark = outputs?.[heldProperty];
    return typeof mark === "object" && mark !== null ? mark : {};
}

/** What a resource's own state tells needs no other witness, whether it is over or not. */
function attemptsKnownTo({ attempt, resolved = [], unresolved = [] }: Partial<HeldMark>): string[] {
    return [...resolved, ...(attempt === undefined ? [] : [attempt]), ...unresolved.map(({ id }) => id)];
}

function attemptOf(inputs: ExportedResource["inputs"]): CheckedAttempt | undefined {
    return readAttempt(inputs?.[attemptProperty]);
}

/** Reads the hidden input; undefined where there is none, or where it is encrypted. */
export function readAttempt(value: unknown): CheckedAttempt | undefined {
    const attempt = value as Partial<CheckedAttempt> | undefined | null;
    if (typeof attempt !== "object" || attempt === null || typeof attempt.id !== "string") {
        return undefined;
    }
    return {
        ...attempt,
        id: attempt.id,
        uid: attempt.uid ?? "",
        day: attempt.day ?? "",
        wants: { numbers: [], keywords: [], tollFree: 0, ...attempt.wants },
        picks: { local: [], tollFree: [], ...attempt.picks },
        owned: attempt.owned ?? [],
        earlier: attempt.earlier ?? [],
        others: attempt.others ?? {},
    };
}

/** The hidden input, without what is empty: it is part of every resource's state. */
export function writeAttempt(attempt: CheckedAttempt): Record<string, unknown> {
    return withoutEmpty({
        ...attempt,
        wants: withoutEmpty(attempt.wants),
        picks: withoutEmpty(attempt.picks),
    });
}

/** What an attempt, or what became of one, carries for other resources. */
function carriedBy({ others = {} }: Pick<HeldMark, "others"> = {}): [string, Attempt][] {
    return Object.entries(others).flatMap(([urn, attempts]) =>
        attempts.map((other): [string, Attempt] => [urn, other]),
    );
}
