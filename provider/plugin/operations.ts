import { setMaxListeners } from "node:events";

/** The calls that are under way. An interrupt ends all their waits, and what they know is then saved. */
export interface Operations {
    /** @throws the reason of an interrupt that came before */
    run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
    /** Ends what runs and refuses what comes after, until `resume`. */
    interrupt(reason: Error): void;
    resume(): void;
    readonly busy: boolean;
    /** Resolves as soon as nothing runs. */
    idle(): Promise<void>;
}

export class Interrupted extends Error {
    constructor() {
        super("Interrupted");
        this.name = "Interrupted";
    }
}

export function createOperations(): Operations {
    const running = new Map<AbortController, Promise<unknown>>();
    let interruption: Error | undefined;

    return {
        async run(work) {
            if (interruption !== undefined) {
                throw interruption;
            }
            const controller = new AbortController();
            // Every wait of an operation listens, and the rule of thumb behind Node's warning does not hold here.
            setMaxListeners(0, controller.signal);
            const result = work(controller.signal);
            running.set(
                controller,
                result.catch(() => undefined),
            );
            try {
                return await result;
            } finally {
                running.delete(controller);
            }
        },

        interrupt(reason) {
            interruption ??= reason;
            for (const controller of running.keys()) {
                controller.abort(interruption);
            }
        },

        resume() {
            interruption = undefined;
        },

        get busy() {
            return running.size > 0;
        },

        async idle() {
            while (running.size > 0) {
                await Promise.all(running.values());
            }
        },
    };
}
