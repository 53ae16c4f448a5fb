import * as assert from "node:assert/strict";
import { call, one, simulators } from "./wire";

describe("subscriptions of the simulator", () => {
    const start = simulators();
    const fields = { Endpoint: "https://example.com/hook?token=a&x=1", TriggerEvent: "CAMPAIGN_STARTED" };

    it("are created, read, listed, changed and deleted", async () => {
        const simulator = await start();
        const created = await call(simulator, "POST", "/subscription", { ...fields, Enabled: "false" });
        const id = one(created.text, "r:Id");
        await call(simulator, "PUT", `/subscription/${id}`, { Enabled: "true", ToNumber: "67076:CHOCOLATE" });
        const { text } = await call(simulator, "GET", `/subscription/${id}`);
        assert.equal(one(text, "Enabled"), "true");
        assert.match(text, /<SubscriptionFilter><ToNumber>67076:CHOCOLATE<\/ToNumber><\/SubscriptionFilter>/);
        assert.equal(one(text, "Endpoint"), "https://example.com/hook?token=a&amp;x=1");
        assert.match((await call(simulator, "GET", "/subscription")).text, /totalResults="1"/);
        assert.equal((await call(simulator, "DELETE", `/subscription/${id}`)).status, 204);
        assert.equal((await call(simulator, "GET", `/subscription/${id}`)).status, 404);
    });

    it("are created once for one RequestId", async () => {
        const simulator = await start();
        const ids = await Promise.all(
            [1, 2, 3].map(() => call(simulator, "POST", "/subscription", { ...fields, RequestId: "r1" })),
        );
        assert.equal(new Set(ids.map(({ text }) => one(text, "r:Id"))).size, 1);
        assert.match((await call(simulator, "GET", "/subscription")).text, /totalResults="1"/);
    });

    it("accept an event that is in no list, and a format that is deprecated", async () => {
        const simulator = await start();
        const odd = { ...fields, TriggerEvent: "ORDER_FINISHED", NotificationFormat: "LEGACY" };
        const created = await call(simulator, "POST", "/subscription", odd);
        const { text } = await call(simulator, "GET", `/subscription/${one(created.text, "r:Id")}`);
        assert.equal(one(text, "TriggerEvent"), "ORDER_FINISHED");
    });

    it("that do not exist are Not Found", async () => {
        const simulator = await start();
        const answer = await call(simulator, "GET", "/subscription/17");
        assert.equal(answer.status, 404);
        assert.match(one(answer.text, "r:Message"), /Not Found/);
    });
});
