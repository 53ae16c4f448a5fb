import type { OwnedNumber, Region } from "../callfire/types";
import { readAll } from "../orders/snapshot";
import { readRegion, regionProperty } from "../resources/region";
import { lookUpErrors } from "./lookUp";
import type { LookUp } from "./lookUp";
import { describeOwnedNumber, ownedNumber } from "./describeOwned";

/** Numbers that the account owns. */
export const getNumbers: LookUp = {
    token: "callfire:index:getNumbers",
    declaration: {
        description:
            "Numbers that the account owns, whoever bought them: also those that were released and whose lease still runs. (CallFire's `GET /number`.)",
        errors: lookUpErrors,
        inputs: {
            region: { ...regionProperty, description: "Only those that are at home there." },
            label: { type: "string", description: "Only those that bear this label." },
        },
        outputs: {
            numbers: {
                type: "array",
                required: true,
                description: "The numbers, in CallFire's order.",
                items: { type: "string", description: "In 11 digits: `13105551212`." },
            },
            details: {
                type: "array",
                required: true,
                description: "The same numbers, each with its region and lease.",
                items: ownedNumber,
            },
        },
    },

    normalise(inputs, failures) {
        const { region: asked, label } = inputs;
        if (typeof label === "string" && label.trim() === "") {
            failures.push({ property: "label", reason: "must not be empty: leave it out for numbers of any label" });
        }
        return {
            ...inputs,
            // As the label of a NumberLabel is read.
            ...(typeof label === "string" && { label: label.trim() }),
            ...(asked !== undefined && { region: readRegion(asked, "region", failures) }),
        };
    },

    async answer({ region: asked, label }, { client }, signal) {
        const filter = {
            ...(asked !== undefined && { region: asked as Region }),
            ...(typeof label === "string" && { label }),
        };
        const owned = await readAll<OwnedNumber>(
            (range) => client.listNumbers({ ...range, ...filter }, signal),
            ({ number }) => number,
        );
        return { numbers: owned.map(({ number }) => number), details: owned.map(describeOwnedNumber) };
    },
};
