import { pageOf, resourceIn } from "./elements";
import { RefusedError } from "./errors";
import type { Fields } from "./form";
import type { Element } from "./xml";
import type { Page } from "./types";

/** How a call travels that spends nothing. */
export interface Calls {
    /** A GET. Repeated on transient errors. */
    readonly read: <Value>(
        path: string,
        fields: Fields,
        read: (root: Element) => Value,
        signal: AbortSignal | undefined,
    ) => Promise<Value>;
    /** A POST that makes something, and answers its id. Repeated only where certainly unsent or told to slow down. */
    readonly create: (path: string, fields: Fields, signal: AbortSignal | undefined) => Promise<string>;
    /** Says how something is to be: twice is as good as once. Repeated on transient errors. */
    readonly set: (
        method: "POST" | "PUT" | "DELETE",
        path: string,
        fields: Fields,
        signal: AbortSignal | undefined,
    ) => Promise<void>;
    /** A PUT that gives something up. Repeated only where certainly unsent or told to slow down. */
    readonly release: (path: string, fields: Fields, signal: AbortSignal | undefined) => Promise<void>;
}

/** As many items as CallFire answers with at once. Contract, "Numbers". */
export const maxResults = 1000;

/** A part of a list, from 0 on. */
export interface Range {
    readonly first: number;
    readonly max: number;
}

export function pageFields({ first, max }: Range): Fields {
    if (!Number.isInteger(first) || first < 0 || !Number.isInteger(max) || max < 1 || max > maxResults) {
        throw new RangeError(`A page has 1 to ${maxResults} items from 0 on, not ${max} from ${first}.`);
    }
    return [
        ["FirstResult", String(first)],
        ["MaxResults", String(max)],
    ];
}

/** All pages of a list, and how many items they announced: not all the same where it changed in between. */
export async function readPages<Item>(
    readPage: (range: Range) => Promise<Page<Item>>,
): Promise<{ items: Item[]; totals: ReadonlySet<number> }> {
    const items: Item[] = [];
    const totals = new Set<number>();
    for (;;) {
        const page = await readPage({ first: items.length, max: maxResults });
        items.push(...page.items);
        totals.add(page.totalResults);
        if (page.items.length === 0 || items.length >= page.totalResults) {
            return { items, totals };
        }
    }
}

/** All of a list. */
export async function readList<Item>(
    { read }: Calls,
    path: string,
    fields: Fields,
    readPage: (root: Element) => Page<Item>,
    signal: AbortSignal | undefined,
): Promise<Item[]> {
    const { items } = await readPages((range) => read(path, [...fields, ...pageFields(range)], readPage, signal));
    return items;
}

/** What is done alike with all that CallFire keeps under an id of its own choice. */
export interface IdentifiedCalls<Thing> {
    readonly get: (id: string, signal?: AbortSignal) => Promise<Thing | undefined>;
    readonly list: (fields: Fields, signal?: AbortSignal) => Promise<readonly Thing[]>;
    readonly remove: (id: string, signal?: AbortSignal) => Promise<void>;
}

export function identifiedCalls<Thing>(
    calls: Calls,
    path: string,
    kind: string,
    readThing: (element: Element) => Thing,
): IdentifiedCalls<Thing> {
    const readResource = (root: Element): Thing => readThing(resourceIn(root, kind));
    return {
        get: (id, signal) => calls.read(`${path}/${id}`, [], readResource, signal).catch(undefinedIfUnknown),
        list: (fields, signal) => readList(calls, path, fields, (root) => pageOf(root, kind, readThing), signal),
        remove: (id, signal) => calls.set("DELETE", `${path}/${id}`, [], signal).catch(undefinedIfUnknown),
    };
}

/** 404 in CallFire's own words; a gateway's 404 proves nothing about the account. */
export function undefinedIfUnknown(error: unknown): undefined {
    if (error instanceof RefusedError && error.status === 404) {
        return undefined;
    }
    throw error;
}
