import * as assert from "node:assert/strict";
import type { Ledger, RunningSimulator } from "../../simulator";
import { call, ManualClock, order, simulators } from "./wire";

describe("control routes of the simulator", () => {
    const start = simulators();

    async function control(
        simulator: RunningSimulator,
        method: string,
        path: string,
        input?: unknown,
    ): Promise<{ status: number; body: Record<string, unknown> }> {
        const response = await fetch(new URL(`/_simulator/${path}`, simulator.url), {
            method,
            ...(input === undefined ? {} : { body: JSON.stringify(input) }),
        });
        return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    }

    it("add, list and clear faults", async () => {
        const simulator = await start({ control: true });
        const added = await control(simulator, "POST", "faults", { effect: { kind: "rejectPost" } });
        assert.equal(added.body.id, "1");
        assert.equal((await call(simulator, "POST", "/number/order", { localCount: "1" })).status, 400);
        const { body } = await control(simulator, "GET", "faults");
        assert.deepEqual(
            (body.faults as { matched: number }[]).map(({ matched }) => matched),
            [1],
        );
        await control(simulator, "DELETE", "faults");
        assert.deepEqual((await control(simulator, "GET", "faults")).body.faults, []);
    });

    it("say what is wrong with a fault", async () => {
        const simulator = await start({ control: true });
        const { status, body } = await control(simulator, "POST", "faults", {
            effect: { kind: "hold" },
            match: { nth: 1 },
        });
        assert.equal(status, 400);
        assert.match(String(body.error), /match has no "nth"; it has method, path/);
    });

    it("show the ledger, without credentials and without themselves", async () => {
        const simulator = await start({ control: true, orderSeconds: 0 });
        const id = await order(simulator, { localCount: "1", State: "WA" });
        await call(simulator, "GET", `/number/order/${id}`);
        const ledger = (await control(simulator, "GET", "ledger")).body as unknown as Ledger;
        assert.equal(ledger.accountId, simulator.accountId);
        assert.deepEqual(
            ledger.requests.map(({ method, path, parameters, status }) => [method, path, parameters, status]),
            [
                ["POST", "/number/order", { localCount: "1", State: "WA" }, 201],
                ["GET", `/number/order/${id}`, {}, 200],
            ],
        );
        assert.equal(ledger.orders[0]!.status, "FINISHED");
        assert.equal(ledger.owned.numbers.length, 1);
        assert.doesNotMatch(JSON.stringify(ledger), /authorization|Basic|password/i);
        await control(simulator, "DELETE", "ledger");
        assert.deepEqual(simulator.ledger().requests, []);
        assert.equal(simulator.ledger().orders.length, 1);
    });

    it("settle orders, move the clock, and change what is owned", async () => {
        const simulator = await start({ control: true, orderSeconds: 3600 });
        const first = await order(simulator, { Keywords: "VANILLA" });
        const settled = await control(simulator, "POST", `orders/${first}`, { status: "ADJUSTED" });
        assert.equal(settled.body.status, "ADJUSTED");
        assert.deepEqual(settled.body.fulfilled, ["VANILLA"]);
        const second = await order(simulator, { localCount: "1" });
        await control(simulator, "POST", "clock", { advance: 3600_000 });
        const got = await call(simulator, "GET", `/number/order/${second}`);
        assert.match(got.text, /<Status>FINISHED</);
        await control(simulator, "POST", "numbers", { action: "give", number: "13105551212", autoRenew: false });
        await control(simulator, "POST", "numbers", { action: "lapse", keyword: "VANILLA" });
        const { owned } = simulator.ledger();
        assert.equal(owned.numbers.find(({ value }) => value === "13105551212")?.autoRenew, false);
        assert.deepEqual(owned.keywords, []);
        const wrong = await control(simulator, "POST", "numbers", { action: "steal", number: "13105551212" });
        assert.equal(wrong.status, 400);
    });

    it("measure the gaps between polls from answer to arrival, over all orders", async () => {
        const clock = new ManualClock();
        const simulator = await start({ clock });
        const ids = [await order(simulator, { localCount: "1" }), await order(simulator, { localCount: "1" })];
        simulator.faults.add({ effect: { kind: "slow", answer: 50 }, match: { path: "/number/order/*" } });
        for (const wait of [0, 1000, 999]) {
            clock.advance(wait);
            await call(simulator, "GET", `/number/order/${ids[wait % 2]!}`);
        }
        const { polls, pollGaps } = simulator.ledger();
        assert.deepEqual(pollGaps, [1000, 999]);
        assert.deepEqual(
            polls.map(({ orderId }) => orderId),
            [ids[0], ids[0], ids[1]],
        );
        assert.equal(polls[0]!.answeredAt! - polls[0]!.arrivedAt, 50);
    });
});
