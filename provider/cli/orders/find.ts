import type { Journal, JournalRecord, Unreadable } from "../../orders/journal/journal";
import { Failure } from "../context";
import { commandLine, type SettingOptions } from "../settings";

/** What a person means by a word. */
export type Found =
    | ({ readonly kind: "entry" } & JournalRecord)
    | ({ readonly kind: "unreadable" } & Unreadable)
    /** One create or update of a resource, and the entries that it has made, oldest first; there may be none. */
    | { readonly kind: "attempt"; readonly attempt: string; readonly records: readonly JournalRecord[] };

/** An attempt's id is 12 hexadecimal digits; an intent has 16. */
const attemptId = /^[0-9a-f]{12}$/;

/** Looks for an entry by its name, its intent or its order's id, and then for an attempt. */
export async function find(journal: Journal, word: string, options: SettingOptions): Promise<Found> {
    const { records, unreadable } = await journal.read();
    const found: Found[] = [
        ...records
            .filter(({ name, entry }) => [name, entry.intent, entry.orderId].includes(word))
            .map((record) => ({ kind: "entry", ...record }) as const),
        ...unreadable.filter(({ name }) => name === word).map((entry) => ({ kind: "unreadable", ...entry }) as const),
    ];
    const [first, second] = found;
    if (second !== undefined) {
        const names = found.map((one) => (one.kind === "attempt" ? one.attempt : one.name));
        throw new Failure(`${JSON.stringify(word)} names several entries: ${names.join(", ")}. Write one of these.`);
    }
    if (first !== undefined) {
        return first;
    }
    const ofAttempt = records.filter(({ entry }) => entry.attempt === word);
    if (ofAttempt.length === 0 && !attemptId.test(word)) {
        throw new Failure(notFound(journal, word, options));
    }
    return { kind: "attempt", attempt: word, records: ofAttempt };
}

function notFound(journal: Journal, word: string, options: SettingOptions): string {
    return (
        `There is no entry ${JSON.stringify(word)} in the journal at ${journal.place}. Nothing was changed.\n` +
        `All that it has: ${commandLine("orders --all", options)}\n` +
        `Where the stack keeps its journal elsewhere, run this in the folder of its program, or give --journal.\n` +
        `If it was ordered on another machine, go there; or run "pulumi up" here first: it makes the entry anew from the state.`
    );
}
