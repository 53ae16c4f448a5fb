import type { NumberOrderAnswer } from "../../callfire/types";
import { countItems } from "../../orders/items";
import type { Entry } from "../../orders/journal/entry";
import { phaseOfStatus } from "../../orders/status";
import { itemsOf } from "../../orders/wait";
import { Failure, messageOf, withoutFullStop, type Context } from "../context";
import { commandLine } from "../settings";
import { askForOrder, describeAnswer } from "./askForOrder";
import type { ForgetOptions } from "./forgetPlan";

/**
 * What CallFire says of an order that is to be forgotten.
 * @throws Failure for one that CallFire has not given up, unless `--force`
 */
export async function lookAtOrder(entry: Entry, options: ForgetOptions, context: Context): Promise<string> {
    if (entry.orderId === undefined) {
        return "It names no order, so CallFire can't be asked.";
    }
    let order: NumberOrderAnswer;
    try {
        order = await askForOrder(entry, entry.orderId, options, context);
    } catch (error) {
        return `What became of it was not looked up: ${withoutFullStop(messageOf(error).replace(" Nothing was changed.", ""))}.`;
    }
    const says = `CallFire says of order ${entry.orderId}: ${describeAnswer(order)}.`;
    if (isGivenUp(order) || options.force === true) {
        return says;
    }
    throw new Failure(
        `${says} It is not given up, so it is not forgotten: nothing was changed. Run "pulumi up": it goes on with this order and ` +
            `takes in what it brings. To forget it all the same: ${commandLine(`orders forget ${entry.intent} --force`, options)}`,
    );
}

/** Whether nothing is lost with the order: it has failed, and brought nothing. */
function isGivenUp(order: NumberOrderAnswer): boolean {
    const phase = phaseOfStatus(order.status);
    return (phase === "failed" || phase === "paymentFailed") && countItems(itemsOf(order)) === 0;
}
