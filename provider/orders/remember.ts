import { orderedBy, ordersByCount, type Attempt } from "./attempt";
import { Conflict } from "./errors";
import { countWanted } from "./items";
import { entryKey } from "./journal/journal";
import type { Session, StackView } from "./session";

/**
 * Notes attempts that the engine is about to forget, as orders whose answers are lost: a preview sees them, and the update after
 * it may not. What the journal has already stays as it is (decisions/0010).
 * @param attempts by the URN of their resource
 */
export async function rememberAttempts(
    attempts: Readonly<Record<string, readonly Attempt[]>>,
    view: StackView,
    { journal, account }: Session,
): Promise<void> {
    if (Object.keys(attempts).length === 0) {
        return;
    }
    const stack = await view.identity();
    const { records } = await journal.read();
    const known = new Set(records.map(({ entry }) => entry.attempt));
    for (const [urn, ofResource] of Object.entries(attempts)) {
        for (const attempt of ofResource.filter(({ id }) => !known.has(id)).filter(mayHaveOrderedNames)) {
            const { id, uid, picks } = attempt;
            const name = `${entryKey(stack, urn)}-${id}.1`;
            // Another provider of the program may have another account.
            const theirs = { stack, urn, uid, attempt: id, account: attempt.account ?? account };
            const entry = { ...theirs, wants: orderedBy(attempt), picks, phase: "sending" } as const;
            await journal.reserve(name, entry).catch((error: unknown) => {
                // Another process has seen it too.
                if (!(error instanceof Conflict)) {
                    throw error;
                }
            });
        }
    }
}

/** Of an order by count that was lost with its journal only a person knows; many attempts order nothing at all. */
function mayHaveOrderedNames(attempt: Attempt): boolean {
    return !ordersByCount(attempt) && countWanted(orderedBy(attempt)) > 0;
}
