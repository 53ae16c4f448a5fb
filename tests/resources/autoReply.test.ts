import * as assert from "node:assert/strict";
import { describeDifference } from "../../provider/plugin/difference";
import { autoReply } from "../../provider/resources/autoReply";
import type { Properties } from "../../provider/resources/resource";
import { Bench } from "../support/bench";
import { StackedResource } from "./stackedResource";

const number = "12065550101";
const hours: Properties = { number: "(206) 555-0101", match: "hours", message: "9 to 5,\nevery day" };

describe("an AutoReply, from run to run", () => {
    let bench: Bench;
    let reply: StackedResource;
    beforeEach(async () => {
        bench = await Bench.open();
        reply = new StackedResource(bench, autoReply, "reply");
        await bench.simulator.change({ action: "give", number });
        await bench.simulator.change({ action: "give", keyword: "CHOCOLATE" });
    });
    afterEach(() => bench.close());

    const all = (of = number) => bench.session.client.listAutoReplies(of);
    const changes = (): string[] =>
        bench.simulator
            .ledger()
            .requests.filter(({ method }) => method !== "GET")
            .map(({ method, path }) => `${method} ${path}`);

    it("is made once, and unchanged after a refresh", async () => {
        await reply.mustUp(hours);
        assert.deepEqual(await all(), [{ id: reply.id, number, match: "hours", message: "9 to 5,\nevery day" }]);
        assert.equal((await reply.preview(hours)).difference?.changes, false);
        await reply.refresh();
        assert.equal((await reply.preview(hours)).difference?.changes, false);
    });

    it("answers for a keyword on the short code", async () => {
        await reply.mustUp({ keyword: "chocolate", message: "Thanks" });
        assert.deepEqual(await all("67076"), [
            { id: reply.id, number: "67076", keyword: "CHOCOLATE", match: "", message: "Thanks" },
        ]);
        assert.equal(reply.state["keyword"], "CHOCOLATE");
        assert.equal((await reply.preview({ keyword: "CHOCOLATE", match: "", message: "Thanks" })).summary, "");
    });

    it("is replaced by any change, the new one before the old", async () => {
        await reply.mustUp(hours);
        const { id } = reply;
        const program = { ...hours, message: "10 to 6" };
        assert.deepEqual((await reply.preview(program)).difference?.replaces, ["message"]);
        bench.simulator.clearRequests();
        await reply.mustUp(program);
        assert.deepEqual(changes(), ["POST /text/auto-reply", `DELETE /text/auto-reply/${id!}`]);
        assert.equal((await all())[0]!.message, "10 to 6");
    });

    it("is gone after a refresh when it was deleted, and is made anew", async () => {
        await reply.mustUp(hours);
        await bench.session.client.deleteAutoReply(reply.id!);
        await reply.refresh();
        assert.equal(reply.id, undefined);
        await reply.mustUp(hours);
        assert.equal((await all()).length, 1);
    });

    for (const sent of [0, 1]) {
        const when = sent === 0 ? "before" : "after";
        it(`is made once in all when the machine is lost ${when} its request`, async () => {
            await reply.die(hours, sent);
            await reply.mustUp(hours);
            assert.deepEqual(
                (await all()).map(({ id }) => id),
                [reply.id],
            );
            assert.equal(await reply.destroy(), "");
            assert.deepEqual(await all(), []);
        });
    }

    for (const sent of [0, 1]) {
        const when = sent === 0 ? "before" : "after";
        it(`is there once in all when the machine is lost ${when} the request of a replacement`, async () => {
            await reply.mustUp(hours);
            const program = { ...hours, message: "10 to 6" };
            await reply.die(program, sent);
            await reply.mustUp(program);
            assert.deepEqual(await all(), [{ id: reply.id, number, match: "hours", message: "10 to 6" }]);
            assert.equal((await reply.preview(program)).difference?.changes, false);
        });
    }

    it("settles a lost answer by looking, and a lost deletion by trying again", async () => {
        const lost = { kind: "lostAnswer" } as const;
        bench.simulator.faults.add({ effect: lost, match: { method: "POST", path: "/text/auto-reply" } });
        bench.simulator.faults.add({ effect: lost, match: { method: "DELETE", path: "/text/auto-reply/*" } });
        await reply.mustUp(hours);
        assert.equal((await all()).length, 1);
        assert.equal(await reply.destroy(), "");
        assert.deepEqual(await all(), []);
    });

    it("that is not settled is looked for, and not replaced where the SDK replaces it for any change of an input", async () => {
        bench.simulator.faults.add({
            effect: { kind: "status", status: 500, processed: true },
            match: { method: "POST", path: "/text/auto-reply", to: "always" },
        });
        bench.simulator.faults.add({
            effect: { kind: "html" },
            match: { method: "GET", path: "/text/auto-reply", from: 2, to: "always" },
        });
        assert.match(await reply.up(hours), /CreationInDoubt/);
        bench.simulator.faults.clear();
        const { difference, summary } = await reply.preview(hours);
        assert.equal(summary, "looks for what an earlier run may have made");
        const { diffsList } = describeDifference(difference!, autoReply.declaration, false).toObject();
        assert.deepEqual([difference?.changes, diffsList], [true, []]);
        await reply.mustUp(hours);
        assert.equal((await all()).length, 1);
    });

    it("tells what CallFire refuses, in its own words, and keeps nothing", async () => {
        assert.match(await reply.up({ number: "12065559999", message: "Hello" }), /12065559999/);
        assert.equal(reply.id, undefined);
    });

    it("is imported by its id", async () => {
        await reply.mustUp({ keyword: "CHOCOLATE", message: "Thanks" });
        const imported = await autoReply.read(reply.id!, undefined, undefined, bench.operation("other"));
        assert.deepEqual(imported?.inputs, { keyword: "CHOCOLATE", message: "Thanks" });
        const difference = await autoReply.diff(imported.id, imported.state, imported.inputs, bench.options("other"));
        assert.equal(difference.changes, false);
    });

    it("holds neither the number nor the keyword that it answers for", async () => {
        await reply.mustUp({ keyword: "CHOCOLATE", message: "Thanks" });
        bench.engine.resources.forEach((resource, urn) =>
            bench.engine.resources.set(urn, { ...resource, type: "callfire:index:AutoReply" }),
        );
        bench.nextProcess();
        assert.deepEqual(
            (await bench.stack.holders()).flatMap(({ names }) => names),
            [],
        );
    });

    it("refuses two that answer the same texts", async () => {
        await autoReply.check(hours, undefined, bench.options("reply"));
        const { failures } = await autoReply.check(
            { ...hours, match: "HOURS", message: "Never" },
            undefined,
            bench.options("other"),
        );
        assert.deepEqual(failures, [
            { property: "match", reason: `${bench.urn("reply")} answers the same texts to ${number}` },
        ]);
    });

    it("never acts under another account", async () => {
        await reply.mustUp(hours);
        bench.nextProcess("rival");
        await assert.rejects(
            autoReply.delete(reply.id!, reply.state, bench.operation("reply")),
            /belongs to the account/,
        );
    });

    for (const { inputs, property, says } of [
        { inputs: { message: "Hello" }, property: "number", says: /set number or keyword/ },
        { inputs: { ...hours, keyword: "CHOCOLATE" }, property: "keyword", says: /not both/ },
        { inputs: { number, message: " " }, property: "message", says: /must say something/ },
        { inputs: { number, message: "Hello\u0007" }, property: "message", says: /no control characters/ },
        { inputs: { number, match: "\u0000", message: "Hello" }, property: "match", says: /no control characters/ },
        { inputs: { number: "12", message: "Hello" }, property: "number", says: /phone number|US or Canada/ },
        { inputs: { keyword: "TWO WORDS", message: "Hello" }, property: "keyword", says: /letters and digits/ },
    ]) {
        it(`refuses ${JSON.stringify(inputs)} by the property's name`, async () => {
            const { failures } = await reply.preview(inputs);
            assert.equal(failures.length, 1, JSON.stringify(failures));
            assert.equal(failures[0]!.property, property);
            assert.match(failures[0]!.reason, says);
        });
    }
});
