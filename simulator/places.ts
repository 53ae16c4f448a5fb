import { stateByAreaCode, states, type City, type State } from "./areas";
import { cities } from "./cities";
import type { Region } from "./regions";

/** Where the numbers of a region come from. */
export interface Place {
    readonly areaCodes: readonly string[];
    readonly region: Region;
}

/** Any region has a place, unless it names something that does not exist or contradicts itself. */
export function placeOf(asked: Region): Place | undefined {
    const city = cityFor(asked);
    const state = city === undefined ? undefined : states.get(city.state);
    if (city === undefined || state === undefined || contradicts(asked, state)) {
        return undefined;
    }
    const areaCode = asked.Prefix?.slice(1, 4);
    const isNamedCity = asked.City === undefined ? asked.State === undefined : asked.City === city.name;
    return {
        areaCodes: areaCode !== undefined ? [areaCode] : isNamedCity ? city.areaCodes : state.areaCodes,
        region: { ...regionOfCity(city, state), ...asked },
    };
}

export function placeOfAreaCode(areaCode: string): Place | undefined {
    return placeOf({ Prefix: `1${areaCode}` });
}

export function regionOfCity(city: City, state: State): Region {
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
