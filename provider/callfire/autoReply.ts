import type { Calls } from "./calls";
import { pageFields, readPages, undefinedIfUnknown } from "./calls";
import { childOf, elevenDigits, expectRoot, need, pageOf, present, readId, textOf } from "./elements";
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

export function autoReplyCalls({ read, create, set }: Calls): AutoReplyCalls {
    return {
        createAutoReply: ({ number, keyword, match, message }, requestId, signal) =>
            create(
                "/text/auto-reply",
                [
                    ["Number", number],
                    ...(keyword === undefined ? [] : [["Keyword", keyword] as const]),
                    ...(match === "" ? [] : [["Match", match] as const]),
                    ["Message", message],
                    ["RequestId", requestId],
                ],
                signal,
            ),

        getAutoReply: (id, signal) =>
            read(
                `/text/auto-reply/${id}`,
                [],
                (root) => {
                    expectRoot(root, "Resource");
                    return autoReplyOf(need(childOf(root, "AutoReply"), "AutoReply"));
                },
                signal,
            ).catch(undefinedIfUnknown),

        listAutoReplies: async (number, signal) => {
            const { items } = await readPages((range) =>
                read(
                    "/text/auto-reply",
                    [["Number", number], ...pageFields(range)],
                    (root) => pageOf(root, "AutoReply", autoReplyOf),
                    signal,
                ),
            );
            return items;
        },

        deleteAutoReply: (id, signal) => set("DELETE", `/text/auto-reply/${id}`, [], signal).catch(undefinedIfUnknown),
    };
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
