/** Those who wait for one thing, in the order in which they came. */
export class Mutex {
    private readonly waiting: (() => void)[] = [];
    private busy = false;

    /** Does the work when it is this one's turn. Rejects with the signal's reason when it is aborted before that. */
    async turn<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
        await this.enter(signal);
        try {
            return await work();
        } finally {
            this.leave();
        }
    }

    private async enter(signal: AbortSignal): Promise<void> {
        signal.throwIfAborted();
        if (!this.busy) {
            this.busy = true;
            return;
        }
        // A list, not a chain of promises: each of those would keep alive what the one before it was about.
        await new Promise<void>((resolve, reject) => {
            const enter = (): void => {
                signal.removeEventListener("abort", giveUp);
                resolve();
            };
            const giveUp = (): void => {
                this.waiting.splice(this.waiting.indexOf(enter), 1);
                reject(signal.reason as Error);
            };
            signal.addEventListener("abort", giveUp, { once: true });
            this.waiting.push(enter);
        });
    }

    private leave(): void {
        const next = this.waiting.shift();
        if (next === undefined) {
            this.busy = false;
        } else {
            next();
        }
    }
}
