/**
 * What an order's status means. CallFire documents FINISHED and ERRORED as terminal; the others are read safely
 * (`decisions/0002`). A status in no list is in progress.
 */
export type StatusPhase = "pending" | "waitingForPerson" | "done" | "failed" | "paymentFailed";

const phases: ReadonlyMap<string, StatusPhase> = new Map(
    Object.entries<StatusPhase>({
        NEW: "pending",
        PROCESSING: "pending",
        PROCESSING_ACH: "pending",
        WAIT_FOR_PAYMENT: "waitingForPerson",
        APPROVE_TIER_ONE: "waitingForPerson",
        APPROVE_TIER_TWO: "waitingForPerson",
        FINISHED: "done",
        ADJUSTED: "done",
        PARTIALLY_ADJUSTED: "done",
        ERRORED: "failed",
        VOID: "failed",
        REJECTED: "failed",
        PAYMENT_ERROR: "paymentFailed",
        ACH_ERROR: "paymentFailed",
    }),
);

const waits: ReadonlyMap<string, string> = new Map(
    Object.entries({
        WAIT_FOR_PAYMENT: "it waits for a payment at CallFire",
        APPROVE_TIER_ONE: "it waits for a person at CallFire to approve it",
        APPROVE_TIER_TWO: "it waits for a person at CallFire to approve it, second stage",
    }),
);

export function phaseOfStatus(status: string): StatusPhase {
    return phases.get(status) ?? "pending";
}

/** Whether nothing more will come of the order. A failed payment may still be collected, so it is not over. */
export function isOver(status: string): boolean {
    const phase = phaseOfStatus(status);
    return phase === "done" || phase === "failed";
}

/** What a status waits for, in words; empty for one that just takes its time. */
export function describeWait(status: string): string {
    return waits.get(status) ?? "";
}
