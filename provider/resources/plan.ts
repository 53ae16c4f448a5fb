import { countWanted, describeWants, plural, type Wants } from "../orders/items";
import type { Region } from "../callfire/types";
import { describeCost, type UnitPrices } from "../orders/prices";
import { localGroup, tollFreeGroup, type Held } from "../orders/held";

/** What a program declares, normalised. */
export interface Declared {
    readonly numbers?: readonly string[];
    readonly keywords?: readonly string[];
    readonly bulkLocal?: { readonly count: number; readonly region?: Region };
    readonly bulkTollFree?: { readonly count: number };
}

/** The difference between what is declared and what is held. */
export interface Plan {
    readonly order: Wants;
    readonly release: { readonly numbers: readonly string[]; readonly keywords: readonly string[] };
}

/**
 * Pure, so that preview and update can't disagree.
 * @param moving what another resource lists from now on: it leaves, whatever is wanted
 */
export function planFor(held: Held, declared: Declared, moving: Pick<ReadonlySet<string>, "has"> = new Set()): Plan {
    const listed = new Set(declared.numbers ?? []);
    const local = localGroup(declared.bulkLocal?.region);
    const localCount = declared.bulkLocal?.count ?? 0;
    const tollFreeCount = declared.bulkTollFree?.count ?? 0;
    // What no longer renews is never preferred to what does; among equals the oldest stay.
    const unlisted = (group: string): string[] => {
        const numbers = (held.bulk[group] ?? []).filter((number) => !listed.has(number) && !moving.has(number));
        const isLapsing = (number: string): boolean => held.lapsing[number] !== undefined;
        return [...numbers.filter((number) => !isLapsing(number)), ...numbers.filter(isLapsing)];
    };

    const kept = new Set([
        ...listed,
        ...unlisted(local).slice(0, localCount),
        ...unlisted(tollFreeGroup).slice(0, tollFreeCount),
    ]);
    const missingLocal = Math.max(0, localCount - unlisted(local).length);
    return {
        order: {
            numbers: [...listed].filter((number) => !held.numbers.includes(number)),
            keywords: (declared.keywords ?? []).filter((keyword) => !held.keywords.includes(keyword)),
            ...(missingLocal > 0 && { local: { ...declared.bulkLocal, count: missingLocal } }),
            tollFree: Math.max(0, tollFreeCount - unlisted(tollFreeGroup).length),
        },
        release: {
            numbers: held.numbers.filter((number) => !kept.has(number)),
            keywords: held.keywords.filter((keyword) => !(declared.keywords ?? []).includes(keyword)),
        },
    };
}

/** While local numbers of the declared region are missing, those of another region stay: better the old ones than none. */
export function keepUntilArrived(plan: Plan, held: Held, declared: Declared): Plan {
    if (plan.order.local === undefined) {
        return plan;
    }
    const others = Object.entries(held.bulk).filter(
        ([group]) => group !== tollFreeGroup && group !== localGroup(declared.bulkLocal?.region),
    );
    const kept = new Set(others.flatMap(([, numbers]) => numbers));
    const numbers = plan.release.numbers.filter((number) => !kept.has(number));
    return { ...plan, release: { ...plan.release, numbers } };
}

export function namesReleased({ release }: Plan): string[] {
    return [...release.numbers, ...release.keywords];
}

export function isEmpty(plan: Plan): boolean {
    return countWanted(plan.order) + namesReleased(plan).length === 0;
}

export function wantsOf(declared: Declared): Wants {
    return {
        numbers: declared.numbers ?? [],
        keywords: declared.keywords ?? [],
        ...(declared.bulkLocal && { local: declared.bulkLocal }),
        tollFree: declared.bulkTollFree?.count ?? 0,
    };
}

/** `orders 2 local numbers (city=Seattle): about 3.00, at 1.50 each as last paid; releases 2 items: 12065550101, keyword PROMO` */
export function describePlan({ order, release }: Plan, prices: UnitPrices = {}): string {
    const cost = describeCost(order, prices);
    const released = [...release.numbers, ...release.keywords.map((keyword) => `keyword ${keyword}`)];
    const parts = [
        ...(countWanted(order) > 0 ? [`orders ${describeWants(order)}${cost === "" ? "" : `: ${cost}`}`] : []),
        ...(released.length > 0 ? [`releases ${plural(released.length, "item")}: ${released.join(", ")}`] : []),
    ];
    return parts.join("; ");
}
