import { readPages, type Range } from "../callfire/calls";
import type { CallFireClient } from "../callfire/client";
import type { OwnedKeyword, OwnedNumber, Page } from "../callfire/types";

/** What an account owns at one moment. Lists that were not asked for are empty. */
export interface Snapshot {
    readonly numbers: ReadonlyMap<string, OwnedNumber>;
    readonly keywords: ReadonlyMap<string, OwnedKeyword>;
}

/** How often a list is read whose pages disagree. */
const mostReadings = 5;

/** Reads the lists of what the account owns: one request per 1,000 numbers, one per 1,000 keywords. */
export async function takeSnapshot(
    client: CallFireClient,
    lists: { numbers: boolean; keywords: boolean },
    signal: AbortSignal,
): Promise<Snapshot> {
    const numbers = lists.numbers
        ? await readAll(
              (range) => client.listNumbers(range, signal),
              ({ number }) => number,
          )
        : [];
    const keywords = lists.keywords
        ? await readAll(
              (range) => client.listKeywords(range, signal),
              ({ keyword }) => keyword.toUpperCase(),
          )
        : [];
    return {
        numbers: new Map(numbers.map((number) => [number.number, number])),
        keywords: new Map(keywords.map((keyword) => [keyword.keyword.toUpperCase(), keyword])),
    };
}

/** All pages of a list, read again while they disagree: then something was bought or given up in between. */
export async function readAll<Item>(
    readPage: (range: Range) => Promise<Page<Item>>,
    nameOf: (item: Item) => string,
): Promise<Item[]> {
    for (let reading = 1; ; reading++) {
        const { items, totals } = await readPages(readPage);
        const complete = totals.size === 1 && totals.has(items.length);
        if (complete && new Set(items.map(nameOf)).size === items.length) {
            return items;
        }
        if (reading === mostReadings) {
            throw new Error(
                `CallFire's list of what the account owns changed during each of ${String(mostReadings)} readings ` +
                    `(${String(items.length)} read, ${[...totals].join(", ")} announced). Nothing was ordered; run it again.`,
            );
        }
    }
}
