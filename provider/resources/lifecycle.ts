import { acquire } from "../orders/acquire";
import { namesOf } from "../orders/attempt";
import type { Attempt } from "../orders/attempt";
import { OrderFailed, ReleaseFailed } from "../orders/errors";
import type { Goal } from "../orders/goal";
import { isRecordOver, isUnfinished, leaveUnresolved, namesHeld, without } from "../orders/held";
import type { Held } from "../orders/held";
import { isNumber, noWants } from "../orders/items";
import { heldBy } from "../orders/journal/entry";
import { endOf, findOwned, wayBack } from "../orders/ownership";
import { mayLag } from "../orders/session";
import type { Operation, Outcome, Session } from "../orders/session";
import { attemptForRest } from "./attempts";
import { halfReleased } from "./entries";
import { assertNothingIsLeft } from "./leftovers";

// What all resources that hold numbers or keywords do alike.

/** The creating order's id, else what created it. It never changes. */
export function idOf(held: Held): string {
    const first = held.orders[0];
    return first?.id ?? `owned-${first?.intent ?? held.uid}`;
}

/** Whether there is anything that the state must have: a hold, or what may still bring something. */
export function isWorthSaving(held: Held): boolean {
    return namesHeld(held).length > 0 || !held.orders.every(isRecordOver) || held.unresolved.length > 0;
}

/** Brings a resource to what is declared; what is still missing in the end is named for the next time. */
export async function bring(before: Held, goal: Goal, operation: Operation): Promise<Outcome<Held>> {
    const isNew = before.attempt === undefined && operation.earlier.length === 0;
    if (isNew && goal.adoptOrderId === undefined) {
        await assertNothingIsLeft(goal.missing(before), operation);
    }
    const { value, problem } = await acquire(before, goal, operation);
    recordHolder(value, operation);
    // Nothing is kept of a resource that was not created; one that exists has to know what it orders next.
    const isKept = before.attempt !== undefined || isWorthSaving(value);
    // While an order is under way nobody knows what it leaves missing.
    if (problem === undefined || !isKept || isUnfinished(value)) {
        return { value, ...(problem && { problem }) };
    }
    const rest = await attemptForRest(value, goal.missing(value), operation).catch(() => undefined);
    return { value: rest === undefined ? value : leaveUnresolved(value, [rest]), problem };
}

/** Tells the other resources of this process what this one holds from now on. */
export function recordHolder(held: Held, { owner }: Pick<Operation, "owner">): void {
    const orderIds = held.orders.flatMap(({ id }) => (id === undefined ? [] : [id]));
    owner.stack.recordHolder({ urn: owner.urn, uid: held.uid, names: namesHeld(held), orderIds });
}

/**
 * Gives everything up. What is open is settled first, so that nothing arrives after the resource is gone; what ownership alone
 * brings in is not released with it, but named.
 */
export async function giveUp(held: Held, operation: Operation): Promise<void> {
    const { owner, report } = operation;
    assertNotWantedAgain(held, operation);
    owner.stack.recordDeletion(held.uid);
    const goal: Goal = {
        missing: () => noWants,
        surplus: namesHeld,
        adoptOwned: false,
        allowPartial: true,
        isDeletion: true,
    };
    const { unresolved, earlier } = await withoutReplacements(held, operation);
    const { value: after, problem } = await acquire({ ...held, unresolved }, goal, { ...operation, earlier });
    // An order that failed has nothing more to bring.
    if (problem !== undefined && !(problem instanceof OrderFailed)) {
        throw problem;
    }
    const open = after.unresolved.flatMap(namesOf).filter((name) => !namesHeld(after).includes(name));
    if (open.length > 0) {
        report.warn(
            `${open.join(", ")}: may have been ordered by an interrupted run, and not in the account until now. Nothing waits for ` +
                `${open.length === 1 ? "it" : "them"} any longer: look at CallFire's site, and declare with adoptOwned: true what has arrived.`,
        );
    }
    const kept = namesHeld(after);
    if (kept.length > 0) {
        report.warn(
            `${kept.join(", ")}: bought by an interrupted run and held by no state until now, so not released with this resource. ` +
                `To keep or release ${kept.length === 1 ? "it" : "them"}, declare ${kept.length === 1 ? "it" : "them"} with adoptOwned: true.`,
        );
    }
}

/** The plugin is not told of `deleteBeforeReplace` before this: what comes after the deletion could not have again what it lists. */
function assertNotWantedAgain(held: Held, { owner }: Operation): void {
    const listed = owner.stack.listedByCreate(owner.urn);
    const lost = namesHeld(held).filter((name) => listed.includes(name));
    if (lost.length > 0) {
        const reason =
            "the replacement that comes after it lists that, and it can't be had again; remove deleteBeforeReplace";
        throw new ReleaseFailed(lost.join(", "), reason);
    }
}

/** What another resource of its URN goes on with is that one's: the attempts of its uid, and those that brought what it holds. */
async function withoutReplacements(
    held: Held,
    { owner, earlier }: Operation,
): Promise<{ readonly unresolved: readonly Attempt[]; readonly earlier: readonly Attempt[] }> {
    const others = (await owner.stack.holders()).filter(({ uid, isDeleted }) => uid !== held.uid && !isDeleted);
    const isOwn = (attempt: Attempt): boolean =>
        !others.some(({ uid, names }) => uid === attempt.uid || namesOf(attempt).some((name) => names.includes(name)));
    return { unresolved: held.unresolved.filter(isOwn), earlier: earlier.filter(isOwn) };
}

/**
 * What of it is still there. A thing is gone only when its own GET says so; a list that leaves it out is not enough, and neither
 * is absence while an order of it is young. A lapsing lease is told: it is owned until it ends.
 */
export async function look(held: Held, operation: Operation): Promise<{ held: Held; gone: readonly string[] }> {
    const { session, report, signal } = operation;
    const snapshot = await session.memory.snapshot();
    const gone: string[] = [];
    const lapsing: Record<string, string> = {};
    const unlisted = namesHeld(held).filter((name) => !snapshot.numbers.has(name) && !snapshot.keywords.has(name));
    const again = unlisted.length === 0 ? undefined : await session.memory.snapshotAfter(snapshot);
    const owned = await findOwned(unlisted.filter(isNumber), session, signal);
    for (const name of namesHeld(held)) {
        const thing =
            snapshot.numbers.get(name) ?? snapshot.keywords.get(name) ?? owned.get(name) ?? again?.keywords.get(name);
        if (thing === undefined) {
            gone.push(name);
        } else if (!thing.lease.autoRenew) {
            lapsing[name] = endOf(thing.lease);
        }
    }
    if (gone.length > 0 && isYoung(held, session)) {
        report.warn(`${gone.join(", ")}: not in the account's lists yet, and ordered too recently to call it gone`);
        return { held: { ...held, lapsing }, gone: [] };
    }
    tellLapsing(lapsing, session.account, report);
    await dropHolds(gone, held, operation);
    return { held: without({ ...held, lapsing }, gone), gone };
}

/** While an order is under way, what it has brought until now may have come this moment. */
function isYoung(held: Held, session: Session): boolean {
    return isUnfinished(held) || mayLag(held.arrivedAt, session);
}

/**
 * Which of the names held no longer renew, where that may have changed: before something is chosen to be released, and after a
 * release that was interrupted (decisions/0017).
 */
export async function markLapsing(held: Held, chosen: readonly string[], operation: Operation): Promise<Held> {
    const { session, signal } = operation;
    // The journal of a machine that is lost does not tell what its last run was about to release.
    const wasInterrupted = operation.earlier.length > 0;
    const inDoubt = wasInterrupted ? namesHeld(held) : await halfReleased(held, session);
    const names = namesHeld(held).filter((name) => chosen.includes(name) || inDoubt.includes(name));
    if (names.length === 0) {
        return held;
    }
    const owned = await findOwned(names, session, signal);
    const found = names.flatMap((name): [string, string][] => {
        const lease = owned.get(name)?.lease;
        return lease?.autoRenew === false ? [[name, endOf(lease)]] : [];
    });
    const lapsing = { ...held.lapsing, ...Object.fromEntries(found) };
    // What was known to lapse a preview has told already.
    const news = found.filter(([name]) => held.lapsing[name] === undefined);
    tellLapsing(Object.fromEntries(news), session.account, operation.report);
    return { ...held, lapsing };
}

export function tellLapsing(
    lapsing: Held["lapsing"],
    account: string | undefined,
    report: Pick<Operation["report"], "warn">,
): void {
    for (const [name, end] of Object.entries(lapsing)) {
        report.warn(`${name} is no longer renewed: its lease ends ${end}. ${wayBack(account ?? "")}.`);
    }
}

/** What is gone is held no longer: somebody may buy it again. Only marks are lost when this fails. */
async function dropHolds(gone: readonly string[], { uid }: Held, { session }: Operation): Promise<void> {
    if (gone.length === 0) {
        return;
    }
    for (const record of (await session.journal.read()).records) {
        const theirs = heldBy(record.entry).filter((name) => gone.includes(name));
        if (record.entry.uid === uid && record.entry.phase === "closed" && theirs.length > 0) {
            await session.journal.release(record, theirs).catch(() => undefined);
        }
    }
}
