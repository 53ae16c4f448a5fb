import { countWanted } from "../orders/items";
import type { Wants } from "../orders/items";
import { assertAccount } from "./account";
import { compact, hasUnknown } from "./check";
import { isRecordOver, isUnfinished } from "./held";
import type { Held } from "./held";
import { closeSeen, openEntries } from "./journalMarks";
import { numberOrderDeclaration } from "./numberOrderDeclaration";
import { readHeld } from "./numberOrderState";
import type { NumberOrderInputs } from "./numberOrderState";
import { describePlan, isEmpty, keepUntilArrived, planFor, subtract, wantsOf } from "./plan";
import type { Plan } from "./plan";
import type { Difference, Properties, Surroundings } from "./resource";

/**
 * Compares what is declared with what is held, not with what was declared before: so drift, an order that is not over and an
 * interrupted run are changes too, and another notation is none.
 */
export async function diffNumberOrder(
    id: string,
    olds: Properties,
    news: Properties,
    around: Surroundings,
): Promise<Difference> {
    const held = readHeld(olds);
    let open: readonly { readonly orderId?: string; readonly intent: string }[] = [];
    if (around.session !== undefined && around.owner !== undefined) {
        assertAccount(olds["account"], around.session);
        await closeSeen(held, around.session, around.owner.urn);
        open = await openEntries(held, around.session, around.owner);
    }
    if (hasUnknown(news)) {
        return differs(olds, news, undefined, ["what is ordered and released is known during the update"]);
    }
    const inputs = news as NumberOrderInputs;
    const plan = remaining(olds, held, inputs);
    const adopts = inputs.adoptOrderId !== undefined && !held.orders.some((order) => order.id === inputs.adoptOrderId);
    const pending = held.orders.filter((order) => !isRecordOver(order));
    const reasons = [
        ...pending.map((order) => `goes on with order ${order.id ?? `of intent ${order.intent}`} (${order.status})`),
        ...open.map(
            (entry) =>
                `takes in ${entry.orderId === undefined ? `intent ${entry.intent}` : `order ${entry.orderId}`} of an interrupted run`,
        ),
        ...(adopts ? [`takes over order ${inputs.adoptOrderId ?? ""}`] : []),
    ];
    if (reasons.length === 0 && isEmpty(plan)) {
        return noChange;
    }
    // A new life takes over what is listed, and buys all bulk numbers anew before the old one releases its own.
    const told = around.isReplaced === true ? planFor({ ...held, bulk: {} }, inputs) : plan;
    return differs(olds, news, told, [...reasons, ...(isEmpty(told) ? [] : [describePlan(told)])]);
}

/** The plan, without what was accepted as short for this same declaration. */
export function remaining(olds: Properties, held: Held, inputs: NumberOrderInputs): Plan {
    const plan = planFor(held, inputs);
    const accepted =
        inputs.allowPartial === true && isSameWish(olds, inputs) ? (olds["__short"] as Wants | undefined) : undefined;
    return accepted === undefined
        ? plan
        : { ...keepUntilArrived(plan, held, inputs), order: subtract(plan.order, accepted) };
}

function isSameWish(olds: Properties, inputs: NumberOrderInputs): boolean {
    return JSON.stringify(wantsOf(olds)) === JSON.stringify(wantsOf(inputs));
}

const noChange: Difference = {
    changes: false,
    replaces: [],
    details: {},
    stables: [],
    deleteBeforeReplace: false,
};

function differs(olds: Properties, news: Properties, plan: Plan | undefined, words: readonly string[]): Difference {
    const details: { [path: string]: "add" | "delete" | "update" } = {};
    for (const name of Object.keys(numberOrderDeclaration.inputs)) {
        if (
            JSON.stringify(compact({ v: olds[name] })) !== JSON.stringify(compact({ v: news[name] })) ||
            hasUnknown(news[name])
        ) {
            details[name] = olds[name] === undefined ? "add" : news[name] === undefined ? "delete" : "update";
        }
    }
    const held = readHeld(olds);
    plan?.release.numbers.forEach((number) => (details[`acquiredNumbers[${held.numbers.indexOf(number)}]`] = "delete"));
    plan?.release.keywords.forEach((word) => (details[`acquiredKeywords[${held.keywords.indexOf(word)}]`] = "delete"));
    if (plan !== undefined && countWanted(plan.order) > 0) {
        details[countWanted(plan.order) > plan.order.keywords.length ? "acquiredNumbers" : "acquiredKeywords"] ??=
            "update";
    }
    if (Object.keys(details).length === 0) {
        details["status"] = "update";
    }
    const orders = plan === undefined || countWanted(plan.order) > 0 || isUnfinished(held);
    return {
        changes: true,
        replaces: [],
        details,
        stables: orders ? ["orderId", "account"] : ["orderId", "account", "orders", "status", "totalCost"],
        deleteBeforeReplace: false,
        summary: words.join("; "),
    };
}
