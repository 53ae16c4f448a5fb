import { RefusedError, UnsentError } from "../callfire/errors";
import type { OrderId, OrderRequest } from "../callfire/types";
import { wantsNumbers } from "./doubt";
import { OrderRefused, OrderUnsent, Overtaken } from "./errors";
import { countItems, countWanted, describeWants } from "./items";
import type { Items, Wants } from "./items";
import type { Record } from "./journal";
import { ownedItems, takePicture } from "./picture";
import type { Picture } from "./picture";
import type { Operation } from "./session";
import { findNewer, settle } from "./settle";
import type { Settlement } from "./settle";

/** Pauses before an order that certainly was not sent is tried again. */
const pausesMilliseconds = [1_000, 2_000, 4_000, 8_000];
/** On an interrupt or a time-out, how long a request that is under way may still bring the order's id. */
const graceMilliseconds = 1_000;

export interface Intent {
    /** Claims the next entry for this owner, or answers with one that is claimed already: nothing of it was sent yet. */
    readonly claim: () => Promise<Record>;
    readonly wants: Wants;
    readonly life: string;
}

/**
 * Places one order and waits for it. The picture of the account that goes into the journal is what settles a lost answer later,
 * and it is checked before anything is sent.
 * @param examine answers which of the listed items are owned already and taken over: then nothing is ordered yet; throws when
 * the account, as it is, forbids the order.
 * @throws Overtaken when somebody else has claimed since this owner was looked at.
 * @throws Error when nothing was sent or CallFire refused: nothing was bought, and the claim is withdrawn.
 */
export async function placeOrder(
    { claim, wants, life }: Intent,
    examine: (picture: Picture, claim: Record) => Promise<Items>,
    operation: Operation,
    signal: AbortSignal,
): Promise<Settlement> {
    const { session, report } = operation;
    /** A claim of ours whose order was not sent. */
    let claimed: Record | undefined;
    for (let attempt = 0; ; attempt++) {
        const sent = await order();
        if (!(sent instanceof UnsentError)) {
            return "problem" in sent ? sent : settle(sent.record, operation, signal);
        }
        const pause = pausesMilliseconds[attempt];
        if (pause === undefined || signal.aborted) {
            await giveBack();
            throw new OrderUnsent(describeWants(wants), sent.message);
        }
        report.progress(`${sent.message}; nothing was sent, trying again in ${String(pause / 1000)} s`);
        await session.time.sleep(pause, signal).catch(() => undefined);
    }

    async function giveBack(): Promise<void> {
        if (claimed !== undefined) {
            await session.journal.withdraw(claimed);
        }
    }

    /**
     * A process that dies leaves one order in doubt at most, whose answer no sibling's could be taken for. Of hundreds that are
     * to be placed only the one whose turn it is needs more than its place in the line.
     */
    async function order(): Promise<Settlement | UnsentError> {
        try {
            return await session.orderLine.turn(signal, async () => {
                const unsent = claimed ?? (await claim());
                claimed = undefined;
                const sending = await intend(unsent);
                return sending.entry.phase === "settled" ? { record: sending } : await post(sending);
            });
        } catch (error) {
            await giveBack().catch(() => undefined);
            if (!signal.aborted || error !== signal.reason) {
                throw error;
            }
            const what = `${messageOf(error)}, and orders are placed one after another`;
            const advice = `Run "pulumi up" again; customTimeouts says how long it may take.`;
            throw new OrderUnsent(describeWants(wants), what, advice);
        }
    }

    /** Everything that may forbid the order is asked before the journal says that a request may have left. */
    async function intend(unsent: Record): Promise<Record> {
        try {
            signal.throwIfAborted();
            const lists = { numbers: wantsNumbers(wants), keywords: wants.keywords.length > 0 };
            const picture = await takePicture(session.client, lists, signal);
            const owned = await examine(picture, unsent);
            await operation.assertEngineAlive();
            if (countItems(owned) > 0) {
                const numbers = [...owned.localNumbers, ...owned.tollFreeNumbers];
                return await session.journal.advance(unsent, {
                    phase: "settled",
                    outcome: "owned",
                    wants: { numbers, keywords: owned.keywords, tollFree: 0 },
                    acquired: owned,
                    life,
                });
            }
            return await session.journal.advance(unsent, {
                phase: "sending",
                wants,
                life,
                ownedBefore: ownedItems(picture),
            });
        } catch (error) {
            // Fails where another process has taken the claim up meanwhile: then it is no longer ours to withdraw.
            await session.journal.withdraw(unsent).catch(() => undefined);
            throw error;
        }
    }

    async function post(sending: Record): Promise<Settlement | UnsentError> {
        let orderId: OrderId;
        const grace = afterGrace(signal, session.time);
        try {
            orderId = await session.client.placeNumberOrder(requestOf(wants), grace.signal);
            report.note(`order ${orderId} placed: ${describeWants(wants)} (intent ${sending.entry.intent})`);
        } catch (error) {
            if (error instanceof UnsentError) {
                claimed = await onNewest(sending, (record) => session.journal.advance(record, { phase: "claimed" }));
                return error;
            }
            if (error instanceof RefusedError) {
                await onNewest(sending, (record) => session.journal.withdraw(record)).catch((unnoted: unknown) => {
                    report.warn(messageOf(unnoted));
                });
                throw new OrderRefused(describeWants(wants), error.words ?? error.what);
            }
            report.warn(`${messageOf(error)}: the order's answer is lost, looking at the account`);
            return { record: sending };
        } finally {
            grace.end();
        }
        try {
            const phase = "placed";
            return { record: await onNewest(sending, (record) => session.journal.advance(record, { phase, orderId })) };
        } catch (error) {
            // The state takes the id; the journal still shows the intent, so that it is not sent again either way.
            const known = { ...sending, entry: { ...sending.entry, phase: "placed", orderId, status: "NEW" } } as const;
            return { record: known, problem: error instanceof Error ? error : new Error(String(error)) };
        }
    }

    /**
     * What became of the request is known here alone. A later run that found the entry may follow it already, and has then
     * written steps of its own: the word goes upon the newest.
     */
    async function onNewest<Result>(sending: Record, write: (record: Record) => Promise<Result>): Promise<Result> {
        for (let record = sending; ;) {
            try {
                return await write(record);
            } catch (error) {
                const newer = error instanceof Overtaken ? await findNewer(record, session.journal) : undefined;
                if (newer?.entry.phase !== "sending") {
                    throw error;
                }
                record = newer;
            }
        }
    }
}

function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

function afterGrace(signal: AbortSignal, time: Operation["session"]["time"]): { signal: AbortSignal; end: () => void } {
    const grace = new AbortController();
    const expire = (): void => {
        void time.sleep(graceMilliseconds).then(() => {
            grace.abort(signal.reason);
        });
    };
    if (signal.aborted) {
        expire();
    } else {
        signal.addEventListener("abort", expire, { once: true });
    }
    return { signal: grace.signal, end: () => signal.removeEventListener("abort", expire) };
}

function requestOf(wants: Wants): OrderRequest {
    if (countWanted(wants) === 0) {
        throw new Error("An order asks for at least one number or keyword.");
    }
    return {
        ...(wants.numbers.length > 0 && { numbers: wants.numbers }),
        ...(wants.keywords.length > 0 && { keywords: wants.keywords }),
        ...(wants.local !== undefined && { local: wants.local }),
        ...(wants.tollFree > 0 && { tollFreeCount: wants.tollFree }),
    };
}
