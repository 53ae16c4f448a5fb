import type * as pulumi from "@pulumi/pulumi";

/**
 * Where local numbers are to be at home. All fields that are given must fit at once; how well a region is served shows
 * only when an order is filled. Changing any of them orders numbers of the new region first and releases the old ones
 * when all have arrived.
 */
export interface Region {
    /** First digits of the numbers, country code first: 4 to 7 digits, such as `1206` or `1920659`. */
    prefix?: string;
    /** Name of the city, in any case: `Seattle`. */
    city?: string;
    /** State or province, two letters: `WA`. */
    state?: string;
    /** Zipcode, five digits: `98101`. */
    zipcode?: string;
    /** Country, two letters: `US`. */
    country?: string;
    /** Local access and transport area, three digits: `674`. */
    lata?: string;
    /** Rate center, by CallFire's name for it: `SEATTLE`. */
    rateCenter?: string;
    /** Degrees north, -90 to 90. */
    latitude?: number;
    /** Degrees east, -180 to 180; negative in America. */
    longitude?: number;
    /** Time zone by its IANA name: `America/Los_Angeles`. */
    timeZone?: string;
}

/** As many local numbers of a region as wanted, whichever CallFire picks. */
export interface BulkLocal {
    /** How many numbers are held: a whole number of at least 1. */
    count: number;
    /** Where they are at home; anywhere if absent. */
    region?: Region;
}

/** As many toll-free numbers as wanted, whichever CallFire picks. */
export interface BulkTollFree {
    /** How many numbers are held: a whole number of at least 1. */
    count: number;
}

/** Any local number of a region, whichever is for sale. */
export interface LocalNumber {
    /** Where it is at home; anywhere if absent. */
    region?: Region;
}

/** The same fields as `Fields`, each of them possibly the output of another resource. */
export type Inputs<Fields> = { [Name in keyof Fields]: pulumi.Input<Fields[Name]> };

/* eslint-disable @typescript-eslint/no-empty-object-type -- Interfaces, so that hovers and errors show their names. */

/** {@link Region} as an input: every field may be the output of another resource. */
export interface RegionArgs extends Inputs<Region> {}

/** {@link BulkLocal} as an input: every field may be the output of another resource. */
export interface BulkLocalArgs {
    /** How many numbers are held: a whole number of at least 1. Growing it orders the difference; shrinking it releases the newest. */
    count: pulumi.Input<number>;
    /** Where they are at home; anywhere if absent. */
    region?: pulumi.Input<RegionArgs>;
}

/** {@link BulkTollFree} as an input: every field may be the output of another resource. */
export interface BulkTollFreeArgs extends Inputs<BulkTollFree> {}

/** {@link LocalNumber} as an input: every field may be the output of another resource. */
export interface LocalNumberArgs {
    /** Where it is at home; anywhere if absent. Another region replaces the number: the new one is ordered first. */
    region?: pulumi.Input<RegionArgs>;
}

/** One order at CallFire. A `NumberOrder` places another one whenever it grows. */
export interface OrderRecord {
    /** CallFire's id of the order, up to 19 digits; absent where numbers were adopted without one. */
    id?: string;
    /** The provider's own mark of what it meant to buy; names the order in its journal and its messages. */
    intent: string;
    /** CallFire's own word: `FINISHED`, `PROCESSING` and so on. */
    status: string;
    /** What CallFire charged, in the account's currency. */
    totalCost?: number;
    /** When CallFire took the order: `2014-12-17T12:25:36Z`. */
    createdAt?: string;
}
