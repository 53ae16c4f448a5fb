import assert from "node:assert/strict";
import { SlowDownError, UnclearError, UnsentError } from "../../provider/callfire/errors";
import { sleepFor } from "../../provider/callfire/repeat";
import { orderId } from "../../provider/callfire/types";
import { clientOf, envelopes, http, inTurn, rejectionOf, withServer } from "./raw-server";

const page = http(200, envelopes.list(0, ""));
const done = "HTTP/1.1 204 No Content\r\n\r\n";
const range = { first: 0, max: 10 };

describe("which calls are made again", () => {
    it("a list survives a reset, a gateway's page and half a document, with growing pauses", () =>
        withServer(inTurn("reset", http(502, "<html>502</html>"), http(200, "<a><b>"), page), async (server) => {
            const client = clientOf(server);
            assert.equal((await client.listNumbers(range)).totalResults, 0);
            assert.equal(server.requests.length, 4);
            assert.deepEqual(client.pauses, [500, 1000, 2000]);
        }));

    it("a list is given up after four attempts, with the last error", () =>
        withServer(inTurn(http(500, "x")), async (server) => {
            await assert.rejects(clientOf(server).listKeywords(range), UnclearError);
            assert.equal(server.requests.length, 4);
        }));

    it("pauses are as long as CallFire asks for, at most a minute", () =>
        withServer(
            inTurn(http(503, "", { "Retry-After": "7" }), http(429, "", { "Retry-After": "3600" }), page),
            async (server) => {
                const client = clientOf(server);
                await client.listNumbers(range);
                assert.deepEqual(client.pauses, [7000, 60_000]);
            },
        ));

    it("pauses differ at random between half and whole", () =>
        withServer(inTurn("reset", "reset", page), async (server) => {
            const client = clientOf(server, { random: () => 0 });
            await client.listNumbers(range);
            assert.deepEqual(client.pauses, [250, 500]);
        }));

    it("a list that is answered wrongly, not badly, is not asked for again", () =>
        withServer(inTurn(http(200, envelopes.order("7"))), async (server) => {
            await assert.rejects(clientOf(server).listNumbers(range), UnclearError);
            assert.equal(server.requests.length, 1);
        }));

    it("a poll is never repeated here: the poll clock decides", () =>
        withServer(inTurn(http(503)), async (server) => {
            await assert.rejects(clientOf(server).getNumberOrder(orderId("7")), SlowDownError);
            assert.equal(server.requests.length, 1);
        }));

    it("a release is repeated when it was told to slow down", () =>
        withServer(inTurn(http(503), done), async (server) => {
            await clientOf(server).releaseNumber("14246528111");
            assert.equal(server.requests.length, 2);
        }));

    it("a release is repeated when it was not sent", async () => {
        const client = clientOf({ endpoint: "http://127.0.0.1:1" });
        await assert.rejects(client.releaseNumber("14246528111"), UnsentError);
        assert.equal(client.pauses.length, 3);
    });

    it("a release with an unclear end is not repeated, because releasing what is gone is an error", () =>
        withServer(inTurn("reset"), async (server) => {
            await assert.rejects(clientOf(server).releaseNumber("14246528111"), UnclearError);
            assert.equal(server.requests.length, 1);
        }));

    it("what may have made something under a RequestId tells so, also when nobody waits any more", () =>
        withServer(inTurn(""), async (server) => {
            const cancel = new AbortController();
            setTimeout(() => cancel.abort(new Error("Ctrl-C")), 100);
            const reply = { number: "14246528111", match: "", message: "Hello" };
            await assert.rejects(clientOf(server).createAutoReply(reply, "7", cancel.signal), UnclearError);
        }));

    it("no pause outlives its signal", () =>
        withServer(inTurn(http(503, "", { "Retry-After": "60" })), async (server) => {
            const cancel = new AbortController();
            const reason = new Error("Ctrl-C");
            setTimeout(() => cancel.abort(reason), 100);
            const client = clientOf(server, { sleep: sleepFor });
            assert.equal(await rejectionOf(client.listNumbers(range, cancel.signal)), reason);
        }));
});
