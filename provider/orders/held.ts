import type { Attempt } from "./attempt";
import { countWanted, describeRegion, listItems, listPicks, nothing, subtract } from "./items";
import type { Asked, Items, Wants } from "./items";
import type { Entry } from "./journal/entry";
import { heldBy, isByCount, namesAsked } from "./journal/entry";
import type { UnitPrices } from "./prices";
import { isOver } from "./status";

/** One order of a resource, as its state shows it: the output `orders`. */
export interface OrderRecord {
    readonly id?: string;
    readonly intent: string;
    /** CallFire's own word in upper case; ours in lower case where CallFire gave none. */
    readonly status: string;
    readonly totalCost?: number;
    readonly createdAt?: string;
}

/** What a resource holds and by which orders: all that its state tells, whichever adapter wrote it. */
export interface Held {
    /** Names the resource for as long as it exists: a replacement under the same URN has another one. */
    readonly uid: string;
    readonly orders: readonly OrderRecord[];
    /** In a stable order: what is held keeps its place. */
    readonly numbers: readonly string[];
    readonly tollFree: readonly string[];
    readonly keywords: readonly string[];
    /** Which of the numbers came as "any": by region in words, or `tollFree`. All others are listed ones. */
    readonly bulk: Readonly<Record<string, readonly string[]>>;
    /** What the orders that are not over asked for, by intent: another machine has no journal to tell. */
    readonly wants: Readonly<Record<string, Asked>>;
    /** The attempt of the operation that wrote this. */
    readonly attempt?: string;
    /** Attempts whose orders may still bring something. */
    readonly unresolved: readonly Attempt[];
    /** Ids of earlier attempts that have been seen to their end: the engine may remember them for ever. */
    readonly resolved: readonly string[];
    /** When something came last, by CallFire's clock: lists may lag behind it. */
    readonly arrivedAt?: string;
    /** What is owned but no longer renews, with the end of its lease: reported, and never preferred to what renews. */
    readonly lapsing: Readonly<Record<string, string>>;
    readonly prices: UnitPrices;
}

export const tollFreeGroup = "tollFree";

export function localGroup(region: Parameters<typeof describeRegion>[0]): string {
    return `local ${describeRegion(region).toUpperCase()}`.trim();
}

/** Whether bulk local numbers of the one serve the other. */
export function isSameRegion(one: Wants, other: Wants): boolean {
    return localGroup(one.local?.region) === localGroup(other.local?.region);
}

export function holdNothing(uid: string): Held {
    return {
        uid,
        orders: [],
        numbers: [],
        tollFree: [],
        keywords: [],
        bulk: {},
        wants: {},
        unresolved: [],
        resolved: [],
        lapsing: {},
        prices: {},
    };
}

/** What is held together with what an entry is known to have brought. Doing it again changes nothing. */
export function absorb(held: Held, entry: Entry): Held {
    const items = stillHeld(entry);
    const listed = new Set(entry.wants.numbers);
    const bulk: Record<string, readonly string[]> = { ...held.bulk };
    const group = (name: string, numbers: readonly string[]): void => {
        const fresh = numbers.filter((number) => !listed.has(number) && !held.numbers.includes(number));
        if (fresh.length > 0) {
            bulk[name] = [...(bulk[name] ?? []), ...fresh];
        }
    };
    group(localGroup(entry.wants.local?.region), items.localNumbers);
    group(tollFreeGroup, items.tollFreeNumbers);
    const record = recordOf(entry);
    const isKnown = held.orders.some(({ intent }) => intent === entry.intent);
    const wants = Object.entries({ ...held.wants, [entry.intent]: askedBy(entry) });
    const isNews = listItems(items).some((name) => !namesHeld(held).includes(name));
    return {
        ...held,
        orders: isKnown
            ? held.orders.map((order) => (order.intent === entry.intent ? record : order))
            : [...held.orders, record],
        numbers: union(held.numbers, [...items.localNumbers, ...items.tollFreeNumbers]),
        tollFree: union(held.tollFree, items.tollFreeNumbers),
        keywords: union(held.keywords, items.keywords),
        ...(isNews && entry.settledAt !== undefined && { arrivedAt: entry.settledAt }),
        wants: Object.fromEntries(wants.filter(([intent]) => intent !== entry.intent || !isRecordOver(record))),
        bulk,
        prices: { ...held.prices, ...entry.unitPrices },
    };
}

function askedBy({ wants, picks }: Entry): Asked {
    return { ...wants, ...(picks !== undefined && listPicks(picks).length > 0 && { picks }) };
}

function stillHeld(entry: Entry): Items {
    const items = entry.outcome === "forgotten" ? nothing : (entry.acquired ?? nothing);
    const names = heldBy(entry);
    const keep = (list: readonly string[]): string[] => list.filter((item) => names.includes(item));
    return {
        localNumbers: keep(items.localNumbers),
        tollFreeNumbers: keep(items.tollFreeNumbers),
        keywords: keep(items.keywords),
    };
}

export function without(held: Held, items: readonly string[]): Held {
    const gone = new Set(items);
    const keep = (list: readonly string[]): string[] => list.filter((item) => !gone.has(item));
    const groups = Object.entries(held.bulk).map(([name, numbers]) => [name, keep(numbers)] as const);
    return {
        ...held,
        numbers: keep(held.numbers),
        tollFree: keep(held.tollFree),
        keywords: keep(held.keywords),
        lapsing: Object.fromEntries(Object.entries(held.lapsing).filter(([name]) => !gone.has(name))),
        bulk: Object.fromEntries(groups.filter(([, numbers]) => numbers.length > 0)),
    };
}

/** An attempt that has been seen to its end, or given up by a person. */
export function resolve(held: Held, attempt: string): Held {
    return {
        ...held,
        unresolved: held.unresolved.filter(({ id }) => id !== attempt),
        resolved: union(held.resolved, [attempt]),
    };
}

/**
 * An attempt whose order is known by its id, as far as that order names what the attempt asked for: the rest of it may have been
 * ordered before, and may still come.
 */
export function settle(held: Held, entry: Entry): Held {
    const { attempt: id } = entry;
    const known = held.unresolved.find((attempt) => attempt.id === id);
    if (known === undefined) {
        return held;
    }
    const rest = restOf(known, namesAsked(entry));
    if (isByCount(entry) || countWanted(rest.wants) === 0) {
        return resolve(held, id);
    }
    return { ...held, unresolved: held.unresolved.map((attempt) => (attempt.id === id ? rest : attempt)) };
}

/** What is left of an attempt without these names. Names that it did not order itself were never its own. */
function restOf(attempt: Attempt, names: readonly string[]): Attempt {
    const { wants, picks, owned } = attempt;
    const isLeft = (name: string): boolean => !names.includes(name);
    const [local, tollFree] = [picks.local.filter(isLeft), picks.tollFree.filter(isLeft)];
    const ordered = {
        numbers: wants.numbers.filter((name) => !isLeft(name) || owned.includes(name)),
        keywords: wants.keywords.filter((name) => !isLeft(name) || owned.includes(name)),
        local: { count: picks.local.length - local.length },
        tollFree: picks.tollFree.length - tollFree.length,
    };
    return {
        ...attempt,
        wants: subtract(wants, ordered),
        picks: { local, tollFree },
    };
}

export function leaveUnresolved(held: Held, attempts: readonly Attempt[]): Held {
    const fresh = attempts.filter(
        ({ id }) => !held.resolved.includes(id) && !held.unresolved.some((known) => known.id === id),
    );
    return fresh.length === 0 ? held : { ...held, unresolved: [...held.unresolved, ...fresh] };
}

export function itemsHeld(held: Held): Items {
    return {
        localNumbers: held.numbers.filter((number) => !held.tollFree.includes(number)),
        tollFreeNumbers: held.tollFree,
        keywords: held.keywords,
    };
}

export function namesHeld(held: Held): string[] {
    return [...held.numbers, ...held.keywords];
}

/** Whether nothing more can come of an order, so that its entry in the journal may be closed. */
export function isRecordOver({ status }: OrderRecord): boolean {
    return isOver(status) || [adopted, "forgotten"].includes(status);
}

export const adopted = "adopted";

export function isUnfinished(held: Held): boolean {
    return !held.orders.every(isRecordOver);
}

function recordOf(entry: Entry): OrderRecord {
    return {
        ...(entry.orderId !== undefined && { id: entry.orderId }),
        intent: entry.intent,
        status: statusOf(entry),
        ...(entry.totalCost !== undefined && { totalCost: entry.totalCost }),
        ...(entry.createdAt !== undefined && { createdAt: entry.createdAt }),
    };
}

function statusOf({ outcome, status, phase }: Entry): string {
    if (outcome === "forgotten") {
        return "forgotten";
    }
    return status ?? (phase === "settled" || phase === "closed" ? adopted : "NEW");
}

function union(first: readonly string[], second: readonly string[]): string[] {
    return [...new Set([...first, ...second])];
}
