import type { Region } from "../callfire/types";

/** An order of more items than this is refused as a typo, where no setting says otherwise. */
export const defaultMaxItems = 100;

/** What an order asks for. Numbers in 11 digits, keywords in upper case; at least one kind is present. */
export interface Wants {
    readonly numbers: readonly string[];
    readonly keywords: readonly string[];
    /** Any `count` local numbers of a region. */
    readonly local?: { readonly count: number; readonly region?: Region };
    /** How many toll-free numbers, any of them; 0 for none. */
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

/** Bulk numbers by name: those that are ordered first stand first, and after them the spares. */
export interface Picks {
    readonly local: readonly string[];
    readonly tollFree: readonly string[];
}

export const noPicks: Picks = { local: [], tollFree: [] };

export function listPicks({ local, tollFree }: Picks = noPicks): string[] {
    return [...local, ...tollFree];
}

/** What an order asked for, and by which names where its numbers were picked. */
export interface Asked extends Wants {
    readonly picks?: Picks;
}

export const noWants: Wants = { numbers: [], keywords: [], tollFree: 0 };

/** Less than was wanted. */
export function subtract(wants: Wants, less: Wants | undefined): Wants {
    if (less === undefined) {
        return wants;
    }
    const local = Math.max(0, (wants.local?.count ?? 0) - (less.local?.count ?? 0));
    return {
        numbers: wants.numbers.filter((number) => !less.numbers.includes(number)),
        keywords: wants.keywords.filter((keyword) => !less.keywords.includes(keyword)),
        ...(local > 0 && { local: { ...wants.local, count: local } }),
        tollFree: Math.max(0, wants.tollFree - less.tollFree),
    };
}

/** How many bulk numbers are wanted: any of a region, or any toll-free ones. */
export function countOfBulk(wants: Wants): number {
    return (wants.local?.count ?? 0) + wants.tollFree;
}

/** Numbers have 11 digits; all else is a keyword. */
export function isNumber(name: string): boolean {
    return /^1\d{10}$/.test(name);
}

export function isTollFree(number: string): boolean {
    return /^18(00|33|44|55|66|77|88)/.test(number);
}

/** An amount in the account's currency, which CallFire does not name: `4.50`. */
export function formatMoney(amount: number): string {
    return amount.toFixed(2);
}

/** Names by kind, told by their form. */
export function sortItems(names: readonly string[]): Items {
    return {
        localNumbers: names.filter((name) => isNumber(name) && !isTollFree(name)),
        tollFreeNumbers: names.filter((name) => isNumber(name) && isTollFree(name)),
        keywords: names.filter((name) => !isNumber(name)),
    };
}

export function joinItems(first: Items, second: Items): Items {
    return {
        localNumbers: [...first.localNumbers, ...second.localNumbers],
        tollFreeNumbers: [...first.tollFreeNumbers, ...second.tollFreeNumbers],
        keywords: [...first.keywords, ...second.keywords],
    };
}
