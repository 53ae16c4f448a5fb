import { isRecord, type OrderId } from "../../callfire/types";
import { countOfBulk, listItems, listPicks, nothing, type Items, type Picks, type Wants } from "../items";
import type { UnitPrices } from "../prices";

/**
 * How far an intent has come. `reserved`: nothing was sent, whoever comes next may go on with it. `sending`: a request may
 * have reached CallFire. `placed`: the order's id is known. `settled`: what it acquired is known. `closed`: seen in the
 * engine's state; kept, because it says who holds what, until all of it is released.
 */
export type EntryPhase = "reserved" | "sending" | "placed" | "settled" | "closed";

/** Why an entry is settled. */
export type EntryOutcome =
    /** The order reached a terminal status; `acquired` may still be short or empty. */
    | "ordered"
    /** The order's answer was lost; what it brought was found in the account. */
    | "found"
    /** Owned before, adopted without an order. */
    | "owned"
    /** A person said that nothing came of it. */
    | "forgotten";

/** Whose stack it is. A name alone is not enough: two backends, and a stack and its renamed predecessor, share names. */
export interface StackId {
    /** `organization/project/stack`. */
    readonly name: string;
    readonly backend?: string;
    /** When the stack was created, by the engine's state: renaming keeps it. */
    readonly created?: string;
}

/** One intent to acquire something, as the journal keeps it. It holds no secret. */
export interface Entry {
    readonly version: 2;
    /** Names the intent for ever: in the state, in messages, on the command line. */
    readonly intent: string;
    readonly phase: EntryPhase;
    readonly stack: StackId;
    readonly urn: string;
    readonly uid: string;
    readonly attempt: string;
    /** Host and login: an entry is never acted on under another account. */
    readonly account: string;
    readonly wants: Wants;
    /** Names of the bulk numbers that were ordered; absent where CallFire chose them. */
    readonly picks?: Picks;
    readonly orderId?: OrderId;
    readonly status?: string;
    readonly totalCost?: number;
    readonly unitPrices?: UnitPrices;
    readonly createdAt?: string;
    /** When what it brought was known, by CallFire's clock: lists may lag behind it. */
    readonly settledAt?: string;
    readonly acquired?: Items;
    readonly outcome?: EntryOutcome;
    /** Of the acquired ones, those whose release was about to be asked for: whoever comes next looks at them. */
    readonly releasing?: readonly string[];
    /** Of the acquired ones, those that were released since. */
    readonly released?: readonly string[];
    /** When the entry was reserved and last changed, for people: no decision compares the clocks of two machines. */
    readonly reservedAt: string;
    readonly changedAt: string;
    /** Who changed it last, for people. */
    readonly process: string;
}

const entryPhases: readonly string[] = ["reserved", "sending", "placed", "settled", "closed"] satisfies EntryPhase[];

/** What an entry still stands for: acquired and not released. */
export function heldBy(entry: Entry): string[] {
    return listItems(entry.acquired ?? nothing).filter((item) => !(entry.released ?? []).includes(item));
}

/** Whether an entry asked CallFire to choose the numbers: then nothing but the order's id tells which they are. */
export function isByCount({ wants, picks }: Pick<Entry, "wants" | "picks">): boolean {
    return picks === undefined && countOfBulk(wants) > 0;
}

/** Every name that the order of an entry asked for or brought; of what ownership alone brought in, only that. */
export function namesAsked({ outcome, wants, picks, acquired = nothing }: Entry): string[] {
    const asked =
        outcome === "found" || outcome === "owned" ? [] : [...wants.numbers, ...wants.keywords, ...listPicks(picks)];
    return [...new Set([...asked, ...listItems(acquired)])];
}

export function serializeEntry(entry: Entry): string {
    return `${JSON.stringify(entry, undefined, 2)}\n`;
}

/** @throws Error that says what is wrong with the text. */
export function parseEntry(text: string): Entry {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        throw new Error("it is damaged (not complete JSON)");
    }
    if (!isRecord(value)) {
        throw new Error("it is damaged (not an object)");
    }
    if (value["version"] !== 2) {
        throw new Error(`it was written in format ${String(value["version"])}, by another version of pulumi-callfire`);
    }
    for (const field of ["intent", "urn", "uid", "attempt", "account", "reservedAt", "changedAt", "process"]) {
        if (typeof value[field] !== "string") {
            throw new Error(`it is damaged (no ${field})`);
        }
    }
    if (!entryPhases.includes(String(value["phase"]))) {
        throw new Error("it is damaged (no phase)");
    }
    const stack = value["stack"];
    if (!isRecord(stack) || typeof stack["name"] !== "string") {
        throw new Error("it is damaged (no stack)");
    }
    const lists = [value["releasing"] ?? [], value["released"] ?? []];
    const isReadable = areWants(value["wants"]) && arePicks(value["picks"]) && areItems(value["acquired"]);
    if (!isReadable || !lists.every(isList) || !["string", "undefined"].includes(typeof value["orderId"])) {
        throw new Error("it is damaged (what it is about is not readable)");
    }
    return value as unknown as Entry;
}

/** Parses entries by name. A journal is read many times a run: a text that has not changed is not parsed again. */
export function entryParser(): (name: string, text: string) => Entry {
    /** Entries as they were parsed last, by name. */
    const parsed = new Map<string, { readonly text: string; readonly entry: Entry }>();
    return (name, text) => {
        const before = parsed.get(name);
        const entry = before?.text === text ? before.entry : parseEntry(text);
        parsed.set(name, { text, entry });
        return entry;
    };
}

function areWants(value: unknown): boolean {
    return (
        isRecord(value) &&
        isList(value["numbers"]) &&
        isList(value["keywords"]) &&
        Number.isInteger(value["tollFree"]) &&
        (value["local"] === undefined || (isRecord(value["local"]) && Number.isInteger(value["local"]["count"])))
    );
}

function arePicks(value: unknown): boolean {
    return areLists(value, ["local", "tollFree"]);
}

function areItems(value: unknown): boolean {
    return areLists(value, ["localNumbers", "tollFreeNumbers", "keywords"]);
}

function areLists(value: unknown, kinds: readonly string[]): boolean {
    return value === undefined || (isRecord(value) && kinds.every((kind) => isList(value[kind])));
}

function isList(value: unknown): boolean {
    return Array.isArray(value) && value.every((item) => typeof item === "string");
}
