import type { NumberOrderAnswer } from "../callfire/types";
import { settleDoubt } from "./doubt";
import type { Entry } from "./entry";
import { OrderFailed, Overtaken, PaymentFailed } from "./errors";
import { listItems } from "./items";
import type { Journal, Record } from "./journal";
import type { Operation } from "./session";
import { phaseOfStatus } from "./status";
import { itemsOf, waitForOrder } from "./waitForOrder";

/** An entry as far as it has come; `problem` says why no further. What is known of it is in `record` either way. */
export interface Settlement {
    readonly record: Record;
    readonly problem?: Error;
}

/**
 * Follows an entry that may have been sent to its end: a doubt by looking, an order by waiting. Never orders anything.
 * @throws Overtaken when somebody else has found out that nothing was bought: look again.
 */
export async function settle(record: Record, operation: Operation, signal: AbortSignal): Promise<Settlement> {
    try {
        switch (record.entry.phase) {
            case "sending":
                return { record: await settleDoubt(record, operation, signal) };
            case "placed":
                return await settlePlaced(record, operation, signal);
            case "settled":
            case "closed":
                return { record };
            case "claimed":
                throw new Overtaken(record.name);
        }
    } catch (error) {
        if (!(error instanceof Overtaken)) {
            return { record, problem: asError(error) };
        }
        // An orphan of an earlier run was waiting too and was faster: its word is as good.
        const newest = await findNewer(record, operation.session.journal);
        if (newest === undefined) {
            throw error;
        }
        return settle(newest, operation, signal);
    }
}

/** The entry as somebody else has moved it on meanwhile; undefined when it is gone, or given up: then nothing was bought. */
export async function findNewer(record: Record, journal: Journal): Promise<Record | undefined> {
    const newest = (await journal.read()).records.find(({ name }) => name === record.name);
    if (newest === undefined || newest.entry.intent !== record.entry.intent || newest.step <= record.step) {
        return undefined;
    }
    const isGivenUp = newest.entry.phase === "closed" && newest.entry.outcome === undefined;
    return isGivenUp ? undefined : newest;
}

async function settlePlaced(record: Record, operation: Operation, signal: AbortSignal): Promise<Settlement> {
    const { entry } = record;
    if (entry.orderId === undefined) {
        throw new Error(`The journal entry ${record.name} is placed but names no order.`);
    }
    const { answer, problem } = await waitForOrder(entry.orderId, entry.status ?? "NEW", operation, signal);
    if (answer === undefined) {
        return { record, ...(problem && { problem }) };
    }
    const known = { ...record, entry: { ...entry, ...factsOf(answer) } };
    if (problem !== undefined) {
        return { record: known, problem };
    }
    if (phaseOfStatus(answer.status) === "paymentFailed") {
        const isNews = answer.status !== entry.status;
        const noted = isNews ? operation.session.journal.advance(record, factsOf(answer)) : known;
        // Only for who looks into the journal: the problem is told either way.
        const newest = await Promise.resolve(noted).catch(() => known);
        return { record: newest, problem: new PaymentFailed(entry.orderId, entry.intent, answer.status) };
    }
    const failure =
        phaseOfStatus(answer.status) === "failed"
            ? { problem: new OrderFailed(entry.orderId, answer.status, listItems(itemsOf(answer))) }
            : {};
    const changes = { ...factsOf(answer), phase: "settled", outcome: "ordered" } as const;
    try {
        return { record: await operation.session.journal.advance(record, changes), ...failure };
    } catch (error) {
        if (error instanceof Overtaken) {
            throw error;
        }
        // The journal can't be written, but the state still can: it shall have all that is known.
        return { record: { ...record, entry: { ...entry, ...changes } }, problem: asError(error) };
    }
}

/** What an order's answer adds to its entry. */
export function factsOf(answer: NumberOrderAnswer): Partial<Entry> {
    return {
        status: answer.status,
        acquired: itemsOf(answer),
        ...(answer.totalCost !== undefined && { totalCost: answer.totalCost }),
        ...(answer.created !== undefined && { createdAt: answer.created }),
    };
}

function asError(error: unknown): Error {
    return error instanceof Error ? error : new Error(String(error));
}
