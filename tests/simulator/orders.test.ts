import * as assert from "node:assert/strict";
import { all, call, ManualClock, one, order, simulators } from "./wire";

describe("number orders of the simulator", () => {
    const start = simulators();

    it("go from NEW over PROCESSING to FINISHED by the clock alone", async () => {
        const clock = new ManualClock();
        const simulator = await start({ clock, orderSeconds: 4 });
        const id = await order(simulator, { localCount: "2", City: "Seattle", State: "WA" });
        const seen: string[] = [];
        for (const step of [0, 1000, 2999, 1]) {
            clock.advance(step);
            const { text } = await call(simulator, "GET", `/number/order/${id}`);
            seen.push(one(text, "Status"));
        }
        assert.deepEqual(seen, ["NEW", "PROCESSING", "PROCESSING", "FINISHED"]);
    });

    it("name what they acquired, by kind, and what it costs", async () => {
        const simulator = await start({ orderSeconds: 0 });
        const id = await order(simulator, { Numbers: "13105551212", tollFreeCount: "1", Keywords: "CHOCOLATE" });
        const { text } = await call(simulator, "GET", `/number/order/${id}`);
        assert.match(text, new RegExp(`<NumberOrder id="${id}">`));
        assert.equal(one(one(text, "LocalNumbers"), "Fulfilled"), "13105551212");
        assert.match(one(one(text, "TollFreeNumbers"), "Fulfilled"), /^18\d{9}$/);
        assert.equal(one(one(text, "Keywords"), "Fulfilled"), "CHOCOLATE");
        assert.equal(one(text, "TotalCost"), "9.0");
    });

    it("have an absent Fulfilled while NEW and an empty one while PROCESSING", async () => {
        const clock = new ManualClock();
        const simulator = await start({ clock, orderSeconds: 4 });
        const id = await order(simulator, { localCount: "1" });
        const first = await call(simulator, "GET", `/number/order/${id}`);
        assert.deepEqual(all(first.text, "Fulfilled"), []);
        clock.advance(2000);
        const second = await call(simulator, "GET", `/number/order/${id}`);
        assert.deepEqual(all(second.text, "Fulfilled"), [""]);
    });

    it("are created with 201, an id and a location that can be fetched", async () => {
        const simulator = await start();
        const answer = await call(simulator, "POST", "/number/order", { localCount: "1" });
        assert.equal(answer.status, 201);
        assert.match(answer.text, /<r:ResourceReference [^>]*xmlns:r="http:\/\/api\.callfire\.com\/resource"/);
        const location = one(answer.text, "r:Location");
        assert.equal(location, `${simulator.url}/number/order/${one(answer.text, "r:Id")}`);
    });

    it("that are posted twice buy twice", async () => {
        const simulator = await start({ orderSeconds: 0 });
        await order(simulator, { localCount: "1", State: "OR" });
        await order(simulator, { localCount: "1", State: "OR" });
        const numbers = simulator.ledger().owned.numbers.map(({ value }) => value);
        assert.equal(new Set(numbers).size, 2);
    });

    it("for listed numbers that are not for sale are refused word for word", async () => {
        const simulator = await start({ orderSeconds: 0 });
        await simulator.change({ action: "sell", number: "12132212289" });
        const answer = await call(simulator, "POST", "/number/order", { Numbers: "12132212289 12132212290" });
        assert.equal(answer.status, 400);
        assert.equal(one(answer.text, "r:HttpStatus"), "400");
        assert.equal(one(answer.text, "r:Message"), "unavailable numbers: 12132212289");
        assert.deepEqual(simulator.ledger().orders, []);
    });

    it("keep what they ordered from others until they are settled", async () => {
        const simulator = await start({ orderSeconds: 3600 });
        const id = await order(simulator, { Numbers: "12132212289" });
        const second = await call(simulator, "POST", "/number/order", { Numbers: "12132212289" });
        assert.equal(second.status, 400);
        await simulator.settleOrder(id, { status: "VOID" });
        await order(simulator, { Numbers: "12132212289" });
    });

    it("that wait for a person acquire when that person lets them", async () => {
        const simulator = await start({ orderSeconds: 0 });
        simulator.faults.add({ effect: { kind: "finalStatus", status: "WAIT_FOR_PAYMENT" } });
        const id = await order(simulator, { Numbers: "12132212289" });
        const waiting = await call(simulator, "GET", `/number/order/${id}`);
        assert.equal(one(waiting.text, "Status"), "WAIT_FOR_PAYMENT");
        const other = await call(simulator, "POST", "/number/order", { Numbers: "12132212289" });
        assert.equal(other.status, 400);
        await simulator.settleOrder(id, { status: "FINISHED" });
        assert.deepEqual(simulator.ledger().orders[0]!.fulfilled, ["12132212289"]);
    });

    for (const [parameters, message] of [
        [{}, "no numbers or keywords were asked for"],
        [{ "BulkLocal.Count": "2" }, "no numbers or keywords were asked for"],
        [{ localCount: "two" }, "localCount is not valid: two"],
        [{ localCount: "-1" }, "localCount is not valid: -1"],
        [{ Numbers: "+1310555121" }, "Numbers is not valid: 1310555121"],
        [{ Numbers: "3105551212" }, "Numbers is not valid: 3105551212"],
        [{ Numbers: "13105551212 13105551212" }, "Numbers names 13105551212 twice"],
        [{ Keywords: "TWO-WORDS" }, "Keywords is not valid: TWO-WORDS"],
        [{ localCount: "1", State: "Washington" }, "State is not valid: Washington"],
        [{ localCount: "1", Prefix: "206" }, "Prefix is not valid: 206"],
        [{ localCount: "1", Zipcode: "9810" }, "Zipcode is not valid: 9810"],
        [{ localCount: "10001" }, "an order of 10001 numbers and keywords is too large"],
    ] as const) {
        it(`are refused for ${JSON.stringify(parameters)}`, async () => {
            const simulator = await start();
            const answer = await call(simulator, "POST", "/number/order", parameters);
            assert.equal(answer.status, 400);
            assert.equal(one(answer.text, "r:Message"), message);
        });
    }

    it("take words with spaces or commas between them, and numbers with a plus sign", async () => {
        const simulator = await start({ orderSeconds: 0 });
        await order(simulator, { Numbers: "+12065550100, 12065550101", Keywords: "SUN,MOON" });
        assert.deepEqual(simulator.ledger().orders[0]!.fulfilled, ["12065550100", "12065550101", "SUN", "MOON"]);
    });

    it("say their taxes where a fault says so", async () => {
        const simulator = await start({ orderSeconds: 0 });
        simulator.faults.add({ effect: { kind: "salesTax", percent: 10 }, match: { to: "always" } });
        const id = await order(simulator, { Numbers: "12065550100", Keywords: "VANILLA" });
        const { text } = await call(simulator, "GET", `/number/order/${id}`);
        assert.match(
            text,
            /<TotalCost>7.0<\/TotalCost><Summary>7.0<\/Summary><SalesTax>0.7<\/SalesTax><Total>7.7<\/Total><LocalNumbers>/,
        );
    });

    it("that do not exist are 404", async () => {
        const simulator = await start();
        const answer = await call(simulator, "GET", "/number/order/17");
        assert.equal(answer.status, 404);
        assert.equal(one(answer.text, "r:HttpStatus"), "404");
    });

    it("finish with what there is when a region has too few", async () => {
        const simulator = await start({ orderSeconds: 0 });
        const id = await order(simulator, { localCount: "2", State: "WA", Country: "CA" });
        const { text } = await call(simulator, "GET", `/number/order/${id}`);
        assert.equal(one(text, "Status"), "FINISHED");
        assert.equal(one(text, "Ordered"), "2");
        assert.equal(one(text, "Fulfilled"), "");
    });
});
