import { createHash, randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { Conflict, EntryBlocked, EntryGone } from "../errors";
import { messageOf } from "../thrown";
import type { Time } from "../time";
import { entryParser, heldBy, parseEntry, serializeEntry, type Entry, type StackId } from "./entry";
import { singleFlight } from "../singleFlight";
import type { Store, StoredRevision } from "./store";

/** An entry as it was read: whoever changes it must have seen its newest revision. */
export interface JournalRecord {
    readonly name: string;
    readonly revision: number;
    readonly entry: Entry;
}

/** An entry that can't be read, by name and with the reason. */
export interface Unreadable {
    readonly name: string;
    readonly reason: string;
}

interface Records {
    readonly records: readonly JournalRecord[];
    readonly unreadable: readonly Unreadable[];
}

/** Whose entries are asked for. */
export interface EntryOwner {
    readonly stack: StackId;
    readonly uid: string;
    /** Attempts of this resource that the engine's state shows. */
    readonly attempts: readonly string[];
    /** URNs of the resource, then and now; none where only the uid may tell. The first one is today's. */
    readonly urns: readonly string[];
    /** Resources of other uids that the state has under the same URN: what they ordered is theirs. */
    readonly otherUids: readonly string[];
}

/** What was seen of a resource at one moment. Its next entry can be reserved once only, so no decision on an old look passes. */
export interface Look {
    readonly nextEntry: string;
    /** All entries of the resource, oldest first. */
    readonly records: readonly JournalRecord[];
    /** Entries of everybody else on this account. */
    readonly others: readonly Entry[];
}

type Draft = Pick<Entry, "stack" | "urn" | "uid" | "attempt" | "account" | "wants"> & Partial<Entry>;

export interface Journal {
    /** Where it is, for messages. */
    readonly place: string;
    identity(): Promise<string>;
    /** What it runs on, for people; empty where there is nothing to say. */
    describe(): Promise<string>;
    assertWritable(): Promise<void>;
    /** Everything in the journal, of all stacks and accounts. */
    read(): Promise<Records>;
    /** @throws EntryBlocked when an entry of the resource can't be read or belongs to another account. */
    look(owner: EntryOwner, account: string): Promise<Look>;
    /** Reserves an entry that nobody else has. @throws Conflict when somebody was faster. */
    reserve(name: string, draft: Draft): Promise<JournalRecord>;
    /** Writes the next revision. @throws Conflict when somebody else did. @throws EntryGone when the entry was removed. */
    advance(record: JournalRecord, changes: Partial<Entry>): Promise<JournalRecord>;
    /** Closes an entry that the engine's state shows. Losing the mark is harmless: the next run sets it again. */
    close(record: JournalRecord): Promise<void>;
    /** Notes what was released. An entry that holds nothing any more goes away. */
    release(record: JournalRecord, items: readonly string[]): Promise<void>;
    /** Ends an entry that holds nothing. @throws Conflict when somebody else goes on with it: then it is theirs. */
    withdraw(record: JournalRecord): Promise<void>;
    /** By a person's word, an entry that can't be read no longer counts. It is kept; answers where. */
    setAside(name: string): Promise<readonly string[]>;
}

export function openJournal(store: Store, time: Time): Journal {
    const parse = entryParser();
    const read = singleFlight(async () => recordsOf(await store.list(), parse));

    async function write(record: JournalRecord, durable: boolean): Promise<JournalRecord> {
        const { name, revision, entry } = record;
        const written = await store.write(name, revision, serializeEntry(entry), isOf(record), durable);
        if (written === "gone") {
            throw new EntryGone(name, store.place);
        }
        if (written === "conflict") {
            throw new Conflict(name);
        }
        return record;
    }

    /** The revision is what counts: a slow process that still means to send finds it taken, or what it follows gone. */
    async function withdraw(record: JournalRecord): Promise<void> {
        await write(nextOf(record, { phase: "closed" }, time), false);
        await store.remove(record.name, isOf(record));
    }

    return {
        place: store.place,
        identity: () => store.identity(),
        describe: async () => (await store.describe?.()) ?? "",
        assertWritable: () => store.assertWritable(),
        read,
        look: async (owner, account) => lookAt(await read(), owner, account, store.place),
        // Nothing is sent upon a reservation.
        reserve: (name, draft) => write(firstOf(name, draft, time), false),
        advance: (record, changes) => write(nextOf(record, changes, time), !canBeAskedAgain(changes)),

        async close(record) {
            if (heldBy(record.entry).length === 0) {
                await withdraw(record);
            } else if (record.entry.phase !== "closed") {
                const closed = await write(nextOf(record, { phase: "closed" }, time), false);
                await store.trim(closed.name, closed.revision, isOf(closed));
            }
        },

        async release(record, items) {
            const released = [...new Set([...(record.entry.released ?? []), ...items])];
            if (heldBy({ ...record.entry, released }).length === 0) {
                await withdraw(record);
            } else {
                await write(nextOf(record, { released }, time), false);
            }
        },

        withdraw,
        setAside: (name) => store.setAside(name),
    };
}

function recordsOf(revisions: readonly StoredRevision[], parse: (name: string, text: string) => Entry): Records {
    const records: JournalRecord[] = [];
    const unreadable: Unreadable[] = [];
    for (const { name, revision, text, unreadable: reason } of revisions) {
        if (reason !== undefined) {
            unreadable.push({ name, reason });
            continue;
        }
        try {
            records.push({ name, revision, entry: parse(name, text) });
        } catch (error) {
            unreadable.push({ name, reason: messageOf(error) });
        }
    }
    records.sort((a, b) => generationOf(a.name) - generationOf(b.name) || a.name.localeCompare(b.name));
    return { records, unreadable };
}

function firstOf(name: string, draft: Draft, time: Time): JournalRecord {
    return {
        name,
        revision: 1,
        entry: {
            version: 2,
            intent: randomBytes(8).toString("hex"),
            phase: "reserved",
            reservedAt: time.date().toISOString(),
            ...draft,
            ...stamp(time),
        },
    };
}

function nextOf(record: JournalRecord, changes: Partial<Entry>, time: Time): JournalRecord {
    return {
        name: record.name,
        revision: record.revision + 1,
        entry: { ...record.entry, ...changes, ...stamp(time) },
    };
}

/** What an order has brought CallFire tells again; that a person has forgotten an order nobody does. */
function canBeAskedAgain({ phase, outcome }: Partial<Entry>): boolean {
    return phase === "settled" && outcome !== "forgotten";
}

function stamp(time: Time): Pick<Entry, "changedAt" | "process"> {
    return {
        changedAt: time.date().toISOString(),
        process: `${String(process.pid)} on ${hostname()}`,
    };
}

function lookAt({ records, unreadable }: Records, owner: EntryOwner, account: string, place: string): Look {
    const key = entryKey(owner.stack, owner.urns[0] ?? owner.uid);
    const keys = [key, ...owner.urns.map((urn) => entryKey(owner.stack, urn))];
    const damaged = unreadable.find(({ name }) => keys.some((own) => name.startsWith(`${own}.`)));
    if (damaged !== undefined) {
        throw new EntryBlocked(damaged.name, place, damaged.reason);
    }
    const ours = records.filter(({ entry }) => isEntryOf(entry, owner));
    const foreign = ours.find(({ entry }) => entry.account !== account && isOpen(entry));
    if (foreign !== undefined) {
        const reason = `it belongs to the account ${foreign.entry.account}, not ${account}`;
        throw new EntryBlocked(foreign.name, place, reason);
    }
    const generations = records.filter(({ name }) => name.startsWith(`${key}.`)).map(({ name }) => name);
    return {
        nextEntry: `${key}.${String(Math.max(0, ...generations.map(generationOf)) + 1)}`,
        records: ours,
        others: records
            .filter((record) => record.entry.account === account && !ours.includes(record))
            .map(({ entry }) => entry),
    };
}

/** Whether something may still come of it: an order was sent, and its end is in no state. Of a reservation nothing was sent. */
export function isOpen({ phase }: Entry): boolean {
    return phase === "sending" || phase === "placed" || phase === "settled";
}

/** By its uid or attempt; without them only where URN, stack and backend are all the same (decisions/0013). */
function isEntryOf(entry: Entry, { stack, uid, attempts, urns, otherUids }: EntryOwner): boolean {
    return (
        entry.uid === uid ||
        attempts.includes(entry.attempt) ||
        (urns.includes(entry.urn) && isSameStack(entry.stack, stack) && !otherUids.includes(entry.uid))
    );
}

/** A part that one of them does not know is no difference. */
export function isSameStack(one: StackId, other: StackId): boolean {
    const agree = (a: string | undefined, b: string | undefined): boolean =>
        a === undefined || b === undefined || a === b;
    return one.name === other.name && agree(one.backend, other.backend) && agree(one.created, other.created);
}

/** Readable first, unique last: `support-3f2a9c1e5b7d`. */
export function entryKey(stack: StackId, urn: string): string {
    const name = urn.slice(urn.lastIndexOf("::") + 2).replace(/[^A-Za-z0-9_-]+/g, "-");
    const hash = createHash("sha256")
        .update(`${stack.name}\n${stack.backend ?? ""}\n${urn}`)
        .digest("hex");
    return `${name.slice(0, 60)}-${hash.slice(0, 12)}`;
}

function generationOf(name: string): number {
    return Number(name.slice(name.lastIndexOf(".") + 1));
}

/** Whether a revision's text is of this entry. */
function isOf(record: JournalRecord): (text: string) => boolean {
    return (text) => {
        try {
            return parseEntry(text).intent === record.entry.intent;
        } catch {
            return false;
        }
    };
}
