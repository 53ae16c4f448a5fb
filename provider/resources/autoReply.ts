import { shortCode, type AutoReply as Wanted } from "../callfire/types";
import { autoReplyDeclaration } from "./autoReplyDeclaration";
import { compact } from "./check";
import type { Made } from "./made";
import { madeResource } from "./madeResource";
import type { CheckFailure, Properties, Resource } from "./resource";

const made: Made<Wanted> = {
    what: "auto-reply",
    one: "an auto-reply",
    declaration: autoReplyDeclaration,
    callsOf: (client, signal) => ({
        post: (inputs, requestId) => client.createAutoReply(wantedOf(inputs), requestId, signal),
        list: (inputs) => client.listAutoReplies(wantedOf(inputs).number, signal),
        get: (id) => client.getAutoReply(id, signal),
        remove: (id) => client.deleteAutoReply(id, signal),
    }),
    wishOf: (inputs) => JSON.stringify(wantedOf(inputs)),
    refuse,
    twinOf: (inputs) => {
        const { number, keyword, match } = wantedOf(inputs);
        const target = keyword === undefined ? number : `keyword ${keyword}`;
        const listing = JSON.stringify([number, keyword, match.toLowerCase()]);
        return { listing, property: "match", does: `answers the same texts to ${target}` };
    },
    isEqual: (found, inputs) => isEqual(found, wantedOf(inputs)),
    declaredAs,
};

const resource = madeResource("callfire:index:AutoReply", made);

/** One answer to texts. */
export const autoReply: Resource = {
    ...resource,
    // An empty one matches every text, as an absent one does.
    check: (news, olds, options) =>
        resource.check({ ...news, match: news["match"] === "" ? undefined : news["match"] }, olds, options),
};

function refuse({ number, keyword }: Properties): CheckFailure[] {
    if (number !== undefined && keyword !== undefined) {
        const reason = "texts come in to a number or to a keyword, not both: declare a reply for each";
        return [{ property: "keyword", reason }];
    }
    return number === undefined && keyword === undefined
        ? [{ property: "number", reason: "say which texts are answered: set number or keyword" }]
        : [];
}

function wantedOf({ number, keyword, match, message }: Properties): Wanted {
    return {
        number: typeof keyword === "string" ? shortCode : String(number),
        ...(typeof keyword === "string" && { keyword }),
        match: typeof match === "string" ? match : "",
        message: String(message),
    };
}

/** What differs only as texts do on their way stays as it is declared. */
function declaredAs(found: Wanted, before: Properties): Properties {
    if (isEqual(found, wantedOf(before))) {
        return Object.fromEntries(Object.entries(before).filter(([name]) => name in autoReplyDeclaration.inputs));
    }
    const { number, keyword, match, message } = found;
    return compact({
        number: keyword === undefined ? number : undefined,
        keyword,
        match: match === "" ? undefined : match,
        message,
    });
}

function isEqual(found: Wanted, wanted: Wanted): boolean {
    const plain = (text: string): string => text.replace(/\r/g, "").trim();
    return (
        found.number === wanted.number &&
        found.keyword === wanted.keyword &&
        plain(found.match) === plain(wanted.match) &&
        plain(found.message) === plain(wanted.message)
    );
}
