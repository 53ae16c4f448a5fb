import { Float, type Fields } from "../http/payload";
import type { ItemKind, OrderRecord } from "./account";
import { dateTimeOf } from "./clock";
import { isOpen, statusOf } from "./orderStatuses";

export const unitCosts: Readonly<Record<ItemKind, number>> = { local: 1.5, tollFree: 2, keyword: 5.5 };

/** What is shown otherwise than it is. */
export interface OrderLook {
    readonly status?: string;
    readonly plusSign?: boolean;
    /** Newer documents have it; if absent, the order says nothing of taxes. */
    readonly salesTaxPercent?: number;
}

export function orderPayload(order: OrderRecord, now: number, look: OrderLook = {}): Fields {
    const status = statusOf(order, now);
    const block = (kind: ItemKind): Fields | undefined => {
        if (order.ordered[kind] === 0) {
            return undefined;
        }
        const fulfilled = shownAsAcquired(order, now, kind)
            .map((value) => (look.plusSign === true && kind !== "keyword" ? `+${value}` : value))
            .join(" ");
        return {
            Ordered: order.ordered[kind],
            UnitCost: new Float(unitCosts[kind]),
            // The contract has it absent or empty while nothing was acquired: so here it is first one, then the other (decisions/0032).
            Fulfilled: status === "NEW" && fulfilled === "" ? undefined : fulfilled,
        };
    };
    return {
        "@id": BigInt(order.id),
        Status: look.status ?? status,
        Created: dateTimeOf(order.createdAt),
        TotalCost: new Float(totalCostOf(order)),
        ...(look.salesTaxPercent === undefined ? {} : taxFields(totalCostOf(order), look.salesTaxPercent)),
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

function taxFields(cost: number, percent: number): Fields {
    const tax = Math.round(cost * percent) / 100;
    return {
        Summary: new Float(cost),
        SalesTax: new Float(tax),
        Total: new Float(Math.round((cost + tax) * 100) / 100),
    };
}

/** What the order says it acquired. */
export function shownAsAcquired(order: OrderRecord, now: number, kind: ItemKind): string[] {
    const { completedAt, fulfilledAfter } = order;
    const isLate = fulfilledAfter > 0 && completedAt !== null && now < completedAt + fulfilledAfter;
    return isLate ? [] : acquiredBy(order, kind);
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
