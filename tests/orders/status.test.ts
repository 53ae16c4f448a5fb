import * as assert from "node:assert/strict";
import { describeWait, isOver, phaseOfStatus } from "../../provider/orders/status";

/** Every status of every published list: the contract, "Get number order". */
const table = {
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
};

describe("an order's status", () => {
    for (const [status, phase] of Object.entries(table)) {
        it(`${status} is ${phase}`, () => {
            assert.equal(phaseOfStatus(status), phase);
        });
    }

    it("in no list means not yet", () => {
        for (const status of ["AWAITING_CARRIER", "", "finished", "constructor", "toString", "__proto__"]) {
            assert.equal(phaseOfStatus(status), "pending", status);
            assert.equal(isOver(status), false, status);
        }
    });

    it("is over when nothing more can come of the order; a failed payment may still be collected", () => {
        const over = Object.keys(table).filter(isOver);
        assert.deepEqual(over, ["FINISHED", "ADJUSTED", "PARTIALLY_ADJUSTED", "ERRORED", "VOID", "REJECTED"]);
    });

    it("says in words which person it waits for", () => {
        assert.match(describeWait("WAIT_FOR_PAYMENT"), /payment/);
        assert.match(describeWait("APPROVE_TIER_ONE"), /approve/);
        assert.match(describeWait("APPROVE_TIER_TWO"), /approve.*second/);
        assert.equal(describeWait("PROCESSING"), "");
        assert.equal(describeWait("constructor"), "");
    });
});
