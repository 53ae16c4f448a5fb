import * as assert from "node:assert/strict";
import { orderId } from "../../provider/callfire/types";
import { describeCost, unitPricesOf } from "../../provider/orders/prices";
import { wantsOf } from "./model/fixtures";

const [one, other, tollFree] = ["12065550101", "12065550102", "18005550103"];

describe("what one of a kind has cost", () => {
    const answer = { id: orderId("1428507003"), status: "FINISHED" };

    it("is what CallFire says of the kinds that came", () => {
        const told = unitPricesOf({
            ...answer,
            localNumbers: { ordered: 2, unitCost: 1.5, fulfilled: [one, other] },
            keywords: { ordered: 1, unitCost: 5.5, fulfilled: ["LEMON"] },
        });
        assert.deepEqual(told, { local: 1.5, keyword: 5.5 });
    });

    it("is not known of what did not come, or has no price", () => {
        const told = unitPricesOf({
            ...answer,
            localNumbers: { ordered: 1, fulfilled: [one] },
            tollFreeNumbers: { ordered: 1, unitCost: 2, fulfilled: [] },
        });
        assert.deepEqual(told, {});
    });
});

describe("what an order would cost", () => {
    const prices = { local: 1.5, tollFree: 2 };

    it("is said with the price of one", () => {
        assert.equal(describeCost(wantsOf({ local: { count: 3 } }), prices), "about 4.50, at 1.50 each as last paid");
        assert.equal(describeCost(wantsOf({ numbers: [one, other] }), prices), "about 3.00, at 1.50 each as last paid");
    });

    it("is said without it where there is only one, or several prices", () => {
        assert.equal(describeCost(wantsOf({ tollFree: 1 }), prices), "about 2.00, as last paid");
        assert.equal(
            describeCost(wantsOf({ numbers: [one, tollFree], tollFree: 1 }), prices),
            "about 5.50, as last paid",
        );
    });

    it("is not said where any of it was never bought", () => {
        assert.equal(describeCost(wantsOf({ local: { count: 1 }, keywords: ["LEMON"] }), prices), "");
        assert.equal(describeCost(wantsOf({}), prices), "");
    });
});
