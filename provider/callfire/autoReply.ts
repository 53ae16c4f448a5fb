import { identifiedCalls, type Calls } from "./calls";
import { elevenDigits, present, readId, textOf } from "./elements";
import { givenFields, type Fields } from "./form";
import type { AutoReply, Identified } from "./types";
import type { Element } from "./xml";

export interface AutoReplyCalls {
    /**
     * Makes an auto-reply, and answers its id. CallFire makes none twice for one `requestId`. Repeated only where certainly
     * unsent: whether it was made after a `SlowDownError` or an `UnclearError` is for the caller to settle, also once cancelled.
     */
    createAutoReply(reply: AutoReply, requestId: string, signal?: AbortSignal): Promise<string>;
    /** Undefined when CallFire says that there is none such. Repeated on transient errors. */
    getAutoReply(id: string, signal?: AbortSignal): Promise<Identified<AutoReply> | undefined>;
    /** All of a number, or of the short code. Repeated on transient errors. */
    listAutoReplies(number: string, signal?: AbortSignal): Promise<readonly Identified<AutoReply>[]>;
    /** Deletes it, where it is still there. Repeated on transient errors. */
    deleteAutoReply(id: string, signal?: AbortSignal): Promise<void>;
}

export function autoReplyCalls(calls: Calls): AutoReplyCalls {
    const path = "/text/auto-reply";
    const { get, list, remove } = identifiedCalls(calls, path, "AutoReply", autoReplyOf);
    return {
        createAutoReply: (reply, requestId, signal) => calls.create(path, autoReplyFields(reply, requestId), signal),
        getAutoReply: get,
        listAutoReplies: (number, signal) => list([["Number", number]], signal),
        deleteAutoReply: remove,
    };
}

function autoReplyFields({ number, keyword, match, message }: AutoReply, requestId: string): Fields {
    return givenFields([
        ["Number", number],
        ["Keyword", keyword],
        ["Match", match === "" ? undefined : match],
        ["Message", message],
        ["RequestId", requestId],
    ]);
}

function autoReplyOf(element: Element): Identified<AutoReply> {
    const number = textOf(element, "Number") ?? "";
    return {
        id: readId(element.attributes.get("id")),
        // A short code is no number of 11 digits.
        number: number.length > 6 ? elevenDigits(number) : number,
        ...present("keyword", textOf(element, "Keyword")?.toUpperCase()),
        match: textOf(element, "Match") ?? "",
        message: textOf(element, "Message") ?? "",
    };
}
