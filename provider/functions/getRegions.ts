import { maxResults } from "../callfire/calls";
import { list } from "../resources/declarations";
import { regionProperty } from "../resources/region";
import { lookUpErrors, type LookUp } from "./lookUp";

/** Regions that CallFire knows. */
export const getRegions: LookUp = {
    token: "callfire:index:getRegions",
    declaration: {
        description:
            "Regions that CallFire knows, each by the first 7 digits of its numbers; for finding out how a city or a rate center is " +
            "written. A region that is known need not have numbers for sale: ask `getAvailableNumbers`. (CallFire's `GET /number/regions`.)",
        errors: lookUpErrors,
        inputs: regionProperty.properties ?? {},
        outputs: {
            regions: list("The regions that fit all fields that were given: the first 1000 of them.", regionProperty, {
                required: true,
            }),
            total: {
                type: "integer",
                required: true,
                description: "How many there are. Where that is more than 1000, give more fields to see the others.",
            },
        },
    },

    async answer(inputs, { client }, signal) {
        const page = await client.listRegions({ first: 0, max: maxResults, region: inputs }, signal);
        return { regions: page.items, total: page.totalResults };
    },
};
