import { orderId as parseOrderId, type NumberOrderAnswer, type OrderId } from "../callfire/types";
import { ordersByCount, type Attempt } from "./attempt";
import { NotAdopted, OrderUnfinished } from "./errors";
import { factsOf, settledNow } from "./follow";
import type { Progress } from "./goal";
import { absorb, resolve } from "./held";
import { isNumber, listItems, noPicks, noWants, sortItems, type Items, type Wants } from "./items";
import { isByCount, type Entry } from "./journal/entry";
import type { JournalRecord, Look } from "./journal/journal";
import { findHolders } from "./holders";
import { endOf, findOwned } from "./ownership";
import { sentFor, wantsAmong } from "./place";
import { fitsRegion } from "./region";
import type { Operation } from "./session";
import { phaseOfStatus } from "./status";
import { itemsOf, waitForOrder } from "./wait";

/** From now on this resource holds listed names that the account owned already. */
export async function adoptListed(
    names: readonly string[],
    progress: Progress,
    look: Look,
    operation: Operation,
): Promise<Progress> {
    const wants = { ...noWants, numbers: names.filter(isNumber), keywords: names.filter((name) => !isNumber(name)) };
    const facts = { outcome: "owned", wants, acquired: sortItems(names) } as const;
    const record = await settleIn(undefined, look, progress, operation, facts);
    return { ...progress, held: absorb(progress.held, record.entry) };
}

/** What an attempt bought whose answer or whose machine was lost. Its order's id is asked for, and given up quietly. */
export async function adoptNames(
    attempt: Attempt,
    names: readonly string[],
    progress: Progress,
    look: Look,
    operation: Operation,
): Promise<Progress> {
    const { session, report, signal } = operation;
    const orderId = await session.client.findOrderId(names, signal).catch(() => undefined);
    const wants = wantsAmong(attempt, names);
    const acquired = sortItems(names);
    const facts = { attempt: attempt.id, outcome: "found", wants, acquired, ...(orderId && { orderId }) } as const;
    const record = await settleIn(sentFor(attempt, names, look), look, progress, operation, facts);
    report.note(
        `${names.join(", ")}: bought by an interrupted run${orderId === undefined ? "" : ` with order ${orderId}`}, found in the account`,
    );
    return { ...progress, held: absorb(progress.held, record.entry) };
}

/**
 * Adopts an order that was placed before: waits for it and holds what it acquired, if all of that fits the declaration, is still
 * renewed, and is held by nobody else (decisions/0018). Whatever an order by count has left in doubt is settled by this.
 */
export async function adoptOrder(
    id: string,
    wants: Wants,
    progress: Progress,
    look: Look,
    operation: Operation,
): Promise<Progress> {
    const orderId = parseOrderId(id);
    const answer = await awaitOrder(orderId, operation);
    const holder = look.others.find((entry) => entry.orderId === orderId && entry.uid !== progress.held.uid);
    const misfit =
        holder === undefined
            ? await findMisfit(itemsOf(answer), wants, progress, look, operation)
            : `it belongs to ${holder.urn}`;
    if (misfit !== undefined) {
        throw new NotAdopted(`adoptOrderId: order ${id} does not fit the declaration: ${misfit}. Nothing was changed.`);
    }
    // In one revision, when all is known: an adoption that is interrupted before has changed nothing and starts again.
    const facts = { ...factsOf(answer), outcome: "ordered", orderId, wants } as const;
    const inDoubt = look.records.find(({ entry }) => entry.phase === "sending" && isByCount(entry));
    const record = await settleIn(inDoubt, look, progress, operation, facts);
    const byCount = progress.held.unresolved.filter(ordersByCount);
    const held = byCount.reduce((known, { id: attempt }) => resolve(known, attempt), progress.held);
    return { ...progress, held: absorb(held, record.entry), hasOrdered: true };
}

async function awaitOrder(id: OrderId, operation: Operation): Promise<NumberOrderAnswer> {
    const { value: answer, problem } = await waitForOrder(id, "not known yet", operation);
    if (problem !== undefined || answer === undefined) {
        throw problem instanceof OrderUnfinished && answer === undefined
            ? new NotAdopted(`adoptOrderId: order ${id} can't be read: ${problem.why}. Nothing was changed.`)
            : (problem ?? new NotAdopted(`adoptOrderId: order ${id} is not known. Nothing was changed.`));
    }
    if (phaseOfStatus(answer.status) === "paymentFailed") {
        throw new NotAdopted(`adoptOrderId: order ${id} is ${answer.status}: its payment failed. Nothing was changed.`);
    }
    return answer;
}

async function findMisfit(
    items: Items,
    wants: Wants,
    { held }: Progress,
    look: Look,
    operation: Operation,
): Promise<string | undefined> {
    const unlisted = (numbers: readonly string[]): string[] =>
        numbers.filter((number) => !wants.numbers.includes(number));
    const local = unlisted(items.localNumbers);
    const words = items.keywords.filter((keyword) => !wants.keywords.includes(keyword));
    const isMore = local.length > (wants.local?.count ?? 0) || unlisted(items.tollFreeNumbers).length > wants.tollFree;
    if (isMore || words.length > 0) {
        return `it acquired ${listItems(items).join(", ")}`;
    }
    const names = listItems(items);
    const owned = await findOwned(names, operation.session, operation.signal);
    const holders = await findHolders(look, held, operation);
    for (const name of names) {
        const thing = owned.get(name);
        const holder = holders.get(name);
        if (thing === undefined) {
            return `${name} is no longer owned`;
        }
        if (!thing.lease.autoRenew) {
            return `${name} was released, and its lease ends ${endOf(thing.lease)}`;
        }
        if (holder !== undefined) {
            return `${name} is held by ${holder.urn}`;
        }
        if (local.includes(name) && "number" in thing && !fitsRegion(thing, wants.local?.region)) {
            return `${name} is not of the declared region`;
        }
    }
    return undefined;
}

/** Notes it in an entry whose order is in doubt, or else in one of its own. */
async function settleIn(
    inDoubt: JournalRecord | undefined,
    look: Look,
    { held }: Progress,
    { session, owner, attempt }: Operation,
    facts: Pick<Entry, "wants"> & Partial<Entry>,
): Promise<JournalRecord> {
    const ours = { uid: held.uid, urn: owner.urn, ...settledNow(session) };
    if (inDoubt !== undefined) {
        return session.journal.advance(inDoubt, { ...facts, ...ours });
    }
    return session.journal.reserve(look.nextEntry, {
        ...ours,
        stack: await owner.stack.identity(),
        attempt: attempt?.id ?? held.attempt ?? "",
        account: session.account,
        picks: noPicks,
        ...facts,
    });
}
