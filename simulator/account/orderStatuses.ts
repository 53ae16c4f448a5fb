import type { OrderRecord } from "./account";

export function statusOf(order: OrderRecord, now: number): string {
    if (order.completedAt !== null) {
        return order.finalStatus;
    }
    return now < order.createdAt + order.takes / 4 ? "NEW" : "PROCESSING";
}

/** What was ordered is still on its way, or waits for somebody, and no one else can buy it. */
export function isOpen(order: OrderRecord): boolean {
    return order.completedAt === null || !(isDone(order.finalStatus) || failedStatuses.has(order.finalStatus));
}

/** [open] decisions/0028 */
export function isDone(status: string): boolean {
    return doneStatuses.has(status);
}

const doneStatuses: ReadonlySet<string> = new Set(["FINISHED", "ADJUSTED", "PARTIALLY_ADJUSTED"]);
const failedStatuses: ReadonlySet<string> = new Set(["ERRORED", "PAYMENT_ERROR", "ACH_ERROR", "VOID", "REJECTED"]);
