import { countWanted } from "../orders/items";
import type { Operation } from "../orders/session";
import { compact } from "./check";
import { itemsHeld } from "./held";
import type { Held } from "./held";
import { planFor } from "./plan";
import type { Declared } from "./plan";
import type { Properties } from "./resource";

/** The inputs, normalised by check. */
export interface NumberOrderInputs extends Declared {
    readonly allowPartial?: boolean;
    readonly adoptOrderId?: string;
    readonly adoptOwned?: boolean;
}

/** The state's own form of what is held. Properties that older state lacks have their defaults here. */
export function readHeld(state: Properties): Held {
    const strings = (name: string): readonly string[] => (state[name] as readonly string[] | undefined) ?? [];
    return {
        life: (state["__life"] as string | undefined) ?? (state["orderId"] as string | undefined) ?? "",
        orders: (state["orders"] as Held["orders"] | undefined) ?? [],
        numbers: strings("acquiredNumbers"),
        tollFree: strings("tollFreeNumbers"),
        keywords: strings("acquiredKeywords"),
        wants: (state["__wants"] as Held["wants"] | undefined) ?? {},
        bulk: (state["__bulk"] as Held["bulk"] | undefined) ?? {},
    };
}

export function outputsOf(held: Held, account: string): Properties {
    const { localNumbers, tollFreeNumbers, keywords } = itemsHeld(held);
    const costs = held.orders.flatMap(({ totalCost }) => (totalCost === undefined ? [] : [totalCost]));
    const newest = held.orders[held.orders.length - 1];
    return compact({
        orderId: held.orders[0]?.id,
        orders: held.orders,
        // CallFire's own words are in upper case; where it gave none there is none.
        status: newest !== undefined && newest.status === newest.status.toUpperCase() ? newest.status : undefined,
        acquiredNumbers: held.numbers,
        localNumbers,
        tollFreeNumbers,
        acquiredKeywords: keywords,
        totalCost: costs.length === 0 ? undefined : Math.round(costs.reduce((sum, cost) => sum + cost, 0) * 100) / 100,
        account,
        __life: held.life,
        __bulk: held.bulk,
        __wants: Object.keys(held.wants).length === 0 ? undefined : held.wants,
    });
}

export function writeState(
    inputs: NumberOrderInputs,
    held: Held,
    operation: Operation,
    isComplete: boolean,
): Properties {
    const missing = planFor(held, inputs).order;
    return {
        ...inputs,
        ...outputsOf(held, operation.session.account),
        ...(isComplete && countWanted(missing) > 0 && { __short: missing }),
    };
}
