import type { Entry } from "../orders/entry";
import type { Operation, Session } from "../orders/session";
import { hasLaterLife, noteState, recordsOfEarlierRuns } from "./account";
import { isRecordOver } from "./held";
import type { Held } from "./held";

/**
 * Notes what the engine's state shows, and closes the entries that it shows as over: nothing more depends on them. The mark is
 * the only thing that a preview ever writes, and only on this machine.
 */
export async function closeSeen(held: Held, session: Session, urn: string): Promise<void> {
    noteState(session, urn, held);
    if (hasLaterLife(session, urn, held.life)) {
        return;
    }
    const over = new Set(held.orders.filter(isRecordOver).map(({ intent }) => intent));
    for (const record of await recordsOfEarlierRuns(session)) {
        const { intent, phase } = record.entry;
        if (over.has(intent) && (phase === "settled" || phase === "closed")) {
            // An entry that another process moves on in this moment is closed by the next run.
            await session.journal.close(record, { urn, life: held.life }).catch(() => undefined);
        }
    }
}

/** What an earlier run left open for a resource and the state does not show. */
export async function openEntries(held: Held, session: Session, owner: Operation["owner"]): Promise<readonly Entry[]> {
    const known = new Set(held.orders.map(({ intent }) => intent));
    return (await recordsOfEarlierRuns(session))
        .map(({ entry }) => entry)
        .filter(
            (entry) =>
                !known.has(entry.intent) &&
                entry.phase !== "closed" &&
                entry.phase !== "claimed" &&
                (entry.life === held.life || (entry.organization === owner.organization && entry.urn === owner.urn)),
        );
}
