import { setMaxListeners } from "node:events";

/** How long an answer takes to leave this process after its operation has ended. */
const answerMilliseconds = 250;
const lookMilliseconds = 5_000;

/** The operations of this process, which an interrupt ends early: what they know is then saved. */
export interface Running {
    run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

interface Surroundings {
    /** The process, which emits its signals. */
    readonly signals: { on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown };
    readonly exit: () => Promise<void>;
    /** Whether the engine is certainly gone. */
    readonly isOrphan: () => Promise<boolean>;
}

/**
 * The engine interrupts its provider when it ends, and waits for it: with nothing to do, this process exits at once. An
 * engine that was killed interrupts nobody: then the process finishes what it does, and leaves.
 */
export function watchInterrupts({ signals, exit, isOrphan }: Surroundings): Running {
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
    signals.on("SIGINT", interrupt);
    signals.on("SIGTERM", interrupt);

    let orphanLooks = 0;
    setInterval(() => {
        if (operations.size === 0) {
            void isOrphan().then((orphan) => {
                // Twice in a row, to leave the other dynamic providers of this process time to finish.
                orphanLooks = orphan && operations.size === 0 ? orphanLooks + 1 : 0;
                if (orphanLooks >= 2) {
                    void exit();
                }
            });
        }
    }, lookMilliseconds).unref();

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
