import type { OrderId } from "../callfire/types";
import type { Items, Wants } from "./items";

/**
 * How far an intent has come. `claimed`: nothing was sent, whoever comes next may overtake it. `sending`: a request may
 * have reached CallFire; from here on an entry is only followed, never repeated. `placed`: the order's id is known.
 * `settled`: what it acquired is known. `closed`: seen in the engine's state; kept as a claim until it is released.
 */
export type EntryPhase = "claimed" | "sending" | "placed" | "settled" | "closed";

/** Why an entry is settled. */
export type Outcome =
    /** The order reached a terminal status; `acquired` may still be short or empty. */
    | "ordered"
    /** The order's answer was lost; what it brought was found in the account. */
    | "found"
    /** Owned before, taken over without an order. */
    | "owned"
    /** A person said that nothing came of it. */
    | "forgotten";

/** One intent to acquire something, as it is kept on disk. It holds no secret. */
export interface Entry {
    readonly version: 1;
    /** Names the intent for ever: in the state, in messages, on the command line. */
    readonly intent: string;
    readonly phase: EntryPhase;
    readonly organization: string;
    readonly urn: string;
    /** Which life of the resource holds what it acquired; a replacement is a new life under the same URN. */
    readonly life: string;
    /** Host and login: an entry is never acted on under another account. */
    readonly account: string;
    readonly wants: Wants;
    /** Numbers and keywords that the account owned when the order was sent; absent where nobody looked. */
    readonly ownedBefore?: readonly string[];
    readonly orderId?: OrderId;
    readonly status?: string;
    readonly totalCost?: number;
    readonly createdAt?: string;
    readonly acquired?: Items;
    readonly outcome?: Outcome;
    /** Of the acquired ones, those that were released since. */
    readonly released?: readonly string[];
    /** When the entry was claimed and last changed, for people. */
    readonly claimedAt: string;
    readonly changedAt: string;
    /** Who changed it last, for people: nothing is decided by it. */
    readonly process: string;
}

const entryPhases: readonly string[] = ["claimed", "sending", "placed", "settled", "closed"] satisfies EntryPhase[];

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
    if (value["version"] !== 1) {
        throw new Error(`it was written in format ${String(value["version"])}, by a newer version of pulumi-callfire`);
    }
    for (const field of ["intent", "organization", "urn", "life", "account", "claimedAt", "changedAt", "process"]) {
        if (typeof value[field] !== "string") {
            throw new Error(`it is damaged (no ${field})`);
        }
    }
    if (!entryPhases.includes(String(value["phase"]))) {
        throw new Error("it is damaged (no phase)");
    }
    if (!areWants(value["wants"]) || !areItems(value["acquired"]) || !isList(value["released"] ?? [])) {
        throw new Error("it is damaged (what it is about is not readable)");
    }
    return value as unknown as Entry;
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

function areItems(value: unknown): boolean {
    const kinds = ["localNumbers", "tollFreeNumbers", "keywords"];
    return value === undefined || (isRecord(value) && kinds.every((kind) => isList(value[kind])));
}

function isList(value: unknown): boolean {
    return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
