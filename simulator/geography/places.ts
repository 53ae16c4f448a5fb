import { stateByAreaCode, states, type City, type State } from "./areas";
import { cities } from "./cities";
import { isWithin, type Region } from "./regions";

/** Where the numbers of a region come from. */
export interface Place {
    readonly areaCodes: readonly string[];
    /** Where one is named that is known here; its area codes may be shared with other cities. */
    readonly city: City | undefined;
}

/** Any region has a place, unless it names something that does not exist or contradicts itself. */
export function placeOf(asked: Region): Place | undefined {
    const city = cityFor(asked);
    const state = city === undefined ? undefined : states.get(city.state);
    if (city === undefined || state === undefined || contradicts(asked, state)) {
        return undefined;
    }
    const areaCode = asked.Prefix?.slice(1, 4);
    if (areaCode !== undefined) {
        return { areaCodes: [areaCode], city: undefined };
    }
    const isNamedCity = asked.City === undefined ? asked.State === undefined : asked.City === city.name;
    return isNamedCity ? { areaCodes: city.areaCodes, city } : { areaCodes: state.areaCodes, city: undefined };
}

/** The region of the numbers that begin with these seven digits. */
export function regionOfPrefix(prefix: string): Region {
    const city = cityOfPrefix(prefix);
    const state = city === undefined ? undefined : states.get(city.state);
    const place = city === undefined || state === undefined ? { Country: "US" } : regionOfCity(city, state);
    return { Prefix: prefix, ...place };
}

/** Cities that share an area code have every second of its exchanges, or every third. */
export function cityOfPrefix(prefix: string): City | undefined {
    const areaCode = prefix.slice(1, 4);
    const sharing = citiesOf(areaCode);
    return sharing[Number(prefix.slice(4)) % Math.max(1, sharing.length)];
}

/** What `GET /number/regions` knows: every exchange, found by the first digits of its prefix and by its city. */
export function knownRegions(asked: Region, first: number, most: number): { total: number; rows: Region[] } {
    const { Prefix: digits = "", ...elsewhere } = asked;
    const rows: Region[] = [];
    let total = 0;
    for (const areaCode of stateByAreaCode.keys()) {
        const sharing = citiesOf(areaCode).map((city) => ({ city, fits: fitsCity(city, elsewhere) }));
        if (!sharing.some(({ fits }) => fits) || !sharesStart(`1${areaCode}`, digits)) {
            continue;
        }
        for (const exchange of allExchanges) {
            const prefix = `1${areaCode}${exchange}`;
            const isFound = sharing[Number(exchange) % sharing.length]?.fits === true && prefix.startsWith(digits);
            if (isFound && total++ >= first && rows.length < most) {
                rows.push(regionOfPrefix(prefix));
            }
        }
    }
    return { total, rows };
}

/** 200 to 999 without service codes (411), fiction (555) and the network's own test exchanges. */
export const allExchanges: readonly string[] = Array.from({ length: 800 }, (_, index) => String(200 + index)).filter(
    (exchange) => !exchange.endsWith("11") && !["555", "950", "958", "959", "976"].includes(exchange),
);

function sharesStart(text: string, digits: string): boolean {
    return text.startsWith(digits.slice(0, text.length));
}

function fitsCity(city: City, asked: Region): boolean {
    const state = states.get(city.state);
    return state !== undefined && isWithin(regionOfCity(city, state), asked);
}

/** The first one, where none is listed, is that of its state. */
function citiesOf(areaCode: string): readonly City[] {
    const known = citiesByAreaCode.get(areaCode);
    if (known !== undefined) {
        return known;
    }
    const sharing = cities.filter((city) => city.areaCodes.includes(areaCode));
    const state = stateByAreaCode.get(areaCode);
    const first = sharing.length === 0 && state !== undefined ? firstCityOf(state.code) : undefined;
    const found = first === undefined ? sharing : [first];
    citiesByAreaCode.set(areaCode, found);
    return found;
}

const citiesByAreaCode = new Map<string, readonly City[]>();

function regionOfCity(city: City, state: State): Region {
    return {
        City: city.name,
        State: city.state,
        Zipcode: city.zipcode,
        Country: state.country,
        Lata: city.lata,
        RateCenter: city.name.slice(0, 10).trim(),
        Latitude: city.latitude.toFixed(4),
        Longitude: city.longitude.toFixed(4),
        TimeZone: state.timeZone,
    };
}

/** Small and stable: the same words lead to the same numbers in every process. */
export function hashOf(text: string): number {
    let hash = 2166136261;
    for (const character of text) {
        hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619) >>> 0;
    }
    return hash;
}

/** The city that stands for the region: the one named, or the first of its state. */
function cityFor(asked: Region): City | undefined {
    if (asked.Prefix !== undefined) {
        const areaCode = asked.Prefix.slice(1, 4);
        const state = asked.Prefix.startsWith("1") ? stateByAreaCode.get(areaCode) : undefined;
        return state && (cities.find((city) => city.areaCodes.includes(areaCode)) ?? firstCityOf(state.code));
    }
    const candidates = cities.filter(
        (city) => asked.Country === undefined || states.get(city.state)?.country === asked.Country,
    );
    if (asked.State !== undefined) {
        return (
            candidates.find((city) => city.state === asked.State && city.name === asked.City) ??
            firstCityOf(asked.State)
        );
    }
    if (asked.City !== undefined) {
        return candidates.find((city) => city.name === asked.City) ?? pick(candidates, asked.City);
    }
    if (asked.Zipcode !== undefined) {
        const zipcode = asked.Zipcode;
        const near = [5, 3, 2, 1]
            .map((digits) => candidates.find((city) => city.zipcode.slice(0, digits) === zipcode.slice(0, digits)))
            .find((city) => city !== undefined);
        return near ?? pick(candidates, zipcode);
    }
    if (asked.Latitude !== undefined && asked.Longitude !== undefined) {
        return nearest(candidates, Number(asked.Latitude), Number(asked.Longitude));
    }
    if (asked.TimeZone !== undefined) {
        return candidates.find((city) => states.get(city.state)?.timeZone === asked.TimeZone);
    }
    const word = asked.RateCenter ?? asked.Lata ?? "";
    return (
        candidates.find((city) => city.lata === asked.Lata || city.name.startsWith(asked.RateCenter ?? "?")) ??
        pick(candidates, word)
    );
}

function contradicts(asked: Region, state: State): boolean {
    return (
        (asked.State !== undefined && asked.State !== state.code) ||
        (asked.Country !== undefined && asked.Country !== state.country)
    );
}

function firstCityOf(state: string): City | undefined {
    return cities.find((city) => city.state === state);
}

function pick(candidates: readonly City[], word: string): City | undefined {
    return candidates[hashOf(word) % Math.max(1, candidates.length)];
}

function nearest(candidates: readonly City[], latitude: number, longitude: number): City | undefined {
    const distance = (city: City): number => Math.hypot(city.latitude - latitude, city.longitude - longitude);
    return [...candidates].sort((one, other) => distance(one) - distance(other))[0];
}
