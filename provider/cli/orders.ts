import * as fs from "node:fs/promises";
import { join, resolve } from "node:path";
import { text as readAll } from "node:stream/consumers";
import { Overtaken } from "../orders/errors";
import { folderStore } from "../orders/folderStore";
import { plural } from "../orders/items";
import { adopt } from "./adopt";
import { findEntry } from "./find";
import { forget } from "./forget";
import { openJournalOnly } from "./settings";
import { describeRecord, describeUnreadable, isPending } from "./words";
import { Failure, messageOf, readArguments, UsageError } from "./world";
import type { World } from "./world";

const options = {
    journal: { type: "string" },
    endpoint: { type: "string" },
    state: { type: "string" },
    all: { type: "boolean" },
    json: { type: "boolean" },
    "fail-if-any": { type: "boolean" },
    unverified: { type: "boolean" },
    yes: { type: "boolean" },
} as const;

/** Everything that can be said after `orders`. */
export type OrdersFlags = {
    readonly [Name in keyof typeof options]?: (typeof options)[Name]["type"] extends "string" ? string : boolean;
};

/** What each one takes beside `--journal`: names of its arguments, and its options. */
const subcommands = {
    list: { takes: [], flags: ["all", "json", "fail-if-any", "state"], run: list },
    show: { takes: ["entry, intent or order id"], flags: ["json"], run: show },
    adopt: { takes: ["intent", "order id"], flags: ["unverified", "endpoint"], run: adopt },
    forget: { takes: ["entry, intent or order id"], flags: ["yes", "endpoint"], run: forget },
} as const;

/** Looks into the journal, and ends by a person's word what no run can end by itself. */
export async function orders(args: string[], world: World): Promise<number> {
    const { values, positionals } = readArguments({ args, options, allowPositionals: true });
    const [name = "list", ...rest] = positionals;
    if (!isSubcommand(name)) {
        const known = Object.keys(subcommands).join(", ");
        throw new UsageError(`There is no "orders ${name}"; there are ${known}.`);
    }
    const { takes, flags, run } = subcommands[name];
    const foreign = Object.keys(values).find((flag) => ![...flags, "journal"].includes(flag));
    if (foreign !== undefined) {
        throw new UsageError(`"orders ${name}" does not take --${foreign}.`);
    }
    if (rest.length !== takes.length) {
        const form = takes.map((argument) => ` <${argument}>`).join("");
        throw new UsageError(`Write "npx pulumi-callfire orders ${name}${form}".`);
    }
    try {
        return await run(rest, values, world);
    } catch (error) {
        if (error instanceof Overtaken) {
            throw new Failure(
                `A running "pulumi" has changed this entry in this very moment, so nothing was done. Look again: npx pulumi-callfire orders`,
            );
        }
        throw error;
    }
}

function isSubcommand(name: string): name is keyof typeof subcommands {
    return Object.hasOwn(subcommands, name);
}

async function list(_: readonly string[], flags: OrdersFlags, world: World): Promise<number> {
    const { journal, folder } = openJournalOnly(flags, world);
    const state = flags.state === undefined ? undefined : await readState(flags.state, world);
    const { records, unreadable } = await journal.read();
    const shown = records.filter(({ entry }) => flags.all === true || entry.phase !== "closed");
    const pending = records.filter((record) => isPending(record, state)).length + unreadable.length;
    if (flags.json === true) {
        const entries = shown.map((record) => ({
            name: record.name,
            pending: isPending(record, state),
            ...record.entry,
        }));
        world.print(JSON.stringify({ journal: folder, pending, entries, unreadable }, undefined, 2));
    } else {
        world.print(`Journal: ${folder}`);
        const now = new Date();
        for (const lines of [
            ...shown.map((record) => describeRecord(record, now)),
            ...unreadable.map((entry) => describeUnreadable(entry)),
        ]) {
            ["", ...lines].forEach((line) => world.print(line));
        }
        if (shown.length + unreadable.length === 0) {
            world.print(flags.all === true ? "It holds nothing." : "Nothing is open.");
        }
    }
    if (flags["fail-if-any"] !== true || pending === 0) {
        return 0;
    }
    const known =
        flags.state === undefined
            ? ` What the state has does not count: pipe "pulumi stack export" in, with --state -`
            : "";
    process.stderr.write(`${plural(pending, "order")} not brought to an end.${known}\n`);
    return 1;
}

async function show([wanted = ""]: readonly string[], flags: OrdersFlags, world: World): Promise<number> {
    const { journal, folder } = openJournalOnly(flags, world);
    const found = await findEntry(journal, wanted);
    const [step] = await folderStore(folder).list((name) => name === found.name);
    const file = join(folder, `${found.name}.${String(step?.step ?? 0)}.json`);
    if (flags.json === true) {
        const facts = "entry" in found ? found.entry : { reason: found.reason, text: step?.text ?? "" };
        world.print(JSON.stringify({ name: found.name, file, ...facts }, undefined, 2));
        return 0;
    }
    const lines = "entry" in found ? describeRecord(found, new Date()) : describeUnreadable(found);
    lines.forEach((line) => world.print(line));
    if ("entry" in found) {
        world.print(`    life      ${found.entry.life}`);
        world.print(`    last by   process ${found.entry.process}`);
    }
    world.print(`    file      ${file}`);
    if (!("entry" in found)) {
        world.print("");
        world.print(printable(step?.text ?? ""));
    }
    return 0;
}

async function readState(source: string, world: World): Promise<string> {
    try {
        return source === "-" ? await readAll(process.stdin) : await fs.readFile(resolve(world.folder, source), "utf8");
    } catch (error) {
        throw new Failure(`The state can't be read: ${messageOf(error)}`);
    }
}

/** A damaged file may hold anything; a terminal obeys some of it. */
function printable(text: string): string {
    // eslint-disable-next-line no-control-regex
    return text.slice(0, 4000).replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, "?");
}
