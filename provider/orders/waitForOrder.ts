import { CallFireError, SlowDownError, isTransient } from "../callfire/errors";
import type { NumberOrderAnswer, OrderId } from "../callfire/types";
import { OrderUnfinished } from "./errors";
import type { Items } from "./items";
import type { Operation } from "./session";
import { describeWait, phaseOfStatus } from "./status";

/** An order as far as it is known. `answer` is absent when not a single poll was answered. */
export interface Waited {
    readonly answer?: NumberOrderAnswer;
    /** Why the wait ended before the order did. */
    readonly problem?: Error;
}

/** What ends a wait: the operation's own time-out, told apart from an interrupt. */
export class WaitedLongEnough extends Error {}

/**
 * Polls an order until it is over, its payment has failed, or the operation's time or patience ends. It can be called again for
 * the same order at any time, by any process: the id is all it needs.
 */
export async function waitForOrder(
    id: OrderId,
    knownStatus: string,
    operation: Operation,
    signal: AbortSignal,
): Promise<Waited> {
    const { session, report } = operation;
    const began = session.time.elapsed();
    let answer: NumberOrderAnswer | undefined;
    for (;;) {
        try {
            answer = await session.pollClock.turn(id, signal, () => session.client.getNumberOrder(id, signal));
            const phase = phaseOfStatus(answer.status);
            report.progress(describeProgress(answer, secondsSince(began)));
            if (phase !== "pending" && phase !== "waitingForPerson") {
                return { answer };
            }
        } catch (error) {
            if (signal.aborted || !isTransient(error)) {
                return { ...(answer && { answer }), problem: explain(error) };
            }
            report.progress(`order ${id}: ${(error as CallFireError).message}; asking again`);
            const pause = error instanceof SlowDownError ? (error.retryAfterMs ?? 0) : 0;
            // A pause that is cut short by the signal is noticed by the next turn.
            await session.time.sleep(pause, signal).catch(() => undefined);
        }
    }

    function secondsSince(start: number): number {
        return (session.time.elapsed() - start) / 1000;
    }

    function explain(error: unknown): Error {
        const status = answer?.status ?? knownStatus;
        if (signal.aborted) {
            const why = signal.reason instanceof WaitedLongEnough ? describeWait(status) : "interrupted";
            return new OrderUnfinished(id, status, secondsSince(began), why);
        }
        const what = error instanceof Error ? error.message : String(error);
        return new OrderUnfinished(id, status, secondsSince(began), what);
    }
}

/** `order 1428507003 PROCESSING, 12 s, 0 of 2` */
function describeProgress(answer: NumberOrderAnswer, seconds: number): string {
    const kinds = [answer.localNumbers, answer.tollFreeNumbers, answer.keywords];
    const got = kinds.reduce((sum, kind) => sum + (kind?.fulfilled.length ?? 0), 0);
    const ordered = kinds.reduce((sum, kind) => sum + (kind?.ordered ?? 0), 0);
    const wait = describeWait(answer.status);
    return `order ${answer.id} ${answer.status}, ${Math.round(seconds)} s, ${got} of ${ordered}${wait && `: ${wait}`}`;
}

export function itemsOf(answer: NumberOrderAnswer): Items {
    return {
        localNumbers: answer.localNumbers?.fulfilled ?? [],
        tollFreeNumbers: answer.tollFreeNumbers?.fulfilled ?? [],
        keywords: (answer.keywords?.fulfilled ?? []).map((keyword) => keyword.toUpperCase()),
    };
}
