import type { OwnedNumber } from "../callfire/types";
import type { Entry } from "./entry";
import { OrderInDoubt, Overtaken } from "./errors";
import { countItems, countWanted, describeWants, plural } from "./items";
import type { Items, Wants } from "./items";
import { claimsOf } from "./journal";
import type { Record, Unreadable } from "./journal";
import { takePicture } from "./picture";
import type { Picture } from "./picture";
import { fitsRegion } from "./region";
import type { Operation } from "./session";

/** CallFire: an order normally needs up to 20 seconds. So long it may be invisible in the account. */
const normalMilliseconds = 20_000;
const lookMilliseconds = 2_000;

/**
 * An order was sent and its answer lost: looks at the account until it shows exactly what was asked for, and takes that over.
 * Nothing is ever sent again.
 * @throws OrderInDoubt when the account does not settle it within the time that an order normally takes.
 * @throws Overtaken when somebody else has moved the entry on, such as the run that still waits for the answer.
 */
export async function settleDoubt(record: Record, operation: Operation, signal: AbortSignal): Promise<Record> {
    const { session, report } = operation;
    const { entry } = record;
    const { wants } = entry;
    const began = session.time.elapsed();
    const ageAtFirst = Math.max(0, session.time.date().getTime() - Date.parse(entry.changedAt)) || 0;
    const hasBulk = (wants.local?.count ?? 0) + wants.tollFree > 0;
    let known: string;
    for (;;) {
        const waited = session.time.elapsed() - began;
        const isOld = ageAtFirst + waited >= normalMilliseconds;
        const finding = await look();
        // Bulk numbers could be somebody else's while our own order is still being worked on.
        if (typeof finding !== "string" && (!hasBulk || isOld)) {
            report.note(`intent ${entry.intent}: the lost order of ${describeWants(wants)} was found in the account`);
            return session.journal.advance(record, { phase: "settled", outcome: "found", acquired: finding });
        }
        known = typeof finding === "string" ? finding : "All of it is in the account; waiting whether more comes.";
        // By the time before the look: however long a look takes, the last one is of an order that has had its time.
        if (waited >= normalMilliseconds || signal.aborted) {
            throw new OrderInDoubt(entry.intent, describeWants(wants), entry.changedAt, known);
        }
        report.progress(`in doubt, looking at the account, ${Math.round(waited / 1000)} s: ${known}`);
        await session.time.sleep(lookMilliseconds, signal).catch(() => undefined);
    }

    async function look(): Promise<Items | string> {
        try {
            const picture = await takePicture(
                session.client,
                { numbers: wantsNumbers(wants), keywords: wants.keywords.length > 0 },
                signal,
            );
            const { records, unreadable } = await session.journal.read();
            if (records.find(({ name }) => name === record.name)?.step !== record.step) {
                throw new Overtaken(record.name);
            }
            const others = records
                .filter((other) => other.name !== record.name && other.entry.account === entry.account)
                .map((other) => other.entry);
            return explain(entry, picture, others, unreadable);
        } catch (error) {
            if (error instanceof Overtaken) {
                throw error;
            }
            return `The account can't be read: ${error instanceof Error ? error.message : String(error)}.`;
        }
    }
}

export function wantsNumbers(wants: Wants): boolean {
    return countWanted(wants) > wants.keywords.length;
}

/**
 * What a lost order brought, or, where that can't be told for certain, what is known.
 *
 * A candidate is owned, renewing, was not there before, and is claimed by no other entry. Only exactly what was asked for, by
 * kind, word, region and count, is taken, and only while no other open entry could account for it.
 */
export function explain(
    entry: Entry,
    picture: Picture,
    others: readonly Entry[],
    unreadable: readonly Unreadable[] = [],
): Items | string {
    const { wants } = entry;
    const before = new Set(entry.ownedBefore ?? []);
    const claimed = new Set(others.flatMap(claimsOf));
    const isNew = (item: string, autoRenew: boolean): boolean => autoRenew && !before.has(item) && !claimed.has(item);
    const fresh = [...picture.numbers.values()].filter(({ number, lease }) => isNew(number, lease.autoRenew));
    const keywords = [...picture.keywords.values()]
        .filter(({ keyword, lease }) => isNew(keyword.toUpperCase(), lease.autoRenew))
        .map(({ keyword }) => keyword.toUpperCase())
        .filter((keyword) => wants.keywords.includes(keyword));
    const listed = fresh.filter(({ number }) => wants.numbers.includes(number));
    const unlisted = fresh.filter((number) => !listed.includes(number));
    const local = wants.local === undefined ? [] : unlisted.filter((number) => fitsRegion(number, wants.local?.region));
    const tollFree = wants.tollFree === 0 ? [] : unlisted.filter((number) => number.tollFree);

    const items: Items = {
        localNumbers: namesOf([...listed.filter(({ tollFree: free }) => !free), ...local]),
        tollFreeNumbers: namesOf([...listed.filter(({ tollFree: free }) => free), ...tollFree]),
        keywords,
    };
    const found = `${plural(countItems(items), "item")} that could be its own are in the account, ${String(countWanted(wants))} were ordered.`;
    const isExact =
        countWanted(wants) > 0 &&
        listed.length === wants.numbers.length &&
        keywords.length === wants.keywords.length &&
        local.length === (wants.local?.count ?? 0) &&
        tollFree.length === wants.tollFree;
    if (!isExact) {
        return `${found}${countItems(items) > 0 ? ` They are ${[...items.localNumbers, ...items.tollFreeNumbers, ...items.keywords].join(", ")}.` : ""}`;
    }
    if (entry.ownedBefore === undefined && local.length + tollFree.length > 0) {
        return `${found} What the account owned before is not known on this machine.`;
    }
    const [unread] = unreadable;
    if (unread !== undefined && local.length + tollFree.length > 0) {
        return `${found} But they could be those of the journal entry ${unread.name}, which can't be read: ${unread.reason}.`;
    }
    const rival = others.find((other) => couldAccountFor(other, local, tollFree));
    return rival === undefined
        ? items
        : `${found} But the open order ${rival.orderId ?? `of intent ${rival.intent}`} of ${rival.urn} could account for them too.`;
}

/** Listed numbers and keywords have one taker at most; bulk numbers could be any open order's. */
function couldAccountFor(other: Entry, local: readonly OwnedNumber[], tollFree: readonly OwnedNumber[]): boolean {
    if (other.phase !== "sending" && other.phase !== "placed") {
        return false;
    }
    const { wants } = other;
    return (
        (wants.local !== undefined && local.some((number) => fitsRegion(number, wants.local?.region))) ||
        (wants.tollFree > 0 && tollFree.length > 0) ||
        [...local, ...tollFree].some(({ number }) => wants.numbers.includes(number))
    );
}

function namesOf(numbers: readonly OwnedNumber[]): string[] {
    return numbers.map(({ number }) => number);
}
