import { RefusedError, SlowDownError, isTransient } from "../callfire/errors";
import type { NumberOrderAnswer, OrderId } from "../callfire/types";
import { OrderUnfinished } from "./errors";
import { countItems, formatMoney, type Items } from "./items";
import type { Operation, Outcome } from "./session";
import { describeWait, phaseOfStatus } from "./status";
import { messageOf } from "./thrown";

/** An order may be invisible for a moment after it was placed. */
const invisibleMilliseconds = 60_000;
/** CallFire: an order normally needs up to 20 seconds. So long a finished one may still be filled in. */
const fillingMilliseconds = 20_000;

/** What ends a wait: the operation's own time-out, told apart from an interrupt. */
export class DeadlinePassed extends Error {}

/**
 * Polls an order until it is over, its payment has failed, or the operation's time or patience ends. It can be called again for
 * the same order at any time, by any process: the id is all it needs.
 * @returns the order as far as it is known; no value when not a single poll was answered
 */
export async function waitForOrder(
    id: OrderId,
    knownStatus: string,
    { session, report, signal }: Operation,
): Promise<Outcome<NumberOrderAnswer | undefined>> {
    const { time } = session;
    const began = time.elapsed();
    let answer: NumberOrderAnswer | undefined;
    let finishedAt: number | undefined;
    for (;;) {
        try {
            const polled = await session.pollLimiter.turn(id, signal, () => session.client.getNumberOrder(id, signal));
            answer = polled;
            const words = describeOrder(polled, time.elapsed() - began);
            if (isOverOrStuck(polled)) {
                finishedAt ??= time.elapsed();
                if (isFilled(polled) || time.elapsed() - finishedAt >= fillingMilliseconds) {
                    report.note(words);
                    return { value: polled };
                }
            }
            report.progress(words);
        } catch (error) {
            const isInvisible =
                error instanceof RefusedError && error.status === 404 && time.elapsed() - began < invisibleMilliseconds;
            if (signal.aborted || (!isTransient(error) && !isInvisible)) {
                return { value: answer, problem: explain(error) };
            }
            report.progress(
                isInvisible ? `order ${id}: not visible yet` : `order ${id}: ${messageOf(error)}; asking again`,
            );
            const pause = error instanceof SlowDownError ? (error.retryAfterMs ?? 0) : 0;
            // A pause that is cut short by the signal is noticed by the next turn.
            await time.sleep(pause, signal).catch(() => undefined);
        }
    }

    function explain(error: unknown): Error {
        const isDeadline = signal.reason instanceof DeadlinePassed;
        const status = answer?.status ?? knownStatus;
        const why = signal.aborted ? (isDeadline ? describeWait(status) : "interrupted") : messageOf(error);
        return new OrderUnfinished(id, status, (time.elapsed() - began) / 1000, why);
    }
}

function isOverOrStuck({ status }: NumberOrderAnswer): boolean {
    const phase = phaseOfStatus(status);
    return phase !== "pending" && phase !== "waitingForPerson";
}

/** A failed order brings nothing more; a finished one may be told before its numbers are. */
function isFilled(answer: NumberOrderAnswer): boolean {
    return phaseOfStatus(answer.status) !== "done" || countItems(itemsOf(answer)) >= countOrdered(answer);
}

/** `order 1428507003 PROCESSING, 12 s, 0 of 2`, and in the end `order 1428507003 FINISHED, 2 of 2, 3.00` */
export function describeOrder(answer: NumberOrderAnswer, milliseconds: number): string {
    const got = countItems(itemsOf(answer));
    const wait = describeWait(answer.status);
    const isOver = isOverOrStuck(answer);
    return [
        `order ${answer.id} ${answer.status}`,
        ...(isOver ? [] : [`${String(Math.round(milliseconds / 1000))} s`]),
        `${String(got)} of ${String(countOrdered(answer))}${wait && `: ${wait}`}`,
        ...(isOver && answer.totalCost !== undefined ? [formatMoney(answer.totalCost)] : []),
    ].join(", ");
}

function countOrdered({ localNumbers, tollFreeNumbers, keywords }: NumberOrderAnswer): number {
    return [localNumbers, tollFreeNumbers, keywords].reduce((sum, kind) => sum + (kind?.ordered ?? 0), 0);
}

export function itemsOf(answer: NumberOrderAnswer): Items {
    return {
        localNumbers: answer.localNumbers?.fulfilled ?? [],
        tollFreeNumbers: answer.tollFreeNumbers?.fulfilled ?? [],
        keywords: (answer.keywords?.fulfilled ?? []).map((keyword) => keyword.toUpperCase()),
    };
}
