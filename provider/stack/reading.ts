import { namesOf, ownPart } from "../orders/attempt";
import type { Attempt, CheckedAttempt } from "../orders/attempt";
import type { Holder } from "../orders/session";
import type { Deployment, ExportedResource, PendingOperation } from "./export";
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
    /** Ids of those of pending updates: the engine drops these with its next write, and forgets them unless it writes them itself. */
    readonly aboutToBeForgotten: ReadonlySet<string>;
    /** Ids of those that the inputs or outputs of a resource carry for others, by its URN: forgotten when these are replaced. */
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
    aboutToBeForgotten: new Set(),
    carried: new Map(),
    asked: new Map(),
    stored: new Set(),
    outputs: new Map(),
};

export function readDeployment({ resources = [], pending_operations: operations = [] }: Deployment): Reading {
    const ours = resources.filter(isOurs);
    const carried = ours.map(carriedByResource);
    const pending = operations.flatMap(attemptsOfPending);
    const inOutputs = ours.flatMap(({ urn, outputs }) => attemptsFor(urn, markOf(outputs).unresolved));
    const known = new Set(ours.flatMap(({ outputs }) => attemptsKnownTo(markOf(outputs))));
    const unresolved = groupByUrn(
        [...carried.flatMap(({ attempts }) => attempts), ...ours.flatMap(leftByReplacement), ...pending]
            .filter(({ attempt }) => !known.has(attempt.id))
            .map(underUrnsOf(ours)),
    );
    const inDoubt = [...inOutputs, ...[...unresolved].flatMap(([urn, attempts]) => attemptsFor(urn, attempts))];
    const created = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.created;
    return {
        ...(created !== undefined && { created }),
        holders: ours.filter(({ external }) => external !== true).map(holderOf),
        unresolved,
        aboutToBeForgotten: idsOf(pending.filter(({ isOfUpdate }) => isOfUpdate)),
        carried: new Map(carried.map(({ urn, attempts }) => [urn, idsOf(attempts)])),
        asked: new Map(inDoubt.flatMap(({ urn, attempt }) => namesOf(attempt).map((name) => [name, urn] as const))),
        stored: idsOf([...inOutputs, ...pending]),
        outputs: new Map(ours.filter((one) => one.delete !== true).map(({ urn, outputs = {} }) => [urn, outputs])),
    };
}

/** The resource that an attempt is for may have another URN by now, by `pulumi state rename`: its uid tells. */
function underUrnsOf(resources: readonly ExportedResource[]): (one: AttemptFor) => AttemptFor {
    const living = resources.filter((resource) => resource.delete !== true);
    const urns = new Map(living.map(({ urn, outputs }) => [markOf(outputs).uid, urn]));
    return ({ urn, attempt }) => ({ urn: (attempt.uid === "" ? undefined : urns.get(attempt.uid)) ?? urn, attempt });
}

/** An attempt, and the URN of the resource that it is for. */
interface AttemptFor {
    readonly urn: string;
    readonly attempt: Attempt;
}

function attemptsFor(urn: string, attempts: readonly Attempt[] = []): AttemptFor[] {
    return attempts.map((attempt) => ({ urn, attempt }));
}

/** What a refresh has noted of a replacement that was interrupted: it is for the next one that replaces this resource. */
function leftByReplacement({ urn, outputs }: ExportedResource): AttemptFor[] {
    const { uid, unresolved = [] } = markOf(outputs);
    return attemptsFor(
        urn,
        unresolved.filter((attempt) => attempt.uid !== uid),
    );
}

/** What the inputs and outputs of a resource carry for others. */
function carriedByResource({ urn, inputs, outputs }: ExportedResource): { urn: string; attempts: AttemptFor[] } {
    return { urn, attempts: [...carriedBy(attemptOf(inputs)), ...carriedBy(markOf(outputs))] };
}

/** What an operation that was under way may have ordered, and what it carried. */
function attemptsOfPending({ type, resource }: PendingOperation): (AttemptFor & { readonly isOfUpdate: boolean })[] {
    const attempt = isOurs(resource) ? attemptOf(resource.inputs) : undefined;
    if (attempt === undefined || (type !== "creating" && type !== "updating")) {
        return [];
    }
    const own = attemptsFor(resource.urn, [...attempt.earlier, ownPart(attempt)]);
    return [...own, ...carriedBy(attempt)].map((one) => ({ ...one, isOfUpdate: type === "updating" }));
}

/** Each attempt once, however often it was found. */
function groupByUrn(attempts: readonly AttemptFor[]): ReadonlyMap<string, readonly Attempt[]> {
    const groups = new Map<string, Map<string, Attempt>>();
    for (const { urn, attempt } of attempts) {
        groups.set(urn, (groups.get(urn) ?? new Map<string, Attempt>()).set(attempt.id, attempt));
    }
    return new Map([...groups].map(([urn, byId]) => [urn, [...byId.values()]]));
}

function idsOf(attempts: readonly AttemptFor[]): ReadonlySet<string> {
    return new Set(attempts.map(({ attempt }) => attempt.id));
}

/** Attempts of a resource by any of its names, oldest first. */
export function unresolvedOf(reading: Reading, urns: readonly string[]): Attempt[] {
    return urns.flatMap((urn) => reading.unresolved.get(urn) ?? []);
}

/**
 * What a resource has to carry from now on for others, so that it is not forgotten: what the engine is about to forget, and what the
 * resource has carried until now.
 * @param urns of the resource, then and now
 */
export function attemptsToCarry(reading: Reading, urns: readonly string[]): Record<string, Attempt[]> {
    const mustBeCarried = ({ id }: Attempt): boolean =>
        reading.aboutToBeForgotten.has(id) || urns.some((urn) => reading.carried.get(urn)?.has(id));
    const others = [...reading.unresolved].filter(([urn]) => !urns.includes(urn));
    const kept = others.map(([urn, attempts]) => [urn, attempts.filter(mustBeCarried)] as const);
    return Object.fromEntries(kept.filter(([, attempts]) => attempts.length > 0));
}

function isOurs({ type = "", urn }: ExportedResource): boolean {
    return /(^|\/)callfire:/.test(type === "" ? urn : type);
}

function holderOf({ urn, type = urn, outputs = {}, delete: isDeleted }: ExportedResource): Holder {
    const { uid = "", sealed = {}, names: marked } = markOf(outputs);
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
        // Of a resource of one name the mark tells where that is not what it holds.
        ...(marked ?? [...text("number"), ...text("keyword")]),
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

/** Ids of the attempts that the outputs of their own resource tell of, resolved or not: whatever else shows them is older. */
function attemptsKnownTo({ uid, attempt, resolved = [], unresolved = [] }: Partial<HeldMark>): string[] {
    const own = unresolved.filter((one) => one.uid === uid).map(({ id }) => id);
    return [...resolved, ...(attempt === undefined ? [] : [attempt]), ...own];
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

/** The hidden input in the form that the engine stores. What is empty is left out, because it would be in the state of every resource. */
export function writeAttempt(attempt: CheckedAttempt): Record<string, unknown> {
    return withoutEmpty({
        ...attempt,
        wants: withoutEmpty(attempt.wants),
        picks: withoutEmpty(attempt.picks),
    });
}

/** What an attempt, or what became of one, carries for other resources. */
function carriedBy({ others = {} }: Pick<HeldMark, "others"> = {}): AttemptFor[] {
    return Object.entries(others).flatMap(([urn, attempts]) => attemptsFor(urn, attempts));
}
