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
