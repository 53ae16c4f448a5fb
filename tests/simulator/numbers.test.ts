import * as assert from "node:assert/strict";
import { all, basic, call, ManualClock, one, order, simulators } from "./wire";

const day = 24 * 60 * 60 * 1000;

describe("numbers of the simulator", () => {
    const start = simulators();

    it("are shown in full once owned", async () => {
        const simulator = await start({ orderSeconds: 0, clock: new ManualClock() });
        await order(simulator, { Numbers: "14246528111" });
        const { status, text } = await call(simulator, "GET", "/number/14246528111");
        assert.equal(status, 200);
        assert.equal(one(text, "NationalFormat"), "(424) 652-8111");
        assert.equal(one(text, "TollFree"), "false");
        assert.equal(one(text, "Prefix"), "1424652");
        assert.equal(one(text, "City"), "LOS ANGELES");
        assert.equal(one(text, "Lata"), "730");
        assert.equal(one(text, "Status"), "ACTIVE");
        assert.equal(one(text, "LeaseBegin"), "2026-11-23Z");
        assert.equal(one(text, "LeaseEnd"), "2026-12-23Z");
        assert.equal(one(text, "AutoRenew"), "true");
    });

    it("are 404 when the account does not own them", async () => {
        const simulator = await start();
        assert.equal((await call(simulator, "GET", "/number/14246528111")).status, 404);
    });

    it("are listed by region, page and label, with the total of all pages", async () => {
        const simulator = await start({ orderSeconds: 0 });
        await order(simulator, { localCount: "3", City: "Yakima", State: "WA" });
        await order(simulator, { localCount: "1", State: "OR" });
        const inYakima = await call(simulator, "GET", "/number", { City: "yakima", State: "WA", MaxResults: "2" });
        assert.match(inYakima.text, /totalResults="3"/);
        assert.equal(all(inYakima.text, "NationalFormat").length, 2);
        const rest = await call(simulator, "GET", "/number", { City: "Yakima", FirstResult: "2" });
        assert.equal(all(rest.text, "NationalFormat").length, 1);
        const number = simulator.ledger().owned.numbers[3]!.value;
        assert.equal((await call(simulator, "POST", `/label/number/${number}`, { LabelName: "support" })).status, 204);
        const labelled = await call(simulator, "GET", "/number", { LabelName: "support" });
        assert.match(labelled.text, new RegExp(`totalResults="1".*<Number>${number}</Number>`));
    });

    it("for sale are those that a bulk order buys next", async () => {
        const simulator = await start({ orderSeconds: 0 });
        const region = { City: "Chicago", State: "IL" };
        const search = await call(simulator, "GET", "/number/search", { Count: "3", ...region });
        const forSale = [...search.text.matchAll(/<Number>(1\d{10})<\/Number>/g)].map(([, number]) => number);
        assert.equal(forSale.length, 3);
        assert.deepEqual(all(search.text, "LeaseInfo"), []);
        await order(simulator, { localCount: "3", ...region });
        assert.deepEqual(
            simulator.ledger().owned.numbers.map(({ value }) => value),
            forSale,
        );
    });

    it("can't be searched without a Count", async () => {
        const simulator = await start();
        const answer = await call(simulator, "GET", "/number/search", { State: "WA" });
        assert.equal(answer.status, 400);
        assert.equal(one(answer.text, "r:Message"), "Count is required");
    });

    it("that are released stay owned to the end of their lease, and rest for a month", async () => {
        const clock = new ManualClock();
        const simulator = await start({ orderSeconds: 0, clock });
        await order(simulator, { Numbers: "14246528111" });
        assert.equal((await call(simulator, "PUT", "/number/release", { Number: "14246528111" })).status, 204);
        const released = await call(simulator, "GET", "/number/14246528111");
        assert.equal(one(released.text, "AutoRenew"), "false");
        assert.equal(one(released.text, "Status"), "PENDING");
        const buy = (): Promise<{ status: number }> =>
            call(simulator, "POST", "/number/order", { Numbers: "14246528111" });
        assert.equal((await buy()).status, 400);
        clock.advance(31 * day);
        assert.equal((await call(simulator, "GET", "/number/14246528111")).status, 404);
        assert.equal((await buy()).status, 400);
        clock.advance(31 * day);
        assert.equal((await buy()).status, 201);
    });

    it("that are not released renew their lease", async () => {
        const clock = new ManualClock();
        const simulator = await start({ orderSeconds: 0, clock });
        await order(simulator, { Numbers: "14246528111" });
        clock.advance(70 * day);
        const { text } = await call(simulator, "GET", "/number/14246528111");
        assert.equal(one(text, "LeaseEnd"), "2027-02-23Z");
    });

    it("that are not owned can't be released", async () => {
        const simulator = await start();
        assert.equal((await call(simulator, "PUT", "/number/release", { Number: "14246528111" })).status, 404);
    });

    it("keep their configuration", async () => {
        const simulator = await start({ orderSeconds: 0 });
        await order(simulator, { Numbers: "14246528111" });
        const configuration = {
            CallFeature: "DISABLED",
            InboundCallConfigurationType: "TRACKING",
            TransferNumber: "13105551212 13105551213",
            Screen: "true",
        };
        assert.equal((await call(simulator, "PUT", "/number/14246528111", configuration)).status, 204);
        const { text } = await call(simulator, "GET", "/number/14246528111");
        assert.equal(one(text, "CallFeature"), "DISABLED");
        assert.equal(one(text, "TextFeature"), "ENABLED");
        assert.equal(one(text, "TransferNumber"), "13105551212 13105551213");
        const wrong = await call(simulator, "PUT", "/number/14246528111", { CallFeature: "PENDING" });
        assert.equal(wrong.status, 400);
    });

    it("have regions that can be listed", async () => {
        const simulator = await start();
        const { text } = await call(simulator, "GET", "/number/regions", { Prefix: "1206" });
        assert.match(text, /totalResults="1"/);
        assert.equal(one(text, "City"), "SEATTLE");
    });
});

describe("the simulator's door", () => {
    const start = simulators();

    it("is closed without credentials", async () => {
        const simulator = await start();
        for (const authorization of ["", "Bearer x", basic("", "password"), basic("login", "")]) {
            const answer = await call(simulator, "GET", "/number", {}, { authorization });
            assert.equal(answer.status, 401);
            assert.equal(one(answer.text, "r:HttpStatus"), "401");
        }
    });

    it("opens only to the given pair, if one was given", async () => {
        const simulator = await start({ login: "acme", password: "sesame:1" });
        const asked = async (login: string, password: string): Promise<number> =>
            (await call(simulator, "GET", "/number", {}, { authorization: basic(login, password) })).status;
        assert.equal(await asked("acme", "sesame:1"), 200);
        assert.equal(await asked("acme", "wrong"), 401);
        assert.equal(await asked("other", "sesame:1"), 401);
    });

    it("answers 404 and 405 as exceptions", async () => {
        const simulator = await start();
        assert.match((await call(simulator, "GET", "/nothing")).text, /<r:HttpStatus>404</);
        assert.match((await call(simulator, "DELETE", "/number/order/1")).text, /<r:HttpStatus>405</);
    });

    it("refuses a body that is no form, and a parameter given twice", async () => {
        const simulator = await start();
        const headers = { Authorization: basic("login", "password") };
        const url = `${simulator.url}/number/order`;
        const asJson = await fetch(url, { method: "POST", headers, body: '{"localCount": 1}' });
        assert.equal(asJson.status, 400);
        const twice = await fetch(`${simulator.url}/number?City=A&City=B`, { headers });
        assert.equal(twice.status, 400);
    });

    it("speaks JSON under .json, in the documented form", async () => {
        const simulator = await start({ orderSeconds: 0 });
        const created = await call(simulator, "POST", "/number/order.json", { Numbers: "12345678901" });
        const { Id } = (JSON.parse(created.text) as { ResourceReference: { Id: number } }).ResourceReference;
        const got = await call(simulator, "GET", `/number/order/${Id}.json`);
        const { NumberOrder } = (JSON.parse(got.text) as { Resource: { NumberOrder: Record<string, unknown> } })
            .Resource;
        assert.equal(NumberOrder["@id"], Id);
        assert.deepEqual(NumberOrder.LocalNumbers, { Ordered: 1, UnitCost: 1.5, Fulfilled: "12345678901" });
        const list = await call(simulator, "GET", "/number.json");
        const { ResourceList } = JSON.parse(list.text) as { ResourceList: Record<string, unknown> };
        assert.equal(ResourceList["@totalResults"], 1);
        assert.ok(Array.isArray(ResourceList.Number));
        const refused = await call(simulator, "POST", "/subscription.json", { Endpoint: "https://example.com/" });
        assert.equal(refused.text, '{"ResourceException":{"HttpStatus":400,"Message":"TriggerEvent is required"}}');
    });

    it("has no control routes unless asked to", async () => {
        const simulator = await start();
        const { status } = await fetch(new URL("/_simulator/ledger", simulator.url));
        assert.notEqual(status, 200);
    });
});
