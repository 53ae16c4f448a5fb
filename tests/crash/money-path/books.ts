import type { RunningSimulator } from "../../../simulator";
import { paidFor } from "../balance";

/** What the server sold against what the stack holds. */
export interface Balance {
    readonly boughtTwice: number;
    readonly lost: number;
    /** What is not as it should be, in words. */
    readonly problems: readonly string[];
}

/**
 * @param held by all resources of the stack
 * @param declared how many items are declared now, and were at most
 */
export function balance(
    simulator: RunningSimulator,
    held: readonly string[],
    declared: { readonly now: number; readonly most: number },
): Balance {
    const { orders } = simulator.ledger();
    const ordered = orders.flatMap((order) => Object.values(order.ordered)).reduce((sum, count) => sum + count, 0);
    const paid = paidFor(simulator);
    const boughtTwice = Math.max(0, ordered - declared.most);
    const lost = paid.filter((item) => !held.includes(item));
    const isDouble = new Set(held).size !== held.length;
    const isDeclared = held.length === declared.now && held.every((item) => paid.includes(item));
    const problems = [
        ...(boughtTwice > 0 ? [`${String(boughtTwice)} bought twice`] : []),
        ...(lost.length > 0 ? [`lost: ${lost.join(", ")}`] : []),
        ...(isDouble ? [`two resources hold the same: ${held.join(", ")}`] : []),
        ...(isDeclared
            ? []
            : [
                  `${String(declared.now)} are declared, the state has ${held.join(", ")}, paid for is ${paid.join(", ")}`,
              ]),
    ];
    return { boughtTwice, lost: lost.length, problems };
}
