import type { AccountState, Holding } from "./account";
import type { Fields, Page } from "./payload";
import { badRequest } from "./errors";
import { holdingOf, keyOf, notForSale, shortCode } from "./holdings";
import { leasePayload, statusOfHolding } from "./leases";
import { keywordFrom } from "./order-parameters";
import { pageOf, wordsFrom } from "./requests";

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

export function listKeywords(state: AccountState, parameters: ReadonlyMap<string, string>): Page {
    const owned = state.holdings.filter((holding) => holding.kind === "keyword");
    return { totalResults: owned.length, items: pageOf(owned, parameters).map(keywordPayload) };
}

/** Those of the list that are for sale; the others are left out. */
export function searchKeywords(state: AccountState, parameters: ReadonlyMap<string, string>): Page {
    const words = wordsFrom(parameters, "Keywords");
    if (words.length === 0) {
        throw badRequest("Keywords is required");
    }
    const taken = notForSale(state);
    const forSale = [...new Set(words.map(keywordFrom))].filter((keyword) => isKeywordForSale(keyword, taken));
    const items = forSale.map((keyword) => ({ ShortCode: shortCode, Keyword: keyword }));
    return { totalResults: items.length, items };
}

/** The holding that a release with a keyword names. [open] decisions/0103: with its short code as the number. */
export function keywordToRelease(state: AccountState, keyword: string, number: string): Holding | undefined {
    if (number !== shortCode) {
        throw badRequest(`Number is not the keyword's short code: ${number}`);
    }
    return holdingOf(state, "keyword", keyword.toUpperCase());
}

function keywordPayload(holding: Holding): Fields {
    return {
        ShortCode: shortCode,
        Keyword: holding.value,
        Status: statusOfHolding(holding),
        LeaseInfo: leasePayload(holding.lease),
    };
}
