/** The newest revision of one entry, as a store holds it. */
export interface StoredRevision {
    /** Names the entry: the owner's key and a generation, `support-3f2a9c1e.1`. */
    readonly name: string;
    /** 1 for the reservation, one more for each change. */
    readonly revision: number;
    readonly text: string;
    /** Why there is no text. */
    readonly unreadable?: string;
}

/**
 * What came of a write. `conflict`: somebody else has written this revision. `gone`: the entry that was to be changed is not
 * there any more, and whoever writes has not removed it.
 */
export type Written = "written" | "conflict" | "gone";

/**
 * Where a journal is kept. An entry is a row of numbered revisions, and to write revision n + 1 is to compare and swap: only one
 * writer can do it. No lock is needed, so none can be left behind by a dead process (decisions/0011).
 */
export interface Store {
    /** Where it is, for messages. */
    readonly place: string;
    /** The same for ever, and another one for every journal and every copy of one: tells whether an order would be found here. */
    identity(): Promise<string>;
    /** What it runs on, for people: `PostgreSQL 18.4, verified TLS, 3 ms a statement`. Absent where there is nothing to say. */
    describe?(): Promise<string>;
    /** Rejects with a message that says what to do when nothing can be written here. */
    assertWritable(): Promise<void>;
    list(): Promise<readonly StoredRevision[]>;
    /**
     * Writes a revision if nobody else has. Durable before it resolves, unless `durable` is false: then losing it in a power
     * cut must be harmless.
     * @param isPredecessor given the text of the revision before, whether it is the one that this one follows
     */
    write(
        name: string,
        revision: number,
        text: string,
        isPredecessor: (before: string) => boolean,
        durable: boolean,
    ): Promise<Written>;
    /**
     * Forgets all revisions below this one, oldest first.
     * @param isOurs of a revision's text: a name may have gone to somebody else's entry while we slept
     */
    trim(name: string, revision: number, isOurs: (text: string) => boolean): Promise<void>;
    /** Forgets all revisions, oldest first. */
    remove(name: string, isOurs: (text: string) => boolean): Promise<void>;
    /** Keeps all revisions of an entry where they are no longer listed; answers where. */
    setAside(name: string): Promise<readonly string[]>;
}
