import { nextAttempt } from "./attempts";
import type { MadeMark } from "./createOnce";
import { findEqual } from "./madeResource";
import type { MadeResource } from "./madeResource";
import { unknownValue } from "./resource";
import type { Checked, CheckOptions, Properties } from "./resource";
import { draftWithoutOrder, readUidMark } from "./uidMark";
import { messageOf } from "../orders/thrown";

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
        options.warn(`What is in the account already could not be looked up: ${messageOf(error)}`);
        return [];
    }
}
