import * as callfire from "pulumi-callfire";

/** What a team may choose about its support line. */
export interface SupportLine {
    /** Two letters: `WA`. */
    readonly state: string;
    /** How many local numbers. */
    readonly count: number;
    /** What customers text. */
    readonly keyword: string;
}

/** Local numbers of a state, a toll-free number that nobody deletes by mistake, and a keyword. */
export function supportLine({ state, count, keyword }: SupportLine) {
    const local = new callfire.NumberOrder("local", { bulkLocal: { count, region: { state } } });
    const tollFree = new callfire.NumberOrder("toll-free", { bulkTollFree: { count: 1 } }, { protect: true });
    const promo = new callfire.Keyword("promo", { keyword });
    const owned = callfire.getNumbersOutput({ region: { state } });
    return {
        numbers: local.acquiredNumbers,
        tollFree: tollFree.acquiredNumbers.apply(([number]) => number),
        keyword: promo.keyword,
        ownedBefore: owned.numbers.apply((numbers) => numbers.length),
    };
}
