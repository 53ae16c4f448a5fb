import { maxResults } from "../callfire/calls";
import type { Region } from "../callfire/types";
import { isTollFree } from "../orders/items";
import { flag, list, text } from "../resources/declarations";
import { regionProperty } from "../resources/region";
import type { Properties } from "../resources/resource";
import { lookUpErrors, type LookUp } from "./lookUp";
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
            tollFree: flag("True: toll-free numbers, which have no region. Default: false, local numbers."),
            count: {
                type: "integer",
                description: "How many at most: 1 to 1000. Default: 10.",
                range: { from: 1, to: maxResults, words: `a whole number from 1 to ${maxResults}` },
            },
        },
        outputs: {
            numbers: list(
                "The numbers, in CallFire's order; fewer than `count` where there are no more.",
                text("In 11 digits: `13105551212`."),
                { required: true },
            ),
            details: list("The same numbers, each with where it is at home.", availableNumber, { required: true }),
        },
    },

    refuse: ({ region, tollFree }) =>
        tollFree === true && region !== undefined
            ? [{ property: "region", reason: "toll-free numbers have no region: leave out region or tollFree" }]
            : [],

    async answer({ region: asked, tollFree, count }, { client }, signal) {
        const kind = tollFree === true ? { tollFree } : asked === undefined ? {} : { region: asked as Region };
        const most = typeof count === "number" ? count : usualCount;
        const offers = await client.searchNumbers({ count: most, ...kind }, signal);
        // Whether a search for any number may offer toll-free ones is not documented.
        const found = offers.filter(({ number }) => isTollFree(number) === (tollFree === true)).slice(0, most);
        return { numbers: found.map(({ number }) => number), details: found.map<Properties>(describeNumber) };
    },
};
