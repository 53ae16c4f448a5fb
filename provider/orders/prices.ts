import { countItems, countWanted, formatMoney, isTollFree, nothing } from "./items";
import type { Wants } from "./items";
import type { Entry } from "./journal/entry";
import { phaseOfStatus } from "./status";

type Kind = "local" | "tollFree" | "keyword";

/** What one of a kind has cost in the last order of that kind alone. CallFire tells no price before an order. */
export type UnitPrices = Readonly<Partial<Record<Kind, number>>>;

/** The prices after an order: one of several kinds tells none, because CallFire tells only the sum. */
export function learnPrice(prices: UnitPrices, entry: Entry): UnitPrices {
    const { outcome, status, totalCost, acquired = nothing } = entry;
    const count = countItems(acquired);
    if (outcome !== "ordered" || totalCost === undefined || count === 0 || phaseOfStatus(status ?? "") !== "done") {
        return prices;
    }
    const counts: Record<Kind, number> = {
        local: acquired.localNumbers.length,
        tollFree: acquired.tollFreeNumbers.length,
        keyword: acquired.keywords.length,
    };
    const only = kinds.find((kind) => counts[kind] === count);
    return only === undefined ? prices : { ...prices, [only]: Math.round((totalCost / count) * 10_000) / 10_000 };
}

/** `about 3.00, at 1.50 each as last paid`, without the price of one where there is only one or several prices; empty where the price of anything in it is not known. */
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
