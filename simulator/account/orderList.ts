import { badRequest } from "../http/errors";
import type { Fields } from "../http/payload";
import { integerFrom } from "../http/requests";
import type { AccountState, ItemKind, OrderRecord } from "./account";
import { statusOf } from "./orderStatuses";
import { shownAsAcquired, totalCostOf, unitCosts } from "./orderPayload";
import { isVisible } from "./orders";

/**
 * The orders of the account as CallFire's API v2 lists them, newest first.
 * @param isBare leave out what was ordered, as CallFire does with some orders
 */
export function listOrders(
    state: AccountState,
    now: number,
    parameters: ReadonlyMap<string, string>,
    isBare: boolean,
): Fields {
    const limit = Math.min(integerFrom(parameters, "limit") ?? 100, 1000);
    const offset = integerFrom(parameters, "offset") ?? 0;
    const status = parameters.get("status") ?? "";
    const begin = timeFrom(parameters, "intervalBegin") ?? Number.NEGATIVE_INFINITY;
    const end = timeFrom(parameters, "intervalEnd") ?? Number.POSITIVE_INFINITY;
    const found = state.orders
        .filter((order) => isVisible(order, now) && order.createdAt >= begin && order.createdAt <= end)
        .filter((order) => status === "" || statusOf(order, now) === status)
        .toReversed();
    return {
        items: found.slice(offset, offset + limit).map((order) => listed(order, now, isBare)),
        limit,
        offset,
        totalCount: found.length,
    };
}

function listed(order: OrderRecord, now: number, isBare: boolean): Fields {
    const block = (kind: ItemKind): Fields | undefined =>
        isBare || order.ordered[kind] === 0
            ? undefined
            : {
                  ordered: order.ordered[kind],
                  unitCost: unitCosts[kind],
                  fulfilled: shownAsAcquired(order, now, kind),
              };
    return {
        id: BigInt(order.id),
        status: statusOf(order, now),
        created: order.createdAt,
        totalCost: totalCostOf(order),
        localNumbers: block("local"),
        tollFreeNumbers: block("tollFree"),
        keywords: block("keyword"),
    };
}

/** Milliseconds since the epoch. */
function timeFrom(parameters: ReadonlyMap<string, string>, name: string): number | undefined {
    const text = parameters.get(name) ?? "";
    if (text !== "" && !/^\d{1,15}$/.test(text)) {
        throw badRequest(`${name} is not valid: ${text}`);
    }
    return text === "" ? undefined : Number(text);
}
