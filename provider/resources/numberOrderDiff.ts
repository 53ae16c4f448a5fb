import { isUnfinished, type Held } from "../orders/held";
import { countWanted, noWants, subtract, type Wants } from "../orders/items";
import { ReleasePrevented } from "../orders/errors";
import { hasUnknown } from "./check";
import { compareInputs, noChange } from "./inputs";
import { describeLeaseEnds } from "./leaseEnds";
import { tellLapsing } from "./lifecycle";
import { describeUnfinished } from "./unfinished";
import { describeMoving, findArriving, findMoving, nothingMoves, withoutMoving, type Moving } from "./moving";
import { numberOrderDeclaration } from "./numberOrderDeclaration";
import { readHeld, type NumberOrderInputs } from "./numberOrderState";
import { describePlan, isEmpty, keepUntilArrived, namesReleased, planFor, wantsOf, type Plan } from "./plan";
import type { Difference, DiffOptions, Properties } from "./resource";
import { readMark } from "./state";

/**
 * Compares what is declared with what is held, not with what was declared before: so drift, an order that is not over and an
 * interrupted run are changes too, and another notation is none.
 */
export async function diffNumberOrder(
    id: string,
    olds: Properties,
    news: Properties,
    options: DiffOptions,
): Promise<Difference> {
    const held = readHeld(olds);
    const unfinished = await describeUnfinished(held, olds, options);
    if (hasUnknown(news)) {
        return differs(olds, news, undefined, [
            ...unfinished,
            "some inputs are not known yet: the update will tell what it orders and releases",
        ]);
    }
    const inputs = news as NumberOrderInputs;
    tellLapsing(held.lapsing, options.session?.account, options);
    const moving = (await findMoving(inputs, options))(held);
    const plan = remaining(olds, held, inputs, moving);
    const adopts = inputs.adoptOrderId !== undefined && !held.orders.some((order) => order.id === inputs.adoptOrderId);
    const reasons = [...unfinished, ...(adopts ? [`adopts order ${inputs.adoptOrderId ?? ""}`] : [])];
    if (reasons.length === 0 && isEmpty(plan)) {
        return noChange;
    }
    if (inputs.preventRelease === true) {
        assertNoRelease(withoutMoving(plan, moving));
    }
    // A replacement adopts what is listed, and buys all bulk numbers anew before the old resource releases its own.
    const told = options.isReplaced === true ? planFor({ ...held, bulk: {} }, inputs, moving) : plan;
    // While an order is unfinished nobody knows what will be missing in the end.
    const order = unfinished.length > 0 ? noWants : told.order;
    const arriving = await findArriving(order, held, options);
    const shown = withoutMoving({ ...told, order: arriving.ordered }, moving);
    const words = [...reasons, ...arriving.words, ...describeMoving(moving)];
    const planned = isEmpty(shown)
        ? []
        : [`${describePlan(shown, held.prices)}${await describeLeaseEnds(shown, options)}`];
    return differs(olds, news, told, [...words, ...planned], moving);
}

/** The plan, without what was accepted as short for this same declaration. */
export function remaining(
    olds: Properties,
    held: Held,
    inputs: NumberOrderInputs,
    moving = nothingMoves,
): Plan & { accepted?: Wants } {
    const plan = planFor(held, inputs, moving);
    const { short } = readMark(olds);
    const accepted = inputs.allowPartial === true && isSameWish(olds, inputs) ? short : undefined;
    return accepted === undefined
        ? plan
        : { ...keepUntilArrived(plan, held, inputs), order: subtract(plan.order, accepted), accepted };
}

function isSameWish(olds: Properties, inputs: NumberOrderInputs): boolean {
    return JSON.stringify(wantsOf(olds)) === JSON.stringify(wantsOf(inputs));
}

/** @throws ReleasePrevented naming what the declaration would give up */
export function assertNoRelease(plan: Plan): void {
    const names = namesReleased(plan);
    if (names.length > 0) {
        throw new ReleasePrevented(names);
    }
}

function differs(
    olds: Properties,
    news: Properties,
    plan: Plan | undefined,
    words: readonly string[],
    moving: Moving = nothingMoves,
): Difference {
    const details: { [path: string]: "add" | "delete" | "update" } = {
        ...compareInputs(numberOrderDeclaration, olds, news),
    };
    const held = readHeld(olds);
    plan?.release.numbers.forEach((number) => (details[`acquiredNumbers[${held.numbers.indexOf(number)}]`] = "delete"));
    plan?.release.keywords.forEach((word) => (details[`acquiredKeywords[${held.keywords.indexOf(word)}]`] = "delete"));
    if (plan !== undefined && countWanted(plan.order) > 0) {
        const list = countWanted(plan.order) > plan.order.keywords.length ? "acquiredNumbers" : "acquiredKeywords";
        details[list] ??= "update";
    }
    if (Object.keys(details).length === 0) {
        details["status"] = "update";
    }
    const orders = plan === undefined || countWanted(plan.order) > 0 || isUnfinished(held);
    return {
        ...noChange,
        changes: true,
        details,
        stables: orders ? ["orderId", "account"] : ["orderId", "account", "orders", "status", "totalCost"],
        summary: words.join("; "),
        releases: plan !== undefined && namesReleased(withoutMoving(plan, moving)).length > 0,
    };
}
