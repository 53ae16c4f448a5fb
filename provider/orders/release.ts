import { RefusedError, UnclearError } from "../callfire/errors";
import { shortCode } from "../callfire/types";
import { EngineGone, ReleaseFailed } from "./errors";
import type { Held } from "./held";
import { heldBy } from "./journal/entry";
import type { JournalRecord, Look } from "./journal/journal";
import { findHolders, type OtherHolder } from "./holders";
import { isNumber } from "./items";
import { endOf, findOwned } from "./ownership";
import type { Operation, Outcome } from "./session";
import { messageOf } from "./thrown";

/**
 * Gives numbers and keywords up: turns their auto-renew off, one after another. What another resource or stack holds is kept,
 * and so is everything once the engine is gone (decisions/0016).
 * @returns what this resource no longer holds, and why the rest is still to do
 * @throws Conflict when somebody else has changed an entry of this resource: observe again.
 */
export async function release(
    names: readonly string[],
    held: Held,
    look: Look,
    operation: Operation,
): Promise<Outcome<readonly string[]>> {
    const holders = await findHolders(look, held, operation);
    const holderOf = (name: string): OtherHolder | undefined => holders.get(name) ?? listerOf(name, operation);
    const kept = names.filter((name) => holderOf(name) !== undefined);
    const free = names.filter((name) => !kept.includes(name));
    kept.forEach((name) => tellKept(name, holderOf(name), operation));
    const records = await markReleasing(free, look.records, operation);
    const done = [...kept];
    let problem: Error | undefined;
    for (const name of free) {
        problem = await giveUp(name, operation);
        if (problem !== undefined) {
            break;
        }
        done.push(name);
    }
    await noteReleased(done, records, operation);
    return { value: done, ...(problem && { problem }) };
}

/** Listed by another resource of the program, a name is moving there. */
function listerOf(name: string, { session, owner }: Operation): OtherHolder | undefined {
    const urn = session.memory.listerOf(name);
    return urn === undefined || urn === owner.urn ? undefined : { urn, isInStack: true };
}

function tellKept(name: string, holder: OtherHolder | undefined, { owner, report }: Operation): void {
    if (holder?.urn === owner.urn) {
        report.note(`${name} is not released: the resource that replaces this one holds it`);
        return;
    }
    const forget =
        holder?.intent === undefined
            ? ""
            : `. If that resource is gone: "npx pulumi-callfire orders forget ${holder.intent}"`;
    report.warn(`${name} is not released: ${holder?.urn ?? "another resource"} holds it${forget}`);
}

async function giveUp(name: string, operation: Operation): Promise<Error | undefined> {
    const { session, report, signal } = operation;
    try {
        signal.throwIfAborted();
        await operation.assertEngineAlive();
        const owned = (await findOwned([name], session, signal)).get(name);
        if (owned?.lease.autoRenew === false) {
            report.note(`${name} was released already; its lease runs until ${endOf(owned.lease)}`);
            return undefined;
        }
        if (isNumber(name)) {
            await session.client.releaseNumber(name, signal);
        } else {
            const listed = owned !== undefined && "shortCode" in owned ? owned.shortCode : undefined;
            await session.client.releaseKeyword(name, listed ?? shortCode, signal);
        }
        report.note(`${name} released${owned === undefined ? "" : `; its lease runs until ${endOf(owned.lease)}`}`);
        return undefined;
    } catch (error) {
        if (error instanceof EngineGone) {
            return error;
        }
        const isAnswered = error instanceof RefusedError || error instanceof UnclearError;
        if (isAnswered && (await isReleased(name, operation))) {
            report.note(`${name} was released already`);
            return undefined;
        }
        return new ReleaseFailed(name, signal.aborted ? "interrupted" : messageOf(error));
    }
}

/** Noted before the first request: a run that is interrupted here may have released them, and the next one must look. */
async function markReleasing(
    names: readonly string[],
    records: readonly JournalRecord[],
    { session }: Operation,
): Promise<readonly JournalRecord[]> {
    const marked: JournalRecord[] = [];
    for (const record of records) {
        const { releasing = [] } = record.entry;
        const fresh = heldBy(record.entry).filter((name) => names.includes(name) && !releasing.includes(name));
        const changes = { releasing: [...releasing, ...fresh] };
        marked.push(fresh.length === 0 ? record : await session.journal.advance(record, changes));
    }
    return marked;
}

/** Only marks are lost when this fails: the worst is a note that something is held that is no longer owned. */
async function noteReleased(
    done: readonly string[],
    records: readonly JournalRecord[],
    { session }: Operation,
): Promise<void> {
    for (const record of records) {
        const theirs = heldBy(record.entry).filter((name) => done.includes(name));
        if (theirs.length > 0) {
            await session.journal.release(record, theirs).catch(() => undefined);
        }
    }
}

/** Judged by AutoRenew alone: after a release the status can read PENDING. */
async function isReleased(name: string, { session, signal }: Operation): Promise<boolean> {
    try {
        const owned = (await findOwned([name], session, signal)).get(name);
        return owned === undefined || !owned.lease.autoRenew;
    } catch {
        return false;
    }
}
