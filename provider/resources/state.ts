import { holdNothing, type Held, type OrderRecord } from "../orders/held";
import { heldProperty, withoutEmpty, type HeldMark } from "../stack/heldMark";
import type { Properties } from "./resource";

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
    return { uid, ...withoutEmpty({ attempt, arrivedAt, bulk, wants, unresolved, resolved, lapsing, ...more }) };
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
