import { badRequest, notFound } from "../http/errors";
import { nextId, type AccountState, type ItemKind, type OrderRecord } from "./account";
import { notForSale } from "./holdings";
import { itemsFor, replaceByAcquired } from "./orderItems";
import { orderedOf, orderRequestFrom } from "./orderParameters";
import { isDone, isOpen } from "./orderStatuses";
import { complete } from "./timeline";

/** How an order goes, where a fault wants it otherwise than usual. */
export interface OrderBehaviour {
    readonly takes: number;
    readonly held?: boolean;
    readonly grows?: boolean;
    readonly largeId?: boolean;
    /** Milliseconds in which it can't be found. */
    readonly hiddenFor?: number;
    /** Milliseconds from its end until it shows what it acquired. */
    readonly fulfilledAfter?: number;
    /** Shows a number as acquired that an earlier order has: this one, or the newest one. */
    readonly alreadyAcquired?: { readonly number?: string };
    readonly leaseEnd?: string;
    readonly finalStatus?: string;
    /** How many of the items arrive; all, or none of a failed order, if absent. */
    readonly fulfilled?: number;
    /** How many items do not arrive, of one kind or counted from the end. */
    readonly missing?: number;
    readonly missingKind?: ItemKind;
}

export function placeOrder(
    state: AccountState,
    now: number,
    parameters: ReadonlyMap<string, string>,
    behaviour: OrderBehaviour,
): OrderRecord {
    const request = orderRequestFrom(parameters);
    const items = itemsFor(request, notForSale(state), state.askedRegions);
    if (behaviour.alreadyAcquired !== undefined) {
        replaceByAcquired(state, items, behaviour.alreadyAcquired.number);
    }
    const order: OrderRecord = {
        id: nextId(state, behaviour.largeId),
        createdAt: now,
        takes: behaviour.takes,
        held: behaviour.held ?? false,
        grows: behaviour.grows ?? false,
        finalStatus: behaviour.finalStatus ?? "FINISHED",
        completedAt: null,
        visibleAt: behaviour.hiddenFor === undefined ? null : now + behaviour.hiddenFor,
        fulfilledAfter: behaviour.fulfilledAfter ?? 0,
        leaseEnd: behaviour.leaseEnd ?? null,
        parameters: Object.fromEntries(parameters),
        ordered: orderedOf(request),
        items,
    };
    withhold(order, behaviour);
    state.orders.push(order);
    return order;
}

/** As the API finds it; just placed, it may not be found yet. */
export function visibleOrder(state: AccountState, id: string, now: number): OrderRecord {
    const order = orderOf(state, id);
    if (!isVisible(order, now)) {
        throw notFound(orderMissing(id));
    }
    return order;
}

export function isVisible(order: OrderRecord, now: number): boolean {
    return order.visibleAt === null || now >= order.visibleAt;
}

export function orderOf(state: AccountState, id: string): OrderRecord {
    const order = state.orders.find((candidate) => candidate.id === id);
    if (order === undefined) {
        throw notFound(orderMissing(id));
    }
    return order;
}

function orderMissing(id: string): string {
    return `number order ${id} does not exist`;
}

/** The end of an order, now: what a person at CallFire, or a slow day, would do to it. */
export function settleOrder(
    state: AccountState,
    now: number,
    order: OrderRecord,
    how: { readonly status?: string; readonly fulfilled?: number },
): void {
    const wasOpen = isOpen(order);
    if (!wasOpen && how.fulfilled !== undefined) {
        throw badRequest(`number order ${order.id} is ${order.finalStatus}: what it acquired can't be changed`);
    }
    order.finalStatus = how.status ?? order.finalStatus;
    if (wasOpen) {
        if (how.status !== undefined || how.fulfilled !== undefined) {
            withhold(order, how.fulfilled === undefined ? {} : { fulfilled: how.fulfilled });
        }
        complete(state, order, now);
    }
}

/** Marks the items that never arrive; the last ones go first. */
function withhold(
    order: OrderRecord,
    how: { readonly fulfilled?: number; readonly missing?: number; readonly missingKind?: ItemKind },
): void {
    const open = order.items.filter((item) => !item.acquired);
    const acquired = order.items.length - open.length;
    const wanted = how.fulfilled ?? (isDone(order.finalStatus) ? order.items.length : 0);
    const arriving = Math.max(0, wanted - acquired);
    open.forEach((item, index) => {
        item.withheld = index >= arriving;
    });
    const candidates = open.filter((item) => !item.withheld && (how.missingKind ?? item.kind) === item.kind);
    for (const item of candidates.slice(Math.max(0, candidates.length - (how.missing ?? 0)))) {
        item.withheld = true;
    }
}
