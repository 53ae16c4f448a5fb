import { OrderError } from "../orders/errors";
import { takePicture } from "../orders/picture";
import type { Picture } from "../orders/picture";
import type { Record } from "../orders/journal";
import type { KnownStates } from "../orders/release";
import type { Session } from "../orders/session";
import type { Held } from "./held";

/** State of another account is never acted on. */
export class OtherAccount extends OrderError {
    constructor(theirs: string, ours: string) {
        super(
            `This resource belongs to the account ${theirs}, but the credentials are those of ${ours}. Nothing was changed. ` +
                `Check callfire:login and callfire:endpoint (CALLFIRE_LOGIN, CALLFIRE_ENDPOINT).`,
        );
    }
}

/** What a process remembers of an account for the length of one operation of the engine. */
interface Memory {
    picture?: { takenAt: number; reading: Promise<Picture> };
    records?: Promise<readonly Record[]>;
    /** Which resource of the program lists an item. */
    readonly listedBy: Map<string, string>;
    /** What the engine's state says of each life that it has shown. */
    readonly states: Map<string, { readonly urn: string; readonly items: ReadonlySet<string> }>;
}

const memories = new WeakMap<Session, Memory>();
/** An operation's refreshes come in one burst; a later one looks again. */
const freshMilliseconds = 30_000;

function memoryOf(session: Session): Memory {
    const memory: Memory = memories.get(session) ?? { listedBy: new Map(), states: new Map() };
    memories.set(session, memory);
    return memory;
}

export function assertAccount(account: unknown, session: Session): void {
    if (typeof account === "string" && account !== session.account) {
        throw new OtherAccount(account, session.account);
    }
}

/** One listing of the account for all resources of an operation. Not for decisions about money: those look for themselves. */
export async function sharedPicture(session: Session): Promise<Picture> {
    const memory = memoryOf(session);
    if (memory.picture === undefined || session.time.elapsed() - memory.picture.takenAt > freshMilliseconds) {
        memory.picture = lookAgain(session);
    }
    return memory.picture.reading;
}

/** A listing newer than this one, again one for all that ask: this process may have bought something since. */
export async function newerPicture(session: Session, old: Picture): Promise<Picture> {
    const memory = memoryOf(session);
    const known = memory.picture;
    const isOld = known === undefined || (await known.reading) === old;
    // Somebody else may have asked for it during the wait.
    if (isOld && memory.picture === known) {
        memory.picture = lookAgain(session);
    }
    return sharedPicture(session);
}

function lookAgain(session: Session): NonNullable<Memory["picture"]> {
    // Not the signal of the one that happens to come first: the others wait for the same reading.
    const reading = takePicture(session.client, { numbers: true, keywords: true }, new AbortController().signal);
    return { takenAt: session.time.elapsed(), reading };
}

/** What a listing forbids is judged once more by a newer one. */
export async function judgeTwice<T>(session: Session, judge: (picture: Picture) => T): Promise<T> {
    const picture = await sharedPicture(session);
    try {
        return judge(picture);
    } catch (error) {
        if (!(error instanceof OrderError)) {
            throw error;
        }
        return judge(await newerPicture(session, picture));
    }
}

/** The journal as it was when the operation began: what earlier runs left. Read once, for the diffs of all resources. */
export async function recordsOfEarlierRuns(session: Session): Promise<readonly Record[]> {
    const memory = memoryOf(session);
    memory.records ??= session.journal.read().then(({ records }) => records);
    return memory.records;
}

/** Notes that a resource lists an item; the URN of another one that does too. */
export function noteListing(session: Session, item: string, urn: string): string | undefined {
    const { listedBy } = memoryOf(session);
    const other = listedBy.get(item);
    if (other === undefined) {
        listedBy.set(item, urn);
    }
    return other === urn ? undefined : other;
}

/** Notes what a resource holds by the engine's state, so that the deletion of another one, or of an earlier life, spares it. */
export function noteState(session: Session, urn: string, { life, numbers, keywords }: Held): void {
    memoryOf(session).states.set(life, { urn, items: new Set([...numbers, ...keywords]) });
}

/** A life that is being deleted no longer holds anything against others. */
export function forgetState(session: Session, life: string): void {
    memoryOf(session).states.delete(life);
}

export function knownStates(session: Session, urn: string, life: string): KnownStates {
    const { states, listedBy } = memoryOf(session);
    return {
        has: (other) => states.has(other),
        holderOf(item) {
            for (const [other, state] of states) {
                if (state.items.has(item) && (state.urn === urn ? other > life : other !== life)) {
                    return state.urn;
                }
            }
            const lister = listedBy.get(item);
            return lister === urn ? undefined : lister;
        },
    };
}

/** Whether the engine's state has a later life of this resource: then this one is about to be deleted. */
export function hasLaterLife(session: Session, urn: string, life: string): boolean {
    return [...memoryOf(session).states].some(([other, state]) => state.urn === urn && other > life);
}
