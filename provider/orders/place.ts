import type { Attempt } from "./attempt";
import type { AttemptSeen } from "./decide";
import { OrderUnsent } from "./errors";
import type { Goal, Progress } from "./goal";
import { absorb, leaveUnresolved, namesHeld, settle } from "./held";
import type { Held } from "./held";
import { describeWants, listPicks } from "./items";
import type { Picks, Wants } from "./items";
import { namesAsked } from "./journal/entry";
import type { JournalRecord, Look } from "./journal/journal";
import { send } from "./send";
import type { OrderDraft } from "./send";
import type { Operation, Outcome } from "./session";

/** Orders what is missing, as far as this operation's attempt names it. */
export async function placeOrder(
    wants: Wants,
    progress: Progress,
    look: Look,
    goal: Goal,
    operation: Operation,
): Promise<Progress> {
    const draft = draftOf(wants, progress, goal, operation);
    if (draft === undefined) {
        return { ...progress, hasOrdered: true };
    }
    const sent = await send(draft, look, operation);
    switch (sent.kind) {
        case "placed":
            return tookOrder({ ...progress, hasOrdered: true }, sent, operation);
        case "lost":
            return lostAnswer(sentPart(draft), { ...progress, hasOrdered: true }, operation);
        case "refused": {
            const picks = listPicks(draft.picks);
            if (sent.names.length === 0 || !sent.names.every((name) => picks.includes(name))) {
                throw sent.error;
            }
            // Refused on its first order means sold to somebody else: a spare takes its place.
            operation.report.note(`${sent.names.join(", ")}: sold to somebody else meanwhile; ordering others`);
            return { ...progress, refused: [...progress.refused, ...sent.names] };
        }
    }
}

/** Orders the same names again: they can be sold only once (decisions/0006). */
export async function placeAgain(
    attempt: Attempt,
    names: readonly string[],
    progress: Progress,
    look: Look,
    operation: Operation,
): Promise<Progress> {
    const { uid } = progress.held;
    const draft = { uid, attempt, wants: wantsAmong(attempt, names), picks: picksAmong(attempt, names) };
    const sent = await send(draft, look, operation, sentFor(attempt, names, look));
    switch (sent.kind) {
        case "placed":
            return tookOrder(progress, sent, operation);
        case "lost":
            return lostAnswer(attempt, progress, operation);
        case "refused":
            if (sent.names.length === 0) {
                throw sent.error;
            }
            return startWatching(attempt, { ...progress, refused: [...progress.refused, ...sent.names] }, operation);
    }
}

const watchMilliseconds = 2_000;

/**
 * Waits a moment for names to appear in the account.
 * @param looked attempts whose names are looked for at once: none of them waits for another
 */
export async function watch(
    names: readonly string[],
    looked: readonly AttemptSeen[],
    progress: Progress,
    operation: Operation,
): Promise<Progress> {
    const { session, report, signal } = operation;
    report.progress(`looking for ${names.join(", ")}, which an interrupted order may bring`);
    await session.time.sleep(watchMilliseconds, signal);
    return looked.reduce((watched, { attempt }) => startWatching(attempt, watched, operation), progress);
}

/**
 * The entry of an attempt whose answer was lost, if these are its names. If they are not it stays: its order may still
 * bring the others.
 */
export function sentFor(attempt: Attempt, names: readonly string[], { records }: Look): JournalRecord | undefined {
    const isSame = (asked: readonly string[]): boolean =>
        asked.length === names.length && asked.every((name) => names.includes(name));
    return records.find(
        ({ entry }) => entry.attempt === attempt.id && entry.phase === "sending" && isSame(namesAsked(entry)),
    );
}

const searchAgain = `"pulumi up" asks CallFire's search again. Where it offers too few, choose another region.`;
const pickOthers = `Run "pulumi up" again: it picks others.`;

/** A previous operation has ordered what the attempt allows; the state shows it. */
function isUsedUp({ id }: Attempt, held: Held): boolean {
    return held.attempt === id || held.resolved.includes(id);
}

/** What this operation's own attempt allows to order; nothing where an earlier operation has used it up. */
function draftOf(
    wants: Wants,
    progress: Progress,
    { isNamed = false }: Goal,
    { attempt, session, report }: Operation,
): OrderDraft | undefined {
    const { held, refused } = progress;
    const { uid } = held;
    if (attempt === undefined || isUsedUp(attempt, held)) {
        return undefined;
    }
    const free = (names: readonly string[]): string[] =>
        names.filter((name) => !refused.includes(name) && !namesHeld(held).includes(name));
    const local = free(attempt.picks.local).slice(0, wants.local?.count ?? 0);
    const tollFree = free(attempt.picks.tollFree).slice(0, wants.tollFree);
    if (local.length === (wants.local?.count ?? 0) && tollFree.length === wants.tollFree) {
        return { uid, attempt, wants, picks: { local, tollFree } };
    }
    if (attempt.unpicked !== undefined) {
        throw new OrderUnsent(describeWants(wants), attempt.unpicked, searchAgain);
    }
    if (isNamed) {
        throw new OrderUnsent(describeWants(wants), "others have bought all that were picked", pickOthers);
    }
    if (session.bulkOrders === "name") {
        report.note(
            `${describeWants(wants)}: ordered by count, because CallFire's search does not name enough of them`,
        );
    }
    return { uid, attempt, wants };
}

function tookOrder(
    progress: Progress,
    { value: record, problem }: Outcome<JournalRecord>,
    { report }: Operation,
): Progress {
    if (problem !== undefined) {
        report.warn(problem.message);
    }
    return { ...progress, held: absorb(settle(progress.held, record.entry), record.entry) };
}

/** Only what was ordered may come: neither spares nor what this operation did not ask for. By count nothing has a name. */
function sentPart({ attempt, wants, picks }: OrderDraft): Attempt {
    return picks === undefined ? attempt : { ...attempt, wants, picks };
}

function lostAnswer(attempt: Attempt, progress: Progress, operation: Operation): Progress {
    const now = operation.session.time.elapsed();
    return {
        ...progress,
        held: leaveUnresolved(progress.held, [attempt]),
        answerLostAt: { ...progress.answerLostAt, [attempt.id]: now },
        watchedSince: { ...progress.watchedSince, [attempt.id]: now },
    };
}

function startWatching({ id }: Attempt, progress: Progress, { session }: Operation): Progress {
    return { ...progress, watchedSince: { [id]: session.time.elapsed(), ...progress.watchedSince } };
}

function picksAmong({ picks }: Attempt, names: readonly string[]): Picks {
    return {
        local: picks.local.filter((name) => names.includes(name)),
        tollFree: picks.tollFree.filter((name) => names.includes(name)),
    };
}

/** Of what an attempt asked for, the part that these names are. */
export function wantsAmong(attempt: Attempt, names: readonly string[]): Wants {
    const { local, tollFree } = picksAmong(attempt, names);
    const region = attempt.wants.local?.region;
    return {
        numbers: attempt.wants.numbers.filter((name) => names.includes(name)),
        keywords: attempt.wants.keywords.filter((name) => names.includes(name)),
        ...(local.length > 0 && { local: { count: local.length, ...(region && { region }) } }),
        tollFree: tollFree.length,
    };
}
