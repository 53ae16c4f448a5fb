import { readText } from "../resources/inputs";
import { readNumber } from "../resources/notation";
import { InputsRefused, lookUpErrors, type LookUp } from "./lookUp";
import { describeOwnedNumber, ownedNumberProperties } from "./describeOwned";

/** One number that the account owns. */
export const getNumber: LookUp = {
    token: "callfire:index:getNumber",
    declaration: {
        description:
            "One number that the account owns. A number that it does not own is an error. (CallFire's `GET /number/{number}`.)",
        errors: lookUpErrors,
        inputs: {
            number: {
                type: "string",
                required: true,
                description: "A number of the US or Canada in any usual notation: `13105551212`, `(310) 555-1212`.",
            },
        },
        outputs: ownedNumberProperties,
    },

    normalise(inputs, failures) {
        return { number: readText(inputs["number"], "number", readNumber, failures) };
    },

    async answer(inputs, { client, account }, signal) {
        const number = String(inputs["number"]);
        const owned = await client.getNumber(number, signal);
        if (owned === undefined) {
            throw new InputsRefused([
                { property: "number", reason: `the account ${account} owns no number ${number}` },
            ]);
        }
        return describeOwnedNumber(owned);
    },
};
