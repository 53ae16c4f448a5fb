import * as fs from "node:fs/promises";
import { join, resolve } from "node:path";
import { text as readAll } from "node:stream/consumers";
import { plural } from "../../orders/items";
import { Failure, messageOf, type Context, type OutputOptions, type Result } from "../context";
import { openJournalAlone, type SettingOptions } from "../settings";
import { countsAsOpen, describeRecord, describeUnreadable, row } from "./describe";
import { find } from "./find";

export interface ListOptions extends SettingOptions, OutputOptions {
    readonly all?: boolean;
    readonly failIfAny?: boolean;
    readonly state?: string;
}

/** What the journal holds open, or all that it holds. */
export async function list(options: ListOptions, context: Context): Promise<Result> {
    const { journal } = await openJournalAlone(options, context);
    const state = options.state === undefined ? undefined : await readState(options.state, context);
    const { records, unreadable } = await journal.read();
    const shown = records.filter(({ entry }) => options.all === true || entry.phase !== "closed");
    const open = records.filter((record) => countsAsOpen(record, state)).length + unreadable.length;
    const now = new Date();
    const blocks = [
        ...shown.map((record) => describeRecord(record, now, options, context)),
        ...unreadable.map((entry) => describeUnreadable(entry, options, context)),
    ];
    const empty = options.all === true ? "It holds nothing." : "Nothing is open.";
    const entries = shown.map((record) => ({ name: record.name, open: countsAsOpen(record, state), ...record.entry }));
    const isFailure = options.failIfAny === true && open > 0;
    const hint =
        options.state === undefined
            ? `; what the state has does not count: pipe "pulumi stack export" in, with --state -`
            : "";
    return {
        lines: [
            `Journal: ${journal.place}`,
            ...(blocks.length === 0 ? [empty] : blocks.flatMap((block) => ["", ...block])),
        ],
        facts: { journal: journal.place, open, entries, unreadable },
        ...(isFailure && { exitCode: 1, complaint: `${plural(open, "order")} not brought to an end${hint}.` }),
    };
}

/** Everything about one entry, or about all of one attempt. */
export async function showEntry(word: string, options: SettingOptions, context: Context): Promise<Result> {
    const { journal, store, kind } = await openJournalAlone(options, context);
    const found = await find(journal, word, options);
    const stored = await store.list();
    const fileOf = (name: string): string => {
        const revision = String(stored.find((one) => one.name === name)?.revision ?? 0);
        return kind === "folder" ? join(journal.place, `${name}.${revision}.json`) : `${name}, revision ${revision}`;
    };
    if (found.kind === "unreadable") {
        const text = stored.find(({ name }) => name === found.name)?.text ?? "";
        const lines = [...describeUnreadable(found, options, context), ...row("kept as", fileOf(found.name))];
        const facts = { name: found.name, file: fileOf(found.name), reason: found.reason, text };
        return { lines: [...lines, "", printable(text)], facts };
    }
    const records = found.kind === "entry" ? [found] : found.records;
    const facts = records.map(({ name, entry }) => ({ name, file: fileOf(name), ...entry }));
    if (records.length === 0) {
        const lines = [
            `The journal at ${journal.place} has no entry of the attempt ${word}: this journal knows of no order for it.`,
        ];
        return { lines, facts: { attempt: word, entries: [] } };
    }
    const blocks = records.map((record) => [
        ...describeRecord(record, new Date(), options, context),
        ...row("uid", record.entry.uid),
        ...row("attempt", record.entry.attempt),
        ...row("kept as", fileOf(record.name)),
    ]);
    return {
        lines: blocks.flatMap((block, index) => (index === 0 ? block : ["", ...block])),
        facts: found.kind === "entry" ? facts[0] : { attempt: word, entries: facts },
    };
}

async function readState(source: string, { folder }: Context): Promise<string> {
    try {
        return source === "-" ? await readAll(process.stdin) : await fs.readFile(resolve(folder, source), "utf8");
    } catch (error) {
        throw new Failure(
            `The state can't be read: ${messageOf(error)}. Give the output of "pulumi stack export" to --state.`,
        );
    }
}

/** A damaged file may hold anything; a terminal obeys some of it. */
function printable(text: string): string {
    // eslint-disable-next-line no-control-regex
    return text.slice(0, 4000).replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, "?");
}
