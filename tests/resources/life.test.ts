import * as assert from "node:assert/strict";
import { numberOrder } from "../../provider/resources/numberOrder";
import type { Properties } from "../../provider/resources/resource";
import { Bench, numbersOf } from "../support/bench";

const seattle = (count: number): Properties => ({ bulkLocal: { count, region: { city: "Seattle", state: "WA" } } });

describe("the life of a NumberOrder", () => {
    let bench: Bench;
    beforeEach(async () => {
        bench = await Bench.open();
    });
    afterEach(() => bench.close());

    const create = (inputs: Properties) => numberOrder.create(inputs, bench.operation());

    it("orders once and records the order and its numbers", async () => {
        const { id, state } = await create({ ...seattle(2), bulkTollFree: { count: 1 }, keywords: ["CHOCOLATE"] });
        assert.equal(bench.orders(), 1);
        assert.equal(state["orderId"], id);
        assert.equal(numbersOf(state).length, 3);
        assert.deepEqual(state["acquiredKeywords"], ["CHOCOLATE"]);
        assert.equal(state["status"], "FINISHED");
        const { changes } = await numberOrder.diff(
            id,
            state,
            { ...seattle(2), bulkTollFree: { count: 1 }, keywords: ["CHOCOLATE"] },
            bench.around(),
        );
        assert.equal(changes, false);
    });

    it("grows by exactly the difference and keeps what it holds in its place", async () => {
        const { id, state } = await create(seattle(2));
        bench.nextProcess();
        const grown = await numberOrder.update(id, state, seattle(5), bench.operation());
        assert.equal(bench.orders(), 2);
        assert.deepEqual(numbersOf(grown).slice(0, 2), numbersOf(state));
        assert.equal(numbersOf(grown).length, 5);
    });

    it("releases the newest that the preview named when it shrinks", async () => {
        const { id, state } = await create(seattle(5));
        bench.nextProcess();
        const { summary } = await numberOrder.diff(id, state, seattle(3), bench.around());
        const shrunk = await numberOrder.update(id, state, seattle(3), bench.operation());
        const gone = numbersOf(state).slice(3);
        assert.deepEqual(numbersOf(shrunk), numbersOf(state).slice(0, 3));
        gone.forEach((number) => assert.match(summary ?? "", new RegExp(number)));
        const owned = bench.simulator.ledger().owned.numbers.filter(({ autoRenew }) => autoRenew);
        assert.equal(owned.length, 3);
    });
});
