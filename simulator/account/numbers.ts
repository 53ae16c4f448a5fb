import { isTollFree, localNumbers, tollFreeNumbers } from "../geography/inventory";
import { knownRegions } from "../geography/places";
import { isWithin, regionAsked, regionPayload, type Region } from "../geography/regions";
import { badRequest } from "../http/errors";
import type { Fields, Page } from "../http/payload";
import { integerFrom, isTrue, pageBounds, pageOf, withoutPlus, wordsFrom } from "../http/requests";
import type { AccountState, Holding } from "./account";
import { configure, configurationPayload } from "./configuration";
import { notForSale, ownedKeyword, ownedNumber, shortCode, wasThere } from "./holdings";
import { leasePayload, statusOfHolding } from "./leases";
import { take } from "./orderItems";

export function listNumbers(state: AccountState, parameters: ReadonlyMap<string, string>, asOf: number): Page {
    const region = regionAsked(parameters);
    const label = parameters.get("LabelName") ?? "";
    const owned = state.holdings.filter(
        (holding) =>
            holding.kind === "number" &&
            wasThere(holding, asOf) &&
            region !== undefined &&
            isWithin(holding.region, region) &&
            (label === "" || holding.labels.includes(label)),
    );
    return { totalResults: owned.length, items: pageOf(owned, parameters).map(ownedPayload) };
}

export function getNumber(state: AccountState, number: string, asOf: number): Fields {
    return ownedPayload(ownedNumber(state, number, asOf));
}

export function configureNumber(state: AccountState, number: string, parameters: ReadonlyMap<string, string>): void {
    configure(state, ownedNumber(state, number), parameters);
}

export function searchNumbers(state: AccountState, parameters: ReadonlyMap<string, string>): Page {
    const count = integerFrom(parameters, "Count");
    if (count === undefined) {
        throw badRequest("Count is required");
    }
    const region = regionAsked(parameters);
    const forSale = isTrue(parameters.get("TollFree") ?? "") ? tollFreeNumbers() : localNumbers(region);
    const items = take(forSale, Math.min(count, 1000), notForSale(state)).map(({ number, region: place }) =>
        numberPayload(number, place),
    );
    return { totalResults: items.length, items };
}

export function listRegions(parameters: ReadonlyMap<string, string>): Page {
    const asked = regionAsked(parameters);
    const { first, most } = pageBounds(parameters);
    const { total, rows } = asked === undefined ? { total: 0, rows: [] } : knownRegions(asked, first, most);
    return { totalResults: total, items: rows.map(regionPayload) };
}

/**
 * Turns auto-renew off; the leases run on. Releasing once more is no error: the thing is still owned.
 * [open] decisions/0031: keywords need their short code as the number.
 */
export function release(state: AccountState, parameters: ReadonlyMap<string, string>): void {
    const numbers = wordsFrom(parameters, "Number").map(withoutPlus);
    const keywords = wordsFrom(parameters, "Keyword").map((word) => word.toUpperCase());
    const [other] = numbers.filter((number) => number !== shortCode);
    if (numbers.length === 0) {
        throw badRequest("Number is required");
    }
    if (keywords.length > 0 && other !== undefined) {
        throw badRequest(`Number is not the keyword's short code: ${other}`);
    }
    const released =
        keywords.length > 0
            ? keywords.map((keyword) => ownedKeyword(state, keyword))
            : numbers.map((number) => ownedNumber(state, number));
    for (const holding of released) {
        holding.lease.autoRenew = false;
    }
}

function ownedPayload(holding: Holding): Fields {
    return {
        ...numberPayload(holding.value, holding.region),
        Status: statusOfHolding(holding),
        LeaseInfo: leasePayload(holding.lease),
        NumberConfiguration: configurationPayload(holding.configuration),
    };
}

function numberPayload(number: string, region: Region): Fields {
    return {
        Number: number,
        NationalFormat: `(${number.slice(1, 4)}) ${number.slice(4, 7)}-${number.slice(7)}`,
        TollFree: isTollFree(number),
        Region: isTollFree(number) ? undefined : regionPayload(region),
    };
}
