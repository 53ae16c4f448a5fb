import { SlowDownError, UnclearError } from "../callfire/errors";
import type { Attempt } from "../orders/attempt";
import { OrderError } from "../orders/errors";
import type { Operation } from "../orders/session";
import type { Time } from "../orders/time";
import type { Properties } from "./resource";
import { readUidMark, type UidMark } from "./uidMark";
import { messageOf } from "../orders/thrown";

// What CallFire makes under an id of its own choice. It makes none twice for one RequestId, which comes from the uid that the engine
// has stored; an answer that is lost is settled by looking (decisions/0049).

/** How one such thing is made and found again. */
export interface Creation {
    /** For people, and for telling which resource of the program has which: `subscription`. */
    readonly what: string;
    readonly uid: string;
    /** Attempts of earlier operations that may have made it, oldest first. */
    readonly tried: readonly Attempt[];
    /** What is declared, as its attempt tells it. */
    wish(): string;
    post(requestId: string): Promise<string>;
    /** Ids of those in the account that are exactly as declared. */
    findEqual(): Promise<readonly string[]>;
    /** Whether the one of this id is as declared; undefined where there is none. */
    isEqual(id: string): Promise<boolean | undefined>;
    remove(id: string): Promise<void>;
}

export interface MadeMark extends UidMark {
    /** CallFire's id, where it was not known when the resource was saved. */
    readonly id?: string;
    /** While nobody knows whether it was made, or changed: the attempts that may have, with what was in the account before them. */
    readonly unresolved?: readonly Attempt[];
}

/** Whether it was made is not known; looking did not tell. Saved, and told to a person. */
export class CreationInDoubt extends OrderError {
    constructor(what: string, reason: string) {
        super(
            `The ${what} may have been made: ${reason}. It is saved as not settled, and nothing is made twice: ` +
                `"pulumi up" looks for it, and makes it under the same RequestId where it is not there.`,
        );
    }
}

const unsettled = "unsettled-";
const mostPosts = 3;
const mostLooks = 4;
const pauseMilliseconds = 1_000;

/** The resource's id while CallFire's is not known. */
export function unsettledId(uid: string): string {
    return unsettled + uid;
}

/** CallFire's id; undefined while nobody knows whether there is one. */
export function madeId(id: string, state: Properties): string | undefined {
    return (readUidMark(state) as MadeMark).id ?? (id.startsWith(unsettled) ? undefined : id);
}

/**
 * Makes it, or finds what an earlier try has made.
 * @throws CreationInDoubt where neither an answer nor a look tells
 */
export async function createOnce(creation: Creation, operation: Operation): Promise<string> {
    const { what, uid, tried } = creation;
    const found = tried.length === 0 ? undefined : await findMade(creation, operation);
    if (found !== undefined) {
        return found;
    }
    await operation.assertEngineAlive();
    if (tried.length === 0) {
        return post(creation, uid, operation);
    }
    const used = [uid, ...tried.map((attempt) => attempt.id)];
    for (const name of used) {
        const id = await postAgain(creation, name, operation);
        if (id !== undefined) {
            return id;
        }
    }
    const { attempt } = operation;
    if (attempt === undefined || used.includes(attempt.id)) {
        throw new CreationInDoubt(what, "CallFire answers its RequestIds with what is deleted");
    }
    return post(creation, attempt.id, operation);
}

/**
 * Under a RequestId that may be used. CallFire answers it with what was made then, however that was declared, and perhaps with what is
 * deleted since. What was declared otherwise goes before another is made: a run that is lost in between leaves none that nobody knows.
 * @returns undefined where this RequestId makes nothing any more
 */
async function postAgain(creation: Creation, name: string, operation: Operation): Promise<string | undefined> {
    const { what } = creation;
    const id = await post(creation, name, operation);
    const inDoubt = (error: unknown) => Promise.reject(new CreationInDoubt(what, messageOf(error)));
    const isEqual = await creation.isEqual(id).catch(inDoubt);
    if (isEqual !== false) {
        return isEqual === true ? id : undefined;
    }
    operation.report.note(`Deletes ${what} ${id}: an interrupted run has made it from another declaration.`);
    await creation.remove(id).catch(inDoubt);
    const other = await post(creation, name, operation);
    return other === id ? undefined : other;
}

/** What is as declared, was not there before the first attempt to make it, and belongs to no other resource of the program. */
export async function findMade(creation: Creation, operation: Operation): Promise<string | undefined> {
    const { session, owner } = operation;
    const wish = creation.wish();
    // Attempts of another declaration have made nothing like it, and don't tell what was there.
    const first = attemptsOf(creation, operation).find((attempt) => attempt.wish === wish);
    if (first === undefined) {
        return undefined;
    }
    return (await creation.findEqual())
        .filter((id) => !first.owned.includes(id))
        .find((id) => session.memory.noteListing(`${creation.what} ${id}`, owner.urn) === undefined);
}

/** All attempts that may have made it, oldest first. */
export function attemptsOf({ uid, tried }: Creation, { attempt }: Operation): readonly Attempt[] {
    const isNew = attempt?.uid === uid && tried.every(({ id }) => id !== attempt.id);
    return isNew ? [...tried, attempt] : tried;
}

/** What a look finds; what was just made may take a moment to be seen. */
export async function lookUntilSeen<Thing>(
    look: () => Promise<Thing | undefined>,
    time: Time,
    signal: AbortSignal,
): Promise<Thing | undefined> {
    for (let looks = 1; ; looks++) {
        const found = await look();
        if (found !== undefined || looks === mostLooks) {
            return found;
        }
        await time.sleep(pauseMilliseconds, signal);
    }
}

/** @param name of the resource or of an attempt */
async function post(creation: Creation, name: string, operation: Operation): Promise<string> {
    const { session, signal } = operation;
    let doubt: string | undefined;
    for (let posts = 1; ; posts++) {
        try {
            return await creation.post(requestIdOf(name));
        } catch (error) {
            const mayBeMade = error instanceof UnclearError || error instanceof SlowDownError;
            // From the first such answer on it may be there, whatever is answered or thrown afterwards.
            doubt ??= mayBeMade ? error.message : undefined;
            if (doubt === undefined) {
                throw error;
            }
            const found = await findMade(creation, operation).catch(() => undefined);
            if (found !== undefined) {
                return found;
            }
            const problem = new CreationInDoubt(creation.what, doubt);
            if (posts === mostPosts || !mayBeMade) {
                throw problem;
            }
            const pause = Math.max(pauseMilliseconds, error.retryAfterMs ?? 0);
            await session.time.sleep(pause, signal).catch(() => Promise.reject(problem));
        }
    }
}

/** [open] Text or number: digits alone are either. Six bytes fit into a long. */
function requestIdOf(name: string): string {
    return BigInt(`0x${name}`).toString();
}
