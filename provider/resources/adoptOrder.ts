import type { OrderId } from "../callfire/types";
import type { Entry } from "../orders/entry";
import { NotTakenOver } from "../orders/errors";
import { countItems, listItems, nothing } from "../orders/items";
import { takePicture } from "../orders/picture";
import type { Intent } from "../orders/placeOrder";
import { fitsRegion } from "../orders/region";
import type { Operation, Session } from "../orders/session";
import { settle } from "../orders/settle";
import type { Settlement } from "../orders/settle";
import { claimsByItem, leaseOf, whyNotHeld } from "../orders/takeOver";
import type { Claims } from "../orders/takeOver";

/**
 * Takes over an order that was placed before, instead of placing one: waits for it and holds what it acquired, if all of that fits
 * the declaration, is still renewed, and is held by nobody else.
 */
export async function adoptOrder(
    { claim, wants, life }: Intent,
    id: OrderId,
    operation: Operation,
    signal: AbortSignal,
): Promise<Settlement | { readonly problem: Error }> {
    const { session, owner } = operation;
    const others = await readOthers(claim, session);
    try {
        const holder = others.entries.find((entry) => entry.orderId === id && entry.life !== life);
        if (holder !== undefined) {
            throw new NotTakenOver(`adoptOrderId: order ${id} belongs to ${holder.urn}.`);
        }
        await session.pollClock
            .turn(id, signal, () => session.client.getNumberOrder(id, signal))
            .catch((error: unknown) => {
                throw new NotTakenOver(`adoptOrderId: ${error instanceof Error ? error.message : String(error)}.`);
            });
    } catch (error) {
        await session.journal.withdraw(claim);
        throw error;
    }
    const placed = await session.journal.advance(claim, { phase: "placed", orderId: id, wants });
    const settlement = await settle(placed, operation, signal);
    if (settlement.problem !== undefined) {
        return settlement;
    }
    const misfit = await findMisfit(settlement.record.entry);
    if (misfit === undefined) {
        return settlement;
    }
    await session.journal.withdraw(settlement.record);
    return {
        problem: new NotTakenOver(
            `adoptOrderId: order ${id} does not fit the declaration: ${misfit}. Nothing was taken over.`,
        ),
    };

    async function findMisfit(entry: Entry): Promise<string | undefined> {
        const items = entry.acquired ?? nothing;
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
                lease === undefined ? `${item} is no longer owned` : whyNotHeld(item, lease, others.claims, owner.urn);
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
