/** One result for all who ask for the same; what has failed is tried anew by the next. */
export function onceByKey<Result>(
    known: Map<string, Promise<Result>>,
    key: string,
    make: () => Promise<Result>,
): Promise<Result> {
    const before = known.get(key);
    if (before !== undefined) {
        return before;
    }
    const result = make();
    known.set(key, result);
    result.catch(() => known.delete(key));
    return result;
}

/**
 * Lets all that ask while a reading is under way share the next one: never one that began before they asked, and with many
 * orders at once never more than one copy of the journal in memory and one in the making.
 */
export function singleFlight<Result>(read: () => Promise<Result>): () => Promise<Result> {
    let running: Promise<unknown> | undefined;
    let next: Promise<Result> | undefined;
    const start = (): Promise<Result> => {
        next = undefined;
        const result = read();
        const ended = result.then(
            () => undefined,
            () => undefined,
        );
        running = ended;
        void ended.then(() => {
            running = running === ended ? undefined : running;
        });
        return result;
    };
    return () => {
        if (running === undefined) {
            return start();
        }
        next ??= running.then(start);
        return next;
    };
}
