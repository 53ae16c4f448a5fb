import type { AccountState, Holding } from "./account";
import { cities } from "./cities";
import { states } from "./areas";
import { configure, configurationPayload } from "./configuration";
import type { Fields, Page } from "./payload";
import { badRequest, notFound } from "./errors";
import { holdingOf, notForSale, ownedNumber } from "./holdings";
import { isTollFree, localNumbers, tollFreeNumbers } from "./inventory";
import { keywordToRelease } from "./keywords";
import { leasePayload, statusOfHolding } from "./leases";
import { take } from "./orders";
import { regionOfCity } from "./places";
import { isWithin, regionFrom, regionPayload, type Region } from "./regions";
import { integerFrom, pageOf } from "./requests";

export function listNumbers(state: AccountState, parameters: ReadonlyMap<string, string>): Page {
    const region = regionFrom(parameters);
    const label = parameters.get("LabelName") ?? "";
    const owned = state.holdings.filter(
        (holding) =>
            holding.kind === "number" &&
            isWithin(holding.region, region) &&
            (label === "" || holding.labels.includes(label)),
    );
    return { totalResults: owned.length, items: pageOf(owned, parameters).map(ownedPayload) };
}

export function getNumber(state: AccountState, number: string): Fields {
    return ownedPayload(ownedNumber(state, number));
}

export function configureNumber(state: AccountState, number: string, parameters: ReadonlyMap<string, string>): void {
    configure(ownedNumber(state, number), parameters);
}

export function searchNumbers(state: AccountState, parameters: ReadonlyMap<string, string>): Page {
    const count = integerFrom(parameters, "Count");
    if (count === undefined) {
        throw badRequest("Count is required");
    }
    const wantsTollFree = parameters.get("TollFree")?.toLowerCase() === "true";
    const forSale = wantsTollFree ? tollFreeNumbers() : localNumbers(regionFrom(parameters));
    const items = take(forSale, Math.min(count, 1000), notForSale(state)).map(({ number, region }) =>
        numberPayload(number, region),
    );
    return { totalResults: items.length, items };
}

export function listRegions(parameters: ReadonlyMap<string, string>): Page {
    const asked = regionFrom(parameters);
    const known = cities
        .flatMap((city) => {
            const state = states.get(city.state);
            const region = state === undefined ? undefined : regionOfCity(city, state);
            return region === undefined
                ? []
                : city.areaCodes.map((areaCode): Region => ({ Prefix: `1${areaCode}`, ...region }));
        })
        .filter((region) => isWithin(region, asked));
    return { totalResults: known.length, items: pageOf(known, parameters).map(regionPayload) };
}

/** Turns auto-renew off; the lease runs on. Releasing once more is no error: the thing is still owned. */
export function release(state: AccountState, parameters: ReadonlyMap<string, string>): void {
    const number = parameters.get("Number")?.trim() ?? "";
    const keyword = parameters.get("Keyword")?.trim() ?? "";
    if (number === "") {
        throw badRequest("Number is required");
    }
    const holding = keyword === "" ? holdingOf(state, "number", number) : keywordToRelease(state, keyword, number);
    if (holding === undefined) {
        throw notFound(`${keyword === "" ? `number ${number}` : `keyword ${keyword}`} is not owned by this account`);
    }
    holding.lease.autoRenew = false;
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
        Region: regionPayload(region),
    };
}
