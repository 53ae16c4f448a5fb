import { ApiError, badRequest } from "../http/errors";
import { Float, type Fields } from "../http/payload";

export const regionFields = [
    "Prefix",
    "City",
    "State",
    "Zipcode",
    "Country",
    "Lata",
    "RateCenter",
    "Latitude",
    "Longitude",
    "TimeZone",
] as const;

export type RegionField = (typeof regionFields)[number];

export type Region = Partial<Record<RegionField, string>>;

const forms: Readonly<Record<RegionField, RegExp>> = {
    Prefix: /^\d{4,7}$/,
    City: /\S/,
    State: /^[A-Za-z]{2}$/,
    Zipcode: /^\d{5}$/,
    Country: /^[A-Za-z]{2}$/,
    Lata: /^\d{3}$/,
    RateCenter: /\S/,
    Latitude: /^[+-]?\d+(\.\d+)?$/,
    Longitude: /^[+-]?\d+(\.\d+)?$/,
    TimeZone: /\S/,
};

const upperCase: ReadonlySet<RegionField> = new Set(["City", "State", "Country", "RateCenter"]);

/** What a query asks for. Nothing: values that no region can have, which find nothing. */
export function regionAsked(parameters: ReadonlyMap<string, string>): Region | undefined {
    try {
        return regionFrom(parameters);
    } catch (error) {
        if (error instanceof ApiError) {
            return undefined;
        }
        throw error;
    }
}

/** The region fields among the parameters, in CallFire's notation. Empty ones count as absent. */
export function regionFrom(parameters: ReadonlyMap<string, string>): Region {
    const region: Region = {};
    for (const field of regionFields) {
        const value = parameters.get(field)?.trim() ?? "";
        if (value === "") {
            continue;
        }
        if (!forms[field].test(value)) {
            throw badRequest(`${field} is not valid: ${value}`);
        }
        region[field] = upperCase.has(field) ? value.toUpperCase() : value;
    }
    return region;
}

export function regionPayload(region: Region): Fields {
    const payload: Record<string, string | Float> = {};
    for (const field of regionFields) {
        const value = region[field];
        if (value !== undefined && value !== "") {
            payload[field] = field === "Latitude" || field === "Longitude" ? new Float(Number(value)) : value;
        }
    }
    return payload;
}

/** Is a thing of region `actual` one that a query for `asked` finds? */
export function isWithin(actual: Region, asked: Region): boolean {
    return regionFields.every((field) => {
        const wanted = asked[field];
        const value = actual[field] ?? "";
        if (wanted === undefined) {
            return true;
        }
        if (field === "Prefix") {
            return value.startsWith(wanted);
        }
        if (field === "Latitude" || field === "Longitude") {
            return value !== "" && Number(value) === Number(wanted);
        }
        return value === wanted;
    });
}
