import { createHash, randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { parseEntry, serializeEntry } from "./entry";
import type { Entry } from "./entry";
import { EntryBlocked, Overtaken } from "./errors";
import { listItems, nothing } from "./items";
import type { Wants } from "./items";
import { sharing } from "./sharing";
import type { Store } from "./store";
import type { Time } from "./time";

/** An entry as it was read: whoever changes it must have seen its newest step. */
export interface Record {
    readonly name: string;
    readonly step: number;
    readonly entry: Entry;
}

/** An entry that can't be read, by name and with the reason. */
export interface Unreadable {
    readonly name: string;
    readonly reason: string;
}

/** Who asks: an owner's key is in its entries' names, so that an entry that can't be read still blocks the right one. */
export interface Claimant {
    readonly organization: string;
    readonly urn: string;
}

/** What was seen of a resource at one moment. Its next entry can be claimed once only, so a decision upon an old look can't pass. */
export interface Look {
    readonly owner: Claimant;
    readonly nextEntry: string;
    /** Not closed, oldest first. */
    readonly open: readonly Record[];
}

export interface Journal {
    /** Where it is, for messages. */
    readonly place: string;
    assertWritable(): Promise<void>;
    /** Everything in the journal, of all stacks and accounts. */
    read(): Promise<{ records: readonly Record[]; unreadable: readonly Unreadable[] }>;
    /**
     * What is open for a resource, under any of the names it has had: by its URNs, then or now, or by the life that its state
     * names.
     * @throws EntryBlocked when an entry of it can't be read or belongs to another account.
     */
    look(owners: readonly [Claimant, ...Claimant[]], account: string, life?: string): Promise<Look>;
    /**
     * Claims the next entry of an owner, as it was when the owner was looked at.
     * @throws Overtaken when somebody else has claimed since: look again.
     */
    claim(look: Look, draft: Pick<Entry, "life" | "account"> & Partial<Entry>): Promise<Record>;
    /** Writes the next step. @throws Overtaken when somebody else did. */
    advance(record: Record, changes: Partial<Entry>): Promise<Record>;
    /** Closes an entry that the engine's state shows. Losing the mark is harmless: the next run sets it again. */
    close(record: Record, holder: { urn: string; life: string }): Promise<void>;
    /** Notes what was released. An entry that holds nothing any more goes away. */
    release(record: Record, items: readonly string[]): Promise<void>;
    /** Ends an entry that holds nothing. @throws Overtaken when somebody else has taken it up: then it is theirs. */
    withdraw(record: Record): Promise<void>;
    /** By a person's word, an entry that can't be read no longer counts. It is kept; answers where. */
    setAside(name: string): Promise<readonly string[]>;
}

const nobodyWants: Wants = { numbers: [], keywords: [], tollFree: 0 };

export function openJournal(store: Store, time: Time): Journal {
    const stamp = (): Pick<Entry, "changedAt" | "process"> => ({
        changedAt: time.date().toISOString(),
        process: `${String(process.pid)} on ${hostname()}`,
    });

    const read = sharing(async () => {
        const records: Record[] = [];
        const unreadable: Unreadable[] = [];
        for (const { name, step, text, unreadable: reason } of await store.list()) {
            if (reason !== undefined) {
                unreadable.push({ name, reason });
                continue;
            }
            try {
                records.push({ name, step, entry: parseEntry(text) });
            } catch (error) {
                unreadable.push({ name, reason: error instanceof Error ? error.message : String(error) });
            }
        }
        records.sort((a, b) => a.entry.claimedAt.localeCompare(b.entry.claimedAt) || a.name.localeCompare(b.name));
        return { records, unreadable };
    });

    async function write(record: Record, durable: boolean): Promise<Record> {
        const written = await store.write(
            record.name,
            record.step,
            serializeEntry(record.entry),
            isOf(record),
            durable,
        );
        if (!written) {
            throw new Overtaken(record.name);
        }
        return record;
    }

    const next = (record: Record, changes: Partial<Entry>): Record => ({
        name: record.name,
        step: record.step + 1,
        entry: { ...record.entry, ...changes, ...stamp() },
    });

    /** The step is what counts: a slow process that still means to send finds its number taken, or what it follows gone. */
    async function withdraw(record: Record): Promise<void> {
        await write(next(record, { phase: "closed" }), false);
        await store.remove(record.name, isOf(record));
    }

    return {
        place: store.place,
        assertWritable: () => store.assertWritable(),
        read,

        async look(owners, account, life) {
            const keys = owners.map(ownerKey);
            const isTheirs = (name: string): boolean => keys.some((key) => name.startsWith(`${key}.`));
            const { records, unreadable } = await read();
            for (const { name, reason } of unreadable) {
                if (isTheirs(name)) {
                    throw new EntryBlocked(name, store.place, reason);
                }
            }
            const isOf = ({ organization, urn }: Entry): boolean =>
                owners.some((owner) => owner.organization === organization && owner.urn === urn);
            const open = records.filter(
                ({ name, entry }) => entry.phase !== "closed" && (isTheirs(name) || isOf(entry) || entry.life === life),
            );
            for (const { name, entry } of open) {
                // Of a claim nothing was sent, whoever made it.
                if (entry.account !== account && entry.phase !== "claimed") {
                    throw new EntryBlocked(
                        name,
                        store.place,
                        `it belongs to the account ${entry.account}, not ${account}`,
                    );
                }
            }
            const key = ownerKey(owners[0]);
            const generations = records
                .filter(({ name }) => name.startsWith(`${key}.`))
                .map(({ name }) => generationOf(name));
            return { owner: owners[0], nextEntry: `${key}.${String(Math.max(0, ...generations) + 1)}`, open };
        },

        claim: ({ owner, nextEntry }, draft) =>
            write(
                {
                    name: nextEntry,
                    step: 1,
                    entry: {
                        version: 1,
                        intent: randomBytes(8).toString("hex"),
                        phase: "claimed",
                        organization: owner.organization,
                        urn: owner.urn,
                        wants: nobodyWants,
                        claimedAt: time.date().toISOString(),
                        ...draft,
                        ...stamp(),
                    },
                },
                true,
            ),

        advance: (record, changes) => write(next(record, changes), true),

        async close(record, holder) {
            const { entry } = record;
            if (claimsOf(entry).length === 0) {
                await withdraw(record);
                return;
            }
            if (entry.phase === "closed" && entry.urn === holder.urn && entry.life === holder.life) {
                return;
            }
            const closed = await write(next(record, { ...holder, phase: "closed" }), false);
            await store.trim(closed.name, closed.step, isOf(closed));
        },

        async release(record, items) {
            const released = [...new Set([...(record.entry.released ?? []), ...items])];
            if (listItems(record.entry.acquired ?? nothing).every((item) => released.includes(item))) {
                await withdraw(record);
            } else {
                await write(next(record, { released }), false);
            }
        },

        withdraw,

        setAside: (name) => store.setAside(name),
    };
}

/** What an entry still stands for: acquired and not released. */
export function claimsOf(entry: Entry): string[] {
    return listItems(entry.acquired ?? nothing).filter((item) => !(entry.released ?? []).includes(item));
}

/** Readable first, unique last: `support-3f2a9c1e5b7d`. */
export function ownerKey(owner: Claimant): string {
    const name = owner.urn.slice(owner.urn.lastIndexOf("::") + 2).replace(/[^A-Za-z0-9_-]+/g, "-");
    const hash = createHash("sha256").update(`${owner.organization}\n${owner.urn}`).digest("hex");
    return `${name.slice(0, 60)}-${hash.slice(0, 12)}`;
}

function generationOf(name: string): number {
    return Number(name.slice(name.lastIndexOf(".") + 1));
}

/** Whether a step's text is of this entry. */
function isOf(record: Record): (text: string) => boolean {
    return (text) => {
        try {
            return parseEntry(text).intent === record.entry.intent;
        } catch {
            return false;
        }
    };
}
