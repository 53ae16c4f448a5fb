import { maxResults } from "../callfire/calls";
import type { Region } from "../callfire/types";
import { isTollFree } from "../orders/items";
import { describeValue } from "../resources/check";
import { readRegion, regionProperty } from "../resources/region";
import type { CheckFailure, Properties } from "../resources/resource";
import { lookUpErrors } from "./lookUp";
import type { LookUp } from "./lookUp";
import { availableNumber, describeNumber } from "./describeOwned";

const usualCount = 10;

/** Numbers that are for sale now. */
export const getAvailableNumbers: LookUp = {
    token: "callfire:index:getAvailableNumbers",
    declaration: {
        description:
            "Numbers that are for sale now. What is for sale changes, also by what you buy: a number that was found and bought is not found again. " +
            "So write what you choose into the program, as `numbers`; for any numbers of a region use `bulkLocal` or `bulkTollFree`. " +
            '`new NumberOrder("support", { numbers: found.numbers })` buys others in every run, **and releases those of the run before**. (CallFire\'s `GET /number/search`.)',
        errors: lookUpErrors,
        inputs: {
            region: {
                ...regionProperty,
                description: "Where the numbers are to be at home; anywhere if absent. Not together with `tollFree`.",
            },
            tollFree: {
                type: "boolean",
                description: "True: toll-free numbers, which have no region. Default: false, local numbers.",
            },
            count: { type: "integer", description: "How many at most: 1 to 1000. Default: 10." },
        },
        outputs: {
            numbers: {
                type: "array",
                required: true,
                description: "The numbers, in CallFire's order; fewer than `count` where there are no more.",
                items: { type: "string", description: "In 11 digits: `13105551212`." },
            },
            details: {
                type: "array",
                required: true,
                description: "The same numbers, each with where it is at home.",
                items: availableNumber,
            },
        },
    },

    normalise(inputs, failures) {
        const { region: asked, tollFree, count } = inputs;
        if (tollFree === true && asked !== undefined) {
            failures.push({
                property: "region",
                reason: "toll-free numbers have no region: leave out region or tollFree",
            });
        }
        checkCount(count, failures);
        return { ...inputs, ...(asked !== undefined && { region: readRegion(asked, "region", failures) }) };
    },

    async answer({ region: asked, tollFree, count }, { client }, signal) {
        const kind = tollFree === true ? { tollFree } : asked === undefined ? {} : { region: asked as Region };
        const most = typeof count === "number" ? count : usualCount;
        const offers = await client.searchNumbers({ count: most, ...kind }, signal);
        // Whether a search for any number may offer toll-free ones is not documented.
        const found = offers.filter(({ number }) => isTollFree(number) === (tollFree === true)).slice(0, most);
        return { numbers: found.map(({ number }) => number), details: found.map<Properties>(describeNumber) };
    },
};

function checkCount(count: unknown, failures: CheckFailure[]): void {
    if (typeof count === "number" && (count < 1 || count > maxResults)) {
        failures.push({
            property: "count",
            reason: `must be a whole number from 1 to ${String(maxResults)}, not ${describeValue(count)}`,
        });
    }
}
