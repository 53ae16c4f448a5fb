import type { NumberOrderAnswer, OrderedItems } from "../callfire/types";
import { countWanted, formatMoney, isTollFree, type Wants } from "./items";

type Kind = "local" | "tollFree" | "keyword";

/** What one of a kind has cost in the last order of that kind. CallFire tells no price before an order. */
export type UnitPrices = Readonly<Partial<Record<Kind, number>>>;

/** Of what an order has brought; nothing where CallFire tells no price. */
export function unitPricesOf({ localNumbers, tollFreeNumbers, keywords }: NumberOrderAnswer): UnitPrices {
    return {
        ...priceOf("local", localNumbers),
        ...priceOf("tollFree", tollFreeNumbers),
        ...priceOf("keyword", keywords),
    };
}

function priceOf(kind: Kind, items: OrderedItems | undefined): UnitPrices {
    const isBought = items !== undefined && items.fulfilled.length > 0;
    return isBought && items.unitCost !== undefined ? { [kind]: items.unitCost } : {};
}

/**
 * `about 3.00, at 1.50 each as last paid`, without the price of one where there is only one or several prices; empty where the price of
 * anything in it is not known.
 */
export function describeCost(order: Wants, prices: UnitPrices): string {
    const tollFree = order.tollFree + order.numbers.filter(isTollFree).length;
    const keyword = order.keywords.length;
    const counts: Record<Kind, number> = { local: countWanted(order) - tollFree - keyword, tollFree, keyword };
    const ordered = kinds.filter((kind) => counts[kind] > 0);
    const costs = ordered.map((kind) => (prices[kind] ?? Number.NaN) * counts[kind]);
    const total = costs.reduce((sum, cost) => sum + cost, 0);
    if (ordered.length === 0 || Number.isNaN(total)) {
        return "";
    }
    const [first, ...others] = ordered.map((kind) => prices[kind]);
    const isOnePrice = first !== undefined && countWanted(order) > 1 && others.every((price) => price === first);
    return `about ${formatMoney(total)}, ${isOnePrice ? `at ${formatMoney(first)} each ` : ""}as last paid`;
}

const kinds: readonly Kind[] = ["local", "tollFree", "keyword"];
