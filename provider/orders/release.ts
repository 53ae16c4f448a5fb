import { RefusedError, UnclearError } from "../callfire/errors";
import type { Entry } from "./entry";
import { EngineGone, OrderError } from "./errors";
import { claimsOf } from "./journal";
import type { Record } from "./journal";
import { findKeyword } from "./picture";
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

/** What the engine has shown of its state in this process. */
export interface KnownStates {
    /** Whether a life of a resource is in the state. */
    has(life: string): boolean;
    /** The URN of another resource, or of a later life of this one, that holds or lists an item. */
    holderOf(item: string): string | undefined;
}

const shortCodeOfCallFire = "67076";

/**
 * Gives numbers and keywords up: turns their auto-renew off, one after another. What another resource, or a later life of this
 * one, holds is kept, and so is everything once the engine is gone.
 */
export async function release(
    items: { readonly numbers: readonly string[]; readonly keywords: readonly string[] },
    life: string,
    known: KnownStates,
    operation: Operation,
): Promise<Released> {
    const { session, owner, report, signal } = operation;
    if (items.numbers.length + items.keywords.length === 0) {
        return { released: [] };
    }
    let records: readonly Record[];
    try {
        records = (await session.journal.read()).records.filter(({ entry }) => entry.account === session.account);
    } catch (error) {
        return { released: [], problem: error instanceof Error ? error : new Error(String(error)) };
    }
    const claims = claimsByItem(records.map(({ entry }) => entry));
    const done: string[] = [];
    let problem: Error | undefined;
    const isOwn = (urn: string): boolean => urn === owner.urn || owner.aliases.includes(urn);
    // Of one resource a later life guards what it holds, if it has come into a state: an earlier one, or one that died, does not.
    const isGuard = (entry: Entry): boolean =>
        isOwn(entry.urn)
            ? entry.life > life && (entry.phase === "closed" || known.has(entry.life))
            : entry.life !== life;
    for (const item of [...items.numbers, ...items.keywords]) {
        const other = claims.get(item)?.find(isGuard);
        const holder = other?.urn ?? known.holderOf(item);
        if (holder === undefined) {
            problem = await giveUp(item);
        } else if (isOwn(holder)) {
            report.note(`${item} is not released: the resource's current life holds it`);
        } else {
            report.warn(
                `${item} is not released: ${holder} holds it${
                    other === undefined
                        ? ""
                        : `. If that resource is gone: "npx pulumi-callfire orders forget ${other.intent}"`
                }`,
            );
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
                    (await findKeyword(session.client, item, signal))?.shortCode ?? shortCodeOfCallFire,
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
                : await findKeyword(session.client, item, signal);
            return owned === undefined || !owned.lease.autoRenew;
        } catch {
            return false;
        }
    }
}
