import { RefusedError, UnclearError } from "../callfire/errors";
import { EngineGone, OrderError } from "./errors";
import { claimsOf } from "./journal";
import type { Operation } from "./session";
import { claimsByItem } from "./takeOver";

/** Everything that was asked for is either released or kept for a reason; `problem` says why some are still to do. */
export interface Released {
    readonly released: readonly string[];
    readonly problem?: Error;
}

/** A release did not come about. */
export class ReleaseFailed extends OrderError {
    constructor(item: string, what: string) {
        super(`${item} could not be released: ${what}. It is still held and saved; run it again to go on.`);
    }
}

const shortCodeOfCallFire = "67076";

/**
 * Gives numbers and keywords up: turns their auto-renew off, one after another. What another resource, or a later life of this
 * one, holds is kept, and so is everything once the engine is gone.
 */
export async function release(
    items: { readonly numbers: readonly string[]; readonly keywords: readonly string[] },
    life: string,
    operation: Operation,
): Promise<Released> {
    const { session, owner, report, signal } = operation;
    const records = (await session.journal.read()).records.filter(({ entry }) => entry.account === session.account);
    const claims = claimsByItem(records.map(({ entry }) => entry));
    const done: string[] = [];
    let problem: Error | undefined;

    for (const item of [...items.numbers, ...items.keywords]) {
        const other = claims.get(item)?.find((entry) => entry.life !== life);
        if (other === undefined) {
            problem = await giveUp(item);
        } else if (other.urn !== owner.urn && !owner.aliases.includes(other.urn)) {
            report.warn(`${item} is not released: ${other.urn} holds it`);
        } else {
            report.note(`${item} is not released: the resource's current life holds it`);
        }
        if (problem !== undefined) {
            break;
        }
        done.push(item);
    }
    for (const record of records) {
        const theirs = claimsOf(record.entry).filter((item) => done.includes(item));
        if (record.entry.life === life && theirs.length > 0) {
            // Only a claim is lost with this: the worst is a claim on something that is no longer owned.
            await session.journal.release(record, theirs).catch(() => undefined);
        }
    }
    return { released: done, ...(problem && { problem }) };

    async function giveUp(item: string): Promise<Error | undefined> {
        try {
            signal.throwIfAborted();
            await operation.assertEngineAlive();
            if (items.numbers.includes(item)) {
                await session.client.releaseNumber(item, signal);
            } else {
                await session.client.releaseKeyword(
                    item,
                    (await keywordLease(item))?.shortCode ?? shortCodeOfCallFire,
                    signal,
                );
            }
            report.note(`${item} released`);
            return undefined;
        } catch (error) {
            if (error instanceof EngineGone) {
                return error;
            }
            if ((error instanceof RefusedError || error instanceof UnclearError) && (await isReleased(item))) {
                report.note(`${item} was released already`);
                return undefined;
            }
            return new ReleaseFailed(item, error instanceof Error ? error.message : "interrupted");
        }
    }

    /** Judged by AutoRenew alone: after a release the status can read PENDING. */
    async function isReleased(item: string): Promise<boolean> {
        try {
            const owned = items.numbers.includes(item)
                ? await session.client.getNumber(item, signal)
                : await keywordLease(item);
            return owned === undefined || !owned.lease.autoRenew;
        } catch {
            return false;
        }
    }

    async function keywordLease(keyword: string) {
        const page = await session.client.listKeywords({ first: 0, max: 1000 }, signal);
        return page.items.find((owned) => owned.keyword.toUpperCase() === keyword);
    }
}
