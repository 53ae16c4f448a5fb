import type * as pulumi from "@pulumi/pulumi";
import type { Region, RegionArgs } from "./types";

/** What {@link getAvailableNumbers} is asked for. */
export interface GetAvailableNumbersArgs {
    /** Where the numbers are to be at home; anywhere if absent. Not together with `tollFree`. */
    region?: Region;
    /** True: toll-free numbers, which have no region. Default: false, local numbers. */
    tollFree?: boolean;
    /** How many at most: 1 to 1000. Default: 10. */
    count?: number;
}

/** What {@link getAvailableNumbers} answers. */
export interface GetAvailableNumbersResult {
    /** The numbers, in CallFire's order; fewer than `count` where there are no more. In 11 digits: `13105551212`. */
    numbers: string[];
    /** The same numbers, each with where it is at home. */
    details: AvailableNumber[];
}

/** A number that is for sale. */
export interface AvailableNumber {
    /** In 11 digits: `13105551212`. */
    number: string;
    /** As people write it: `(310) 555-1212`. */
    nationalFormat: string;
    /** Whether it is toll-free. */
    isTollFree: boolean;
    /** Where it is at home, as far as CallFire says; absent for toll-free numbers. */
    region?: Region;
}

/** What {@link getAvailableKeywords} is asked for. */
export interface GetAvailableKeywordsArgs {
    /** The keywords to ask for, in any case. 1 to 64 letters and digits: `CHOCOLATE`. */
    keywords: string[];
}

/** What {@link getAvailableKeywords} answers. */
export interface GetAvailableKeywordsResult {
    /** Those that are for sale, in the order in which they were asked for. In upper case: `CHOCOLATE`. */
    keywords: string[];
    /** The others: owned, by this account or another, or not to be had at all. In upper case: `CHOCOLATE`. */
    unavailable: string[];
}

/** What {@link getRegions} answers. */
export interface GetRegionsResult {
    /** The regions that fit all fields that were given: the first 1000 of them. */
    regions: Region[];
    /** How many there are. Where that is more than 1000, give more fields to see the others. */
    total: number;
}

/** What {@link getNumbers} is asked for. */
export interface GetNumbersArgs {
    /** Only those that are at home there. */
    region?: Region;
    /** Only those that bear this label. */
    label?: string;
}

/** What {@link getNumbers} answers. */
export interface GetNumbersResult {
    /** The numbers, in CallFire's order. In 11 digits: `13105551212`. */
    numbers: string[];
    /** The same numbers, each with its region and lease. */
    details: OwnedNumber[];
}

/** Which number {@link getNumber} is asked for. */
export interface GetNumberArgs {
    /** A number of the US or Canada in any usual notation: `13105551212`, `(310) 555-1212`. */
    number: string;
}

/** A number that the account owns. */
export interface OwnedNumber extends AvailableNumber, Lease {}

/** What {@link getKeywords} answers. */
export interface GetKeywordsResult {
    /** The keywords, in CallFire's order. In upper case: `CHOCOLATE`. */
    keywords: string[];
    /** The same keywords, each with its short code and lease. */
    details: OwnedKeyword[];
}

/** A keyword that the account owns. */
export interface OwnedKeyword extends Lease {
    /** In upper case: `CHOCOLATE`. */
    keyword: string;
    /** The short code it is on: `67076`. */
    shortCode: string;
}

/** For how long something is owned. */
export interface Lease {
    /** CallFire's own word: `ACTIVE`, `PENDING`. It does not tell what is renewed: see `autoRenew`. */
    status?: string;
    /** First day of the lease: `2014-12-02Z`. */
    leaseBegin?: string;
    /** Last day of the lease: `2015-01-01Z`. */
    leaseEnd?: string;
    /** Whether the lease is renewed at its end; false for what was released. */
    autoRenew: boolean;
}

/** {@link GetAvailableNumbersArgs}, each field possibly the output of another resource. */
export interface GetAvailableNumbersOutputArgs {
    /** Where the numbers are to be at home; anywhere if absent. Not together with `tollFree`. */
    region?: pulumi.Input<RegionArgs>;
    /** True: toll-free numbers, which have no region. Default: false, local numbers. */
    tollFree?: pulumi.Input<boolean>;
    /** How many at most: 1 to 1000. Default: 10. */
    count?: pulumi.Input<number>;
}

/** {@link GetAvailableKeywordsArgs}, each field possibly the output of another resource. */
export interface GetAvailableKeywordsOutputArgs {
    /** The keywords to ask for, in any case. 1 to 64 letters and digits: `CHOCOLATE`. */
    keywords: pulumi.Input<pulumi.Input<string>[]>;
}

/** {@link GetNumbersArgs}, each field possibly the output of another resource. */
export interface GetNumbersOutputArgs {
    /** Only those that are at home there. */
    region?: pulumi.Input<RegionArgs>;
    /** Only those that bear this label. */
    label?: pulumi.Input<string>;
}

/** {@link GetNumberArgs}, possibly the output of another resource. */
export interface GetNumberOutputArgs {
    /** A number of the US or Canada in any usual notation: `13105551212`, `(310) 555-1212`. */
    number: pulumi.Input<string>;
}
