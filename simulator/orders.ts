import { nextId, type AccountState, type ItemKind, type OrderItem, type OrderRecord } from "./account";
import { dateTimeOf } from "./clock";
import type { Fields } from "./payload";
import { badRequest, notFound } from "./errors";
import { keyOf, notForSale } from "./holdings";
import { isTollFree, localNumbers, regionOf, tollFreeNumbers, type NumberForSale } from "./inventory";
import { orderRequestFrom, orderedOf, type OrderRequest } from "./order-parameters";
import { isKeywordForSale } from "./keywords";
import { isDone, isOpen, statusOf } from "./order-statuses";
import { complete } from "./timeline";

/** How an order goes, where a fault wants it otherwise than usual. */
export interface OrderBehaviour {
    readonly takes: number;
    readonly held?: boolean;
    readonly grows?: boolean;
    readonly largeId?: boolean;
    readonly leaseEnd?: string;
    readonly finalStatus?: string;
    /** How many of the items arrive; all, or none of a failed order, if absent. */
    readonly fulfilled?: number;
    /** How many items do not arrive, of one kind or counted from the end. */
    readonly missing?: number;
    readonly missingKind?: ItemKind;
}

export const unitCosts: Readonly<Record<ItemKind, number>> = { local: 1.5, tollFree: 2, keyword: 5.5 };

export function placeOrder(
    state: AccountState,
    now: number,
    parameters: ReadonlyMap<string, string>,
    behaviour: OrderBehaviour,
): OrderRecord {
    const request = orderRequestFrom(parameters);
    const order: OrderRecord = {
        id: nextId(state, behaviour.largeId),
        createdAt: now,
        takes: behaviour.takes,
        held: behaviour.held ?? false,
        grows: behaviour.grows ?? false,
        finalStatus: behaviour.finalStatus ?? "FINISHED",
        completedAt: null,
        leaseEnd: behaviour.leaseEnd ?? null,
        parameters: Object.fromEntries(parameters),
        ordered: orderedOf(request),
        items: itemsFor(request, notForSale(state)),
    };
    withhold(order, behaviour);
    state.orders.push(order);
    return order;
}

export function orderOf(state: AccountState, id: string): OrderRecord {
    const order = state.orders.find((candidate) => candidate.id === id);
    if (order === undefined) {
        throw notFound(`number order ${id} does not exist`);
    }
    return order;
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

export function orderPayload(order: OrderRecord, now: number, shownStatus?: string): Fields {
    const status = statusOf(order, now);
    const block = (kind: ItemKind): Fields | undefined => {
        if (order.ordered[kind] === 0) {
            return undefined;
        }
        const fulfilled = acquiredBy(order, kind).join(" ");
        return {
            Ordered: order.ordered[kind],
            UnitCost: unitCosts[kind],
            // The contract has it absent or empty while nothing was acquired: so here it is first one, then the other.
            Fulfilled: status === "NEW" && fulfilled === "" ? undefined : fulfilled,
        };
    };
    return {
        "@id": BigInt(order.id),
        Status: shownStatus ?? status,
        Created: dateTimeOf(order.createdAt),
        TotalCost: totalCostOf(order),
        LocalNumbers: block("local"),
        TollFreeNumbers: block("tollFree"),
        Keywords: block("keyword"),
    };
}

export function acquiredBy(order: OrderRecord, kind?: ItemKind): string[] {
    return order.items
        .filter((item) => item.acquired && (kind === undefined || item.kind === kind))
        .map((item) => item.value);
}

/** What was ordered while it is open, what was acquired once it is not. */
export function totalCostOf(order: OrderRecord): number {
    const kinds: readonly ItemKind[] = ["local", "tollFree", "keyword"];
    return kinds
        .map((kind) => {
            const count = isOpen(order) ? order.ordered[kind] : acquiredBy(order, kind).length;
            return count * unitCosts[kind];
        })
        .reduce((sum, cost) => sum + cost, 0);
}

/** Listed things must all be for sale; of bulk ones the order gets as many as there are. */
function itemsFor(request: OrderRequest, taken: ReadonlySet<string>): OrderItem[] {
    const unavailable = request.numbers.filter((value) => taken.has(keyOf({ kind: "number", value })));
    if (unavailable.length > 0) {
        throw badRequest(`unavailable numbers: ${unavailable.join(" ")}`);
    }
    const unavailableKeywords = request.keywords.filter((keyword) => !isKeywordForSale(keyword, taken));
    if (unavailableKeywords.length > 0) {
        throw badRequest(`unavailable keywords: ${unavailableKeywords.join(" ")}`);
    }
    const chosen = new Set([...taken, ...request.numbers.map((value) => keyOf({ kind: "number", value }))]);
    return [
        ...request.numbers.map((number) => itemOf(isTollFree(number) ? "tollFree" : "local", number)),
        ...take(localNumbers(request.region), request.localCount, chosen).map((found) => itemOf("local", found)),
        ...take(tollFreeNumbers(), request.tollFreeCount, chosen).map((found) => itemOf("tollFree", found)),
        ...request.keywords.map((keyword) => itemOf("keyword", keyword)),
    ];
}

/** The first `count` that are not taken. */
export function take(
    numbers: Iterable<NumberForSale>,
    count: number,
    taken: ReadonlySet<string>,
): readonly NumberForSale[] {
    const found: NumberForSale[] = [];
    if (count === 0) {
        return found;
    }
    for (const candidate of numbers) {
        if (!taken.has(keyOf({ kind: "number", value: candidate.number })) && found.push(candidate) === count) {
            break;
        }
    }
    return found;
}

function itemOf(kind: ItemKind, found: string | NumberForSale): OrderItem {
    const { number, region } =
        typeof found === "string" ? { number: found, region: kind === "keyword" ? {} : regionOf(found) } : found;
    return { kind, value: number, region, acquired: false, withheld: false };
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
