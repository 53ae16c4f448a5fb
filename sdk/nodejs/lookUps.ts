import type * as pulumi from "@pulumi/pulumi";
import { lookUp, lookUpOutput } from "./lookUp";
import type {
    GetAvailableKeywordsArgs,
    GetAvailableKeywordsOutputArgs,
    GetAvailableKeywordsResult,
    GetAvailableNumbersArgs,
    GetAvailableNumbersOutputArgs,
    GetAvailableNumbersResult,
    GetKeywordsResult,
    GetNumberArgs,
    GetNumberOutputArgs,
    GetNumbersArgs,
    GetNumbersOutputArgs,
    GetNumbersResult,
    GetRegionsResult,
    OwnedNumber,
} from "./lookUpTypes";
import type { Region, RegionArgs } from "./types";

/**
 * Numbers that are for sale now. What is for sale changes, also by what you buy: a number that was found and bought is
 * not found again. So write what you choose into the program, as `numbers`; for any numbers of a region use `bulkLocal`
 * or `bulkTollFree`. `new NumberOrder("support", { numbers: found.numbers })` buys others in every run, **and releases
 * those of the run before**. (CallFire's `GET /number/search`.)
 *
 * ```ts
 * // To choose from: write the ones that you want into the program.
 * export const forSale = callfire.getAvailableNumbersOutput({
 *     region: { city: "Seattle", state: "WA" },
 *     count: 5,
 * }).numbers;
 * ```
 *
 * @throws An error that names the property which can't be meant, before CallFire is asked, or says why CallFire could
 * not be asked. It is safe to run it again.
 */
export function getAvailableNumbers(args: GetAvailableNumbersArgs = {}): Promise<GetAvailableNumbersResult> {
    return lookUp("getAvailableNumbers", args);
}

/** {@link getAvailableNumbers} for inputs that other resources give. The trap is the same: what is for sale changes. */
export function getAvailableNumbersOutput(
    args: GetAvailableNumbersOutputArgs = {},
): pulumi.Output<GetAvailableNumbersResult> {
    return lookUpOutput("getAvailableNumbers", args);
}

/**
 * Which of these keywords are for sale now on CallFire's short code. What is for sale changes, also by what you buy: a
 * keyword that was found and bought is not found again. So write what you choose into the program. (CallFire's
 * `GET /number/keyword/search`.)
 *
 * ```ts
 * export const forSale = callfire.getAvailableKeywordsOutput({ keywords: ["CHOCOLATE", "VANILLA"] }).keywords;
 * ```
 *
 * @throws An error that names the property which can't be meant, before CallFire is asked, or says why CallFire could
 * not be asked. It is safe to run it again.
 */
export function getAvailableKeywords(args: GetAvailableKeywordsArgs): Promise<GetAvailableKeywordsResult> {
    return lookUp("getAvailableKeywords", args);
}

/** {@link getAvailableKeywords} for inputs that other resources give. The trap is the same: what is for sale changes. */
export function getAvailableKeywordsOutput(
    args: GetAvailableKeywordsOutputArgs,
): pulumi.Output<GetAvailableKeywordsResult> {
    return lookUpOutput("getAvailableKeywords", args);
}

/**
 * Regions that CallFire knows, each by the first 7 digits of its numbers; for finding out how a city or a rate center
 * is written. A region that is known need not have numbers for sale: ask `getAvailableNumbers`. (CallFire's
 * `GET /number/regions`.)
 *
 * ```ts
 * // How CallFire writes the rate centers of a city.
 * export const regions = callfire.getRegionsOutput({ city: "Seattle", state: "WA" }).regions;
 * ```
 *
 * @throws An error that names the property which can't be meant, before CallFire is asked, or says why CallFire could
 * not be asked. It is safe to run it again.
 */
export function getRegions(args: Region = {}): Promise<GetRegionsResult> {
    return lookUp("getRegions", args);
}

/** {@link getRegions} for inputs that other resources give. */
export function getRegionsOutput(args: RegionArgs = {}): pulumi.Output<GetRegionsResult> {
    return lookUpOutput("getRegions", args);
}

/**
 * Numbers that the account owns, whoever bought them: also those that were released and whose lease still runs.
 * (CallFire's `GET /number`.)
 *
 * ```ts
 * export const support = callfire.getNumbersOutput({ label: "support" }).numbers;
 * ```
 *
 * @throws An error that names the property which can't be meant, before CallFire is asked, or says why CallFire could
 * not be asked. It is safe to run it again.
 */
export function getNumbers(args: GetNumbersArgs = {}): Promise<GetNumbersResult> {
    return lookUp("getNumbers", args);
}

/** {@link getNumbers} for inputs that other resources give. */
export function getNumbersOutput(args: GetNumbersOutputArgs = {}): pulumi.Output<GetNumbersResult> {
    return lookUpOutput("getNumbers", args);
}

/**
 * One number that the account owns. A number that it does not own is an error. (CallFire's `GET /number/{number}`.)
 *
 * ```ts
 * export const leaseEnd = callfire.getNumberOutput({ number: "(310) 555-1212" }).leaseEnd;
 * ```
 *
 * @throws An error that names the property which can't be meant, before CallFire is asked, or says why CallFire could
 * not be asked. It is safe to run it again.
 */
export function getNumber(args: GetNumberArgs): Promise<OwnedNumber> {
    return lookUp("getNumber", args);
}

/** {@link getNumber} for a number that another resource gives. */
export function getNumberOutput(args: GetNumberOutputArgs): pulumi.Output<OwnedNumber> {
    return lookUpOutput("getNumber", args);
}

/**
 * Keywords that the account owns, whoever bought them: also those that were released and whose lease still runs.
 * (CallFire's `GET /number/keyword`.)
 *
 * ```ts
 * export const keywords = callfire.getKeywordsOutput().keywords;
 * ```
 *
 * @throws An error that names the property which can't be meant, before CallFire is asked, or says why CallFire could
 * not be asked. It is safe to run it again.
 */
export function getKeywords(): Promise<GetKeywordsResult> {
    return lookUp("getKeywords");
}

/** {@link getKeywords} as an output. */
export function getKeywordsOutput(): pulumi.Output<GetKeywordsResult> {
    return lookUpOutput("getKeywords");
}
