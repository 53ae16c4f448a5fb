import { setMaxListeners } from "node:events";

/** How long an answer takes to leave this process after its operation has ended. */
const answerMilliseconds = 250;

/** The operations of this process, which an interrupt ends early: what they know is then saved. */
export interface Running {
    run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

/** The engine interrupts its provider when it ends, and waits for it: with nothing to do, this process exits at once. */
export function watchInterrupts(exit: () => Promise<void>): Running {
    const operations = new Set<AbortController>();
    let interruption: Error | undefined;

    function interrupt(signal: NodeJS.Signals): void {
        interruption = new Error(`Interrupted by ${signal}`);
        if (operations.size === 0) {
            void exit();
        }
        for (const operation of operations) {
            operation.abort(interruption);
        }
    }
    process.on("SIGINT", interrupt);
    process.on("SIGTERM", interrupt);

    function leaveIfDone(): void {
        if (interruption !== undefined && operations.size === 0) {
            void exit();
        }
    }

    return {
        async run(work) {
            const operation = new AbortController();
            setMaxListeners(0, operation.signal);
            operations.add(operation);
            if (interruption !== undefined) {
                operation.abort(interruption);
            }
            try {
                return await work(operation.signal);
            } finally {
                operations.delete(operation);
                setTimeout(leaveIfDone, answerMilliseconds);
            }
        },
    };
}
