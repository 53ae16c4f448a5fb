import type { Thing } from "./account";
import { badRequest } from "../http/errors";
import { withoutPlus, wordsFrom } from "../http/requests";
import { give, giveNumbers, keyOf, notForSale, withdraw } from "./holdings";
import { isNorthAmericanNumber, localNumbers } from "../geography/inventory";
import { keywordFrom } from "./orderParameters";
import { take } from "./orderItems";
import { orderOf, settleOrder } from "./orders";
import type { Region } from "../geography/regions";
import type { Store } from "../storage/store";
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
                return give(state, thing, now, null, {
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
    const region = regionOf(city, state);
    const count = bulk.count ?? (listed.length === 0 ? 1 : 0);
    await store.change((account, now) => {
        const taken = notForSale(account);
        const found = take(localNumbers(region), count, taken).map((forSale): Thing => ({
            kind: "number",
            value: forSale.number,
        }));
        for (const thing of [...listed, ...found]) {
            if (!taken.has(keyOf(thing))) {
                give(account, thing, now, now);
            }
        }
    });
}

/** Other customers buy the first ones that an order names, unless somebody has them already. */
export async function sellNamed(store: Store, parameters: ReadonlyMap<string, string>, count: number): Promise<void> {
    const named: Thing[] = [
        ...wordsFrom(parameters, "Numbers").map((word): Thing => ({ kind: "number", value: withoutPlus(word) })),
        ...wordsFrom(parameters, "Keywords").map((word): Thing => ({ kind: "keyword", value: word.toUpperCase() })),
    ];
    await store.change((state) => {
        const taken = notForSale(state);
        state.soldElsewhere.push(...named.slice(0, count).filter((thing) => !taken.has(keyOf(thing))));
    });
}

/** Many local numbers at once, that the account has had for long: in a region, or anywhere. */
export interface Stock {
    readonly count: number;
    readonly city?: string;
    readonly state?: string;
}

export async function stockUp(store: Store, { count, city, state }: Stock): Promise<void> {
    if (!Number.isInteger(count) || count < 1 || count > mostNumbers) {
        throw badRequest(`"count" is a whole number from 1 to ${mostNumbers}, not ${count}`);
    }
    await store.change((account, now) => {
        giveNumbers(account, take(localNumbers(regionOf(city, state)), count, notForSale(account)), now);
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

/** An account file of more than that is slow to write. */
const mostNumbers = 100_000;

function regionOf(city: string | undefined, state: string | undefined): Region {
    return {
        ...(city === undefined ? {} : { City: city.toUpperCase() }),
        ...(state === undefined ? {} : { State: state.toUpperCase() }),
    };
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
