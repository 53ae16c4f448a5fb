import * as assert from "node:assert/strict";
import { orderId } from "../../provider/callfire/types";
import type { Entry } from "../../provider/orders/journal/entry";
import { sortItems } from "../../provider/orders/items";
import { describeCost, learnPrice } from "../../provider/orders/prices";
import { wantsOf } from "./model/fixtures";

function bought(totalCost: number | undefined, names: readonly string[], changes: Partial<Entry> = {}): Entry {
    return {
        version: 2,
        intent: "intent",
        phase: "settled",
        outcome: "ordered",
        stack: { name: "organization/shop/dev" },
        urn: "urn:pulumi:dev::shop::callfire:index:NumberOrder::support",
        uid: "uid",
        attempt: "a1",
        account: "127.0.0.1/acme",
        wants: wantsOf({}),
        orderId: orderId("1428507003"),
        status: "FINISHED",
        ...(totalCost !== undefined && { totalCost }),
        acquired: sortItems(names),
        reservedAt: "",
        changedAt: "",
        process: "",
        ...changes,
    };
}

const [one, other, tollFree] = ["12065550101", "12065550102", "18005550103"];

describe("what one of a kind has cost", () => {
    it("is told by an order of that kind alone, and the newest counts", () => {
        const first = learnPrice({}, bought(3, [one, other]));
        assert.deepEqual(first, { local: 1.5 });
        assert.deepEqual(learnPrice(first, bought(2, [tollFree])), { local: 1.5, tollFree: 2 });
        assert.deepEqual(learnPrice(first, bought(1.75, [one])), { local: 1.75 });
        assert.deepEqual(learnPrice({}, bought(5.5, ["LEMON"])), { keyword: 5.5 });
    });

    it("is not told by an order of several kinds, without a sum, that failed, or that was none", () => {
        const known = { local: 1.5 };
        assert.equal(learnPrice(known, bought(3.5, [one, tollFree])), known);
        assert.equal(learnPrice(known, bought(undefined, [one])), known);
        assert.equal(learnPrice(known, bought(0, [])), known);
        assert.equal(learnPrice(known, bought(3, [one], { status: "ERRORED" })), known);
        assert.equal(learnPrice(known, bought(3, [one], { outcome: "found" })), known);
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
