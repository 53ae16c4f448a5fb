import type { Entry } from "../orders/entry";
import { describeRegion, nothing } from "../orders/items";
import type { Items, Wants } from "../orders/items";
import { claimsOf } from "../orders/journal";
import { isOver } from "../orders/status";

/** One order of a resource, as its state shows it: the output `orders`. */
export interface OrderRecord {
    readonly id?: string;
    readonly intent: string;
    /** CallFire's own word in upper case; ours in lower case where CallFire gave none. */
    readonly status: string;
    readonly totalCost?: number;
    readonly createdAt?: string;
}

/** What a resource holds and by which orders: all that its state tells, whatever the resource's face is. */
export interface Held {
    /** Names this life of the resource: a replacement under the same URN is another one. */
    readonly life: string;
    readonly orders: readonly OrderRecord[];
    /** In a stable order: what is held keeps its place. */
    readonly numbers: readonly string[];
    readonly tollFree: readonly string[];
    readonly keywords: readonly string[];
    /** What the orders that are not over asked for, by intent: another machine has no journal to tell. */
    readonly wants: Readonly<{ [intent: string]: Wants }>;
    /** Which of the numbers came as "any": by region in words, or `tollFree`. All others are listed ones. */
    readonly bulk: Readonly<{ [group: string]: readonly string[] }>;
}

export const tollFreeGroup = "tollFree";

export function localGroup(region: Parameters<typeof describeRegion>[0]): string {
    return `local ${describeRegion(region).toUpperCase()}`.trim();
}

export function holdNothing(life: string): Held {
    return { life, orders: [], numbers: [], tollFree: [], keywords: [], wants: {}, bulk: {} };
}

/** The state of a resource with what an entry is known to have brought. Doing it again changes nothing. */
export function absorb(held: Held, entry: Entry): Held {
    const items = stillClaimed(entry);
    const listed = new Set(entry.wants.numbers);
    const bulk: { [group: string]: readonly string[] } = { ...held.bulk };
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
    const wants = Object.entries({ ...held.wants, [entry.intent]: entry.wants });
    return {
        life: held.life,
        orders: isKnown
            ? held.orders.map((order) => (order.intent === entry.intent ? record : order))
            : [...held.orders, record],
        numbers: union(held.numbers, [...items.localNumbers, ...items.tollFreeNumbers]),
        tollFree: union(held.tollFree, items.tollFreeNumbers),
        keywords: union(held.keywords, items.keywords),
        wants: Object.fromEntries(wants.filter(([intent]) => intent !== entry.intent || !isRecordOver(record))),
        bulk,
    };
}

function stillClaimed(entry: Entry): Items {
    const items = entry.outcome === "forgotten" ? nothing : (entry.acquired ?? nothing);
    const claimed = claimsOf(entry);
    const keep = (list: readonly string[]): string[] => list.filter((item) => claimed.includes(item));
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
        bulk: Object.fromEntries(groups.filter(([, numbers]) => numbers.length > 0)),
    };
}

export function itemsHeld(held: Held): Items {
    return {
        localNumbers: held.numbers.filter((number) => !held.tollFree.includes(number)),
        tollFreeNumbers: held.tollFree,
        keywords: held.keywords,
    };
}

/** Whether nothing more can come of an order, so that its entry in the journal may be closed. */
export function isRecordOver({ status }: OrderRecord): boolean {
    return isOver(status) || ["taken over", "forgotten"].includes(status);
}

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

function statusOf({ outcome, status, orderId }: Entry): string {
    if (outcome === "forgotten") {
        return "forgotten";
    }
    if (outcome === "found" || outcome === "owned") {
        return "taken over";
    }
    return status ?? (orderId === undefined ? "in doubt" : "NEW");
}

function union(first: readonly string[], second: readonly string[]): string[] {
    return [...new Set([...first, ...second])];
}
