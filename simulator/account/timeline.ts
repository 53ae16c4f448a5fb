import type { AccountState, Lease, OrderRecord } from "./account";
import { dateOf, dayAfter, endOfDay, leaseEndFor, monthAfter } from "./clock";
import { acquire, dropAutoReplies } from "./holdings";

/**
 * Moves everything on to `now`: orders acquire and complete, leases renew or lapse. It follows from the timestamps
 * alone, so an order goes on while no process runs, and two processes see the same.
 */
export function advance(state: AccountState, now: number): void {
    for (const order of state.orders) {
        if (order.completedAt === null) {
            advanceOrder(state, order, now);
        }
    }
    const today = dateOf(now);
    const ended = new Set(state.holdings.filter((holding) => renewed(holding.lease, today).end < today));
    if (ended.size > 0) {
        state.holdings = state.holdings.filter((holding) => !ended.has(holding));
        for (const { kind, value, lease } of ended) {
            // [open] decisions/0030: not for sale for a month after the lease, keywords and numbers alike.
            state.resting.push({ kind, value, until: endOfDay(monthAfter(lease.end)) });
        }
        dropAutoReplies(state);
    }
    if (state.resting.some((thing) => thing.until <= now)) {
        state.resting = state.resting.filter((thing) => thing.until > now);
    }
}

/** The order as of now, whatever its timestamps say. */
export function complete(state: AccountState, order: OrderRecord, at: number): void {
    order.held = false;
    order.completedAt = at;
    for (const item of order.items) {
        if (!item.withheld) {
            acquire(state, order, item, at);
        }
    }
}

function renewed(lease: Lease, today: string): Lease {
    while (lease.autoRenew && lease.end < today) {
        lease.end = leaseEndFor(dayAfter(lease.end));
    }
    return lease;
}

function advanceOrder(state: AccountState, order: OrderRecord, now: number): void {
    const completesAt = order.createdAt + order.takes;
    if (!order.held && completesAt <= now) {
        complete(state, order, completesAt);
    } else if (order.grows) {
        const wanted = order.items.filter((item) => !item.withheld);
        wanted.forEach((item, index) => {
            // The last one stays open while the order is held.
            const arrivesAt = order.createdAt + order.takes * (1 / 4 + ((3 / 4) * (index + 1)) / wanted.length);
            if (arrivesAt <= now && arrivesAt < completesAt) {
                acquire(state, order, item, arrivesAt);
            }
        });
    }
}
