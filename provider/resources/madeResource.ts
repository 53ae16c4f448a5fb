import type { CallFireClient } from "../callfire/client";
import { isId } from "../callfire/types";
import { NotAdopted } from "../orders/errors";
import { asError } from "../orders/session";
import type { Operation } from "../orders/session";
import { heldProperty } from "../stack/heldMark";
import { assertAccount } from "./account";
import { newId, nextAttempt } from "./attempts";
import { createOnce, CreationInDoubt, findMade, isSeen, madeId, unsettledId } from "./createOnce";
import type { Creation, MadeMark } from "./createOnce";
import { PartialFailure } from "./resource";
import type { Checked, CheckOptions, Found, Properties } from "./resource";
import { draftWithoutOrder, readUidMark, settledMark } from "./uidMark";

/** What CallFire makes under an id of its own, as a resource: what subscriptions and auto-replies do alike. */
export interface MadeResource<Thing> {
    /** For people: `subscription`. */
    readonly what: string;
    /** The same with its article: `a subscription`. */
    readonly one: string;
    callsOf(client: CallFireClient, signal: AbortSignal): MadeCalls<Thing>;
    /**
     * As a program would declare it.
     * @param before what was declared until now; nothing for an import
     */
    declaredAs(found: Thing, before: Properties): Properties;
}

export interface MadeCalls<Thing> {
    post(inputs: Properties, requestId: string): Promise<string>;
    /** Ids of those in the account that are exactly as declared. */
    findEqual(inputs: Properties): Promise<readonly string[]>;
    get(id: string): Promise<Thing | undefined>;
    remove(id: string): Promise<void>;
    /** Absent where CallFire has no call that changes one. */
    change?(id: string, inputs: Properties): Promise<void>;
}

/** What a create may make: nothing is bought, but its uid is known before CallFire is asked. */
export async function attemptToMake(
    made: MadeResource<unknown>,
    inputs: Properties,
    olds: Properties | undefined,
    options: CheckOptions,
): Promise<Checked["attempt"]> {
    const isNew = olds === undefined;
    const owned = isNew ? await equalBefore(made, inputs, options) : [];
    return nextAttempt(draftWithoutOrder(isNew, owned), options);
}

/** What is in the account already and is exactly as declared: an interrupted run must not be taken for its maker. */
async function equalBefore(
    made: MadeResource<unknown>,
    inputs: Properties,
    options: CheckOptions,
): Promise<readonly string[]> {
    const { session, signal } = options;
    if (session === undefined || options.isPreview) {
        return [];
    }
    try {
        return await made.callsOf(session.client, signal).findEqual(inputs);
    } catch (error) {
        options.warn(`What is in the account already could not be looked up: ${asError(error).message}`);
        return [];
    }
}

export async function createMade(
    made: MadeResource<unknown>,
    news: Properties,
    operation: Operation,
): Promise<{ id: string; state: Properties }> {
    const mark = settledMark({}, operation);
    try {
        const id = await createOnce(creationOf(made, news, operation), mark.uid, operation);
        return { id, state: stateOf(news, mark, operation) };
    } catch (error) {
        throw inDoubt(error, unsettledId(mark.uid), stateOf(news, mark, operation));
    }
}

/** Settles what an earlier run may have made, and tells CallFire what is declared now. */
export async function updateMade(
    made: MadeResource<unknown>,
    id: string,
    olds: Properties,
    news: Properties,
    operation: Operation,
): Promise<Properties> {
    const { session, signal } = operation;
    assertAccount(olds["account"], session);
    const mark: MadeMark = settledMark(olds, operation);
    const calls = made.callsOf(session.client, signal);
    // Where nothing can be changed, what is declared is what was to be made.
    const asked = calls.change === undefined ? news : olds;
    try {
        const known =
            madeId(id, olds) ?? (await createOnce(creationOf(made, asked, operation), mark.uid, operation, true));
        if (calls.change !== undefined) {
            await operation.assertEngineAlive();
            await calls.change(known, news);
        }
        return stateOf(news, known === id ? mark : { ...mark, id: known }, operation);
    } catch (error) {
        throw inDoubt(error, id, stateOf(asked, mark, operation));
    }
}

export async function removeMade(
    made: MadeResource<unknown>,
    id: string,
    state: Properties,
    operation: Operation,
): Promise<void> {
    const { session, signal } = operation;
    assertAccount(state["account"], session);
    await operation.assertEngineAlive();
    const known =
        madeId(id, state) ?? (await findMade(creationOf(made, state, operation), readUidMark(state).uid, operation));
    if (known !== undefined) {
        await made.callsOf(session.client, signal).remove(known);
    }
}

/** Refresh: what CallFire says takes the place of what was declared. Import: by CallFire's id. */
export async function readMade<Thing>(
    made: MadeResource<Thing>,
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
    const mark = olds === undefined ? { uid: newId(6) } : settledMark(state, operation);
    const known = madeId(id, state) ?? (await findMade(creationOf(made, state, operation), mark.uid, operation));
    if (known === undefined) {
        return { id, state, inputs: inputs ?? {} };
    }
    const found = await made.callsOf(session.client, signal).get(known);
    if (found === undefined) {
        return undefined;
    }
    const declared = made.declaredAs(found, state);
    return { id: known, state: stateOf(declared, mark, operation), inputs: declared };
}

function creationOf(made: MadeResource<unknown>, inputs: Properties, operation: Operation): Creation {
    const { session, signal } = operation;
    const calls = made.callsOf(session.client, signal);
    return {
        what: made.what,
        post: (requestId) => calls.post(inputs, requestId),
        findEqual: () => calls.findEqual(inputs),
        exists: (id) => isSeen(() => calls.get(id), session.time, signal),
    };
}

function inDoubt(error: unknown, id: string, state: Properties): unknown {
    return error instanceof CreationInDoubt ? new PartialFailure(id, state, [error.message]) : error;
}

function stateOf(inputs: Properties, mark: MadeMark, { session }: Operation): Properties {
    return { ...inputs, account: session.account, [heldProperty]: mark };
}
