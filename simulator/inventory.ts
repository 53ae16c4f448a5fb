import { hashOf, placeOf, placeOfAreaCode } from "./places";
import type { Region } from "./regions";

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

export function regionOf(number: string): Region {
    const Prefix = number.slice(0, 7);
    if (isTollFree(number)) {
        return { Prefix, Country: "US" };
    }
    return { ...(placeOfAreaCode(number.slice(1, 4))?.region ?? { Country: "US" }), Prefix };
}

/** The numbers of a region, always in the same order: what a search shows is what a bulk order buys next. */
export function* localNumbers(asked: Region): Generator<NumberForSale> {
    const place = placeOf(asked);
    if (place === undefined) {
        return;
    }
    const exchangeDigits = asked.Prefix?.slice(4) ?? "";
    const exchanges = allExchanges.filter((exchange) => exchange.startsWith(exchangeDigits));
    const seed = hashOf(`${asked.City ?? ""} ${asked.State ?? ""} ${asked.Zipcode ?? ""}`);
    for (const number of shuffled(place.areaCodes, exchanges, seed)) {
        yield { number, region: { ...place.region, Prefix: number.slice(0, 7) } };
    }
}

export function* tollFreeNumbers(): Generator<NumberForSale> {
    for (const number of shuffled(tollFreeAreaCodes, allExchanges, hashOf("toll-free"))) {
        yield { number, region: regionOf(number) };
    }
}

/** 200 to 999 without service codes (411), fiction (555) and the network's own test exchanges. */
const allExchanges: readonly string[] = Array.from({ length: 800 }, (_, index) => String(200 + index)).filter(
    (exchange) => !exchange.endsWith("11") && !["555", "950", "958", "959", "976"].includes(exchange),
);

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
