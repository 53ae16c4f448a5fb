import { isTollFree, localNumbers, regionsOf, tollFreeNumbers, type NumberForSale } from "../geography/inventory";
import type { Region } from "../geography/regions";
import { badRequest } from "../http/errors";
import type { AccountState, ItemKind, OrderItem } from "./account";
import { keyOf } from "./holdings";
import { isKeywordForSale } from "./keywords";
import type { OrderRequest } from "./orderParameters";

/** Listed things must all be for sale; of bulk ones the order gets as many as there are. */
export function itemsFor(
    request: OrderRequest,
    taken: ReadonlySet<string>,
    askedRegions: readonly Region[],
): OrderItem[] {
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
        ...[...regionsOf(request.numbers, askedRegions)].map(([number, region]) =>
            itemOf(numberKindOf(number), number, region),
        ),
        ...take(localNumbers(request.region), request.localCount, chosen).map(({ number, region }) =>
            itemOf("local", number, region),
        ),
        ...take(tollFreeNumbers(), request.tollFreeCount, chosen).map(({ number }) => itemOf("tollFree", number, {})),
        ...request.keywords.map((keyword) => itemOf("keyword", keyword, {})),
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

function itemOf(kind: ItemKind, value: string, region: Region): OrderItem {
    return { kind, value, region, acquired: false, withheld: false, ofOtherOrder: false };
}

/** The last number of its kind among the items becomes one that the account has by an earlier order. */
export function replaceByAcquired(state: AccountState, items: OrderItem[], wanted: string | undefined): void {
    const acquired = state.holdings.findLast(
        ({ kind, value, orderId }) =>
            kind === "number" &&
            orderId !== null &&
            value === (wanted ?? value) &&
            items.some((item) => item.kind === numberKindOf(value)),
    );
    const index = items.findLastIndex((item) => acquired !== undefined && item.kind === numberKindOf(acquired.value));
    const item = items[index];
    if (acquired !== undefined && item !== undefined) {
        items[index] = { ...item, value: acquired.value, region: acquired.region, ofOtherOrder: true };
    }
}

function numberKindOf(number: string): ItemKind {
    return isTollFree(number) ? "tollFree" : "local";
}
