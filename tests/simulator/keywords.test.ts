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

    it("are none without words to search for", async () => {
        const simulator = await start();
        const answer = await call(simulator, "GET", "/number/keyword/search");
        assert.equal(answer.status, 200);
        assert.match(answer.text, /totalResults="0"/);
    });

    it("are searched for with spaces or commas between them", async () => {
        const simulator = await start();
        const { text } = await call(simulator, "GET", "/number/keyword/search", { Keywords: "SUN,MOON STAR" });
        assert.match(text, /totalResults="3"/);
    });

    it("read PENDING once they are released", async () => {
        const simulator = await start({ orderSeconds: 0 });
        await order(simulator, { Keywords: "CHOCOLATE" });
        await call(simulator, "PUT", "/number/release", { Keyword: "CHOCOLATE", Number: "67076" });
        assert.equal(one((await call(simulator, "GET", "/number/keyword")).text, "Status"), "PENDING");
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
