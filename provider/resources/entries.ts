import { isRecordOver, namesHeld, type Held } from "../orders/held";
import { heldBy, isByCount, type Entry } from "../orders/journal/entry";
import { isOpen, isSameStack, type JournalRecord } from "../orders/journal/journal";
import type { Owner, Session } from "../orders/session";

/** What the journal tells of a resource beside its state. */

/** The journal as it was when the run began: what earlier runs left. */
export async function entriesAtStart(session: Session): Promise<readonly Entry[]> {
    return (await recordsAtStart(session)).map(({ entry }) => entry);
}

async function recordsAtStart(session: Session): Promise<readonly JournalRecord[]> {
    return (await session.memory.journal(() => session.journal.read())).records;
}

/**
 * Notes what the engine's state shows, and closes the entries that it shows as over: nothing more depends on them. The mark is
 * the only thing that a preview ever writes, and only in the journal.
 */
export async function closeSeen(held: Held, session: Session): Promise<void> {
    const over = new Set(held.orders.filter(isRecordOver).map(({ intent }) => intent));
    for (const record of await recordsOf(held.uid, session)) {
        const { intent, phase } = record.entry;
        // An entry that another process moves on in this moment is closed by the next run.
        if (over.has(intent) && phase === "settled") {
            await session.journal.close(record).catch(() => undefined);
        } else if (
            phase === "reserved"
                ? isAttemptSeen(record.entry, held)
                : phase === "sending" && isAttemptOver(record.entry, held)
        ) {
            await session.journal.withdraw(record).catch(() => undefined);
        }
    }
}

/** The state shows that the attempt of an entry has been seen to its end, on whatever machine. */
function isAttemptSeen({ attempt }: Entry, { unresolved, resolved, attempt: newest }: Held): boolean {
    return (attempt === newest || resolved.includes(attempt)) && unresolved.every(({ id }) => id !== attempt);
}

/** And nothing can come of it any more: of an order by count that has no id only a person knows. */
function isAttemptOver(entry: Entry, held: Held): boolean {
    return isAttemptSeen(entry, held) && !isByCount(entry);
}

/** What earlier runs left open for a resource, or what its state has forgotten. */
export async function openEntries(held: Held, session: Session, owner: Owner): Promise<readonly Entry[]> {
    const known = new Set(held.orders.map(({ intent }) => intent));
    const stack = await owner.stack.identity();
    return (await entriesAtStart(session)).filter((entry) => {
        const isOurs =
            entry.uid === held.uid || (isOpen(entry) && entry.urn === owner.urn && isSameStack(entry.stack, stack));
        const isNews = !known.has(entry.intent) && (isOpen(entry) || heldBy(entry).length > 0);
        return isOurs && isNews && !isKnownTo(held, entry);
    });
}

/** The state carries the attempt, or has seen it to its end: then what it has brought tells whether there is anything to do. */
function isKnownTo(held: Held, entry: Entry): boolean {
    const isCarried = held.unresolved.some(({ id }) => id === entry.attempt) && !isByCount(entry);
    return entry.phase === "sending" && (isCarried || isAttemptOver(entry, held));
}

/** Names whose release was about to be asked for when a run was interrupted: they may be released. */
export async function halfReleased(held: Held, session: Session): Promise<string[]> {
    const releasing = (await recordsOf(held.uid, session)).flatMap(({ entry }) => entry.releasing ?? []);
    return namesHeld(held).filter((name) => releasing.includes(name) && held.lapsing[name] === undefined);
}

async function recordsOf(uid: string, session: Session): Promise<readonly JournalRecord[]> {
    return (await recordsAtStart(session)).filter(({ entry }) => entry.uid === uid);
}
