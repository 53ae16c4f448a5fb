import type { OwnedNumber } from "../callfire/types";
import type { Owned } from "./accountMemory";
import { isForgotten, namesOf } from "./attempt";
import type { Attempt } from "./attempt";
import { isCounted } from "./decide";
import type { AttemptSeen, ListedSeen, NameSeen, OrderSeen, Seen } from "./decide";
import { EntryBlocked } from "./errors";
import type { Goal, Progress } from "./goal";
import { isRecordOver, namesHeld } from "./held";
import type { Held } from "./held";
import { describeHolder, findHolders } from "./holders";
import type { Holders } from "./holders";
import { noPicks } from "./items";
import type { Wants } from "./items";
import { heldBy, isByCount } from "./journal/entry";
import { isOpen } from "./journal/journal";
import type { EntryOwner, Look } from "./journal/journal";
import { seeNames } from "./observeNames";
import { describeReleased, findOwned } from "./ownership";
import { fitsRegion } from "./region";
import { isSealed, unsealIn } from "./seal";
import { today } from "./session";
import type { Operation } from "./session";

// How long absence is no news: decisions/0007.

/** CallFire: an order normally needs up to 20 seconds. */
const normalMilliseconds = 20_000;
/** Lists may lag behind orders by a minute. */
const lagMilliseconds = 60_000;

/** One look at the journal, the engine's state and the account, as far as the next step depends on them. */
export async function observe(progress: Progress, goal: Goal, operation: Operation): Promise<Seen & { look: Look }> {
    const { held } = progress;
    const { session, signal } = operation;
    const { look, blocked } = await lookIntoJournal(held, goal, operation);
    const missing = goal.missing(held);
    const orders = ordersOf(held, look);
    // An order that can be followed comes first: what else there is, the next look sees.
    const declared = [...missing.numbers, ...missing.keywords, ...namesHeld(held)];
    const attempts = orders.length > 0 ? [] : unsealIn(attemptsOf(held, look), declared, session.seal);
    const ownedAtCheck = orders.length > 0 ? [] : listedAtCheck(attempts, missing, operation);
    const names = [...new Set([...attempts.flatMap(namesOf), ...ownedAtCheck])].filter(
        (name) => !namesHeld(held).includes(name),
    );
    const owned = names.length === 0 ? new Map<string, Owned>() : await findOwned(names, session, signal);
    const holders: Holders = owned.size === 0 ? new Map() : await findHolders(look, held, operation);
    const stack = attempts.length === 0 ? undefined : (await operation.owner.stack.identity()).created;
    const seenAttempts: AttemptSeen[] = [];
    for (const attempt of attempts) {
        const own = isCounted(attempt) ? await countedIn(attempt, look, operation) : undefined;
        const seenNames = seeNames(attempt, missing, { owned, holders, held, refused: progress.refused });
        seenAttempts.push({
            attempt,
            names: seenNames,
            ...(own !== undefined && { counted: own }),
            isForgotten: isForgotten(attempt, today(session), stack),
            ...patience(attempt, seenNames, progress, session.time.elapsed()),
        });
    }
    const inDoubt = orders.some(({ orderId, isByCount: byCount }) => orderId === undefined && byCount);
    return {
        look,
        ...(blocked && { blocked }),
        ...orderToAdopt(held, goal, look),
        orders,
        attempts: seenAttempts,
        owned: seeListed(ownedAtCheck, { owned, holders }, goal, operation),
        adoptOwned: goal.adoptOwned,
        candidates:
            inDoubt || seenAttempts.some(({ counted }) => counted === "unknown")
                ? await findCandidates(missing, await findHolders(look, held, operation), operation)
                : [],
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

/** Attempts without a known end: those the engine's state showed, and orders by name of the journal whose answer is lost. */
function attemptsOf(held: Held, { records }: Look): Attempt[] {
    const lost = records
        .map(({ entry }) => entry)
        .filter((entry) => entry.phase === "sending" && entry.orderId === undefined && !isByCount(entry))
        .filter((entry) => ![...held.unresolved.map(({ id }) => id), ...held.resolved].includes(entry.attempt));
    return [
        ...held.unresolved,
        ...lost.map(({ attempt, uid, reservedAt, wants, picks, stack }) => ({
            id: attempt,
            uid,
            day: reservedAt.slice(0, 10),
            ...(stack.created !== undefined && { stack: stack.created }),
            wants,
            picks: picks ?? noPicks,
            owned: [],
        })),
    ];
}

/** Whether the order of an attempt that names no numbers was sent. Only the journal that was to note it can say no (decisions/0015). */
async function countedIn(
    attempt: Attempt,
    { records }: Look,
    { session }: Operation,
): Promise<AttemptSeen["counted"] | undefined> {
    const entry = records.find((record) => record.entry.attempt === attempt.id);
    if (entry !== undefined && entry.entry.phase !== "reserved") {
        // Its order is followed by its entry.
        return "not sent";
    }
    return attempt.countedIn === (await session.journal.identity()) ? "not sent" : "unknown";
}

function patience(
    { id }: Attempt,
    names: readonly NameSeen[],
    { lostAt, watchedSince, left }: Progress,
    now: number,
): Pick<AttemptSeen, "isFresh" | "isLost" | "isLeft"> {
    const lost = lostAt[id];
    const watched = now - (watchedSince[id] ?? now);
    // A name that is only a seal can't be looked for.
    const isHidden = names.every(({ name, status }) => status !== "absent" || isSealed(name));
    return {
        isFresh: lost !== undefined && now - lost < normalMilliseconds,
        isLost: isHidden || watched >= normalMilliseconds + lagMilliseconds,
        isLeft: left.includes(id),
    };
}

/** Of the listed names that are missing, those that the account owned when the attempt was made. */
function listedAtCheck(attempts: readonly Attempt[], missing: Wants, { attempt }: Operation): string[] {
    const covered = new Set(attempts.flatMap(namesOf));
    const listed = new Set([...missing.numbers, ...missing.keywords]);
    return (attempt?.owned ?? []).filter((name) => listed.has(name) && !covered.has(name));
}

function seeListed(
    names: readonly string[],
    { owned, holders }: { readonly owned: ReadonlyMap<string, Owned>; readonly holders: Holders },
    { adoptOwned }: Goal,
    { owner, session }: Operation,
): ListedSeen[] {
    return names.flatMap((name): ListedSeen[] => {
        const lease = owned.get(name)?.lease;
        if (lease === undefined) {
            return [];
        }
        const holder = holders.get(name);
        // Another stack may have a resource of the same URN.
        const isInherited = holder?.isInStack === true && [owner.urn, ...owner.aliases].includes(holder.urn);
        // Within a stack a name moves from one resource to another by the word of the one that lists it from now on.
        const isMoving = holder?.isInStack === true && adoptOwned;
        const obstacle = !lease.autoRenew
            ? `${name} is owned by the account but was released: ${describeReleased(lease, session.account)}`
            : holder !== undefined && !isInherited && !isMoving
              ? describeHolder(name, holder)
              : undefined;
        return [{ name, isInherited, ...(obstacle !== undefined && { obstacle }) }];
    });
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
