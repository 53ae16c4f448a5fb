import * as assert from "node:assert/strict";
import { call, all, one, order, simulators } from "./wire";

describe("what the simulator has for sale", () => {
    const start = simulators();

    it("is a thousand numbers of a region in one search", async () => {
        const simulator = await start();
        const { text } = await call(simulator, "GET", "/number/search", { Count: "1000", State: "VT" });
        const offered = [...text.matchAll(/<Number>(\d{11})</g)].map(([, number]) => number);
        assert.equal(new Set(offered).size, 1000);
    });

    it("are no numbers that can be searched, where the server has no search", async () => {
        const simulator = await start({ hasSearch: false, orderSeconds: 0 });
        const answer = await call(simulator, "GET", "/number/search", { Count: "1" });
        assert.equal(answer.status, 404);
        await order(simulator, { localCount: "1" });
        assert.equal(simulator.ledger().owned.numbers.length, 1);
    });

    it("is nothing that anybody has: an order that names some of it is refused, and buys nothing", async () => {
        const simulator = await start({ orderSeconds: 3600 });
        await simulator.change({ action: "give", number: "12065550100" });
        await simulator.change({ action: "sell", number: "12065550101" });
        await simulator.change({ action: "sell", keyword: "VANILLA" });
        await order(simulator, { Numbers: "12065550102" });
        const refusal = async (parameters: Record<string, string>): Promise<string> => {
            const answer = await call(simulator, "POST", "/number/order", parameters);
            assert.equal(answer.status, 400);
            return one(answer.text, "r:Message");
        };
        assert.equal(
            await refusal({ Numbers: "12065550100 12065550101 12065550102 12065550103" }),
            "unavailable numbers: 12065550100 12065550101 12065550102",
        );
        assert.equal(await refusal({ Keywords: "MINT VANILLA STOP" }), "unavailable keywords: VANILLA STOP");
        assert.equal(simulator.ledger().orders.length, 1);
        await order(simulator, { Numbers: "12065550103", Keywords: "MINT" });
    });
});

describe("an account of 20,000 numbers", () => {
    const start = simulators();

    it("has them after one call, in pages and one by one", async () => {
        const simulator = await start({ control: true });
        await simulator.stockUp({ count: 19_000, state: "CA" });
        const url = new URL("/_simulator/stock", simulator.url);
        const stocked = await fetch(url, { method: "POST", body: JSON.stringify({ count: 1000, city: "Seattle" }) });
        assert.deepEqual(await stocked.json(), { numbers: 20_000 });
        const seen = new Set<string>();
        for (let first = 0; first < 20_000; first += 1000) {
            const { text } = await call(simulator, "GET", "/number", { FirstResult: String(first) });
            assert.match(text, /totalResults="20000"/);
            all(text, "NationalFormat").forEach((number) => seen.add(number));
        }
        assert.equal(seen.size, 20_000);
        const [first] = simulator.ledger().owned.numbers;
        assert.equal((await call(simulator, "GET", `/number/${first!.value}`)).status, 200);
    });

    it("is refused beyond what an account file can hold", async () => {
        const simulator = await start();
        await assert.rejects(simulator.stockUp({ count: 100_001 }), /"count" is a whole number from 1 to 100000/);
    });
});
