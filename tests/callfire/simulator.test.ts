import assert from "node:assert/strict";
import { createClient } from "../../provider/callfire/client";
import { RefusedError } from "../../provider/callfire/errors";
import { startSimulator } from "../../simulator";

describe("the client and the simulator, written apart from one contract", () => {
    it("agree on an order, and on what it acquired, from its POST to the release", async () => {
        const simulator = await startSimulator();
        try {
            const client = createClient({ endpoint: simulator.url, login: "someone", password: "something" });
            assert.deepEqual(await client.searchKeywords(["CHOCOLATE"]), ["CHOCOLATE"]);
            const region = { city: "Seattle", state: "WA" };
            assert.equal((await client.searchNumbers({ count: 2, region })).length, 2);

            const id = await client.placeNumberOrder({
                local: { count: 2, region },
                tollFreeCount: 1,
                keywords: ["CHOCOLATE"],
            });
            await simulator.settleOrder(id, { status: "FINISHED" });
            const order = await client.getNumberOrder(id);
            assert.equal(order.status, "FINISHED");
            assert.deepEqual(order.keywords?.fulfilled, ["CHOCOLATE"]);
            const numbers = [...(order.localNumbers?.fulfilled ?? []), ...(order.tollFreeNumbers?.fulfilled ?? [])];
            assert.equal(numbers.length, 3);

            const page = await client.listNumbers({ first: 1, max: 1 });
            assert.equal(page.totalResults, 3);
            assert.equal(page.items.length, 1);

            const [first] = numbers;
            assert.equal((await client.getNumber(first!))?.lease.autoRenew, true);
            await client.releaseNumber(first!);
            assert.equal((await client.getNumber(first!))?.lease.autoRenew, false);

            const keywords = await client.listKeywords({ first: 0, max: 10 });
            await client.releaseKeyword("CHOCOLATE", keywords.items[0]!.shortCode);
            assert.equal((await client.listKeywords({ first: 0, max: 10 })).items[0]!.lease.autoRenew, false);

            assert.equal(await client.getNumber("19999999999"), undefined);
            await assert.rejects(client.releaseNumber("19999999999"), RefusedError);
        } finally {
            await simulator.close();
        }
    });
});
