import type { AccountState, Holding } from "./account";
import type { Fields, Page } from "../http/payload";
import { keyOf, notForSale, shortCode, wasThere } from "./holdings";
import { leasePayload, statusOfHolding } from "./leases";
import { keywordFrom } from "./orderParameters";
import { pageOf, wordsFrom } from "../http/requests";

/** Words that carriers answer themselves: no customer can have them. */
const reservedKeywords: ReadonlySet<string> = new Set([
    "ARRET",
    "CANCEL",
    "END",
    "HELP",
    "INFO",
    "QUIT",
    "START",
    "STOP",
    "STOPALL",
    "UNSTOP",
    "UNSUBSCRIBE",
]);

export function isKeywordForSale(keyword: string, taken: ReadonlySet<string>): boolean {
    return !reservedKeywords.has(keyword) && !taken.has(keyOf({ kind: "keyword", value: keyword }));
}

export function listKeywords(state: AccountState, parameters: ReadonlyMap<string, string>, asOf: number): Page {
    const owned = state.holdings.filter((holding) => holding.kind === "keyword" && wasThere(holding, asOf));
    return { totalResults: owned.length, items: pageOf(owned, parameters).map(keywordPayload) };
}

/** Those of the list that are for sale; the others are left out. Without a list there are none. */
export function searchKeywords(state: AccountState, parameters: ReadonlyMap<string, string>): Page {
    const words = wordsFrom(parameters, "Keywords");
    const taken = notForSale(state);
    const forSale = [...new Set(words.map(keywordFrom))].filter((keyword) => isKeywordForSale(keyword, taken));
    const items = forSale.map((keyword) => ({ ShortCode: shortCode, Keyword: keyword }));
    return { totalResults: items.length, items };
}

function keywordPayload(holding: Holding): Fields {
    return {
        ShortCode: shortCode,
        Keyword: holding.value,
        Status: statusOfHolding(holding),
        LeaseInfo: leasePayload(holding.lease),
    };
}
