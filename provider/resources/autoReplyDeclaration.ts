import { accountOutput } from "./account";
import { madeErrors, text } from "./declarations";
import { readKeyword, readNumber } from "./notation";
import type { Declaration } from "./resource";

/** The one source of the check, the schema and the reference of `AutoReply`. */
export const autoReplyDeclaration: Declaration = {
    description: [
        "An answer to texts that come in to a number or a keyword of the account. Nothing is bought.",
        "**Any change replaces it**, the new one made before the old one goes: CallFire has no call that changes one. Two replies of a program that would answer the same texts are refused by name. Exactly one of `number` and `keyword` is given.",
    ].join("\n\n"),
    errors: madeErrors,
    importId: "CallFire's id of the auto-reply, up to 19 digits",
    inputs: {
        number: text(
            "The number of the account that is texted, in any usual notation; kept as 11 digits. CallFire refuses one that the account does not own. Not together with `keyword`. (CreateAutoReply's `Number`.)",
            { replaces: true, read: readNumber },
        ),
        keyword: text(
            "The keyword of the account that is texted to CallFire's short code, in any case; kept in upper case. Not together with `number`. (CreateAutoReply's `Keyword`.)",
            { replaces: true, read: readKeyword },
        ),
        match: text("The text that is answered, in any case. Absent: every text. (CreateAutoReply's `Match`.)", {
            replaces: true,
        }),
        message: text("What is answered; not empty. (CreateAutoReply's `Message`.)", {
            required: true,
            replaces: true,
            read: (message) => (message.trim() === "" ? { reason: "must say something" } : { value: message }),
        }),
    },
    outputs: {
        account: accountOutput,
    },
};
