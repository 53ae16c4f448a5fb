import { messageOf } from "../orders/thrown";
import { assertAccount, assertAccountOfEarlier } from "./account";
import { nextAttempt } from "./attempts";
import { hasUnknown, readInputs } from "./check";
import { madeId, type MadeMark } from "./createOnce";
import { compareInputs, noChange } from "./inputs";
import { createMade, emptyMade, findEqual, hasOpenUpdate, readMade, removeMade, updateMade, type Made } from "./made";
import { unknownValue } from "./resource";
import type { Checked, CheckOptions, Difference, DiffOptions, Properties, Resource } from "./resource";
import { draftWithoutOrder, readUidMark } from "./uidMark";

/** A resource of what CallFire makes under an id of its own, which is its Pulumi id. */
export function madeResource(token: string, made: Made<unknown>): Resource {
    return {
        token,
        declaration: made.declaration,
        check: (news, olds, options) => check(made, news, olds, options),
        diff: (id, olds, news, options) => diff(made, id, olds, news, options),
        create: (news, operation) => createMade(made, news, operation),
        empty: (inputs, operation) => emptyMade(made, inputs, operation),
        read: (id, olds, inputs, operation) => readMade(made, id, olds, inputs, operation),
        update: (id, olds, news, operation) => updateMade(made, id, olds, news, operation),
        delete: (id, state, operation) => removeMade(made, id, state, operation),
    };
}

async function check(
    made: Made<unknown>,
    news: Properties,
    olds: Properties | undefined,
    options: CheckOptions,
): Promise<Checked> {
    const { inputs, failures } = readInputs(news, made.declaration.inputs);
    failures.push(...(failures.length > 0 ? [] : made.refuse(inputs, options)));
    if (failures.length > 0) {
        return { inputs, failures };
    }
    await assertAccountOfEarlier(options);
    if (hasUnknown(inputs)) {
        return { inputs, failures, attempt: unknownValue };
    }
    const { session, owner } = options;
    const { listing, property, does } = made.twinOf(inputs);
    const other = owner && session?.memory.noteListing(`${made.what} ${listing}`, owner.urn);
    if (other !== undefined) {
        return { inputs, failures: [{ property, reason: `${other} ${does}` }] };
    }
    const attempt = await attemptToMake(made, inputs, olds, options);
    return { inputs, failures, ...(attempt !== undefined && { attempt }) };
}

async function diff(
    made: Made<unknown>,
    id: string,
    olds: Properties,
    news: Properties,
    options: DiffOptions,
): Promise<Difference> {
    assertAccount(olds["account"], options.session);
    const { inputs } = made.declaration;
    const details = compareInputs(made.declaration, olds, news);
    const isSettled = madeId(id, olds) !== undefined;
    const canChange = Object.values(inputs).some(({ replaces }) => replaces !== true);
    const isOpen = canChange && isSettled && hasOpenUpdate(olds, (await options.earlier()).own);
    const cleared = made.clearedBy?.(olds, news) ?? [];
    const words = [
        ...(isSettled ? [] : ["looks for what an earlier run may have made"]),
        ...(isOpen ? ["sets anew what an interrupted update may have changed"] : []),
        ...(cleared.length > 0 ? [`is made anew without ${cleared.join(", ")}`] : []),
    ];
    const changed = Object.keys(details);
    if (words.length + changed.length === 0) {
        return noChange;
    }
    const isCleared = (name: string): boolean => cleared.some((path) => path.startsWith(`${name}.`));
    const replaces = changed.filter((name) => inputs[name]?.replaces === true || isCleared(name));
    return {
        ...noChange,
        changes: true,
        replaces,
        // An output is named: the generated SDKs replace the resource where an input differs that is marked so.
        details: changed.length === 0 ? { account: "update" } : details,
        stables: replaces.length > 0 ? [] : ["account"],
        ...(words.length > 0 && { summary: words.join("; ") }),
    };
}

/** What a create may make: nothing is bought, but its uid is known before CallFire is asked. */
async function attemptToMake(
    made: Made<unknown>,
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
async function equalBefore(made: Made<unknown>, inputs: Properties, options: CheckOptions): Promise<readonly string[]> {
    const { session, signal } = options;
    if (session === undefined || options.isPreview) {
        return [];
    }
    try {
        return await findEqual(made, inputs, made.callsOf(session.client, signal));
    } catch (error) {
        options.warn(`What is in the account already could not be looked up: ${messageOf(error)}`);
        return [];
    }
}
