import type { CheckedAttempt } from "../orders/attempt";
import { holdNothing } from "../orders/held";
import type { Held, OrderRecord } from "../orders/held";
import type { Wants } from "../orders/items";
import type { Properties } from "./resource";

/** What every resource keeps beside its outputs, in one hidden property (decisions/0019). */
export interface HeldMark {
    readonly uid: string;
    readonly attempt?: string;
    /** By group, the places of its numbers in the list of those that are held. */
    readonly bulk?: Readonly<Record<string, readonly number[]>>;
    readonly wants?: Held["wants"];
    readonly unresolved?: Held["unresolved"];
    readonly resolved?: Held["resolved"];
    /** What a failed update has carried for others, or for itself: attempts that nobody has seen to their end, by URN. */
    readonly others?: CheckedAttempt["others"];
    /** Orders, where they are no output. */
    readonly orders?: readonly OrderRecord[];
    /** What is held, where it is no output. */
    readonly names?: readonly string[];
    /** What is accepted as missing, because fewer than ordered are allowed. */
    readonly short?: Wants;
    readonly arrivedAt?: Held["arrivedAt"];
    /** What is held but no longer renews, with the end of its lease. */
    readonly lapsing?: Held["lapsing"];
    /** Where growth is possible: what one more would cost. */
    readonly prices?: Held["prices"];
}

/** Which hidden property it is. */
export const heldProperty = "__held";

export function readMark(state: Properties): HeldMark {
    return (state[heldProperty] as HeldMark | undefined) ?? { uid: "" };
}

/** What is held, from the hidden property and the lists that the resource shows. */
export function heldFrom(
    mark: HeldMark,
    lists: {
        orders: readonly OrderRecord[];
        numbers?: readonly string[];
        tollFree?: readonly string[];
        keywords: readonly string[];
    },
): Held {
    return {
        ...holdNothing(mark.uid),
        ...lists,
        bulk: groupsFrom(mark.bulk ?? {}, lists.numbers ?? []),
        wants: mark.wants ?? {},
        unresolved: mark.unresolved ?? [],
        resolved: mark.resolved ?? [],
        lapsing: mark.lapsing ?? {},
        prices: mark.prices ?? {},
        ...(mark.attempt !== undefined && { attempt: mark.attempt }),
        ...(mark.arrivedAt !== undefined && { arrivedAt: mark.arrivedAt }),
    };
}

/** The hidden property, without what is empty. */
export function markFrom(held: Held, more: Partial<HeldMark> = {}): HeldMark {
    const { uid, attempt, arrivedAt, wants, unresolved, resolved, lapsing } = held;
    const bulk = placesOf(held);
    const parts = Object.entries({ attempt, arrivedAt, bulk, wants, unresolved, resolved, lapsing, ...more }).filter(
        ([, value]) => value !== undefined && (typeof value !== "object" || Object.keys(value).length > 0),
    );
    return { uid, ...Object.fromEntries(parts) };
}

function groupsFrom(places: NonNullable<HeldMark["bulk"]>, numbers: readonly string[]): Held["bulk"] {
    const groups = Object.entries(places).map(([name, group]): [string, string[]] => [
        name,
        group.map((place) => numbers[place]).filter((number) => number !== undefined),
    ]);
    return Object.fromEntries(groups);
}

function placesOf({ bulk, numbers }: Held): NonNullable<HeldMark["bulk"]> {
    const groups = Object.entries(bulk).map(([name, group]): [string, number[]] => [
        name,
        group.map((number) => numbers.indexOf(number)),
    ]);
    return Object.fromEntries(groups);
}

/** CallFire's own words are in upper case; where it gave none there is none. */
export function statusOf(orders: readonly OrderRecord[]): string | undefined {
    const newest = orders[orders.length - 1];
    return newest !== undefined && newest.status === newest.status.toUpperCase() ? newest.status : undefined;
}

export function totalCostOf(orders: readonly OrderRecord[]): number | undefined {
    const costs = orders.flatMap(({ totalCost }) => (totalCost === undefined ? [] : [totalCost]));
    return costs.length === 0 ? undefined : Math.round(costs.reduce((sum, cost) => sum + cost, 0) * 100) / 100;
}
