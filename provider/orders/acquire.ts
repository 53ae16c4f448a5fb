import { namesOf } from "./attempt";
import { adoptListed, adoptNames, adoptOrder } from "./adopt";
import { decide } from "./decide";
import type { Seen, Step } from "./decide";
import { Conflict, Ended, LookEnded, OrderUnsent, Shortfall } from "./errors";
import { follow, takeIn } from "./follow";
import { startProgress } from "./goal";
import type { Goal, Progress } from "./goal";
import { leaveUnresolved, namesHeld, resolve, without } from "./held";
import type { Held } from "./held";
import { countWanted, describeWants } from "./items";
import { isByCount } from "./journal/entry";
import type { JournalRecord, Look } from "./journal/journal";
import { observe } from "./observe";
import { placeAgain, placeOrder, watch } from "./place";
import { release } from "./release";
import { asError } from "./session";
import type { Operation, Outcome } from "./session";
import { withDeadline } from "./deadline";
import { messageOf } from "./thrown";

/** Somebody else can't always be faster. */
const mostConflicts = 20;

/**
 * Brings a resource from what it holds to what it wants: observe, decide, act, until there is nothing left to do (decisions/0005).
 * A plain create goes round three times: nothing is there yet, so order; an order is open, so wait for it; all is there, so done.
 * Never throws once anything is known that the state must have.
 */
export async function acquire(before: Held, goal: Goal, operation: Operation): Promise<Outcome<Held>> {
    const { operation: limited, end } = withDeadline(operation);
    let progress = startProgress(before, operation.earlier);
    try {
        for (let conflicts = 0; ;) {
            try {
                const seen = await observe(progress, goal, limited);
                // What only the journal knew of is in the state from now on.
                progress = {
                    ...progress,
                    held: leaveUnresolved(
                        progress.held,
                        seen.attempts.map(({ attempt }) => attempt),
                    ),
                };
                const step = decide(seen);
                if (step.kind === "stop") {
                    return finish(progress, operation, step.problem);
                }
                if (step.kind === "done") {
                    return finish(progress, operation, shortfallOf(progress, goal, operation));
                }
                const before = progress.held;
                progress = await act(step, progress, seen, goal, limited);
                await withdrawResolved(before, progress.held, seen.look, limited);
            } catch (error) {
                // Somebody wrote first: what is true now is observed again.
                if (!(error instanceof Conflict) || ++conflicts > mostConflicts) {
                    throw error;
                }
            }
        }
    } catch (error) {
        const held = error instanceof Ended ? error.held : progress.held;
        const problem = error instanceof Ended ? error.problem : inWords(error, progress, goal, limited.signal);
        return finish({ ...progress, held }, operation, problem);
    } finally {
        end();
    }
}

async function act(
    step: Exclude<Step, { kind: "stop" | "done" }>,
    progress: Progress,
    { look, attempts }: Seen & { readonly look: Look },
    goal: Goal,
    operation: Operation,
): Promise<Progress> {
    const { held } = progress;
    switch (step.kind) {
        case "wait":
            return follow(step.order, progress, look, operation);
        case "takeIn":
            return takeIn(step.order, progress, operation);
        case "adoptOrder":
            return adoptOrder(step.orderId, goal.missing(held), progress, look, operation);
        case "adoptListed":
            return adoptListed(step.names, progress, look, operation);
        case "adoptNames":
            return adoptNames(step.attempt, step.names, progress, look, operation);
        case "resolve":
            return { ...progress, held: resolve(held, step.attempt.id) };
        case "leaveUnresolved":
            return {
                ...progress,
                held: leaveUnresolved(held, [step.attempt]),
                leftUnresolved: [...progress.leftUnresolved, step.attempt.id],
            };
        case "watch":
            // Each look is for the names of all attempts.
            return watch(step.names, attempts, progress, operation);
        case "orderAgain":
            return placeAgain(step.attempt, step.names, progress, look, operation);
        case "order":
            return placeOrder(step.wants, progress, look, goal, operation);
        case "release": {
            const { value, problem } = await release(step.names, held, look, operation);
            if (problem !== undefined) {
                throw new Ended(without(held, value), problem);
            }
            return { ...progress, held: without(held, value) };
        }
    }
}

/** Of an attempt that has been seen to its end no entry is left in "sending". Only a mark is lost when this fails. */
async function withdrawResolved(before: Held, held: Held, look: Look, { session }: Operation): Promise<void> {
    const resolved = held.resolved.filter((id) => !before.resolved.includes(id));
    const isSent = ({ entry }: JournalRecord): boolean =>
        entry.phase === "sending" && !isByCount(entry) && resolved.includes(entry.attempt);
    for (const record of look.records.filter(isSent)) {
        await session.journal.withdraw(record).catch(() => undefined);
    }
}

function finish(progress: Progress, { attempt }: Operation, problem: Error | undefined): Outcome<Held> {
    const { held } = progress;
    // Of an update that fails the engine keeps the old inputs, and their attempt with them: it is used up.
    const used = problem === undefined || held.attempt === undefined ? [] : [held.attempt];
    // The engine forgets this operation itself; only what it may remember for ever is listed as resolved.
    const resolved = [...new Set([...held.resolved, ...used])].filter((id) => id !== attempt?.id);
    const value = { ...held, resolved, ...(attempt && { attempt: attempt.id }) };
    return { value, ...(problem && { problem }) };
}

/** All that could be done is done. Where that is less than was wanted, it is said. */
function shortfallOf({ held, before }: Progress, goal: Goal, { report }: Operation): Error | undefined {
    const missing = goal.missing(held);
    if (countWanted(missing) === 0) {
        return undefined;
    }
    const shortfall = new Shortfall(goal.missing(before), missing, held.orders[held.orders.length - 1]?.id);
    if (!goal.allowPartial) {
        return shortfall;
    }
    report.warn(`${shortfall.message.split(". ")[0] ?? ""}. Accepted, because allowPartial is true.`);
    return undefined;
}

/** An interrupt or a time-out outside of the wait for an order has no order to name, but what may have been ordered. */
function inWords(error: unknown, { held }: Progress, goal: Goal, signal: AbortSignal): Error {
    if (!signal.aborted || error !== signal.reason) {
        return asError(error);
    }
    const isOpen = (name: string): boolean => !namesHeld(held).includes(name);
    const open = held.unresolved.map(
        (attempt) => namesOf(attempt).filter(isOpen).join(", ") || describeWants(attempt.wants),
    );
    if (open.length > 0) {
        return new LookEnded(open.join(", "), messageOf(error));
    }
    const advice = `Run "pulumi up" again; customTimeouts says how long it may take.`;
    return new OrderUnsent(describeWants(goal.missing(held)), messageOf(error), advice);
}
