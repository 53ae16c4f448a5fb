import { text } from "../resources/declarations";
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
            number: text("A number of the US or Canada in any usual notation: `13105551212`, `(310) 555-1212`.", {
                required: true,
                read: readNumber,
            }),
        },
        outputs: ownedNumberProperties,
    },

    async answer(inputs, { client, account }, signal) {
        const number = String(inputs["number"]);
        const owned = await client.getNumber(number, signal);
        if (owned === undefined) {
            const reason = `the account ${account} owns no number ${number}`;
            throw new InputsRefused([{ property: "number", reason }]);
        }
        return describeOwnedNumber(owned);
    },
};
