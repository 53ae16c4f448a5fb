import { SlowDownError, UnclearError } from "../callfire/errors";
import { OrderError } from "../orders/errors";
import type { Operation } from "../orders/session";
import type { Time } from "../orders/time";
import type { Properties } from "./resource";
import { readUidMark } from "./uidMark";
import type { UidMark } from "./uidMark";

// What CallFire makes under an id of its own choice. It makes none twice for one RequestId, which comes from the uid that the engine
// has stored; an answer that is lost is settled by looking (decisions/0049).

/** How one such thing is made and found again. */
export interface Creation {
    /** For people, and for telling which resource of the program has which: `subscription`. */
    readonly what: string;
    post(requestId: string): Promise<string>;
    /** Ids of those in the account that are exactly as declared. */
    findEqual(): Promise<readonly string[]>;
    exists(id: string): Promise<boolean>;
}

export interface MadeMark extends UidMark {
    /** CallFire's id, where it was not known when the resource was saved. */
    readonly id?: string;
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
 * @param wasTried an earlier operation may have made it
 * @throws CreationInDoubt where neither an answer nor a look tells
 */
export async function createOnce(
    creation: Creation,
    uid: string,
    operation: Operation,
    wasTried = operation.earlier.some((attempt) => attempt.uid === uid),
): Promise<string> {
    const found = wasTried ? await findMade(creation, uid, operation) : undefined;
    if (found !== undefined) {
        return found;
    }
    await operation.assertEngineAlive();
    const id = await post(creation, requestIdOf(uid), uid, operation);
    if (!wasTried || (await creation.exists(id))) {
        return id;
    }
    // What an interrupted run had made was deleted since: CallFire remembers its RequestId, and answers what is gone.
    return post(creation, requestIdOf(operation.attempt?.id ?? uid), uid, operation);
}

/** What is as declared, was not there before the first attempt, and belongs to no other resource of the program. */
export async function findMade(creation: Creation, uid: string, operation: Operation): Promise<string | undefined> {
    const { session, owner, earlier, attempt } = operation;
    const [first] = [...earlier, ...(attempt === undefined ? [] : [attempt])].filter((one) => one.uid === uid);
    const equal = await creation.findEqual();
    return equal
        .filter((id) => first?.owned.includes(id) !== true)
        .find((id) => session.memory.noteListing(`${creation.what} ${id}`, owner.urn) === undefined);
}

/** Whether a look finds it; what was just made may take a moment to be seen. */
export async function isSeen(look: () => Promise<unknown>, time: Time, signal: AbortSignal): Promise<boolean> {
    for (let looks = 1; (await look()) === undefined; looks++) {
        if (looks === mostLooks) {
            return false;
        }
        await time.sleep(pauseMilliseconds, signal);
    }
    return true;
}

async function post(creation: Creation, requestId: string, uid: string, operation: Operation): Promise<string> {
    const { session, signal } = operation;
    let doubt: string | undefined;
    for (let posts = 1; ; posts++) {
        try {
            return await creation.post(requestId);
        } catch (error) {
            const mayBeMade = error instanceof UnclearError || error instanceof SlowDownError;
            // From the first such answer on it may be there, whatever is answered or thrown afterwards.
            doubt ??= mayBeMade ? error.message : undefined;
            if (doubt === undefined) {
                throw error;
            }
            const found = await findMade(creation, uid, operation).catch(() => undefined);
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
function requestIdOf(uid: string): string {
    return BigInt(`0x${uid}`).toString();
}
