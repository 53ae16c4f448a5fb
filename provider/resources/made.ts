import type { CallFireClient } from "../callfire/client";
import { isId } from "../callfire/types";
import { NotAdopted } from "../orders/errors";
import { explain } from "../orders/explain";
import type { Operation } from "../orders/session";
import { heldProperty } from "../stack/heldMark";
import { assertAccount } from "./account";
import { newId } from "./attempts";
import { attemptsOf, createOnce, CreationInDoubt, findMade, lookUntilSeen, madeId, unsettledId } from "./createOnce";
import type { Creation, MadeMark } from "./createOnce";
import { PartialFailure } from "./resource";
import type { CallOptions, CheckFailure, Created, Declaration, Found, Properties } from "./resource";
import { isOver, readUidMark, settledMark, type UidMark } from "./uidMark";

/** What CallFire makes under an id of its own: what subscriptions and auto-replies do alike. */
export interface Made<Thing> {
    /** For people: `subscription`. */
    readonly what: string;
    /** The same with its article: `a subscription`. */
    readonly one: string;
    readonly declaration: Declaration;
    callsOf(client: CallFireClient, signal: AbortSignal): MadeCalls<Thing>;
    /** What CallFire is told of a declaration, in one form: an equal text is an equal declaration. */
    wishOf(inputs: Properties): string;
    /** What is wrong with inputs each of which is right by itself. */
    refuse(inputs: Properties, options: CallOptions): CheckFailure[];
    /** Two of a program with one listing would do the same twice: by which property, and what the other of them does. */
    twinOf(inputs: Properties): { readonly listing: string; readonly property: string; readonly does: string };
    /** Paths that are declared no more and that CallFire can't clear: it is made anew without them. */
    clearedBy?(olds: Properties, news: Properties): readonly string[];
    isEqual(found: Thing, inputs: Properties): boolean;
    /**
     * As a program would declare it.
     * @param before what was declared until now; nothing for an import
     */
    declaredAs(found: Thing, before: Properties): Properties;
}

export interface MadeCalls<Thing> {
    post(inputs: Properties, requestId: string): Promise<string>;
    /** Those in the account that may be as declared. */
    list(inputs: Properties): Promise<readonly (Thing & { readonly id: string })[]>;
    get(id: string): Promise<Thing | undefined>;
    remove(id: string): Promise<void>;
    /** Absent where CallFire has no call that changes one. */
    change?(id: string, inputs: Properties): Promise<void>;
}

export async function createMade(made: Made<unknown>, news: Properties, operation: Operation): Promise<Created> {
    const mark = settledMark({}, operation);
    const creation = creationOf(made, news, mark, operation);
    try {
        return { id: await createOnce(creation, operation), state: stateOf(news, mark, operation) };
    } catch (error) {
        const { id, state } = emptyMade(made, news, operation);
        throw inDoubt(error, id, state);
    }
}

export function emptyMade(made: Made<unknown>, inputs: Properties, operation: Operation): Created {
    const mark = settledMark({}, operation);
    const creation = creationOf(made, inputs, mark, operation);
    return { id: unsettledId(mark.uid), state: stateOf(inputs, unsettledMark({}, creation, operation), operation) };
}

/** Settles what an earlier run may have made, and tells CallFire what is declared now. */
export async function updateMade(
    made: Made<unknown>,
    id: string,
    olds: Properties,
    news: Properties,
    operation: Operation,
): Promise<Properties> {
    const { session, signal } = operation;
    assertAccount(olds["account"], session);
    const calls = made.callsOf(session.client, signal);
    // Where nothing can be changed, what is declared is what was to be made.
    const asked = calls.change === undefined ? news : olds;
    const creation = creationOf(made, asked, readUidMark(olds), operation);
    const unsettled = unsettledMark(olds, creation, operation);
    const known =
        madeId(id, olds) ??
        (await createOnce(creation, operation).catch((error: unknown) => {
            throw inDoubt(error, id, stateOf(asked, unsettled, operation));
        }));
    const ownId = known === id ? {} : { id: known };
    const wasInterrupted = madeId(id, olds) !== undefined && creation.tried.length > 0;
    let found: unknown;
    try {
        await operation.assertEngineAlive();
        await calls.change?.(known, news);
        found = wasInterrupted ? await calls.get(known) : undefined;
    } catch (error) {
        // Nobody knows what it has changed, so the next run sets it again, also where the program is as it was before.
        throw new PartialFailure(id, stateOf(olds, { ...unsettled, ...ownId }, operation), [explain(error)]);
    }
    const mark: MadeMark = { ...settledBy(olds, operation), ...ownId };
    if (found !== undefined && !made.isEqual(found, news)) {
        const reason = `The ${made.what} keeps something of an interrupted update that CallFire can't take away: "pulumi up" replaces it.`;
        throw new PartialFailure(id, stateOf(made.declaredAs(found, news), mark, operation), [reason]);
    }
    return stateOf(news, mark, operation);
}

export async function removeMade(
    made: Made<unknown>,
    id: string,
    state: Properties,
    operation: Operation,
): Promise<void> {
    const { session, signal } = operation;
    assertAccount(state["account"], session);
    await operation.assertEngineAlive();
    const known =
        madeId(id, state) ?? (await findMade(creationOf(made, state, readUidMark(state), operation), operation));
    if (known !== undefined) {
        await made.callsOf(session.client, signal).remove(known);
    }
}

/** Refresh: what CallFire says takes the place of what was declared. Import: by CallFire's id. */
export async function readMade<Thing>(
    made: Made<Thing>,
    id: string,
    olds: Properties | undefined,
    inputs: Properties | undefined,
    operation: Operation,
): Promise<Found | undefined> {
    const { session, signal } = operation;
    if (olds === undefined && !isId(id)) {
        throw new NotAdopted(`"${id}" can't be imported: it must be ${made.one}'s id, digits only.`);
    }
    const state = olds ?? {};
    assertAccount(state["account"], session);
    const creation = creationOf(made, state, readUidMark(state), operation);
    const known = madeId(id, state) ?? (await findMade(creation, operation));
    if (known === undefined) {
        return {
            id,
            state: { ...state, [heldProperty]: unsettledMark(state, creation, operation) },
            inputs: inputs ?? {},
        };
    }
    const found = await made.callsOf(session.client, signal).get(known);
    if (found === undefined) {
        return undefined;
    }
    const declared = made.declaredAs(found, state);
    const mark = olds === undefined ? { uid: newId() } : settledBy(state, operation);
    return { id: known, state: stateOf(declared, mark, operation), inputs: declared };
}

function creationOf(
    made: Made<unknown>,
    inputs: Properties,
    { uid, unresolved = [] }: MadeMark,
    operation: Operation,
): Creation {
    const { session, signal, earlier } = operation;
    const calls = made.callsOf(session.client, signal);
    const tried = new Map([...unresolved, ...earlier].map((attempt) => [attempt.id, attempt]));
    return {
        what: made.what,
        uid,
        tried: [...tried.values()].filter((attempt) => attempt.uid === uid),
        wish: () => session.seal(made.wishOf(inputs)),
        post: (requestId) => calls.post(inputs, requestId),
        findEqual: () => findEqual(made, inputs, calls),
        isEqual: async (id) => {
            const found = await lookUntilSeen(() => calls.get(id), session.time, signal);
            return found === undefined ? undefined : made.isEqual(found, inputs);
        },
        remove: (id) => calls.remove(id),
    };
}

/** Ids of those in the account that are exactly as declared. */
export async function findEqual<Thing>(
    made: Made<Thing>,
    inputs: Properties,
    calls: MadeCalls<Thing>,
): Promise<readonly string[]> {
    return (await calls.list(inputs)).filter((found) => made.isEqual(found, inputs)).map(({ id }) => id);
}

/** With it the next run knows which attempts may have made or changed it, and what was in the account before them. */
function unsettledMark(state: Properties, creation: Creation, operation: Operation): MadeMark {
    return { ...readUidMark(state), uid: creation.uid, unresolved: attemptsOf(creation, operation) };
}

/** Whether an update was interrupted, or its answer lost, so that nobody knows what it has changed. */
export function hasOpenUpdate(state: Properties, earlier: Operation["earlier"]): boolean {
    const mark = readUidMark(state) as MadeMark;
    const { uid, unresolved = [] } = mark;
    return unresolved.length > 0 || earlier.some((one) => one.uid === uid && !isOver(one, mark));
}

function settledBy(state: Properties, { attempt, earlier }: Operation): UidMark {
    const { unresolved = [] } = readUidMark(state) as MadeMark;
    return settledMark(state, { ...(attempt && { attempt }), earlier: [...unresolved, ...earlier] });
}

function inDoubt(error: unknown, id: string, state: Properties): unknown {
    return error instanceof CreationInDoubt ? new PartialFailure(id, state, [error.message]) : error;
}

function stateOf(inputs: Properties, mark: MadeMark, { session }: Operation): Properties {
    return { ...inputs, account: session.account, [heldProperty]: mark };
}
