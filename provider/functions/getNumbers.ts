import type { OwnedNumber, Region } from "../callfire/types";
import { readAll } from "../orders/snapshot";
import { list, text } from "../resources/declarations";
import { regionProperty } from "../resources/region";
import { lookUpErrors, type LookUp } from "./lookUp";
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
            label: text("Only those that bear this label.", {
                read: (label) =>
                    label.trim() === ""
                        ? { reason: "must not be empty: leave it out for numbers of any label" }
                        : // As the label of a NumberLabel is read.
                          { value: label.trim() },
            }),
        },
        outputs: {
            numbers: list("The numbers, in CallFire's order.", text("In 11 digits: `13105551212`."), {
                required: true,
            }),
            details: list("The same numbers, each with its region and lease.", ownedNumber, { required: true }),
        },
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
