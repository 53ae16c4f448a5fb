import { list, text } from "../resources/declarations";
import { readKeyword } from "../resources/notation";
import { lookUpErrors, type LookUp } from "./lookUp";

/** Which of some keywords are for sale now. */
export const getAvailableKeywords: LookUp = {
    token: "callfire:index:getAvailableKeywords",
    declaration: {
        description:
            "Which of these keywords are for sale now on CallFire's short code. What is for sale changes, also by what you buy: " +
            "a keyword that was found and bought is not found again. So write what you choose into the program. (CallFire's `GET /number/keyword/search`.)",
        errors: lookUpErrors,
        inputs: {
            keywords: list(
                "The keywords to ask for, in any case.",
                text("1 to 64 letters and digits: `CHOCOLATE`.", { read: readKeyword }),
                { required: true },
            ),
        },
        outputs: {
            keywords: list(
                "Those that are for sale, in the order in which they were asked for.",
                text("In upper case: `CHOCOLATE`."),
                { required: true },
            ),
            unavailable: list(
                "The others: owned, by this account or another, or not to be had at all.",
                text("In upper case: `CHOCOLATE`."),
                { required: true },
            ),
        },
    },

    async answer(inputs, { client }, signal) {
        const words = [...new Set(inputs["keywords"] as readonly string[])];
        const found = (await client.searchKeywords(words, signal)).map((word) => word.toUpperCase());
        return {
            keywords: words.filter((word) => found.includes(word)),
            unavailable: words.filter((word) => !found.includes(word)),
        };
    },
};
