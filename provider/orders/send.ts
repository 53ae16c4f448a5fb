import { RefusedError, UnsentError } from "../callfire/errors";
import type { OrderId, OrderRequest } from "../callfire/types";
import type { Attempt } from "./attempt";
import { Conflict, EntryGone, OrderIdKnown, OrderRefused, OrderUnsent } from "./errors";
import { countWanted, describeWants, listPicks } from "./items";
import type { Picks, Wants } from "./items";
import { isByCount } from "./journal/entry";
import type { Entry } from "./journal/entry";
import type { JournalRecord, Look } from "./journal/journal";
import { asError } from "./session";
import type { Operation, Outcome } from "./session";
import { messageOf } from "./thrown";

/** Pauses before an order that certainly was not sent is tried again. */
const pausesMilliseconds = [1_000, 2_000, 4_000, 8_000];
const checkNetwork = `Check the network and callfire:endpoint, then run "pulumi up" again.`;
/** On an interrupt or a time-out, how long a request that is under way may still bring the order's id. */
const graceMilliseconds = 1_000;

/** What is ordered, for which attempt. Without picks CallFire chooses the bulk numbers. */
export interface OrderDraft {
    readonly uid: string;
    readonly attempt: Attempt;
    readonly wants: Wants;
    readonly picks?: Picks;
}

/** What came of an order. */
export type Sent =
    /** Its id is known; the problem says why the journal does not have it. */
    | ({ readonly kind: "placed" } & Outcome<JournalRecord>)
    /** Nothing was bought: CallFire does not sell these names. */
    | { readonly kind: "refused"; readonly names: readonly string[]; readonly error: OrderRefused }
    /** The request may have reached CallFire. */
    | { readonly kind: "lost" };

/**
 * Orders, once: reserved and then `sending` in the journal before anything leaves, and everything that may forbid the order
 * asked before that.
 * @param sending an entry of this attempt whose answer was lost: the same names are ordered again under it
 * @throws Conflict when somebody else has moved the resource's entries on: observe again.
 * @throws OrderUnsent when nothing was bought, and the entry is withdrawn.
 */
export async function send(
    draft: OrderDraft,
    look: Look,
    operation: Operation,
    sending?: JournalRecord,
): Promise<Sent> {
    const { session, report, signal } = operation;
    // Where an earlier answer was lost the entry stays, whatever comes of this request: that order may have been taken.
    const isRepeated = sending !== undefined;
    let record = await (isRepeated ? sendAgain(sending, draft, operation) : begin(draft, look, operation));
    for (let tried = 0; ; tried++) {
        const posted = await post(record, draft, operation);
        const isUnsent = posted instanceof UnsentError;
        if (!isRepeated && (isUnsent || posted.kind === "refused")) {
            await withdraw(record, operation);
        }
        if (!isUnsent) {
            return posted;
        }
        const pause = pausesMilliseconds[tried];
        if (pause === undefined || signal.aborted) {
            throw new OrderUnsent(describeOrder(draft), posted.message, checkNetwork);
        }
        report.progress(`${posted.message}; nothing was sent, trying again in ${String(pause / 1000)} s`);
        await session.time.sleep(pause, signal).catch(() => undefined);
        // Otherwise the entry was withdrawn above, and a reservation that it began from is gone with it.
        record = await (isRepeated
            ? sendAgain(record, draft, operation)
            : begin(draft, { ...look, records: [] }, operation));
    }
}

/** Everything that may forbid an order. */
async function assertAllowed({ attempt }: OrderDraft, operation: Operation): Promise<void> {
    operation.signal.throwIfAborted();
    await operation.owner.stack.warnIfNotStored(attempt);
    await operation.assertEngineAlive();
}

/**
 * Goes on with the entry of an order whose answer was lost. The new revision tells a slower run that is still about to send under the
 * entry that it is no longer alone: it must not take what it is refused then for sold to others (decisions/0006).
 */
async function sendAgain(sending: JournalRecord, draft: OrderDraft, operation: Operation): Promise<JournalRecord> {
    await assertAllowed(draft, operation);
    return operation.session.journal.advance(sending, { phase: "sending" });
}

/**
 * Makes an entry that says what is about to be sent. It is reserved at once, so that of an attempt by count it can be told whether it was
 * sent; a reservation of a run that died before it sent anything is used, unless it tells that of another one.
 */
async function begin(draft: OrderDraft, look: Look, operation: Operation): Promise<JournalRecord> {
    const { uid, attempt, wants, picks } = draft;
    const { session, owner } = operation;
    const reserved =
        look.records.find(({ entry }) => isFree(entry, attempt) && entry.urn === owner.urn) ??
        (await session.journal.reserve(look.nextEntry, {
            stack: await owner.stack.identity(),
            urn: owner.urn,
            uid,
            attempt: attempt.id,
            account: session.account,
            wants,
        }));
    await assertAllowed(draft, operation);
    return session.journal.advance(reserved, {
        phase: "sending",
        uid,
        attempt: attempt.id,
        wants,
        ...(picks !== undefined && { picks }),
    });
}

function isFree(entry: Entry, { id }: Attempt): boolean {
    return entry.phase === "reserved" && (entry.attempt === id || !isByCount(entry));
}

/** @throws Conflict when another run has gone on with the entry: what was refused may have been ordered by it. */
async function withdraw(record: JournalRecord, { session, report }: Operation): Promise<void> {
    try {
        await session.journal.withdraw(record);
    } catch (error) {
        if (error instanceof Conflict || error instanceof EntryGone) {
            throw new Conflict(record.name);
        }
        report.warn(messageOf(error));
    }
}

async function post(sending: JournalRecord, draft: OrderDraft, operation: Operation): Promise<Sent | UnsentError> {
    const { session, report, signal } = operation;
    let orderId: OrderId;
    const grace = afterGrace(signal, session.time);
    try {
        orderId = await session.client.placeNumberOrder(requestOf(draft), grace.signal);
        report.note(`order ${orderId} placed: ${describeOrder(draft)}`);
    } catch (error) {
        if (error instanceof UnsentError) {
            return error;
        }
        if (error instanceof RefusedError) {
            const words = error.words ?? error.what;
            const names = [...requestedNames(draft)].filter((name) => mentions(words, name));
            return { kind: "refused", names, error: new OrderRefused(describeOrder(draft), words) };
        }
        report.warn(`${messageOf(error)}: the order's answer is lost, looking for what it may have bought`);
        return { kind: "lost" };
    } finally {
        grace.end();
    }
    const stranger = await holderOf(orderId, sending, operation);
    if (stranger !== undefined) {
        report.warn(new OrderIdKnown(orderId, stranger).message);
        return { kind: "lost" };
    }
    const placed = { phase: "placed", orderId } as const;
    try {
        return { kind: "placed", value: await noteOnNewest(sending, placed, operation) };
    } catch (error) {
        // The state takes the id; what the journal still shows is followed by its names.
        const value = { ...sending, entry: { ...sending.entry, ...placed, status: "NEW" } };
        return { kind: "placed", value, problem: asError(error) };
    }
}

/**
 * What became of the request is known here alone. A later run that found the entry may have written revisions of its own
 * meanwhile: the id is noted on the newest.
 */
async function noteOnNewest(
    sending: JournalRecord,
    changes: Parameters<Operation["session"]["journal"]["advance"]>[1],
    { session: { journal } }: Operation,
): Promise<JournalRecord> {
    for (let record = sending; ;) {
        try {
            return await journal.advance(record, changes);
        } catch (error) {
            const { records } = error instanceof Conflict ? await journal.read() : { records: [] };
            const newer = records.find(({ name }) => name === sending.name);
            if (newer?.entry.intent !== sending.entry.intent || newer.entry.phase !== "sending") {
                throw error instanceof Conflict ? new EntryGone(sending.name, journal.place) : error;
            }
            record = newer;
        }
    }
}

/** An id that another entry knows is an error of CallFire's, or of what stands between. */
async function holderOf(
    orderId: OrderId,
    sending: JournalRecord,
    { session, owner }: Operation,
): Promise<string | undefined> {
    const { records } = await session.journal.read().catch(() => ({ records: [] }));
    const holder = (await owner.stack.holders()).find(
        ({ uid, orderIds }) => uid !== sending.entry.uid && orderIds.includes(orderId),
    );
    const other = records.find(
        ({ entry }) =>
            entry.orderId === orderId && entry.account === session.account && entry.intent !== sending.entry.intent,
    );
    return other?.entry.urn ?? holder?.urn;
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

function requestOf(draft: OrderDraft): OrderRequest {
    const { wants, picks } = draft;
    if (countWanted(wants) === 0) {
        throw new Error("An order asks for at least one number or keyword.");
    }
    const byCount = isByCount(draft);
    const numbers = [...wants.numbers, ...listPicks(picks)];
    return {
        ...(numbers.length > 0 && { numbers }),
        ...(wants.keywords.length > 0 && { keywords: wants.keywords }),
        ...(byCount && wants.local !== undefined && { local: wants.local }),
        ...(byCount && wants.tollFree > 0 && { tollFreeCount: wants.tollFree }),
    };
}

function requestedNames(draft: OrderDraft): Set<string> {
    const { numbers = [], keywords = [] } = requestOf(draft);
    return new Set([...numbers, ...keywords]);
}

/** CallFire says which names it does not sell: `unavailable numbers: 12132212289`. */
function mentions(words: string, name: string): boolean {
    return words
        .toUpperCase()
        .split(/[^A-Z0-9]+/)
        .some((word) => word === name || `1${word}` === name);
}

/** `2 local numbers (city=Seattle, state=WA): 12065550101, 12065550102` */
function describeOrder({ wants, picks }: OrderDraft): string {
    const names = listPicks(picks);
    return `${describeWants(wants)}${names.length === 0 ? "" : `: ${names.join(", ")}`}`;
}
