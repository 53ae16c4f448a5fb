import type { OwnedNumber, Region } from "../callfire/types";

/**
 * Whether a number may come from an order for this region. Latitude and longitude ask for "near", which can't be judged, so
 * they are not held against it; every other field that was asked for must agree.
 */
export function fitsRegion(number: OwnedNumber, region: Region | undefined): boolean {
    const fits = (field: (typeof judged)[number]): boolean =>
        region?.[field] === undefined || number.region[field]?.toUpperCase() === region[field].toUpperCase();
    const hasPrefix = region?.prefix === undefined || number.number.startsWith(region.prefix);
    return !number.tollFree && hasPrefix && judged.every(fits);
}

const judged = ["city", "state", "zipcode", "country", "lata", "rateCenter", "timeZone"] as const;
