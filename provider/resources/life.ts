import { randomBytes } from "node:crypto";
import type { Wants } from "../orders/items";
import { release } from "../orders/release";
import type { Operation } from "../orders/session";
import { acquire } from "./acquire";
import { newerPicture, sharedPicture } from "./account";
import { isRecordOver } from "./held";
import type { Held } from "./held";

/** What both resources do alike, in terms of what is held. */

export function newLife(): string {
    return randomBytes(6).toString("hex");
}

/** The creating order's id, else what created it. It never changes. */
export function idOf(held: Held): string {
    const first = held.orders[0];
    return first?.id ?? `owned-${first?.intent ?? held.life}`;
}

/** Whether there is anything that the state must have: a hold, or an order that may still bring something. */
export function isWorthSaving(held: Held): boolean {
    return held.numbers.length + held.keywords.length > 0 || !held.orders.every(isRecordOver);
}

const nothingMore: Wants = { numbers: [], keywords: [], tollFree: 0 };

/**
 * Gives everything up. What is open is settled first, so that nothing arrives after the resource is gone; what a later life of
 * the resource holds is left to it.
 */
export async function giveUp(held: Held, operation: Operation): Promise<void> {
    const { session } = operation;
    const { records } = await session.journal.read();
    const later = new Set(records.filter(({ entry }) => entry.life !== held.life).map(({ entry }) => entry.intent));
    const own = { ...held, orders: held.orders.filter((order) => isRecordOver(order) || !later.has(order.intent)) };
    const desire = { missing: () => nothingMore, adoptOwned: false, allowPartial: true, ownLifeOnly: true };
    const settled = await acquire(own, desire, operation);
    if (settled.problem !== undefined) {
        throw settled.problem;
    }
    const { problem } = await release(settled.held, held.life, operation);
    if (problem !== undefined) {
        throw problem;
    }
}

/**
 * What of it is still there. A thing is gone only when its own GET says so; a list that leaves it out is not enough. A lapsing
 * lease is a warning: it is owned until it ends.
 */
export async function findGone(held: Held, operation: Operation): Promise<string[]> {
    const { session, report, signal } = operation;
    const picture = await sharedPicture(session);
    const gone: string[] = [];
    for (const number of held.numbers) {
        const owned = picture.numbers.get(number) ?? (await session.client.getNumber(number, signal));
        if (owned === undefined) {
            gone.push(number);
        } else if (!owned.lease.autoRenew) {
            report.warn(lapsing(number, owned.lease.end));
        }
    }
    for (const keyword of held.keywords) {
        // A keyword has no GET of its own: a second consistent listing is all there is.
        const owned = picture.keywords.get(keyword) ?? (await newerPicture(session, picture)).keywords.get(keyword);
        if (owned === undefined) {
            gone.push(keyword);
        } else if (!owned.lease.autoRenew) {
            report.warn(lapsing(`keyword ${keyword}`, owned.lease.end));
        }
    }
    return gone;
}

function lapsing(item: string, leaseEnd: string | undefined): string {
    return (
        `${item} is no longer renewed: its lease ends ${leaseEnd ?? "at a date CallFire does not tell"}. ` +
        `Turn its renewal on at CallFire to keep it.`
    );
}
