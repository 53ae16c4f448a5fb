import * as assert from "node:assert/strict";
import { basic, call, one, simulators } from "./wire";

describe("access to the simulator", () => {
    const start = simulators();

    it("is refused without credentials", async () => {
        const simulator = await start();
        for (const authorization of ["", "Bearer x", basic("", "password"), basic("login", "")]) {
            const answer = await call(simulator, "GET", "/number", {}, { authorization });
            assert.equal(answer.status, 401);
            assert.equal(one(answer.text, "r:HttpStatus"), "401");
        }
    });

    it("is granted only to the given pair, if one was given", async () => {
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
