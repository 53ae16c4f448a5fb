import * as assert from "node:assert/strict";
import { parseFault, type RunningSimulator } from "../../simulator";
import { all, call, ManualClock, one, order, simulators } from "./wire";

describe("what the simulator shows late", () => {
    const start = simulators();
    const number = "12065550100";

    async function statusOf(simulator: RunningSimulator, path: string): Promise<number> {
        return (await call(simulator, "GET", path)).status;
    }

    async function totalOf(simulator: RunningSimulator, path: string): Promise<string | undefined> {
        const { text } = await call(simulator, "GET", path);
        return /totalResults="(\d+)"/.exec(text)?.[1];
    }

    it("is an order for its first seconds: orderNotVisible", async () => {
        const clock = new ManualClock();
        const simulator = await start({ clock, faults: [parseFault("orderNotVisible=5")] });
        const id = await order(simulator, { Numbers: number });
        assert.equal(await statusOf(simulator, `/number/order/${id}`), 404);
        clock.advance(4999);
        assert.equal(await statusOf(simulator, `/number/order/${id}`), 404);
        clock.advance(1);
        assert.equal(await statusOf(simulator, `/number/order/${id}`), 200);
    });

    it("is Fulfilled of an order that reads FINISHED: lateFulfilled", async () => {
        const simulator = await start({ clock: new ManualClock(), orderSeconds: 2 });
        simulator.faults.add(parseFault("lateFulfilled=10"));
        const id = await order(simulator, { Numbers: number, Keywords: "VANILLA" });
        const seen = async (): Promise<[string, string]> => {
            const { text } = await call(simulator, "GET", `/number/order/${id}`);
            return [one(text, "Status"), all(text, "Fulfilled").join(" ").trim()];
        };
        await simulator.advanceClock(2000);
        assert.deepEqual(await seen(), ["FINISHED", ""]);
        assert.equal(await statusOf(simulator, `/number/${number}`), 200);
        await simulator.advanceClock(10_000);
        assert.deepEqual(await seen(), ["FINISHED", `${number} VANILLA`]);
    });

    it("is what was bought, in lists alone: listLag", async () => {
        const simulator = await start({ clock: new ManualClock(), orderSeconds: 0 });
        await simulator.change({ action: "give", number: "12065550199" });
        simulator.faults.add(parseFault("listLag=60"));
        await order(simulator, { Numbers: number, Keywords: "VANILLA" });
        assert.equal(await totalOf(simulator, "/number"), "1");
        assert.equal(await totalOf(simulator, "/number/keyword"), "0");
        assert.equal(await statusOf(simulator, `/number/${number}`), 200);
        await simulator.advanceClock(60_000);
        assert.equal(await totalOf(simulator, "/number"), "2");
        assert.equal(await totalOf(simulator, "/number/keyword"), "1");
    });

    it("is what was bought, in one list: listLag with a path", async () => {
        const simulator = await start({ clock: new ManualClock(), orderSeconds: 0 });
        simulator.faults.add(parseFault("listLag=60:GET:/number/keyword:*"));
        await order(simulator, { Numbers: number, Keywords: "VANILLA" });
        assert.equal(await totalOf(simulator, "/number"), "1");
        assert.equal(await totalOf(simulator, "/number/keyword"), "0");
    });

    it("is what was bought, by its number alone: numberLag", async () => {
        const simulator = await start({ clock: new ManualClock(), orderSeconds: 0 });
        simulator.faults.add(parseFault("numberLag=60"));
        await order(simulator, { Numbers: number });
        assert.equal(await statusOf(simulator, `/number/${number}`), 404);
        assert.equal(await totalOf(simulator, "/number"), "1");
        await simulator.advanceClock(60_000);
        assert.equal(await statusOf(simulator, `/number/${number}`), 200);
    });

    it("is what another program bought too", async () => {
        const simulator = await start({ clock: new ManualClock(), orderSeconds: 0 });
        simulator.faults.add(parseFault(`boughtElsewhere=1,when=after`));
        simulator.faults.add(parseFault("listLag=60"));
        await order(simulator, { Keywords: "VANILLA" });
        assert.equal(await totalOf(simulator, "/number"), "0");
        assert.equal(simulator.ledger().owned.numbers.length, 1);
    });
});

describe("what the simulator says wrongly about an order", () => {
    const start = simulators();

    it("are numbers with a plus sign: plusSign", async () => {
        const simulator = await start({ orderSeconds: 0, faults: [parseFault("plusSign")] });
        const id = await order(simulator, { Numbers: "12065550100 18005550100", Keywords: "VANILLA" });
        const { text } = await call(simulator, "GET", `/number/order/${id}`);
        assert.deepEqual(all(text, "Fulfilled"), ["+12065550100", "+18005550100", "VANILLA"]);
    });

    it("is the id of the order before: repeatedId", async () => {
        const simulator = await start({ faults: [parseFault("repeatedId")] });
        const first = await order(simulator, { localCount: "1" });
        const second = await call(simulator, "POST", "/number/order", { localCount: "1" });
        assert.equal(one(second.text, "r:Id"), first);
        assert.equal(one(second.text, "r:Location"), `${simulator.url}/number/order/${first}`);
        assert.equal(simulator.ledger().orders.length, 2);
        assert.notEqual(await order(simulator, { localCount: "1" }), first);
    });

    it("is a number that an earlier order acquired: alreadyAcquired", async () => {
        const simulator = await start({ orderSeconds: 0 });
        await order(simulator, { Numbers: "12065550100" });
        simulator.faults.add(parseFault("alreadyAcquired"));
        const id = await order(simulator, { Numbers: "12065550101 12065550102" });
        const { text } = await call(simulator, "GET", `/number/order/${id}`);
        assert.equal(one(text, "Fulfilled"), "12065550101 12065550100");
        assert.deepEqual(
            simulator.ledger().owned.numbers.map(({ value, orderId }) => [value, orderId === id]),
            [
                ["12065550100", false],
                ["12065550101", true],
            ],
        );
    });
});
