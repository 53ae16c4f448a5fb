import { readText } from "../resources/inputs";
import { readKeyword } from "../resources/notation";
import { lookUpErrors } from "./lookUp";
import type { LookUp } from "./lookUp";

/** Which of some keywords are for sale now. */
export const getAvailableKeywords: LookUp = {
    token: "callfire:index:getAvailableKeywords",
    declaration: {
        description:
            "Which of these keywords are for sale now on CallFire's short code. What is for sale changes, also by what you buy: " +
            "a keyword that was found and bought is not found again. So write what you choose into the program. (CallFire's `GET /number/keyword/search`.)",
        errors: lookUpErrors,
        inputs: {
            keywords: {
                type: "array",
                required: true,
                description: "The keywords to ask for, in any case.",
                items: { type: "string", description: "1 to 64 letters and digits: `CHOCOLATE`." },
            },
        },
        outputs: {
            keywords: {
                type: "array",
                required: true,
                description: "Those that are for sale, in the order in which they were asked for.",
                items: { type: "string", description: "In upper case: `CHOCOLATE`." },
            },
            unavailable: {
                type: "array",
                required: true,
                description: "The others: owned, by this account or another, or not to be had at all.",
                items: { type: "string", description: "In upper case: `CHOCOLATE`." },
            },
        },
    },

    normalise(inputs, failures) {
        const words = (inputs["keywords"] as readonly string[]).map((word, index) =>
            readText(word, `keywords[${String(index)}]`, readKeyword, failures),
        );
        return { keywords: [...new Set(words)] };
    },

    async answer(inputs, { client }, signal) {
        const words = inputs["keywords"] as readonly string[];
        const found = (await client.searchKeywords(words, signal)).map((word) => word.toUpperCase());
        return {
            keywords: words.filter((word) => found.includes(word)),
            unavailable: words.filter((word) => !found.includes(word)),
        };
    },
};
