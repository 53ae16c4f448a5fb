import type { OwnedNumber, Region } from "../callfire/types";

/**
 * Whether a number may come from an order for this region. Latitude and longitude ask for "near", which can't be judged, so
 * they are not held against it; every other field that was asked for must agree.
 */
export function fitsRegion(number: OwnedNumber, region: Region | undefined): boolean {
    const same = (asked: string | undefined, has: string | undefined): boolean =>
        asked === undefined || (has !== undefined && has.toUpperCase() === asked.toUpperCase());
    const { region: has } = number;
    return (
        !number.tollFree &&
        (region?.prefix === undefined || number.number.startsWith(region.prefix)) &&
        same(region?.city, has.city) &&
        same(region?.state, has.state) &&
        same(region?.zipcode, has.zipcode) &&
        same(region?.country, has.country) &&
        same(region?.lata, has.lata) &&
        same(region?.rateCenter, has.rateCenter) &&
        same(region?.timeZone, has.timeZone)
    );
}
