import type { Journal, Record, Unreadable } from "../orders/journal";
import { Failure } from "./world";

/** The one entry that a person means: by its name, its intent or its order's id. */
export async function findEntry(journal: Journal, wanted: string): Promise<Record | Unreadable> {
    const { records, unreadable } = await journal.read();
    const found = [
        ...records.filter(({ name, entry }) => [name, entry.intent, entry.orderId].includes(wanted)),
        ...unreadable.filter(({ name }) => name === wanted),
    ];
    const [first, second] = found;
    if (first === undefined) {
        throw new Failure(
            `There is no entry ${JSON.stringify(wanted)} in the journal at ${journal.place}. "npx pulumi-callfire orders --all" lists all.\n` +
                `If the stack sets callfire:journal, say so: --journal "$(pulumi config get callfire:journal)".\n` +
                `If it was ordered on another machine: go there, or run "pulumi up" here first; it makes the entry anew from the state.`,
        );
    }
    if (second !== undefined) {
        throw new Failure(
            `${JSON.stringify(wanted)} names several entries: ${found.map(({ name }) => name).join(", ")}.`,
        );
    }
    return first;
}
