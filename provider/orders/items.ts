import type { Region } from "../callfire/types";

/** What an order asks for. Numbers in 11 digits, keywords in upper case; at least one kind is present. */
export interface Wants {
    readonly numbers: readonly string[];
    readonly keywords: readonly string[];
    /** Any `count` local numbers of a region. */
    readonly local?: { readonly count: number; readonly region?: Region };
    /** Any so many toll-free numbers; 0 for none. */
    readonly tollFree: number;
}

/** Numbers and keywords by kind, as CallFire names them when an order has acquired them. */
export interface Items {
    readonly localNumbers: readonly string[];
    readonly tollFreeNumbers: readonly string[];
    readonly keywords: readonly string[];
}

export const nothing: Items = { localNumbers: [], tollFreeNumbers: [], keywords: [] };

export function countWanted(wants: Wants): number {
    return wants.numbers.length + wants.keywords.length + (wants.local?.count ?? 0) + wants.tollFree;
}

export function countItems(items: Items): number {
    return items.localNumbers.length + items.tollFreeNumbers.length + items.keywords.length;
}

/** Every number and keyword as one list, local numbers first. */
export function listItems(items: Items): string[] {
    return [...items.localNumbers, ...items.tollFreeNumbers, ...items.keywords];
}

/** A region in one line, the same for the same region: `city=SEATTLE, state=WA`; empty for any region. */
export function describeRegion(region: Region | undefined): string {
    return Object.entries(region ?? {})
        .filter(([, value]) => value !== undefined)
        .map(([field, value]) => `${field}=${String(value)}`)
        .sort()
        .join(", ");
}

/** What is asked for, in words: `2 local numbers (city=Seattle, state=WA), 13105551212, keyword CHOCOLATE`. */
export function describeWants(wants: Wants): string {
    const parts: string[] = [];
    if (wants.local !== undefined && wants.local.count > 0) {
        const region = describeRegion(wants.local.region);
        parts.push(`${plural(wants.local.count, "local number")}${region === "" ? "" : ` (${region})`}`);
    }
    if (wants.tollFree > 0) {
        parts.push(plural(wants.tollFree, "toll-free number"));
    }
    parts.push(...wants.numbers, ...wants.keywords.map((keyword) => `keyword ${keyword}`));
    return parts.join(", ");
}

export function plural(count: number, noun: string): string {
    return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
