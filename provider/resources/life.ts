import { randomBytes } from "node:crypto";
import type { LeaseInfo } from "../callfire/types";
import type { Entry } from "../orders/entry";
import { OrderFailed } from "../orders/errors";
import type { Wants } from "../orders/items";
import { claimsOf } from "../orders/journal";
import { release } from "../orders/release";
import type { Operation } from "../orders/session";
import { endOf } from "../orders/takeOver";
import { acquire } from "./acquire";
import { forgetState, knownStates, newerPicture, sharedPicture } from "./account";
import { isRecordOver } from "./held";
import type { Held } from "./held";

/** What both resources do alike, in terms of what is held. */

/** A name for a new life of a resource, which sorts behind those of all lives that this machine knows of it. */
export async function newLife({ session, owner }: Operation): Promise<string> {
    const { records } = await session.journal.read();
    const earlier = records.filter(({ entry }) => entry.urn === owner.urn).map(({ entry }) => timeOfLife(entry.life));
    const time = Math.max(session.time.date().getTime(), ...earlier.map((known) => known + 1));
    return `${time.toString(36).padStart(timeDigits, "0")}${randomBytes(2).toString("hex")}`;
}

/** Milliseconds in base 36; enough of them for the next three thousand years. */
const timeDigits = 9;

function timeOfLife(life: string): number {
    return parseInt(life.slice(0, timeDigits), 36) || 0;
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
    const { session, owner, report } = operation;
    forgetState(session, held.life);
    const known = knownStates(session, owner.urn, held.life);
    const intents = new Set(held.orders.map(({ intent }) => intent));
    // A later life that never came into a state took an order over, and died: the order is still this life's.
    const isOurs = (entry: Entry): boolean =>
        entry.life === held.life || (intents.has(entry.intent) && !known.has(entry.life));
    const { records } = await session.journal.read();
    const others = records.map(({ entry }) => entry).filter((entry) => entry.urn === owner.urn && !isOurs(entry));
    const theirs = new Set(others.map(({ intent }) => intent));
    const own = { ...held, orders: held.orders.filter((order) => isRecordOver(order) || !theirs.has(order.intent)) };
    for (const { intent, phase, life, orderId } of others) {
        if (life > held.life && phase !== "closed" && phase !== "claimed" && !known.has(life)) {
            report.warn(
                `${orderId === undefined ? "An order" : `Order ${orderId}`} of an interrupted replacement is not given up, because no ` +
                    `state has held it: see "npx pulumi-callfire orders show ${intent}".`,
            );
        }
    }
    const desire = { missing: () => nothingMore, adoptOwned: false, allowPartial: true, isOurs };
    const settled = await acquire(own, desire, operation);
    // An order that failed has nothing more to bring.
    if (settled.problem !== undefined && !(settled.problem instanceof OrderFailed)) {
        throw settled.problem;
    }
    const { problem } = await release(settled.held, held.life, known, operation);
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
            report.warn(lapsing(number, owned.lease));
        }
    }
    for (const keyword of held.keywords) {
        // A keyword has no GET of its own: a second consistent listing is all there is.
        const owned = picture.keywords.get(keyword) ?? (await newerPicture(session, picture)).keywords.get(keyword);
        if (owned === undefined) {
            gone.push(keyword);
        } else if (!owned.lease.autoRenew) {
            report.warn(lapsing(`keyword ${keyword}`, owned.lease));
        }
    }
    await dropClaims(gone, operation);
    return gone;
}

/** What is gone is claimed no longer: somebody may buy it again. Only marks are lost when this fails. */
async function dropClaims(gone: readonly string[], { session, owner }: Operation): Promise<void> {
    if (gone.length === 0) {
        return;
    }
    for (const record of (await session.journal.read()).records) {
        const { entry } = record;
        if (
            entry.urn === owner.urn &&
            entry.phase === "closed" &&
            claimsOf(entry).some((item) => gone.includes(item))
        ) {
            await session.journal.release(record, gone).catch(() => undefined);
        }
    }
}

function lapsing(item: string, lease: LeaseInfo): string {
    return `${item} is no longer renewed: its lease ends ${endOf(lease)}. Turn its renewal on at CallFire to keep it.`;
}
