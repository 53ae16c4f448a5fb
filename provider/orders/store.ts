/** The newest step of one entry, as a store holds it. */
export interface StoredStep {
    /** Names the entry: the owner's key and a generation, `support-3f2a9c1e.1`. */
    readonly name: string;
    /** 1 for the claim, one more for each change. */
    readonly step: number;
    readonly text: string;
    /** Why there is no text. */
    readonly unreadable?: string;
}

/**
 * Where a journal lives. An entry is a row of numbered steps, each written once and never changed: to write step n + 1 is
 * to compare and swap, because only one writer can create it. No lock is needed, so none can be left behind by a dead process.
 */
export interface Store {
    /** Where it is, for messages. */
    readonly place: string;
    /** Rejects with a message that says what to do when nothing can be written here. */
    assertWritable(): Promise<void>;
    /** @param isWanted of an entry's name; the texts of others are not read */
    list(isWanted?: (name: string) => boolean): Promise<readonly StoredStep[]>;
    /**
     * Writes a step if nobody else has; false when somebody was faster. Durable before it resolves, unless `durable` is false:
     * then losing it in a power cut must be harmless.
     * @param isSuccessor given the text of the step before, whether it is the one that this step follows
     */
    write(
        name: string,
        step: number,
        text: string,
        isSuccessor: (before: string) => boolean,
        durable: boolean,
    ): Promise<boolean>;
    /**
     * Forgets all steps below this one, oldest first.
     * @param isOurs of a step's text; a name may have gone to somebody else's entry while we slept
     */
    trim(name: string, step: number, isOurs: (text: string) => boolean): Promise<void>;
    /** Forgets all steps, oldest first. */
    remove(name: string, isOurs: (text: string) => boolean): Promise<void>;
    /** Keeps all steps of an entry where they are no longer listed; answers where. */
    setAside(name: string): Promise<readonly string[]>;
}
