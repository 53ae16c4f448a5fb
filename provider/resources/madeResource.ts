import type { CallFireClient } from "../callfire/client";
import { isId } from "../callfire/types";
import { NotAdopted } from "../orders/errors";
import { asError } from "../orders/session";
import type { Operation } from "../orders/session";
import { heldProperty } from "../stack/heldMark";
import { assertAccount } from "./account";
import { newId, nextAttempt } from "./attempts";
import { attemptsOf, createOnce, CreationInDoubt, findMade, lookUntilSeen, madeId, unsettledId } from "./createOnce";
import type { Creation, MadeMark } from "./createOnce";
import { PartialFailure, unknownValue } from "./resource";
import type { Checked, CheckOptions, Found, Properties } from "./resource";
import { draftWithoutOrder, readUidMark, settledMark } from "./uidMark";
import type { UidMark } from "./uidMark";

/** What CallFire makes under an id of its own, as a resource: what subscriptions and auto-replies do alike. */
export interface MadeResource<Thing> {
    /** For people: `subscription`. */
    readonly what: string;
    /** The same with its article: `a subscription`. */
    readonly one: string;
    callsOf(client: CallFireClient, signal: AbortSignal): MadeCalls<Thing>;
    /** What CallFire is told of a declaration, in one form: an equal text is an equal declaration. */
    wishOf(inputs: Properties): string;
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

/** What a create may make: nothing is bought, but its uid is known before CallFire is asked. */
export async function attemptToMake(
    made: MadeResource<unknown>,
    inputs: Properties,
    olds: Properties | undefined,
    options: CheckOptions,
): Promise<Checked["attempt"]> {
    const isNew = olds === undefined;
    const { unresolved } = readUidMark(await options.outputs()) as MadeMark;
    // An attempt is for one declaration, and for one try: what an interrupted update has told CallFire would be unknown otherwise, and
    // a RequestId that is used up could not be told from a new one.
    const isChanged = isNew || made.wishOf(olds) !== made.wishOf(inputs) || unresolved !== undefined;
    const owned = isNew ? await equalBefore(made, inputs, options) : [];
    const attempt = await nextAttempt(draftWithoutOrder(isChanged, owned), options);
    const isMade = attempt !== undefined && attempt !== unknownValue && attempt !== options.previous;
    return isMade && options.session ? { ...attempt, wish: options.session.seal(made.wishOf(inputs)) } : attempt;
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
        return await findEqual(made, inputs, made.callsOf(session.client, signal));
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
    const creation = creationOf(made, news, mark, operation);
    try {
        return { id: await createOnce(creation, operation), state: stateOf(news, mark, operation) };
    } catch (error) {
        throw inDoubt(error, unsettledId(mark.uid), stateOf(news, unsettledMark({}, creation, operation), operation));
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
    const calls = made.callsOf(session.client, signal);
    // Where nothing can be changed, what is declared is what was to be made.
    const asked = calls.change === undefined ? news : olds;
    const known = madeId(id, olds) ?? (await settle());
    const settled = settledBy(olds, operation);
    const mark: MadeMark = known === id ? settled : { ...settled, id: known };
    if (calls.change !== undefined) {
        await operation.assertEngineAlive();
        await calls.change(known, news);
    }
    return stateOf(news, mark, operation);

    async function settle(): Promise<string> {
        const creation = creationOf(made, asked, readUidMark(olds), operation);
        try {
            return await createOnce(creation, operation);
        } catch (error) {
            throw inDoubt(error, id, stateOf(asked, unsettledMark(olds, creation, operation), operation));
        }
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
        madeId(id, state) ?? (await findMade(creationOf(made, state, readUidMark(state), operation), operation));
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
    const mark = olds === undefined ? { uid: newId(6) } : settledBy(state, operation);
    return { id: known, state: stateOf(declared, mark, operation), inputs: declared };
}

function creationOf(
    made: MadeResource<unknown>,
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
async function findEqual<Thing>(
    made: MadeResource<Thing>,
    inputs: Properties,
    calls: MadeCalls<Thing>,
): Promise<readonly string[]> {
    return (await calls.list(inputs)).filter((found) => made.isEqual(found, inputs)).map(({ id }) => id);
}

/** With it the next run knows which attempts may have made it, and what was in the account before them. */
function unsettledMark(state: Properties, creation: Creation, operation: Operation): MadeMark {
    return { ...readUidMark(state), uid: creation.uid, unresolved: attemptsOf(creation, operation) };
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
