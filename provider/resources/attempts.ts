import { randomBytes } from "node:crypto";
import { namesOf, ordersByCount, type Attempt, type CheckedAttempt } from "../orders/attempt";
import { holdNothing, isSameRegion, isUnfinished, type Held } from "../orders/held";
import { countOfBulk, countWanted, noPicks, noWants, subtract, type Wants } from "../orders/items";
import { namesAsked } from "../orders/journal/entry";
import { isOpen } from "../orders/journal/journal";
import { pick } from "../orders/pick";
import { today, type Operation, type Owner, type Session } from "../orders/session";
import { entriesAtStart } from "./entries";
import { findLeftover } from "./leftovers";
import { readMark } from "./state";
import { unknownValue, type CheckOptions, type Properties } from "./resource";

/** What a resource asks of its next attempt. */
export interface AttemptDraft {
    /** Whether another thing is declared than in the last run. */
    readonly isChanged: boolean;
    /** What is missing, given what the resource holds. */
    missing(held: Held): Wants;
    /** The resource's state in the engine. */
    readHeld(outputs: Properties): Held;
    /** Of the listed names, those that the account owns. */
    readonly owned: readonly string[];
    /** Its bulk numbers have to be named before they are ordered: they are never ordered by count. */
    readonly isNamed?: boolean;
}

/**
 * Decides what the coming create or update may order. Unchanged resources get back what they had, so that nothing is written for
 * them; a changed one, or one with an attempt of unknown end, gets a new attempt under the same uid (decisions/0010).
 */
export async function nextAttempt(
    draft: AttemptDraft,
    options: CheckOptions,
): Promise<CheckedAttempt | typeof unknownValue | undefined> {
    const { session, owner, previous } = options;
    if (session === undefined || owner === undefined) {
        return previous;
    }
    const { own, others } = await options.earlier();
    if (previous === undefined && own.length === 0 && (await options.outputs()) === undefined) {
        const left = await findLeftover(draft.missing(holdNothing("")), owner, session, options.signal);
        if (left !== undefined) {
            options.warn(`Where that is declared no more, nothing is ordered here. ${left.message}`);
        }
    }
    const isNews = own.some(({ id }) => previous?.earlier.every((known) => known.id !== id));
    // Whoever writes first makes the engine forget them: this resource may be the one, changed or not.
    const carried = new Set(Object.values(previous?.others ?? {}).flatMap((attempts) => attempts.map(({ id }) => id)));
    const isComplete =
        !isNews && Object.values(others).every((attempts) => attempts.every(({ id }) => carried.has(id)));
    if (previous !== undefined && !draft.isChanged && isComplete && !(await isSpent(previous, draft, options))) {
        return previous;
    }
    if (options.isPreview) {
        return unknownValue;
    }
    const outputs = await options.outputs();
    const held = heldIn(outputs, draft);
    if (outputs === undefined) {
        const { numbers, keywords } = draft.missing(held);
        owner.stack.recordCreate(owner.urn, [...numbers, ...keywords]);
    }
    const known = [previous?.uid, held.uid, await unusedUid(own, owner)];
    const uid = known.find((one) => one !== undefined && one !== "") ?? newId();
    const attempt = await makeAttempt(draft.missing(held), draft, { ...held, uid }, session, owner);
    return { ...attempt, earlier: own, others };
}

function heldIn(outputs: Properties | undefined, draft: AttemptDraft): Held {
    return outputs === undefined ? holdNothing("") : draft.readHeld(outputs);
}

/**
 * Whether what is missing needs another attempt: an attempt is for one operation, and its id tells the order of that one from all others.
 * Bulk numbers by name have one already, in the outputs. While an order is under way nobody knows what it leaves missing.
 */
async function isSpent(previous: Attempt, draft: AttemptDraft, options: CheckOptions): Promise<boolean> {
    const outputs = await options.outputs();
    const held = heldIn(outputs, draft);
    if (isUnfinished(held) || readMark(outputs ?? {}).short !== undefined) {
        return false;
    }
    const missing = draft.missing(held);
    const named = held.unresolved.flatMap(namesOf);
    const isUnnamed = (name: string): boolean => !named.includes(name);
    return (
        [...missing.numbers, ...missing.keywords].some(isUnnamed) ||
        (ordersByCount(previous) && countOfBulk(missing) > 0)
    );
}

/** Bulk names for what is still missing at the end of an operation: the engine stores them, and the next one orders them. */
export async function attemptForRest(held: Held, missing: Wants, operation: Operation): Promise<Attempt | undefined> {
    const { session, owner } = operation;
    // What attempts of unknown end name already is ordered by their names.
    const wants = held.unresolved.reduce<Wants>((unnamed, attempt) => subtract(unnamed, bulkOf(attempt, missing)), {
        ...missing,
        numbers: [],
        keywords: [],
    });
    if (countOfBulk(wants) === 0 || session.bulkOrders === "count") {
        return undefined;
    }
    const attempt = await makeAttempt(wants, { owned: [] }, held, session, owner);
    return ordersByCount(attempt) || attempt.unpicked !== undefined ? undefined : attempt;
}

/** The bulk numbers of an attempt that can serve what is missing. */
function bulkOf({ wants }: Attempt, missing: Wants): Wants {
    const { local, tollFree } = wants;
    return { ...noWants, ...(local !== undefined && isSameRegion(wants, missing) && { local }), tollFree };
}

async function makeAttempt(
    wants: Wants,
    { owned, isNamed = false }: Pick<AttemptDraft, "owned" | "isNamed">,
    held: Held,
    session: Session,
    owner: Owner,
): Promise<Attempt> {
    const stack = (await owner.stack.identity()).created;
    const asked = isNamed ? { ...session, bulkOrders: "name" as const } : session;
    const picks = countWanted(wants) === 0 ? noPicks : await pick(wants, await takenNames(held, session, owner), asked);
    return {
        id: newId(),
        uid: held.uid,
        account: session.account,
        day: today(session),
        ...(owner.stack.run !== undefined && { run: owner.stack.run }),
        // To the second: it is part of every resource's state.
        ...(stack !== undefined && { stack: stack.slice(0, 19) }),
        wants,
        ...("reason" in picks
            ? {
                  picks: noPicks,
                  ...(picks.byCount && !isNamed
                      ? { countedIn: await session.journal.identity() }
                      : { unpicked: picks.reason }),
              }
            : { picks }),
        owned,
    };
}

/**
 * Names that must not be picked. Two attempts must never pick the same number: nobody could tell which of them bought it. So what any
 * attempt of unknown end has asked for is taken: those of this stack are in the engine's state, those of others in the journal.
 */
async function takenNames(held: Held, session: Session, { stack }: Owner): Promise<ReadonlySet<string>> {
    const open = (await entriesAtStart(session)).filter(isOpen);
    const ours = [...held.numbers, ...held.unresolved.flatMap(namesOf)];
    return new Set([...ours, ...open.flatMap(namesAsked), ...(await stack.asked()).keys()]);
}

/** Of a create that was interrupted: the resource that it was to become is not in the engine's state. */
async function unusedUid(own: readonly Attempt[], { stack }: Owner): Promise<string | undefined> {
    const used = (await stack.holders()).map(({ uid }) => uid);
    return own.map(({ uid }) => uid).findLast((uid) => !used.includes(uid));
}

/** Of a resource or an attempt. */
export function newId(): string {
    return randomBytes(6).toString("hex");
}
