import * as assert from "node:assert/strict";
import { all, call, one, order, simulators } from "./wire";

describe("keywords of the simulator", () => {
    const start = simulators();

    it("are found by a search only while they are for sale", async () => {
        const simulator = await start({ orderSeconds: 0 });
        await order(simulator, { Keywords: "CHOCOLATE" });
        const { text } = await call(simulator, "GET", "/number/keyword/search", {
            Keywords: "CHOCOLATE VANILLA STOP",
        });
        assert.match(text, /totalResults="1".*<Keyword>VANILLA<\/Keyword>/);
    });

    it("are one word in upper and lower case", async () => {
        const simulator = await start({ orderSeconds: 0 });
        await order(simulator, { Keywords: "Chocolate" });
        const answer = await call(simulator, "POST", "/number/order", { Keywords: "CHOCOLATE" });
        assert.equal(answer.status, 400);
        assert.equal(one(answer.text, "r:Message"), "unavailable keywords: CHOCOLATE");
    });

    it("are listed with their short code and lease", async () => {
        const simulator = await start({ orderSeconds: 0 });
        await order(simulator, { Keywords: "CHOCOLATE VANILLA" });
        const { text } = await call(simulator, "GET", "/number/keyword");
        assert.match(text, /totalResults="2"/);
        assert.deepEqual(all(text, "ShortCode"), ["67076", "67076"]);
        assert.deepEqual(all(text, "AutoRenew"), ["true", "true"]);
    });

    it("are released together with their short code, and not otherwise", async () => {
        const simulator = await start({ orderSeconds: 0 });
        await order(simulator, { Keywords: "CHOCOLATE" });
        const release = async (parameters: Record<string, string>): Promise<number> =>
            (await call(simulator, "PUT", "/number/release", parameters)).status;
        assert.equal(await release({ Keyword: "CHOCOLATE" }), 400);
        assert.equal(await release({ Keyword: "CHOCOLATE", Number: "13105551212" }), 400);
        assert.equal(await release({ Keyword: "VANILLA", Number: "67076" }), 404);
        assert.equal(await release({ Keyword: "CHOCOLATE", Number: "67076" }), 204);
        assert.equal(simulator.ledger().owned.keywords[0]!.autoRenew, false);
        assert.equal(await release({ Keyword: "CHOCOLATE", Number: "67076" }), 204);
    });
});

describe("subscriptions of the simulator", () => {
    const start = simulators();
    const fields = { Endpoint: "https://example.com/hook?token=a&x=1", TriggerEvent: "CAMPAIGN_STARTED" };

    it("live: created, read, listed, changed, deleted", async () => {
        const simulator = await start();
        const created = await call(simulator, "POST", "/subscription", { ...fields, Enabled: "false" });
        const id = one(created.text, "r:Id");
        await call(simulator, "PUT", `/subscription/${id}`, { Enabled: "true", ToNumber: "67076:CHOCOLATE" });
        const { text } = await call(simulator, "GET", `/subscription/${id}`);
        assert.equal(one(text, "Enabled"), "true");
        assert.equal(one(text, "Endpoint"), "https://example.com/hook?token=a&amp;x=1");
        assert.equal(one(text, "ToNumber"), "67076:CHOCOLATE");
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

    it("are refused for an unknown event", async () => {
        const simulator = await start();
        const answer = await call(simulator, "POST", "/subscription", { ...fields, TriggerEvent: "ORDER_FINISHED" });
        assert.equal(answer.status, 400);
    });
});
