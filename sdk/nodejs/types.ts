import type * as pulumi from "@pulumi/pulumi";

/**
 * Where local numbers are to be at home; anywhere if absent. All fields that are given must fit at once. How well a
 * region is served shows only when an order is filled.
 */
export interface Region {
    /** First digits of the numbers, country code first: 4 to 7 digits, `1206` or `1206555`. */
    prefix?: string;
    /** Name of the city, in any case: `Seattle`. */
    city?: string;
    /** State or province, two letters: `WA`. */
    state?: string;
    /** ZIP code, five digits: `98101`. */
    zipcode?: string;
    /** Country, two letters: `US`. */
    country?: string;
    /** Local access and transport area, three digits: `674`. */
    lata?: string;
    /** Rate center, by CallFire's name for it: `SEATTLE`. */
    rateCenter?: string;
    /** Degrees north, -90 to 90; numbers near this point. */
    latitude?: number;
    /** Degrees east, -180 to 180, negative in America; numbers near this point. */
    longitude?: number;
    /** Time zone, by its IANA name: `America/Los_Angeles`. */
    timeZone?: string;
}

/**
 * Any `count` local numbers of a region. Another region orders the new numbers first and releases the old ones when all
 * have arrived. (CreateNumberOrder's `localCount` and region fields; `BulkLocal` in CallFire's documentation.)
 */
export interface BulkLocal {
    /**
     * How many are held: a whole number of at least 1. A larger one orders the difference, a smaller one releases the
     * newest.
     */
    count: number;
    /**
     * Where local numbers are to be at home; anywhere if absent. All fields that are given must fit at once. How well a
     * region is served shows only when an order is filled.
     */
    region?: Region;
}

/** Any `count` toll-free numbers. (CreateNumberOrder's `tollFreeCount`; `BulkTollFree` in CallFire's documentation.) */
export interface BulkTollFree {
    /**
     * How many are held: a whole number of at least 1. A larger one orders the difference, a smaller one releases the
     * newest.
     */
    count: number;
}

/**
 * Any local number, of a region where one is named. It is chosen from CallFire's search and ordered by its name.
 * Another region replaces the resource.
 */
export interface LocalNumber {
    /**
     * Where local numbers are to be at home; anywhere if absent. All fields that are given must fit at once. How well a
     * region is served shows only when an order is filled.
     */
    region?: Region;
}

/** The same fields as `Fields`, each of them possibly the output of another resource. */
export type Inputs<Fields> = { [Name in keyof Fields]: pulumi.Input<Fields[Name]> };

/* eslint-disable @typescript-eslint/no-empty-object-type -- Interfaces, so that hovers and errors show their names. */

/** {@link Region} as an input: every field may be the output of another resource. */
export interface RegionArgs extends Inputs<Region> {}

/** {@link BulkLocal} as an input: every field may be the output of another resource. */
export interface BulkLocalArgs {
    /**
     * How many are held: a whole number of at least 1. A larger one orders the difference, a smaller one releases the
     * newest.
     */
    count: pulumi.Input<number>;
    /**
     * Where local numbers are to be at home; anywhere if absent. All fields that are given must fit at once. How well a
     * region is served shows only when an order is filled.
     */
    region?: pulumi.Input<RegionArgs>;
}

/** {@link BulkTollFree} as an input: every field may be the output of another resource. */
export interface BulkTollFreeArgs extends Inputs<BulkTollFree> {}

/** {@link LocalNumber} as an input: every field may be the output of another resource. */
export interface LocalNumberArgs {
    /**
     * Where local numbers are to be at home; anywhere if absent. All fields that are given must fit at once. How well a
     * region is served shows only when an order is filled.
     */
    region?: pulumi.Input<RegionArgs>;
}

/** One order at CallFire. A resource places another one whenever it grows. */
export interface OrderRecord {
    /**
     * CallFire's id of the order: up to 19 digits, as text. Absent where its answer was lost or nothing was ordered.
     */
    id?: string;
    /** What names the order in the journal and in `npx pulumi-callfire orders`. */
    intent: string;
    /** CallFire's own word, such as `FINISHED`; in lower case what CallFire has no word for: `adopted`, `forgotten`. */
    status: string;
    /** What CallFire charged, in the account's currency. (GetNumberOrder's `TotalCost`.) */
    totalCost?: number;
    /** When CallFire took the order: `2014-12-17T12:25:36Z`. (GetNumberOrder's `Created`.) */
    createdAt?: string;
}
