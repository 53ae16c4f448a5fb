import { maxResults } from "../callfire/calls";
import type { CallFireClient } from "../callfire/client";
import type { OwnedKeyword, Region } from "../callfire/types";
import type { Journal } from "./journal/journal";
import { onceByKey, singleFlight } from "./singleFlight";
import { takeSnapshot, type Snapshot } from "./snapshot";
import type { Time } from "./time";

/** What a process remembers of an account for the length of one run of the engine. */
export interface AccountMemory {
    /** What the account owns, as listed once for all resources of a run. Not for decisions about money. */
    snapshot(): Promise<Snapshot>;
    /** A listing that began after this one: this process may have bought something since. */
    snapshotAfter(old: Snapshot): Promise<Snapshot>;
    /** The keywords owned; all that ask while a listing runs share the next one. */
    keywords(): Promise<ReadonlyMap<string, OwnedKeyword>>;
    /** Numbers for sale, the largest offer that CallFire gives; one search serves a region. */
    offer(kind: Offered): Promise<readonly string[]>;
    /** Numbers that this process has picked: none is picked twice. */
    readonly picked: Set<string>;
    /** The journal as it was when the run began: what earlier runs left. Read once, for the diffs of all resources. */
    journal(read: () => Promise<JournalReading>): Promise<JournalReading>;
    /** Records that the resource `urn` lists `item`. Returns the URN of the resource that listed it first, if that is another one. */
    noteListing(item: string, urn: string): string | undefined;
    /** The URN of the resource that has listed it first. */
    listerOf(item: string): string | undefined;
    /** Whether the resource has listed anything: this run has come to it. */
    hasListed(urn: string): boolean;
}

type JournalReading = Awaited<ReturnType<Journal["read"]>>;

export type Offered = { readonly tollFree: true } | { readonly region: Region | undefined };

/** A run's refreshes come in one burst; a later one looks again. */
const freshMilliseconds = 30_000;

export function createAccountMemory(client: CallFireClient, time: Time): AccountMemory {
    let newest: { takenAt: number; reading: Promise<Snapshot> } | undefined;
    const offers = new Map<string, Promise<readonly string[]>>();
    let journal: Promise<JournalReading> | undefined;

    /** Not the signal of the one that happens to come first: the others wait for the same reading. */
    function take(lists: { numbers: boolean; keywords: boolean }): Promise<Snapshot> {
        return takeSnapshot(client, lists, new AbortController().signal);
    }

    function takeAnew(): Promise<Snapshot> {
        const reading = take({ numbers: true, keywords: true });
        newest = { takenAt: time.elapsed(), reading };
        reading.catch(() => (newest = undefined));
        return reading;
    }

    return {
        snapshot: () =>
            newest === undefined || time.elapsed() - newest.takenAt > freshMilliseconds ? takeAnew() : newest.reading,

        async snapshotAfter(old) {
            const known = newest;
            const isOld = known === undefined || (await known.reading) === old;
            // Somebody else may have asked for it during the wait.
            return isOld && newest === known ? takeAnew() : (newest?.reading ?? takeAnew());
        },

        keywords: singleFlight(async () => (await take({ numbers: false, keywords: true })).keywords),

        offer: (kind) =>
            onceByKey(offers, JSON.stringify(kind), async () => {
                const found = await client.searchNumbers({ count: maxResults, ...queryOf(kind) });
                return found.map(({ number }) => number);
            }),

        picked: new Set(),

        journal: (read) => (journal ??= read()),

        ...createListings(),
    };
}

function createListings(): Pick<AccountMemory, "noteListing" | "listerOf" | "hasListed"> {
    const listedBy = new Map<string, string>();
    const listers = new Set<string>();
    return {
        noteListing(item, urn) {
            listers.add(urn);
            const other = listedBy.get(item);
            if (other === undefined) {
                listedBy.set(item, urn);
            }
            return other === urn ? undefined : other;
        },

        listerOf: (item) => listedBy.get(item),

        hasListed: (urn) => listers.has(urn),
    };
}

function queryOf(kind: Offered): { tollFree: true } | { region?: Region } {
    return "tollFree" in kind ? kind : kind.region === undefined ? {} : { region: kind.region };
}
