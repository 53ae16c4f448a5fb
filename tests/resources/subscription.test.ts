import * as assert from "node:assert/strict";
import { unknownValue } from "../../provider/resources/resource";
import type { Properties } from "../../provider/resources/resource";
import { subscription } from "../../provider/resources/subscription";
import { Bench } from "../support/bench";
import { StackedResource } from "./stackedResource";

const texts: Properties = { endpoint: "https://example.com/hook?token=abc", triggerEvent: "INBOUND_TEXT_FINISHED" };

describe("a Subscription, from run to run", () => {
    let bench: Bench;
    let hook: StackedResource;
    beforeEach(async () => {
        bench = await Bench.open();
        hook = new StackedResource(bench, subscription, "hook");
    });
    afterEach(() => bench.close());

    const all = () => bench.session.client.listSubscriptions();
    const changes = (): string[] =>
        bench.simulator
            .ledger()
            .requests.filter(({ method }) => method !== "GET")
            .map(({ method, path }) => `${method} ${path}`);

    it("is made once, with all that is declared and a RequestId of digits", async () => {
        await hook.mustUp({ ...texts, filter: { toNumber: "67076:chocolate", fromNumber: "206-555-0101" } });
        const [post] = bench.simulator.ledger().requests.filter(({ method }) => method === "POST");
        const { RequestId, ...sent } = post!.parameters;
        assert.match(RequestId!, /^\d{1,15}$/);
        assert.deepEqual(sent, {
            Enabled: "true",
            NonStrictSsl: "false",
            Endpoint: texts["endpoint"],
            NotificationFormat: "XML",
            TriggerEvent: "INBOUND_TEXT_FINISHED",
            FromNumber: "12065550101",
            ToNumber: "67076:CHOCOLATE",
        });
        assert.equal(hook.id, (await all())[0]!.id);
        assert.equal(hook.state["account"], bench.session.account);
    });

    it("is quiet when nothing changes, before and after a refresh", async () => {
        const program = { ...texts, enabled: true, filter: { toNumber: "+1 206 555 0101" } };
        await hook.mustUp(program);
        assert.equal((await hook.preview(program)).difference?.changes, false);
        await hook.refresh();
        assert.equal((await hook.preview(program)).difference?.changes, false);
    });

    it("is changed in place, and back to what is usual when an input goes", async () => {
        await hook.mustUp({ ...texts, enabled: false, notificationFormat: "JSON" });
        const { id } = hook;
        bench.simulator.clearRequests();
        await hook.mustUp({ ...texts, triggerEvent: "INBOUND_CALL_FINISHED" });
        assert.deepEqual(changes(), [`PUT /subscription/${id!}`]);
        const [found] = await all();
        assert.deepEqual(
            { enabled: found!.enabled, format: found!.notificationFormat, event: found!.triggerEvent },
            { enabled: true, format: "XML", event: "INBOUND_CALL_FINISHED" },
        );
    });

    it("is replaced where a field of the filter is taken away, the new one before the old", async () => {
        await hook.mustUp({ ...texts, filter: { toNumber: "12065550101", broadcastId: "7" } });
        const { id } = hook;
        const program = { ...texts, filter: { toNumber: "12065550101" } };
        const { difference, summary } = await hook.preview(program);
        assert.deepEqual(difference?.replaces, ["filter"]);
        assert.match(summary, /made anew without filter\.broadcastId/);
        bench.simulator.clearRequests();
        await hook.mustUp(program);
        assert.deepEqual(changes(), ["POST /subscription", `DELETE /subscription/${id!}`]);
        const [found] = await all();
        assert.deepEqual(found!.filter, { toNumber: "12065550101" });
        assert.equal(hook.id, found!.id);
    });

    it("shows drift in a refresh, and puts it right with the next update", async () => {
        await hook.mustUp(texts);
        const [found] = await all();
        await bench.session.client.updateSubscription(hook.id!, { ...found!, enabled: false });
        await hook.refresh();
        assert.equal(hook.inputs?.["enabled"], false);
        assert.equal((await hook.preview(texts)).difference?.changes, true);
        await hook.mustUp(texts);
        assert.equal((await all())[0]!.enabled, true);
    });

    it("is gone after a refresh when it was deleted, and is deleted without complaint when it is gone", async () => {
        await hook.mustUp(texts);
        const { id, state } = hook;
        await hook.destroy();
        assert.deepEqual(await all(), []);
        await subscription.delete(id!, state, bench.operation("hook"));
        Object.assign(hook, { id });
        await hook.refresh();
        assert.equal(hook.id, undefined);
    });

    for (const sent of [0, 1]) {
        it(`is made once in all when the machine is lost ${sent === 0 ? "before" : "after"} its request`, async () => {
            await hook.die(texts, sent);
            assert.equal((await all()).length, sent);
            await hook.mustUp(texts);
            assert.equal((await all()).length, 1);
            assert.equal(hook.id, (await all())[0]!.id);
            assert.equal((await hook.preview(texts)).difference?.changes, false);
            assert.equal(await hook.destroy(), "");
            assert.deepEqual(await all(), []);
        });
    }

    it("is made anew after it was deleted, although the engine still shows an interrupted run", async () => {
        await hook.die(texts, 1);
        await hook.mustUp(texts);
        await hook.destroy();
        Object.assign(hook, { id: undefined, inputs: undefined, state: {} });
        await hook.mustUp(texts);
        assert.equal((await all()).length, 1);
    });

    it("never takes one for its own that was there before", async () => {
        const wanted = {
            enabled: true,
            nonStrictSsl: false,
            endpoint: String(texts["endpoint"]),
            notificationFormat: "XML",
            triggerEvent: "INBOUND_TEXT_FINISHED",
            filter: {},
        };
        const theirs = await bench.session.client.createSubscription(wanted, "1");
        await hook.die(texts, 0);
        await hook.mustUp(texts);
        assert.notEqual(hook.id, theirs);
        await hook.destroy();
        assert.deepEqual(
            (await all()).map(({ id }) => id),
            [theirs],
        );
    });

    it("settles a lost answer by looking", async () => {
        bench.simulator.faults.add({
            effect: { kind: "lostAnswer" },
            match: { method: "POST", path: "/subscription" },
        });
        await hook.mustUp(texts);
        assert.deepEqual(
            (await all()).map(({ id }) => id),
            [hook.id],
        );
        assert.deepEqual(changes(), ["POST /subscription"]);
    });

    it("is saved as not settled where nothing tells, and settled by the next run", async () => {
        bench.simulator.faults.add({
            effect: { kind: "status", status: 500, processed: true },
            match: { method: "POST", path: "/subscription", to: "always" },
        });
        bench.simulator.faults.add({
            effect: { kind: "html" },
            match: { method: "GET", path: "/subscription", from: 2, to: "always" },
        });
        assert.match(await hook.up(texts), /CreationInDoubt: .* nothing is made twice/);
        assert.match(hook.id!, /^unsettled-/);
        bench.simulator.faults.clear();
        assert.match((await hook.preview(texts)).summary, /looks for what an earlier run may have made/);
        await hook.mustUp(texts);
        assert.equal((await all()).length, 1);
        assert.equal((await hook.preview(texts)).difference?.changes, false);
        await hook.refresh();
        assert.equal(hook.id, (await all())[0]!.id);
        assert.equal(await hook.destroy(), "");
        assert.deepEqual(await all(), []);
    });

    const elsewhere = { ...texts, endpoint: "https://example.com/elsewhere" };
    const endpoints = async () => (await all()).map(({ endpoint }) => endpoint);

    for (const changed of [0, 1]) {
        const when = changed === 0 ? "before" : "after";
        it(`is set back to what is declared when the machine was lost ${when} the request of an update`, async () => {
            await hook.mustUp(texts);
            await hook.die(elsewhere, changed);
            const { difference, summary } = await hook.preview(texts);
            assert.equal(difference?.changes, true);
            assert.match(summary, /sets anew what an interrupted update may have changed/);
            await hook.mustUp(texts);
            assert.deepEqual(await endpoints(), [texts["endpoint"]]);
            bench.simulator.clearRequests();
            assert.equal((await hook.preview(texts)).difference?.changes, false);
            await hook.mustUp(texts);
            assert.deepEqual(bench.simulator.ledger().requests, []);
        });
    }

    it("is set back to what is declared when the answer of an update was lost", async () => {
        await hook.mustUp(texts);
        bench.simulator.faults.add({
            effect: { kind: "lostAnswer" },
            match: { method: "PUT", path: "/subscription/*", to: "always" },
        });
        assert.match(await hook.up(elsewhere), /What it did, if anything/);
        bench.simulator.faults.clear();
        assert.deepEqual(await endpoints(), [elsewhere.endpoint]);
        await hook.mustUp(texts);
        assert.deepEqual(await endpoints(), [texts["endpoint"]]);
    });

    for (const lost of ["machine", "answer"]) {
        it(`is replaced where a field of the filter stays of an update whose ${lost} was lost`, async () => {
            const filtered = { ...texts, filter: { fromNumber: "12065550101" } };
            await hook.mustUp(texts);
            if (lost === "machine") {
                await hook.die(filtered, 1);
            } else {
                const match = { method: "PUT", path: "/subscription/*", to: "always" } as const;
                bench.simulator.faults.add({ effect: { kind: "lostAnswer" }, match });
                await hook.up(filtered);
                bench.simulator.faults.clear();
            }
            assert.match(await hook.up(texts), /keeps something of an interrupted update/);
            assert.match((await hook.preview(texts)).summary, /made anew without filter.fromNumber/);
            await hook.mustUp(texts);
            assert.deepEqual(
                (await all()).map(({ filter }) => filter),
                [{}],
            );
            assert.equal((await hook.preview(texts)).difference?.changes, false);
        });
    }

    it("is shown as it is by a refresh after the machine was lost in an update", async () => {
        await hook.mustUp(texts);
        await hook.die(elsewhere, 1);
        await hook.refresh();
        assert.equal(hook.state["endpoint"], elsewhere.endpoint);
        assert.equal((await hook.preview(elsewhere)).difference?.changes, false);
        await hook.mustUp(texts);
        assert.deepEqual(await endpoints(), [texts["endpoint"]]);
    });

    it("is imported by its id", async () => {
        await hook.mustUp({ ...texts, filter: { batchId: "9007199254740993" } });
        const imported = await subscription.read(hook.id!, undefined, undefined, bench.operation("other"));
        assert.deepEqual(imported?.inputs, { ...texts, filter: { batchId: "9007199254740993" } });
        assert.equal(
            (await subscription.diff(imported.id, imported.state, imported.inputs, bench.options("other"))).changes,
            false,
        );
        await assert.rejects(subscription.read("hook", undefined, undefined, bench.operation()), /digits only/);
    });

    it("accepts an event that is in no list, with a warning", async () => {
        await hook.mustUp({ ...texts, triggerEvent: "NUMBER_ORDER_FINISHED" });
        assert.match(bench.warnings.join("\n"), /NUMBER_ORDER_FINISHED is in none of CallFire's published lists/);
        assert.equal((await all())[0]!.triggerEvent, "NUMBER_ORDER_FINISHED");
    });

    it("accepts an endpoint that is not known yet", async () => {
        assert.deepEqual((await hook.preview({ ...texts, endpoint: unknownValue })).failures, []);
    });

    it("refuses two resources that subscribe to the same", async () => {
        await subscription.check(texts, undefined, bench.options("hook"));
        const { failures } = await subscription.check({ ...texts, enabled: true }, undefined, bench.options("other"));
        assert.deepEqual(failures, [
            { property: "endpoint", reason: `${bench.urn("hook")} subscribes to the same already` },
        ]);
    });

    it("never acts under another account", async () => {
        await hook.mustUp(texts);
        bench.nextProcess("rival");
        const { id, state } = hook;
        await assert.rejects(subscription.delete(id!, state, bench.operation("hook")), /belongs to the account/);
        await assert.rejects(subscription.read(id!, state, texts, bench.operation("hook")), /belongs to the account/);
    });

    for (const { inputs, property, says } of [
        { inputs: { endpoint: "http://example.com/" }, property: "endpoint", says: /must be an https: URL/ },
        { inputs: { endpoint: "ops@example.com" }, property: "endpoint", says: /needs notificationFormat: EMAIL/ },
        { inputs: { notificationFormat: "EMAIL" }, property: "endpoint", says: /must be an e-mail address/ },
        { inputs: { notificationFormat: "YAML" }, property: "notificationFormat", says: /one of XML, JSON/ },
        { inputs: { triggerEvent: "texts, please" }, property: "triggerEvent", says: /CallFire's own word/ },
        ...["https://example.com/hook\n", " https://example.com/hook", "https://example.com/ho\nok"].map(
            (endpoint) => ({
                inputs: { endpoint },
                property: "endpoint",
                says: /must have no blanks, line breaks or other control characters/,
            }),
        ),
        {
            inputs: { endpoint: "o\u0000ps@example.com", notificationFormat: "EMAIL" },
            property: "endpoint",
            says: /no control characters/,
        },
        { inputs: { filter: { broadcastId: "007" } }, property: "filter.broadcastId", says: /no leading zeros/ },
        { inputs: { constructor: "x" }, property: "constructor", says: /no such property/ },
        { inputs: { filter: { toString: "x" } }, property: "filter.toString", says: /no such property/ },
        { inputs: { filter: { batchId: "x" } }, property: "filter.batchId", says: /digits only/ },
        { inputs: { filter: { toNumber: "12" } }, property: "filter.toNumber", says: /phone number|US or Canada/ },
        { inputs: { filter: { inbound: true } }, property: "filter.inbound", says: /no such property/ },
    ] as const) {
        it(`refuses ${JSON.stringify(inputs)} by the property's name, without the endpoint`, async () => {
            const { failures } = await hook.preview({ ...texts, ...inputs });
            assert.equal(failures.length, 1, JSON.stringify(failures));
            assert.equal(failures[0]!.property, property);
            assert.match(failures[0]!.reason, says);
            assert.doesNotMatch(failures[0]!.reason, /example\.com/);
        });
    }

    for (const inputs of [
        { endpoint: "http://127.0.0.1:8080/hook" },
        { endpoint: "ops@example.com", notificationFormat: "EMAIL" },
    ]) {
        it(`accepts ${JSON.stringify(inputs)}`, async () => {
            assert.deepEqual((await hook.preview({ ...texts, ...inputs })).failures, []);
        });
    }
});
