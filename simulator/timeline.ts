import type { AccountState, OrderRecord } from "./account";
import { dateOf, endOfDay, monthAfter } from "./clock";
import { acquire } from "./holdings";

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
    for (const holding of [...state.holdings]) {
        const { lease } = holding;
        while (lease.autoRenew && endOfDay(lease.end) <= now) {
            lease.end = monthAfter(lease.end);
        }
        if (endOfDay(lease.end) <= now) {
            state.holdings.splice(state.holdings.indexOf(holding), 1);
            // [open] decisions/0102: not for sale for a month after the lease, keywords and numbers alike.
            const until = endOfDay(monthAfter(lease.end));
            state.resting.push({ kind: holding.kind, value: holding.value, until });
        }
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
            acquire(state, order, item, dateOf(at));
        }
    }
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
                acquire(state, order, item, dateOf(arrivesAt));
            }
        });
    }
}
