import type { OwnedNumber } from "../callfire/types";
import type { OrderSeen, Seen } from "./decide";
import { EntryBlocked } from "./errors";
import type { Goal, Progress } from "./goal";
import { isRecordOver, namesHeld, type Held } from "./held";
import { findHolders, type Holders } from "./holders";
import type { Wants } from "./items";
import { heldBy, isByCount } from "./journal/entry";
import { isOpen, type EntryOwner, type Look } from "./journal/journal";
import { observeAttempts } from "./observeAttempts";
import { fitsRegion } from "./region";
import type { Operation } from "./session";

/** One look at the journal, the engine's state and the account, as far as the next step depends on them. */
export async function observe(progress: Progress, goal: Goal, operation: Operation): Promise<Seen & { look: Look }> {
    const { held } = progress;
    const { look, blocked } = await lookIntoJournal(held, goal, operation);
    const missing = goal.missing(held);
    const orders = ordersOf(held, look);
    // An order that can be followed comes first: what else there is, the next look sees.
    const { attempts, owned } =
        orders.length > 0
            ? { attempts: [], owned: [] }
            : await observeAttempts(missing, progress, goal, look, operation);
    const isInDoubt =
        orders.some((order) => order.orderId === undefined && order.isByCount) ||
        attempts.some((attempt) => attempt.orderByCount === "unknown");
    return {
        look,
        ...(blocked && { blocked }),
        ...orderToAdopt(held, goal, look),
        orders,
        attempts,
        owned,
        adoptOwned: goal.adoptOwned,
        candidates: isInDoubt ? await findCandidates(missing, await findHolders(look, held, operation), operation) : [],
        missing,
        hasOrdered: progress.hasOrdered,
        surplus: goal.surplus(held).filter((name) => mayRelease(name, progress, goal)),
    };
}

/** What the state held before, which is what the preview named. A deletion takes along what its own orders still bring. */
function mayRelease(name: string, { before, ordered }: Progress, { isDeletion }: Goal): boolean {
    return namesHeld(before).includes(name) || (isDeletion && ordered.includes(name));
}

/** An order that the program names, and that is in neither the state nor the journal. */
function orderToAdopt({ orders }: Held, { adoptOrderId: id }: Goal, { records }: Look): Pick<Seen, "adoptOrderId"> {
    const isKnown = orders.some((order) => order.id === id) || records.some(({ entry }) => entry.orderId === id);
    return id === undefined || isKnown ? {} : { adoptOrderId: id };
}

const blindLook = { nextEntry: "", records: [], others: [] };

async function lookIntoJournal(
    held: Held,
    goal: Goal,
    { session, owner, attempt }: Operation,
): Promise<{ look: Look; blocked?: Error }> {
    const entryOwner: EntryOwner = {
        stack: await owner.stack.identity(),
        uid: held.uid,
        attempts: [...held.unresolved.map(({ id }) => id), ...(attempt === undefined ? [] : [attempt.id])],
        urns: goal.isDeletion ? [] : [owner.urn, ...owner.aliases],
        otherUids: (await owner.stack.holders()).map(({ uid }) => uid).filter((uid) => uid !== held.uid),
    };
    try {
        return { look: await session.journal.look(entryOwner, session.account) };
    } catch (error) {
        if (error instanceof EntryBlocked) {
            return { look: blindLook, blocked: error };
        }
        throw error;
    }
}

/** What is open in the journal, and the orders that only the state knows. */
function ordersOf(held: Held, { records }: Look): OrderSeen[] {
    const orders: OrderSeen[] = [];
    for (const record of records) {
        const { intent, phase, orderId, wants } = record.entry;
        const known = held.orders.find((order) => order.intent === intent);
        const isTakenIn = known !== undefined && isRecordOver(known);
        // A state that was rolled back knows less than the journal.
        const isOlder = phase === "closed" && record.entry.uid === held.uid && heldBy(record.entry).length > 0;
        const isNews = phase === "settled" || isOlder;
        if (isTakenIn || (!isOpen(record.entry) && !isNews) || (phase === "closed" && known !== undefined)) {
            continue;
        }
        const id = orderId ?? known?.id;
        if (id === undefined && !isNews && !isByCount(record.entry)) {
            // Nothing to follow: its names are looked for, as those of an attempt.
            continue;
        }
        orders.push({
            intent,
            ...(id !== undefined && { orderId: id }),
            wants,
            isByCount: isByCount(record.entry),
            isSettled: isNews,
            record,
        });
    }
    for (const { intent, id, status } of held.orders) {
        const isKnown = records.some(({ entry }) => entry.intent === intent);
        const wants = held.wants[intent];
        if (!isKnown && id !== undefined && wants !== undefined && !isRecordOver({ intent, status })) {
            orders.push({ intent, orderId: id, wants, isByCount: false, isSettled: false });
        }
    }
    return orders;
}

/** For a person to look through; nothing is decided by likeness. */
async function findCandidates(wants: Wants, holders: Holders, { session }: Operation): Promise<string[]> {
    const { numbers } = await session.memory.snapshot();
    const fits = (number: OwnedNumber): boolean =>
        number.tollFree ? wants.tollFree > 0 : wants.local !== undefined && fitsRegion(number, wants.local.region);
    return [...numbers.values()]
        .filter((number) => number.lease.autoRenew && !holders.has(number.number) && fits(number))
        .map(({ number }) => number)
        .slice(0, 20);
}
