import { ageInDays, isExpired, namesOf, ordersByCount, type Attempt } from "../orders/attempt";
import { CreateInterrupted } from "../orders/errors";
import { holdNothing, isSameRegion } from "../orders/held";
import type { Holders } from "../orders/holders";
import { countOfBulk, countWanted, noWants, subtract, type Wants } from "../orders/items";
import { seeNames } from "../orders/observeNames";
import { findOwned } from "../orders/ownership";
import { today, type Operation, type Owner, type Session } from "../orders/session";
import { findHoldersAtStart } from "./availability";
import { entriesAtStart } from "./entries";

/** Between two looks whether the program declares the other one too, and for how long after the last resource that it was asked about. */
const pauseMilliseconds = 200;
const patienceMilliseconds = 20_000;

/**
 * Before a resource is created that no earlier attempt is known of.
 * @throws CreateInterrupted
 */
export async function assertNothingIsLeft(wants: Wants, { owner, session, signal }: Operation): Promise<void> {
    const { time } = session;
    let [asked, since] = [owner.stack.askedAboutCount(), time.elapsed()];
    const find = (): Promise<CreateInterrupted | undefined> => findLeftover(wants, owner, session, signal);
    for (let left = await find(); left !== undefined; left = await find()) {
        while ((await owner.stack.leftovers(owner.urn)).has(left.urn)) {
            const count = owner.stack.askedAboutCount();
            [asked, since] = count > asked ? [count, time.elapsed()] : [asked, since];
            if (time.elapsed() - since >= patienceMilliseconds) {
                throw left;
            }
            await time.sleep(pauseMilliseconds, signal);
        }
    }
}

/**
 * A resource whose create was interrupted, and that has another name now, is a new one for whoever is not told `aliases`, as plugins are not:
 * it would buy again what the other has bought. Which one of two that ask for the same it is can't be told from here (decisions/0013).
 * @param wants of a resource that is new
 */
export async function findLeftover(
    wants: Wants,
    owner: Owner,
    session: Session,
    signal: AbortSignal,
): Promise<CreateInterrupted | undefined> {
    // Listed names can't be bought twice.
    if (countOfBulk(wants) === 0) {
        return undefined;
    }
    for (const [urn, attempts] of await owner.stack.leftovers(owner.urn)) {
        const isAlike = ({ account, wants: asked }: Attempt): boolean =>
            account === session.account && isSameWish(asked, wants);
        for (const attempt of attempts.some(isAlike) ? attempts : []) {
            const names = await namesLeft(attempt, urn, owner, session, signal);
            if (names !== undefined) {
                return new CreateInterrupted(names, urn, attempt.id);
            }
        }
    }
    return undefined;
}

function isSameWish(one: Wants, other: Wants): boolean {
    return isSameRegion(one, other) && countWanted(subtract(one, other)) + countWanted(subtract(other, one)) === 0;
}

/** What an attempt has bought, or may still bring; undefined where it is over. */
async function namesLeft(
    attempt: Attempt,
    urn: string,
    owner: Owner,
    session: Session,
    signal: AbortSignal,
): Promise<readonly string[] | undefined> {
    const entries = await entriesAtStart(session);
    const isForgotten = entries.some((entry) => entry.attempt === attempt.id && entry.outcome === "forgotten");
    const { created } = await owner.stack.identity();
    if (isForgotten || isExpired(attempt, today(session), created)) {
        return undefined;
    }
    const owned = await findOwned(namesOf(attempt), session, signal);
    const holders = besides(urn, await findHoldersAtStart(session, owner));
    const seen = seeNames(attempt, noWants, { owned, holders, held: holdNothing(""), refused: [] });
    const main = seen.filter(({ role }) => role !== "spare");
    const bought = main.filter(({ status, obstacle }) => status === "owned" && obstacle === undefined);
    const mayCome =
        isRecent(attempt, session) && (ordersByCount(attempt) || main.some(({ status }) => status === "absent"));
    return bought.length > 0 || mayCome ? main.map(({ name }) => name) : undefined;
}

/** Its own entry in the journal does not make it somebody else's. */
function besides(urn: string, holders: Holders): Holders {
    const get = (name: string): ReturnType<Holders["get"]> => {
        const holder = holders.get(name);
        return holder?.urn === urn && !holder.isInStack ? undefined : holder;
    };
    return { get, has: (name) => get(name) !== undefined };
}

/** Longer than orders normally take, and over midnight. */
function isRecent(attempt: Attempt, session: Session): boolean {
    return ageInDays(attempt, today(session)) <= 1;
}
