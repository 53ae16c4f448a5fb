import * as assert from "node:assert/strict";
import { numberOrder } from "../../provider/resources/numberOrder";
import { Bench } from "../support/bench";
import { StackedResource, local } from "./stackedResource";

describe("an account that owns 20,000 numbers", function () {
    this.timeout(60_000);

    it("costs an order, a growth and a release at most 3 requests more than an empty one", async () => {
        const [empty, large] = [await requestsOfLife(0), await requestsOfLife(20_000)];
        empty.forEach((count, index) => {
            const more = (large[index] ?? 0) - count;
            assert.ok(more <= 3, `${String(count)} requests, and ${String(large[index])} in the large account`);
        });
    });
});

/** Requests of a first run, of a growth and of a release, polls aside: how many there are depends on the order's duration. */
async function requestsOfLife(owned: number): Promise<number[]> {
    const bench = await Bench.open();
    try {
        if (owned > 0) {
            await bench.simulator.stockUp({ count: owned });
        }
        const support = new StackedResource(bench, numberOrder);
        const counts: number[] = [];
        for (const count of [2, 3, 1]) {
            bench.simulator.clearRequests();
            await support.mustUp(local(count));
            const { requests } = bench.simulator.ledger();
            counts.push(requests.filter(({ path }) => !/^\/number\/order\/\d+$/.test(path)).length);
        }
        return counts;
    } finally {
        await bench.close();
    }
}
