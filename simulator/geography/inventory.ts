import { allExchanges, cityOfPrefix, hashOf, placeOf, regionOfPrefix } from "./places";
import { isWithin, type Region } from "./regions";

export interface NumberForSale {
    readonly number: string;
    readonly region: Region;
}

const tollFreeAreaCodes = ["800", "888", "877", "866", "855", "844", "833"];

export function isNorthAmericanNumber(text: string): boolean {
    return /^1[2-9]\d{2}[2-9]\d{6}$/.test(text);
}

export function isTollFree(number: string): boolean {
    return tollFreeAreaCodes.includes(number.slice(1, 4));
}

/** Toll-free numbers have none. */
export function regionOf(number: string): Region {
    return isTollFree(number) ? {} : regionOfPrefix(number.slice(0, 7));
}

/** The numbers of a region, always in the same order: what a search shows is what a bulk order buys next. */
export function* localNumbers(asked: Region | undefined): Generator<NumberForSale> {
    const place = asked === undefined ? undefined : placeOf(asked);
    if (asked === undefined || place === undefined) {
        return;
    }
    const exchangeDigits = asked.Prefix?.slice(4) ?? "";
    const exchanges = allExchanges.filter((exchange) => exchange.startsWith(exchangeDigits));
    const seed = hashOf(`${asked.City ?? ""} ${asked.State ?? ""} ${asked.Zipcode ?? ""}`);
    for (const number of shuffled(place.areaCodes, exchanges, seed)) {
        const prefix = number.slice(0, 7);
        if (place.city === undefined || place.city === cityOfPrefix(prefix)) {
            yield { number, region: { ...regionOfPrefix(prefix), ...asked, Prefix: prefix } };
        }
    }
}

/** Does the number's prefix alone tell another region than the one that was asked for? */
export function isNamedByAsking(asked: Region): boolean {
    for (const { number, region } of localNumbers(asked)) {
        return !isWithin(regionOf(number), { ...region });
    }
    return false;
}

/** The regions of listed numbers: as they were offered where somebody asked for such a region. */
export function regionsOf(numbers: readonly string[], askedRegions: readonly Region[]): ReadonlyMap<string, Region> {
    const regions = new Map(numbers.map((number) => [number, regionOf(number)]));
    for (const asked of askedRegions) {
        let offered = 0;
        for (const { number, region } of localNumbers(asked)) {
            if (regions.has(number)) {
                regions.set(number, region);
            }
            if (++offered === mostOffered) {
                break;
            }
        }
    }
    return regions;
}

/** A search shows a thousand; it goes on where others have bought. */
const mostOffered = 5000;

export function* tollFreeNumbers(): Generator<NumberForSale> {
    for (const number of shuffled(tollFreeAreaCodes, allExchanges, hashOf("toll-free"))) {
        yield { number, region: {} };
    }
}

/** Visits every number once. The stride is a prime that divides no number of lines, so it comes round only at the end. */
function* shuffled(areaCodes: readonly string[], exchanges: readonly string[], seed: number): Generator<string> {
    const stride = 104_729;
    const lines = exchanges.length * 10_000;
    for (let step = 0; step < lines; step += 1) {
        const place = (seed + step * stride) % lines;
        const exchange = exchanges[Math.floor(place / 10_000)];
        for (const areaCode of areaCodes) {
            yield `1${areaCode}${exchange ?? ""}${String(place % 10_000).padStart(4, "0")}`;
        }
    }
}
