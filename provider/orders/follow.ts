import { orderId as parseOrderId } from "../callfire/types";
import type { NumberOrderAnswer, OrderId } from "../callfire/types";
import type { OrderSeen } from "./decide";
import { Ended, EntryGone, JournalUnavailable, OrderFailed, PaymentFailed } from "./errors";
import type { Progress } from "./goal";
import { absorb, settle } from "./held";
import type { Held } from "./held";
import { countOfBulk, joinItems, listItems, listPicks, noPicks, sortItems } from "./items";
import type { Items } from "./items";
import type { Entry } from "./journal/entry";
import { heldBy, namesAsked } from "./journal/entry";
import type { JournalRecord, Look } from "./journal/journal";
import { findHolders } from "./holders";
import { findOwned, fitsDay } from "./ownership";
import { callFireSecond, mayLag } from "./session";
import type { Operation, Session } from "./session";
import { phaseOfStatus } from "./status";
import { unitPricesOf } from "./prices";
import { itemsOf, waitForOrder } from "./wait";

/** Waits for an order whose id is known, and takes in what it acquired. @throws Ended when it is not over, or has failed. */
export async function follow(seen: OrderSeen, progress: Progress, look: Look, operation: Operation): Promise<Progress> {
    const id = parseOrderId(seen.orderId ?? "");
    const record = await recordOf(seen, id, progress, look, operation);
    const held = settle(progress.held, record.entry);
    const { value: answer, problem } = await waitForOrder(id, record.entry.status ?? "NEW", operation);
    if (answer === undefined) {
        throw new Ended(absorb(held, record.entry), problem ?? new Error(`Order ${id} was not answered.`));
    }
    const told = await withoutStrangers(answer, record, held, look, operation);
    const facts = { ...factsOf(answer), acquired: told };
    if (problem !== undefined || phaseOfStatus(answer.status) === "paymentFailed") {
        const noted = await advanceOrKeep(record, facts, operation);
        throw new Ended(absorb(held, noted.entry), problem ?? new PaymentFailed(id, seen.intent, answer.status));
    }
    const acquired = await withOwned(told, record, held, look, operation);
    const settled = await advanceOrKeep(
        record,
        { ...facts, acquired, ...settledNow(operation.session), outcome: "ordered" },
        operation,
    );
    const taken = absorb(held, settled.entry);
    if (phaseOfStatus(answer.status) === "failed") {
        throw new Ended(taken, new OrderFailed(id, answer.status, listItems(acquired)));
    }
    const isOwn = record.entry.attempt === operation.attempt?.id;
    return {
        ...progress,
        held: taken,
        hasOrdered: progress.hasOrdered || isOwn,
        ordered: [...progress.ordered, ...listItems(acquired)],
    };
}

/** What an order says that it acquired, as far as it asked for it and nobody else holds it. */
async function withoutStrangers(
    answer: NumberOrderAnswer,
    { entry }: JournalRecord,
    held: Held,
    look: Look,
    operation: Operation,
): Promise<Items> {
    const told = itemsOf(answer);
    const isNamed = countOfBulk(entry.wants) === 0 || listPicks(entry.picks).length > 0;
    const asked = namesAsked(entry);
    const holders = await findHolders(look, held, operation);
    const isStrange = (name: string): boolean => holders.has(name) || (isNamed && !asked.includes(name));
    const strangers = listItems(told).filter(isStrange);
    if (strangers.length === 0) {
        return told;
    }
    operation.report.warn(
        `Order ${answer.id} tells that it acquired ${strangers.join(", ")}, which it did not ask for or another resource holds. Left alone.`,
    );
    return sortItems(listItems(told).filter((name) => !isStrange(name)));
}

/** Takes in what an order of an earlier run brought. Since then it may have been given up elsewhere. */
export async function takeIn({ record }: OrderSeen, progress: Progress, operation: Operation): Promise<Progress> {
    if (record === undefined) {
        return progress;
    }
    const { session, owner, report, signal } = operation;
    const ours = { uid: progress.held.uid, urn: owner.urn };
    const taken = record.entry.uid === ours.uid ? record : await session.journal.advance(record, ours);
    const names = heldBy(taken.entry);
    const owned = await findOwned(names, session, signal);
    const lapsed = names.filter((name) => {
        const lease = owned.get(name)?.lease;
        return lease === undefined ? !mayLag(taken.entry.settledAt, session) : !lease.autoRenew;
    });
    if (lapsed.length > 0) {
        report.warn(`${lapsed.join(", ")}: brought by an earlier run, but no longer owned, or released since`);
        await session.journal.release(taken, lapsed).catch(() => undefined);
    }
    const entry = { ...taken.entry, released: [...(taken.entry.released ?? []), ...lapsed] };
    const ordered = entry.outcome === "ordered" ? [...progress.ordered, ...heldBy(entry)] : progress.ordered;
    return { ...progress, held: absorb(settle(progress.held, entry), entry), ordered };
}

/** The state may name an order that this journal does not know: it was placed elsewhere, or could not be noted. */
async function recordOf(
    { record, intent, wants: asked }: OrderSeen,
    orderId: OrderId,
    { held }: Progress,
    look: Look,
    { session, owner, attempt }: Operation,
): Promise<JournalRecord> {
    const ours = { uid: held.uid, urn: owner.urn };
    if (record === undefined) {
        const { picks = noPicks, ...wants } = asked;
        return session.journal.reserve(look.nextEntry, {
            ...ours,
            stack: await owner.stack.identity(),
            attempt: held.attempt ?? attempt?.id ?? "",
            account: session.account,
            phase: "placed",
            intent,
            wants,
            picks,
            orderId,
        });
    }
    const changes: Partial<Entry> = {
        ...(record.entry.phase === "sending" && { phase: "placed", orderId }),
        ...(record.entry.uid !== held.uid && ours),
    };
    return Object.keys(changes).length === 0 ? record : session.journal.advance(record, changes);
}

/** An order has succeeded where the account owns what it named and nobody else holds it, whatever its answer lists. */
async function withOwned(
    acquired: Items,
    { entry }: JournalRecord,
    held: Held,
    look: Look,
    operation: Operation,
): Promise<Items> {
    const { session, signal } = operation;
    const missing = namesAsked(entry).filter((name) => !listItems(acquired).includes(name));
    if (missing.length === 0) {
        return acquired;
    }
    const owned = await findOwned(missing, session, signal).catch(() => undefined);
    // Since it was placed somebody else may have bought what it did not get.
    const { records } = await session.journal.read().catch(() => ({ records: [] }));
    const ours = look.records.map((known) => known.entry.intent);
    const others = records
        .map((other) => other.entry)
        .filter(({ account, intent }) => account === session.account && !ours.includes(intent));
    const holders = await findHolders({ ...look, others }, held, operation);
    const found = missing.filter((name) => {
        const lease = owned?.get(name)?.lease;
        return lease?.autoRenew === true && fitsDay(lease, entry.reservedAt.slice(0, 10)) && !holders.has(name);
    });
    return joinItems(acquired, sortItems(found));
}

/** The journal may be gone while the order is not: the state shall have all that is known. */
async function advanceOrKeep(
    record: JournalRecord,
    changes: Partial<Entry>,
    operation: Operation,
): Promise<JournalRecord> {
    try {
        return await operation.session.journal.advance(record, changes);
    } catch (error) {
        if (!(error instanceof EntryGone) && !(error instanceof JournalUnavailable)) {
            throw error;
        }
        operation.report.warn(error.message);
        return { ...record, entry: { ...record.entry, ...changes } };
    }
}

/** What it brought is known from now on. */
export function settledNow(session: Session): Pick<Entry, "phase" | "settledAt"> {
    return { phase: "settled", settledAt: callFireSecond(session) };
}

/** What an order's answer adds to its entry. */
export function factsOf(answer: NumberOrderAnswer): Partial<Entry> {
    const prices = unitPricesOf(answer);
    return {
        status: answer.status,
        acquired: itemsOf(answer),
        ...(answer.totalCost !== undefined && { totalCost: answer.totalCost }),
        ...(answer.created !== undefined && { createdAt: answer.created }),
        ...(Object.keys(prices).length > 0 && { unitPrices: prices }),
    };
}
