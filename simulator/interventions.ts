import type { Thing } from "./account";
import { badRequest } from "./errors";
import { give, keyOf, notForSale, withdraw } from "./holdings";
import { isNorthAmericanNumber, localNumbers } from "./inventory";
import { keywordFrom } from "./order-parameters";
import { orderOf, settleOrder, take } from "./orders";
import type { Store } from "./store";
import { advance } from "./timeline";

/** What happens to an account without a call of its client's. */
export type ThingChange = ({ readonly number: string } | { readonly keyword: string }) & {
    /**
     * give: the account owns it, without an order. lapse: the account does not own it any more, and it is for sale.
     * sell: another customer owns it. free: it is for sale.
     */
    readonly action: "give" | "lapse" | "sell" | "free";
    /** `2026-12-31`; only with give. */
    readonly leaseEnd?: string;
    /** Only with give. */
    readonly autoRenew?: boolean;
};

export async function changeThing(store: Store, change: ThingChange): Promise<void> {
    const thing = thingOf(change);
    if (change.leaseEnd !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(change.leaseEnd)) {
        throw badRequest(`"leaseEnd" is a day like 2026-12-31, not ${change.leaseEnd}`);
    }
    await store.change((state, now) => {
        switch (change.action) {
            case "give":
                return give(state, thing, now, {
                    ...(change.leaseEnd === undefined ? {} : { end: change.leaseEnd }),
                    ...(change.autoRenew === undefined ? {} : { autoRenew: change.autoRenew }),
                });
            case "sell":
                withdraw(state, thing);
                state.soldElsewhere.push(thing);
                return;
            case "lapse":
            case "free":
                return withdraw(state, thing);
        }
    });
}

export interface Purchase {
    readonly number?: string;
    readonly keyword?: string;
    /** Local numbers of the region; 1 if nothing is named. */
    readonly count?: number;
    readonly city?: string;
    readonly state?: string;
}

/** What another program of the same account buys. Things that are not for sale it does not get. */
export async function buyWithoutOrder(
    store: Store,
    { number, keyword, city, state, ...bulk }: Purchase,
): Promise<void> {
    const listed: Thing[] = [];
    if (number !== undefined) {
        listed.push({ kind: "number", value: number });
    }
    if (keyword !== undefined) {
        listed.push(thingOf({ action: "give", keyword }));
    }
    const region = {
        ...(city === undefined ? {} : { City: city.toUpperCase() }),
        ...(state === undefined ? {} : { State: state.toUpperCase() }),
    };
    const count = bulk.count ?? (listed.length === 0 ? 1 : 0);
    await store.change((account, now) => {
        const taken = notForSale(account);
        const found = take(localNumbers(region), count, taken).map((forSale): Thing => ({
            kind: "number",
            value: forSale.number,
        }));
        for (const thing of [...listed, ...found]) {
            if (!taken.has(keyOf(thing))) {
                give(account, thing, now);
            }
        }
    });
}

/** Settles an order now, or holds it. */
export async function settle(
    store: Store,
    orderId: string,
    how: { readonly status?: string; readonly fulfilled?: number; readonly hold?: boolean } = {},
): Promise<void> {
    await store.change((state, now) => {
        const order = orderOf(state, orderId);
        if (how.hold === true) {
            order.held = true;
        } else {
            settleOrder(state, now, order, how);
        }
    });
}

/** Moves the account's clock on by milliseconds, and tells its time. */
export function moveClock(store: Store, milliseconds: number): Promise<number> {
    return store.change((state, now) => {
        state.clockOffset += milliseconds;
        advance(state, now + milliseconds);
        return now + milliseconds;
    });
}

function thingOf(change: ThingChange): Thing {
    if ("keyword" in change) {
        return { kind: "keyword", value: keywordFrom(change.keyword) };
    }
    if (!isNorthAmericanNumber(change.number)) {
        throw badRequest(`"number" is 11 digits like 13105551212, not ${change.number}`);
    }
    return { kind: "number", value: change.number };
}
