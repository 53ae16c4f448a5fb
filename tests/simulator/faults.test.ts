import * as assert from "node:assert/strict";
import { parseFault, type RunningSimulator } from "../../simulator";
import { all, call, ManualClock, one, order, simulators } from "./wire";

describe("faults of the simulator", () => {
    const start = simulators();
    const post = { localCount: "1", State: "WA" };
    const isCut = (call: Promise<unknown>): Promise<void> => assert.rejects(call, TypeError);
    const ordersOf = (simulator: RunningSimulator): number => simulator.ledger().orders.length;

    it("lostAnswer takes the order and cuts the connection", async () => {
        const simulator = await start({ faults: [{ effect: { kind: "lostAnswer" } }] });
        await isCut(call(simulator, "POST", "/number/order", post));
        assert.equal(ordersOf(simulator), 1);
        assert.equal(simulator.ledger().requests[0]!.status, null);
        await order(simulator, post);
    });

    it("cutBefore takes nothing", async () => {
        const simulator = await start({ faults: [{ effect: { kind: "cutBefore" } }] });
        await isCut(call(simulator, "POST", "/number/order", post));
        assert.equal(ordersOf(simulator), 0);
        assert.equal(simulator.ledger().requests.length, 1);
    });

    it("slow waits before processing or before the answer", async () => {
        const clock = new ManualClock();
        const simulator = await start({ clock, faults: [{ effect: { kind: "slow", before: 300, answer: 500 } }] });
        await call(simulator, "GET", "/number");
        const [request] = simulator.ledger().requests;
        assert.equal(request!.answeredAt! - request!.arrivedAt, 800);
    });

    it("status answers 429 and 503 with Retry-After, and 500 also after processing", async () => {
        const simulator = await start();
        simulator.faults.add({
            effect: { kind: "status", status: 503, retryAfter: 7 },
            match: { path: "/number/order/*", method: "GET", from: 2, to: 3 },
        });
        const id = await order(simulator, post);
        const statuses: number[] = [];
        for (let poll = 0; poll < 4; poll += 1) {
            const answer = await call(simulator, "GET", `/number/order/${id}`);
            statuses.push(answer.status);
            assert.equal(answer.headers.get("retry-after"), answer.status === 503 ? "7" : null);
        }
        assert.deepEqual(statuses, [200, 503, 503, 200]);
        simulator.faults.add({
            effect: { kind: "status", status: 500, processed: true },
            match: { path: "/number/order" },
        });
        assert.equal((await call(simulator, "POST", "/number/order", post)).status, 500);
        assert.equal(ordersOf(simulator), 2);
    });

    it("html is a proxy's page", async () => {
        const simulator = await start({ faults: [{ effect: { kind: "html", status: 502 } }] });
        const answer = await call(simulator, "GET", "/number");
        assert.equal(answer.status, 502);
        assert.equal(answer.headers.get("content-type"), "text/html");
        assert.match(answer.text, /^<html>/);
    });

    it("truncated is half a document, delivered or cut", async () => {
        const simulator = await start();
        simulator.faults.add({ effect: { kind: "truncated" } });
        const { text, status } = await call(simulator, "GET", "/number");
        assert.equal(status, 200);
        assert.doesNotMatch(text, /<\/r:ResourceList>/);
        simulator.faults.add({ effect: { kind: "truncated", cut: true } });
        await isCut(call(simulator, "GET", "/number"));
    });

    it("finalStatus ends an order as told, with a part of it", async () => {
        const simulator = await start({ orderSeconds: 0 });
        simulator.faults.add({ effect: { kind: "finalStatus", status: "ERRORED", fulfilled: 1 } });
        const id = await order(simulator, { localCount: "3" });
        const { text } = await call(simulator, "GET", `/number/order/${id}`);
        assert.equal(one(text, "Status"), "ERRORED");
        assert.match(one(text, "Fulfilled"), /^\d{11}$/);
        assert.equal(simulator.ledger().owned.numbers.length, 1);
    });

    it("unknownStatus is in no list", async () => {
        const simulator = await start({ orderSeconds: 0, faults: [{ effect: { kind: "unknownStatus" } }] });
        const id = await order(simulator, post);
        const statuses = [1, 2].map(() => call(simulator, "GET", `/number/order/${id}`));
        const texts = (await Promise.all(statuses)).map(({ text }) => one(text, "Status")).sort();
        assert.deepEqual(texts, ["AWAITING_CARRIER", "FINISHED"]);
    });

    it("shortfall leaves some out, of one kind if told", async () => {
        const simulator = await start({ orderSeconds: 0 });
        simulator.faults.add({ effect: { kind: "shortfall", missing: 2, of: "local" } });
        const id = await order(simulator, { localCount: "3", Keywords: "VANILLA" });
        const { text } = await call(simulator, "GET", `/number/order/${id}`);
        assert.equal(one(text, "Status"), "FINISHED");
        assert.equal(one(one(text, "LocalNumbers"), "Fulfilled").split(" ").length, 1);
        assert.equal(one(one(text, "Keywords"), "Fulfilled"), "VANILLA");
        assert.equal(one(text, "TotalCost"), "7.0");
    });

    it("prefix renames the envelope's namespace prefix, or takes it away", async () => {
        const simulator = await start();
        await simulator.change({ action: "give", number: "13105551212" });
        simulator.faults.add({ effect: { kind: "prefix", prefix: "ns2", payload: "d" } });
        const odd = await call(simulator, "GET", "/number");
        assert.match(
            odd.text,
            /<ns2:ResourceList xmlns:ns2="[^"]+resource" xmlns:d="[^"]+data" totalResults="1"><d:Number>/,
        );
        simulator.faults.clear();
        simulator.faults.add({ effect: { kind: "prefix", prefix: "" } });
        const none = await call(simulator, "GET", "/number");
        assert.match(none.text, /<ResourceList xmlns="[^"]+resource" totalResults="1"><Number xmlns="[^"]+data">/);
    });

    it("largeIds are beyond what a JavaScript number can hold", async () => {
        const simulator = await start({ faults: [{ effect: { kind: "largeIds" } }] });
        const ids = [await order(simulator, post), await order(simulator, post)];
        assert.ok(ids.every((id) => BigInt(id) > BigInt(Number.MAX_SAFE_INTEGER)));
        const { text } = await call(simulator, "GET", `/number/order/${ids[1]!}.json`);
        assert.match(text, new RegExp(`"@id":${ids[1]!},`));
    });

    it("entityBomb declares entities", async () => {
        const simulator = await start({ faults: [{ effect: { kind: "entityBomb" } }] });
        const { text } = await call(simulator, "GET", "/number/order/1");
        assert.match(text, /<!ENTITY e9 "(&e8;){10}">/);
    });

    it("noId is a success without an id", async () => {
        const simulator = await start({ faults: [{ effect: { kind: "noId" } }] });
        const { status, text } = await call(simulator, "POST", "/number/order", post);
        assert.equal(status, 201);
        assert.deepEqual(all(text, "r:Id"), []);
        assert.equal(ordersOf(simulator), 1);
    });

    it("oddPages makes two pages of a list disagree", async () => {
        const simulator = await start({ faults: [{ effect: { kind: "oddPages" } }] });
        assert.match((await call(simulator, "GET", "/number")).text, /totalResults="1"/);
        assert.match((await call(simulator, "GET", "/number")).text, /totalResults="0"/);
    });

    it("lease ends what an order brings on a day", async () => {
        const simulator = await start({ orderSeconds: 0, clock: new ManualClock() });
        simulator.faults.add({ effect: { kind: "lease", end: "2026-11-25" } });
        await order(simulator, post);
        assert.equal(simulator.ledger().owned.numbers[0]!.end, "2026-11-25");
    });

    it("boughtElsewhere adds to the account without an order", async () => {
        const simulator = await start({ orderSeconds: 0 });
        simulator.faults.add({ effect: { kind: "boughtElsewhere", count: 2, state: "WA" } });
        simulator.faults.add({ effect: { kind: "boughtElsewhere", keyword: "vanilla" }, match: { from: 2 } });
        await order(simulator, post);
        const refused = await call(simulator, "POST", "/number/order", { Keywords: "VANILLA" });
        assert.equal(refused.status, 400);
        const { orders, owned } = simulator.ledger();
        assert.equal(orders.length, 1);
        assert.deepEqual(
            owned.numbers.map(({ orderId }) => orderId),
            [null, null, orders[0]!.id],
        );
        assert.deepEqual(
            owned.keywords.map(({ value }) => value),
            ["VANILLA"],
        );
    });

    it("soldElsewhere refuses an order whose names were for sale a moment ago", async () => {
        const simulator = await start({ orderSeconds: 0, faults: [parseFault("soldElsewhere=2")] });
        const named = { Numbers: "12065550100 12065550101 12065550102", Keywords: "VANILLA" };
        const refused = await call(simulator, "POST", "/number/order", named);
        assert.equal(refused.status, 400);
        assert.equal(one(refused.text, "r:Message"), "unavailable numbers: 12065550100 12065550101");
        await order(simulator, { ...named, Numbers: "12065550102" });
        assert.equal((await call(simulator, "GET", "/number/12065550100")).status, 404);
    });

    it("hold keeps an order in PROCESSING until it is settled", async () => {
        const clock = new ManualClock();
        const simulator = await start({ clock, faults: [{ effect: { kind: "hold" } }] });
        const id = await order(simulator, { localCount: "2" });
        clock.advance(3600_000);
        assert.match((await call(simulator, "GET", `/number/order/${id}`)).text, /<Status>PROCESSING</);
        await simulator.settleOrder(id, { fulfilled: 1 });
        const { text } = await call(simulator, "GET", `/number/order/${id}`);
        assert.equal(one(text, "Status"), "FINISHED");
        assert.match(one(text, "Fulfilled"), /^\d{11}$/);
    });

    it("grow lets the items arrive one by one", async () => {
        const clock = new ManualClock();
        const simulator = await start({ clock, orderSeconds: 4, faults: [{ effect: { kind: "grow" } }] });
        const id = await order(simulator, { localCount: "3" });
        const counts: number[] = [];
        for (let second = 0; second <= 4; second += 1) {
            const { text } = await call(simulator, "GET", `/number/order/${id}`);
            counts.push(
                all(text, "Fulfilled")
                    .join("")
                    .split(" ")
                    .filter((word) => word !== "").length,
            );
            assert.equal(simulator.ledger().owned.numbers.length, counts.at(-1));
            clock.advance(1000);
        }
        assert.deepEqual(counts, [0, 0, 1, 2, 3]);
    });

    it("duration is an order's own time", async () => {
        const clock = new ManualClock();
        const simulator = await start({ clock, faults: [{ effect: { kind: "duration", seconds: 60 } }] });
        await order(simulator, post);
        clock.advance(59_000);
        assert.equal(simulator.ledger().orders[0]!.status, "PROCESSING");
        clock.advance(1000);
        assert.equal(simulator.ledger().orders[0]!.status, "FINISHED");
    });

    it("rejectPost refuses an order with CallFire's words", async () => {
        const simulator = await start({ faults: [{ effect: { kind: "rejectPost" } }] });
        const answer = await call(simulator, "POST", "/number/order", post);
        assert.equal(answer.status, 400);
        assert.equal(one(answer.text, "r:Message"), "no valid credit card on file");
        assert.equal(ordersOf(simulator), 0);
    });

    it("can wait for another request, and for parameters", async () => {
        const simulator = await start();
        simulator.faults.add({
            effect: { kind: "status", status: 500 },
            match: { method: "GET", path: "/number", after: { method: "POST", path: "/number/order" } },
        });
        simulator.faults.add({ effect: { kind: "cutBefore" }, match: { parameters: { Keywords: "VANILLA" } } });
        assert.equal((await call(simulator, "GET", "/number")).status, 200);
        await order(simulator, post);
        assert.equal((await call(simulator, "GET", "/number")).status, 500);
        await isCut(call(simulator, "POST", "/number/order", { Keywords: "VANILLA" }));
    });
});
