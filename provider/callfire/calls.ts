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

/** Contract, "Numbers": MaxResults is limited to 1000. */
const pageSize = 1000;

/** All pages of a list. */
export async function readPages<Item>(readPage: (range: Fields) => Promise<Page<Item>>): Promise<Item[]> {
    const items: Item[] = [];
    for (;;) {
        const page = await readPage([
            ["FirstResult", String(items.length)],
            ["MaxResults", String(pageSize)],
        ]);
        items.push(...page.items);
        if (page.items.length === 0 || items.length >= page.totalResults) {
            return items;
        }
    }
}

/** 404 in CallFire's own words; a gateway's 404 proves nothing about the account. */
export function undefinedIfUnknown(error: unknown): undefined {
    if (error instanceof RefusedError && error.status === 404) {
        return undefined;
    }
    throw error;
}
