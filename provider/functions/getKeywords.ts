import { list, text } from "../resources/declarations";
import { lookUpErrors, type LookUp } from "./lookUp";
import { describeOwnedKeyword, ownedKeyword } from "./describeOwned";

/** Keywords that the account owns. */
export const getKeywords: LookUp = {
    token: "callfire:index:getKeywords",
    declaration: {
        description:
            "Keywords that the account owns, whoever bought them: also those that were released and whose lease still runs. (CallFire's `GET /number/keyword`.)",
        errors: lookUpErrors,
        inputs: {},
        outputs: {
            keywords: list("The keywords, in CallFire's order.", text("In upper case: `CHOCOLATE`."), {
                required: true,
            }),
            details: list("The same keywords, each with its short code and lease.", ownedKeyword, { required: true }),
        },
    },

    async answer(_inputs, { memory }) {
        const owned = await memory.keywords();
        return { keywords: [...owned.keys()], details: [...owned.values()].map(describeOwnedKeyword) };
    },
};
