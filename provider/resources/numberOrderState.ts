import { itemsHeld, type Held } from "../orders/held";
import { countWanted } from "../orders/items";
import type { Operation } from "../orders/session";
import { compact } from "./check";
import { planFor, type Declared } from "./plan";
import type { Properties } from "./resource";
import { heldProperty } from "../stack/heldMark";
import { heldFrom, markFrom, readMark, statusOf, totalCostOf } from "./state";

/** The inputs, normalised by check. */
export interface NumberOrderInputs extends Declared {
    readonly allowPartial?: boolean;
    readonly adoptOrderId?: string;
    readonly adoptOwned?: boolean;
    readonly preventRelease?: boolean;
}

/** The state's own form of what is held. Properties that older state lacks have their defaults here. */
export function readHeld(state: Properties): Held {
    const strings = (name: string): readonly string[] => (state[name] as readonly string[] | undefined) ?? [];
    return heldFrom(readMark(state), {
        orders: (state["orders"] as Held["orders"] | undefined) ?? [],
        numbers: strings("acquiredNumbers"),
        tollFree: strings("tollFreeNumbers"),
        keywords: strings("acquiredKeywords"),
    });
}

export function outputsOf(held: Held, account: string, short?: Held["wants"][string]): Properties {
    const { localNumbers, tollFreeNumbers, keywords } = itemsHeld(held);
    return compact({
        orderId: held.orders[0]?.id,
        orders: held.orders,
        status: statusOf(held.orders),
        acquiredNumbers: held.numbers,
        localNumbers,
        tollFreeNumbers,
        acquiredKeywords: keywords,
        totalCost: totalCostOf(held.orders),
        account,
        [heldProperty]: markFrom(held, { prices: held.prices, ...(short && { short }) }),
    });
}

export function writeState(
    inputs: NumberOrderInputs,
    held: Held,
    operation: Operation,
    isComplete: boolean,
): Properties {
    const missing = planFor(held, inputs).order;
    const short = isComplete && countWanted(missing) > 0 ? missing : undefined;
    return { ...inputs, ...outputsOf(held, operation.session.account, short) };
}
