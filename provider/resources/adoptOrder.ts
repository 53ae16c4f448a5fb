import type { NumberOrderAnswer, OrderId } from "../callfire/types";
import type { Entry } from "../orders/entry";
import { NotTakenOver, OrderUnfinished } from "../orders/errors";
import { countItems, listItems } from "../orders/items";
import type { Items, Wants } from "../orders/items";
import type { Record } from "../orders/journal";
import { takePicture } from "../orders/picture";
import { fitsRegion } from "../orders/region";
import type { Operation, Session } from "../orders/session";
import { factsOf } from "../orders/settle";
import type { Settlement } from "../orders/settle";
import { phaseOfStatus } from "../orders/status";
import { claimsByItem, leaseOf, whyNotHeld } from "../orders/takeOver";
import type { Claims } from "../orders/takeOver";
import { itemsOf, waitForOrder } from "../orders/waitForOrder";

/**
 * Takes over an order that was placed before, instead of placing one: waits for it and holds what it acquired, if all of that fits
 * the declaration, is still renewed, and is held by nobody else.
 */
export async function adoptOrder(
    { claim, wants, life }: { readonly claim: Record; readonly wants: Wants; readonly life: string },
    id: OrderId,
    operation: Operation,
    signal: AbortSignal,
): Promise<Settlement> {
    const { session, owner } = operation;
    try {
        const answer = await awaitOrder();
        const others = await readOthers(claim, session);
        const holder = others.entries.find((entry) => entry.orderId === id && entry.urn !== owner.urn);
        const misfit =
            holder === undefined ? await findMisfit(itemsOf(answer), others.claims) : `it belongs to ${holder.urn}`;
        if (misfit !== undefined) {
            throw new NotTakenOver(
                `adoptOrderId: order ${id} does not fit the declaration: ${misfit}. Nothing was changed.`,
            );
        }
        // In one step, when all is known: an adoption that is interrupted before has changed nothing and starts again.
        const settled = { phase: "settled", outcome: "ordered", orderId: id, wants, life, ...factsOf(answer) } as const;
        return { record: await session.journal.advance(claim, settled) };
    } catch (error) {
        await session.journal.withdraw(claim).catch(() => undefined);
        throw error;
    }

    async function awaitOrder(): Promise<NumberOrderAnswer> {
        const { answer, problem } = await waitForOrder(id, "not known yet", operation, signal);
        if (problem !== undefined || answer === undefined) {
            throw problem instanceof OrderUnfinished && answer === undefined
                ? new NotTakenOver(`adoptOrderId: order ${id} can't be read: ${problem.why}. Nothing was changed.`)
                : (problem ?? new NotTakenOver(`adoptOrderId: order ${id} is not known.`));
        }
        if (phaseOfStatus(answer.status) === "paymentFailed") {
            throw new NotTakenOver(`adoptOrderId: order ${id} is ${answer.status}: its payment failed.`);
        }
        return answer;
    }

    async function findMisfit(items: Items, claims: Claims): Promise<string | undefined> {
        const unlisted = (numbers: readonly string[]): string[] =>
            numbers.filter((number) => !wants.numbers.includes(number));
        const local = unlisted(items.localNumbers);
        const tollFree = unlisted(items.tollFreeNumbers);
        const words = items.keywords.filter((keyword) => !wants.keywords.includes(keyword));
        if (local.length > (wants.local?.count ?? 0) || tollFree.length > wants.tollFree || words.length > 0) {
            return `it acquired ${listItems(items).join(", ")}`;
        }
        const lists = { numbers: countItems(items) > items.keywords.length, keywords: items.keywords.length > 0 };
        const picture = await takePicture(session.client, lists, signal);
        for (const item of listItems(items)) {
            const lease = leaseOf(item, picture);
            const number = picture.numbers.get(item);
            const problem =
                lease === undefined ? `${item} is no longer owned` : whyNotHeld(item, lease, claims, owner.urn);
            if (problem !== undefined) {
                return problem;
            }
            if (number !== undefined && local.includes(item) && !fitsRegion(number, wants.local?.region)) {
                return `${item} is not of the declared region`;
            }
        }
        return undefined;
    }
}

/** The entries of the account other than this one, and what they claim. */
export async function readOthers(
    { name }: { readonly name: string },
    session: Session,
): Promise<{ entries: readonly Entry[]; claims: Claims }> {
    const { records } = await session.journal.read();
    const entries = records
        .filter((record) => record.name !== name && record.entry.account === session.account)
        .map(({ entry }) => entry);
    return { entries, claims: claimsByItem(entries) };
}
