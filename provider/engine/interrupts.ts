import { setMaxListeners } from "node:events";

/** The calls that are under way. An interrupt ends all their waits, and what they know is then saved (decisions/0037). */
export interface Operations {
    /** @throws the reason of an interrupt that came before */
    run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
    /** Ends what runs and refuses what comes after, until `resume`. */
    interrupt(reason: Error): void;
    /** Another engine is attached, which knows nothing of an interrupt. */
    resume(): void;
    readonly busy: boolean;
    /** Resolves as soon as nothing runs. */
    idle(): Promise<void>;
}

export class Interrupted extends Error {
    constructor() {
        super(`Interrupted. What was ordered until then is saved; run "pulumi up" to go on.`);
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

export interface LeaveOptions {
    /** The process, which emits its signals. */
    readonly signals: { on(signal: NodeJS.Signals, listener: () => void): unknown };
    readonly operations: Operations;
    /** Delivers the lines that are under way. */
    readonly flush: () => Promise<void>;
    readonly exit: () => void;
    /** How long an answer takes to leave this process after its operation has ended. */
    readonly answerMilliseconds?: number;
    /** How long operations may take to end: what they have asked for is on record, and the next run goes on. */
    readonly endMilliseconds?: number;
}

/**
 * The engine interrupts its providers when it ends, and waits for them: what runs then ends early, and the process with it.
 * @returns ends the process when nothing runs any more
 */
export function leaveWhenInterrupted(options: LeaveOptions): () => Promise<void> {
    const { signals, operations, flush, exit, answerMilliseconds = 250, endMilliseconds = 180_000 } = options;

    async function leave(): Promise<void> {
        const answers = operations.busy ? answerMilliseconds : 0;
        setTimeout(exit, endMilliseconds).unref();
        await operations.idle();
        await flush();
        setTimeout(exit, answers);
    }

    for (const signal of ["SIGINT", "SIGTERM"] as const) {
        signals.on(signal, () => {
            operations.interrupt(new Interrupted());
            void leave();
        });
    }
    return leave;
}
