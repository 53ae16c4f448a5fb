import type { Owned } from "../callfire/types";
import { isExpired, namesOf, ordersByCount, type Attempt } from "./attempt";
import type { AttemptSeen, ListedSeen, NameSeen, Seen } from "./decide";
import type { Goal, Progress } from "./goal";
import { namesHeld, type Held } from "./held";
import { describeHolder, findHolders, findReplaced, type Holders } from "./holders";
import { countOfBulk, noPicks, type Wants } from "./items";
import { isByCount } from "./journal/entry";
import type { Look } from "./journal/journal";
import { seeNames } from "./observeNames";
import { describeReleased, findOwned } from "./ownership";
import { isSealed, unsealIn } from "./seal";
import { today, type Operation } from "./session";

// How long absence is no news: decisions/0007.

/** CallFire: an order normally needs up to 20 seconds. */
const normalMilliseconds = 20_000;
/** Lists may lag behind orders by a minute. */
const listLagMilliseconds = 60_000;

/** The attempts of unknown end, and of the listed names that are missing those that were owned at check, as the account shows them now. */
export async function observeAttempts(
    missing: Wants,
    progress: Progress,
    goal: Goal,
    look: Look,
    operation: Operation,
): Promise<Pick<Seen, "attempts" | "owned">> {
    const { held, refused } = progress;
    const { session, signal } = operation;
    const declared = [...missing.numbers, ...missing.keywords, ...namesHeld(held)];
    const attempts = unsealIn(attemptsOf(held, look), declared, session.seal);
    const ownedAtCheck = listedAtCheck(attempts, missing, operation);
    const names = [...new Set([...attempts.flatMap(namesOf), ...ownedAtCheck])].filter(
        (name) => !namesHeld(held).includes(name),
    );
    const owned = names.length === 0 ? new Map<string, Owned>() : await findOwned(names, session, signal);
    const holders: Holders = owned.size === 0 ? new Map() : await findHolders(look, held, operation);
    const seen: AttemptSeen[] = [];
    for (const attempt of attempts) {
        const namesSeen = seeNames(attempt, missing, { owned, holders, held, refused });
        seen.push(await seeAttempt(attempt, namesSeen, progress, look, operation));
    }
    const replaced = await findReplaced(operation.owner, session);
    return { attempts: seen, owned: seeListed(ownedAtCheck, { owned, holders, replaced }, goal, operation) };
}

async function seeAttempt(
    attempt: Attempt,
    names: readonly NameSeen[],
    progress: Progress,
    look: Look,
    operation: Operation,
): Promise<AttemptSeen> {
    const { session, owner } = operation;
    const { created } = await owner.stack.identity();
    return {
        attempt,
        names,
        ...(await seeOrderByCount(attempt, look, operation)),
        isExpired: isExpired(attempt, today(session), created),
        ...patience(attempt, names, progress, session.time.elapsed()),
    };
}

/** Attempts without a known end: those the engine's state showed, and orders by name of the journal whose answer is lost. */
function attemptsOf(held: Held, { records }: Look): Attempt[] {
    const withoutAnswer = records
        .map(({ entry }) => entry)
        .filter((entry) => entry.phase === "sending" && entry.orderId === undefined && !isByCount(entry))
        .filter((entry) => ![...held.unresolved.map(({ id }) => id), ...held.resolved].includes(entry.attempt));
    return [
        ...held.unresolved,
        ...withoutAnswer.map(({ attempt, uid, reservedAt, wants, picks, stack }) => ({
            id: attempt,
            uid,
            day: reservedAt.slice(0, 10),
            ...(stack.created !== undefined && { stack: stack.created }),
            wants,
            picks: picks ?? noPicks,
            owned: [],
        })),
    ];
}

/**
 * Whether an order by count was sent. Only the journal that was to note it can say no: another one, or a copy, does not know it
 * (decisions/0015).
 */
async function seeOrderByCount(
    attempt: Attempt,
    { records }: Look,
    { session }: Operation,
): Promise<Pick<AttemptSeen, "orderByCount">> {
    if (!ordersByCount(attempt) || countOfBulk(attempt.wants) === 0) {
        return {};
    }
    // The names that it asked for beside may have entries of their own.
    const phases = records
        .map(({ entry }) => entry)
        .filter((entry) => entry.attempt === attempt.id && (isByCount(entry) || entry.outcome === "forgotten"))
        .map(({ phase }) => phase);
    if (phases.some((phase) => phase !== "reserved")) {
        return { orderByCount: "followed by its entry" };
    }
    const isToldHere = attempt.countedIn === (await session.journal.identity());
    return { orderByCount: isToldHere ? "not sent" : "unknown" };
}

/** How long its names are looked for already. */
function patience(
    { id }: Attempt,
    names: readonly NameSeen[],
    { answerLostAt, watchedSince, leftUnresolved }: Progress,
    now: number,
): Pick<AttemptSeen, "isFresh" | "isOverdue" | "isLeftUnresolved"> {
    const lostAt = answerLostAt[id];
    const watched = now - (watchedSince[id] ?? now);
    // A name that is only a seal can't be looked for.
    const isHidden = names.every(({ name, status }) => status !== "absent" || isSealed(name));
    return {
        isFresh: lostAt !== undefined && now - lostAt < normalMilliseconds,
        isOverdue: isHidden || watched >= normalMilliseconds + listLagMilliseconds,
        isLeftUnresolved: leftUnresolved.includes(id),
    };
}

/** Of the listed names that are missing, those that the account owned when the attempt was made. */
function listedAtCheck(attempts: readonly Attempt[], missing: Wants, { attempt }: Operation): string[] {
    const covered = new Set(attempts.flatMap(namesOf));
    const listed = new Set([...missing.numbers, ...missing.keywords]);
    return (attempt?.owned ?? []).filter((name) => listed.has(name) && !covered.has(name));
}

function seeListed(
    names: readonly string[],
    {
        owned,
        holders,
        replaced,
    }: {
        readonly owned: ReadonlyMap<string, Owned>;
        readonly holders: Holders;
        readonly replaced: Pick<Holders, "has">;
    },
    { adoptOwned }: Goal,
    { owner, session }: Operation,
): ListedSeen[] {
    return names.flatMap((name): ListedSeen[] => {
        const lease = owned.get(name)?.lease;
        if (lease === undefined) {
            return [];
        }
        const holder = holders.get(name);
        // Another stack may have a resource of the same URN.
        const isInherited =
            holder === undefined
                ? replaced.has(name)
                : holder.isInStack && [owner.urn, ...owner.aliases].includes(holder.urn);
        // Within a stack a name moves from one resource to another by the word of the one that lists it from now on.
        const isMoving = holder?.isInStack === true && adoptOwned;
        const obstacle = !lease.autoRenew
            ? `${name} is owned by the account but was released: ${describeReleased(lease, session.account)}`
            : holder !== undefined && !isInherited && !isMoving
              ? describeHolder(name, holder)
              : undefined;
        return [{ name, isInherited, ...(obstacle !== undefined && { obstacle }) }];
    });
}
