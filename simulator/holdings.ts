import type { AccountState, Holding, Lease, OrderItem, OrderRecord, Thing, ThingKind } from "./account";
import { dateOf, monthAfter } from "./clock";
import { isTollFree, regionOf } from "./inventory";
import { notFound } from "./errors";
import { isOpen } from "./order-statuses";

export const shortCode = "67076";

export function holdingOf(state: AccountState, kind: ThingKind, value: string): Holding | undefined {
    return state.holdings.find((holding) => holding.kind === kind && holding.value === value);
}

export function ownedNumber(state: AccountState, number: string): Holding {
    const holding = holdingOf(state, "number", number);
    if (holding === undefined) {
        throw notFound(`number ${number} is not owned by this account`);
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

export function acquire(state: AccountState, order: OrderRecord, item: OrderItem, date: string): void {
    if (item.acquired) {
        return;
    }
    item.acquired = true;
    const lease = { begin: date, end: order.leaseEnd ?? monthAfter(date), autoRenew: true };
    state.holdings.push(newHolding(thingOf(item), lease, order.id, item));
}

/** Puts something into the account without an order of ours: another program of the same owner bought it. */
export function give(state: AccountState, thing: Thing, now: number, lease: Partial<Lease> = {}): void {
    withdraw(state, thing);
    const begin = dateOf(now);
    state.holdings.push(newHolding(thing, { begin, end: monthAfter(begin), autoRenew: true, ...lease }, null));
}

/** Takes something out of every list: it is for sale again. */
export function withdraw(state: AccountState, thing: Thing): void {
    const isOther = (other: Thing): boolean => keyOf(other) !== keyOf(thing);
    state.holdings = state.holdings.filter(isOther);
    state.soldElsewhere = state.soldElsewhere.filter(isOther);
    state.resting = state.resting.filter(isOther);
}

function newHolding(thing: Thing, lease: Lease, orderId: string | null, item?: OrderItem): Holding {
    const isNumber = thing.kind === "number";
    return {
        kind: thing.kind,
        value: thing.value,
        lease,
        orderId,
        region: isNumber ? (item?.region ?? regionOf(thing.value)) : {},
        configuration: isNumber
            ? { CallFeature: "ENABLED", TextFeature: isTollFree(thing.value) ? "UNSUPPORTED" : "ENABLED" }
            : {},
        labels: [],
    };
}

function thingOf(item: OrderItem): Thing {
    return { kind: item.kind === "keyword" ? "keyword" : "number", value: item.value };
}
