import { setTimeout as delay } from "node:timers/promises";
import { CallFireError, SlowDownError, UnclearError, UnsentError, isTransient } from "./errors";

/** After which errors a call may be made again. Each call of the client names its own. */
export type RepeatRule = (error: unknown) => boolean;

/** Calls that read: whatever may pass. */
export const whenTransient: RepeatRule = isTransient;

/** What is made under a RequestId: whoever makes it must hear of each request that may have been carried out. */
export const whenUnsent: RepeatRule = (error) => error instanceof UnsentError;

/** Releases: only where the request did not leave, or where CallFire asks for patience. Not after an unclear answer. */
export const whenNotTaken: RepeatRule = (error) => error instanceof UnsentError || error instanceof SlowDownError;

/** How pauses are made and spread. */
export interface Pauses {
    sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
    /** 0 to 1. */
    random: () => number;
}

const mostTries = 4;
const firstPauseMs = 500;

/**
 * Makes a call up to four times, as long as the rule allows it. Rejects with the last error, or with the signal's
 * reason; with an `UnclearError` that the rule does not repeat also where the signal has aborted.
 */
export async function repeat<Answer>(
    rule: RepeatRule,
    pauses: Pauses,
    signal: AbortSignal | undefined,
    call: () => Promise<Answer>,
): Promise<Answer> {
    for (let tried = 1; ; tried++) {
        try {
            return await call();
        } catch (error) {
            if (error instanceof UnclearError && !rule(error)) {
                // It may have been carried out: that outranks that nobody waits for it any more.
                throw error;
            }
            signal?.throwIfAborted();
            if (tried === mostTries || !rule(error)) {
                throw error;
            }
            await pauses.sleep(pauseMs(tried, error, pauses.random), signal);
            signal?.throwIfAborted();
        }
    }
}

/** Doubles each time, at random between half and whole, and never shorter than CallFire asked for. */
function pauseMs(tried: number, error: unknown, random: () => number): number {
    const backoff = firstPauseMs * 2 ** (tried - 1) * (0.5 + random() / 2);
    const asked = error instanceof CallFireError ? (error.retryAfterMs ?? 0) : 0;
    return Math.max(backoff, asked);
}

/** Waits, and rejects with the signal's reason as soon as it is aborted. */
export async function sleepFor(ms: number, signal?: AbortSignal): Promise<void> {
    try {
        await delay(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
        throw signal?.aborted === true ? signal.reason : error;
    }
}
