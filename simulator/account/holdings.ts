import type { AccountState, Holding, Lease, OrderItem, OrderRecord, Thing, ThingKind } from "./account";
import { dateOf, leaseEndFor } from "./clock";
import { isTollFree, regionOf, type NumberForSale } from "../geography/inventory";
import { notFound } from "../http/errors";
import { withoutPlus } from "../http/requests";
import { isOpen } from "./orderStatuses";

export const shortCode = "67076";

export function holdingOf(state: AccountState, kind: ThingKind, value: string): Holding | undefined {
    return state.holdings.find((holding) => holding.kind === kind && holding.value === value);
}

/** `asOf`: as a server knows it that has seen nothing newer, in milliseconds. */
export function ownedNumber(state: AccountState, number: string, asOf = Number.POSITIVE_INFINITY): Holding {
    const holding = holdingOf(state, "number", withoutPlus(number));
    if (holding === undefined || !wasThere(holding, asOf)) {
        throw notFound(`number ${withoutPlus(number)} does not exist, or is inactive`);
    }
    return holding;
}

export function ownedKeyword(state: AccountState, keyword: string): Holding {
    const holding = holdingOf(state, "keyword", keyword);
    if (holding === undefined) {
        throw notFound(`keyword ${keyword} does not exist, or is inactive`);
    }
    return holding;
}

/** Everything that can't be bought now: owned, on its way in an order, sold to others, or resting after a lease. */
export function notForSale(state: AccountState): ReadonlySet<string> {
    const taken = new Set<string>();
    const add = (thing: Thing): unknown => taken.add(keyOf(thing));
    state.holdings.forEach(add);
    state.soldElsewhere.forEach(add);
    state.resting.forEach(add);
    for (const order of state.orders) {
        if (isOpen(order)) {
            order.items.map(thingOf).forEach(add);
        }
    }
    return taken;
}

export function keyOf(thing: Thing): string {
    return `${thing.kind} ${thing.value}`;
}

export function acquire(state: AccountState, order: OrderRecord, item: OrderItem, at: number): void {
    if (item.acquired) {
        return;
    }
    item.acquired = true;
    if (!item.ofOtherOrder) {
        const begin = dateOf(at);
        const lease = { begin, end: order.leaseEnd ?? leaseEndFor(begin), autoRenew: true };
        state.holdings.push(newHolding(thingOf(item), lease, { orderId: order.id, acquiredAt: at }, item));
    }
}

/** Puts something into the account without an order of ours. Null: it has been there for long. */
export function give(
    state: AccountState,
    thing: Thing,
    now: number,
    acquiredAt: number | null,
    lease: Partial<Lease> = {},
): void {
    withdraw(state, thing);
    const begin = dateOf(now);
    const whole = { begin, end: leaseEndFor(begin), autoRenew: true, ...lease };
    state.holdings.push(newHolding(thing, whole, { orderId: null, acquiredAt }));
}

/** Gives the account many local numbers at once, the next ones that are for sale there. */
export function giveNumbers(state: AccountState, numbers: readonly NumberForSale[], now: number): void {
    const begin = dateOf(now);
    for (const { number, region } of numbers) {
        const lease = { begin, end: leaseEndFor(begin), autoRenew: true };
        const origin = { orderId: null, acquiredAt: null };
        state.holdings.push(newHolding({ kind: "number", value: number }, lease, origin, { region }));
    }
}

/** Is it shown by a list that is as old as this? */
export function wasThere(holding: Holding, at: number): boolean {
    return holding.acquiredAt === null || holding.acquiredAt <= at;
}

/** Takes something out of every list: it is for sale again. */
export function withdraw(state: AccountState, thing: Thing): void {
    const isOther = (other: Thing): boolean => keyOf(other) !== keyOf(thing);
    state.holdings = state.holdings.filter(isOther);
    state.soldElsewhere = state.soldElsewhere.filter(isOther);
    state.resting = state.resting.filter(isOther);
    dropAutoReplies(state);
}

/** What is no longer owned answers nobody. */
export function dropAutoReplies(state: AccountState): void {
    state.autoReplies = state.autoReplies.filter(({ number, keyword }) =>
        keyword === null ? holdingOf(state, "number", number) : holdingOf(state, "keyword", keyword),
    );
}

function newHolding(
    thing: Thing,
    lease: Lease,
    origin: Pick<Holding, "orderId" | "acquiredAt">,
    place?: Pick<OrderItem, "region">,
): Holding {
    const isNumber = thing.kind === "number";
    return {
        kind: thing.kind,
        value: thing.value,
        lease,
        ...origin,
        region: isNumber ? (place?.region ?? regionOf(thing.value)) : {},
        configuration: isNumber
            ? { CallFeature: "ENABLED", TextFeature: isTollFree(thing.value) ? "UNSUPPORTED" : "ENABLED" }
            : {},
        labels: [],
    };
}

function thingOf(item: OrderItem): Thing {
    return { kind: item.kind === "keyword" ? "keyword" : "number", value: item.value };
}
