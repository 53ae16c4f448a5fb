import * as assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { autoReply } from "../../provider/resources/autoReply";
import type { Properties, Resource } from "../../provider/resources/resource";
import { subscription } from "../../provider/resources/subscription";
import type { FaultEffect } from "../../simulator";
import { Bench } from "../support/bench";
import { StackedResource } from "./stackedResource";

const number = "12065550101";

interface Kind {
    readonly resource: Resource;
    readonly path: string;
    readonly declared: Properties;
    /** What can't be changed into it. */
    readonly before: Properties;
    readonly third: Properties;
    readonly list: (bench: Bench) => Promise<readonly { id: string }[]>;
}

const kinds: Record<string, Kind> = {
    "a Subscription": {
        resource: subscription,
        path: "/subscription",
        declared: { endpoint: "https://example.com/a", triggerEvent: "INBOUND_TEXT_FINISHED" },
        before: {
            endpoint: "https://example.com/a",
            triggerEvent: "INBOUND_TEXT_FINISHED",
            filter: { fromNumber: number },
        },
        third: { endpoint: "https://example.com/c", triggerEvent: "INBOUND_CALL_FINISHED" },
        list: ({ session }) => session.client.listSubscriptions(),
    },
    "an AutoReply": {
        resource: autoReply,
        path: "/text/auto-reply",
        declared: { number, match: "hours", message: "9 to 5" },
        before: { number, match: "hours", message: "10 to 6" },
        third: { number, message: "Closed" },
        list: ({ session }) => session.client.listAutoReplies(number),
    },
};

for (const [name, { resource, path, declared, before, third, list }] of Object.entries(kinds)) {
    describe(`${name} is made once`, () => {
        let bench: Bench;
        let made: StackedResource;
        beforeEach(async () => {
            bench = await Bench.open();
            made = new StackedResource(bench, resource, "made");
            await bench.simulator.change({ action: "give", number });
        });
        afterEach(() => bench.close());

        const ids = async (): Promise<string[]> => (await list(bench)).map(({ id }) => id);
        const posts = () =>
            bench.simulator.ledger().requests.filter((request) => request.method === "POST" && request.path === path);
        const breakPost = (effect: FaultEffect, from = 1) =>
            bench.simulator.faults.add({ effect, match: { method: "POST", path, from, to: from } });
        /** All of them but the first, which is of check. */
        const breakLooks = () =>
            bench.simulator.faults.add({
                effect: { kind: "status", status: 503 },
                match: { method: "GET", path, from: 2, to: "always" },
            });

        it("although its first run is interrupted while its request is under way", async () => {
            breakPost({ kind: "slow", answer: 300_000 });
            const interrupt = new AbortController();
            made.signal = interrupt.signal;
            const run = made.up(declared);
            while (posts().length === 0) {
                await delay(5);
            }
            interrupt.abort(new Error("Interrupted."));
            assert.match(await run, /CreationInDoubt: .*sent, but cancelled/);
            bench.simulator.faults.clear();
            made.signal = undefined;
            await made.mustUp(declared);
            assert.equal((await ids()).length, 1);
            assert.equal(await made.destroy(), "");
            assert.deepEqual(await ids(), []);
        });

        for (const first of [
            { kind: "lostAnswer" },
            { kind: "status", status: 503, processed: true },
        ] satisfies FaultEffect[]) {
            it(`although its first request ends with ${JSON.stringify(first)} and the second is refused`, async () => {
                breakPost(first);
                breakPost({ kind: "status", status: 400 }, 2);
                breakLooks();
                assert.match(await made.up(declared), /CreationInDoubt: /);
                bench.simulator.faults.clear();
                await made.mustUp(declared);
                assert.equal((await ids()).length, 1);
                assert.equal(await made.destroy(), "");
                assert.deepEqual(await ids(), []);
            });
        }

        it("although the machine is lost in its replacement, and a refresh comes before the next run", async () => {
            await made.mustUp(before);
            await made.die(declared, 1);
            await made.refresh();
            await made.mustUp(declared);
            assert.deepEqual(await ids(), [made.id]);
            assert.equal((await made.preview(declared)).difference?.changes, false);
        });

        /** As CallFire has it, by an import. */
        const found = async () => {
            const [id = ""] = await ids();
            return (await resource.read(id, undefined, undefined, bench.operation("import")))?.inputs;
        };

        it("as it is declared now, although an interrupted run has made it from another declaration", async () => {
            await made.die(before, 1);
            await made.mustUp(declared);
            assert.deepEqual(await ids(), [made.id]);
            assert.deepEqual(await found(), declared);
            assert.equal((await made.preview(declared)).difference?.changes, false);
        });

        for (const changes of [0, 1, 2, 3]) {
            it(`although a second run is lost after ${String(changes)} requests, and a third declares something else`, async () => {
                await made.die(before, 1);
                await made.die(declared, changes);
                await made.mustUp(third);
                assert.deepEqual(await ids(), [made.id]);
                assert.deepEqual(await found(), third);
                assert.equal(await made.destroy(), "");
                assert.deepEqual(await ids(), []);
            });
        }

        /** Of somebody else, and exactly as declared. */
        const makeForeign = async (): Promise<string> => {
            const [inputs, operation] = await bench.checked(resource, declared, "foreign");
            return (await resource.create(inputs, operation)).id;
        };

        it("and not taken from somebody else, where an interrupted run has made another", async () => {
            const foreign = await makeForeign();
            await made.die(before, 1);
            await made.mustUp(declared);
            assert.notEqual(made.id, foreign);
            assert.equal((await ids()).length, 2);
            assert.equal(await made.destroy(), "");
            assert.deepEqual(await ids(), [foreign]);
        });

        for (const then of ["destroyed at once", "refreshed and destroyed", "settled and destroyed"]) {
            it(`and nobody else's equal one goes when it is not settled and then ${then}`, async () => {
                const foreign = await makeForeign();
                bench.simulator.faults.add({
                    effect: { kind: "status", status: 500 },
                    match: { method: "POST", path, to: "always" },
                });
                assert.match(await made.up(declared), /CreationInDoubt/);
                bench.simulator.faults.clear();
                if (then.startsWith("refreshed")) {
                    await made.refresh();
                    assert.match(made.id ?? "", /^unsettled-/);
                } else if (then.startsWith("settled")) {
                    await made.mustUp(declared);
                    assert.equal((await ids()).length, 2);
                }
                assert.equal(await made.destroy(), "");
                assert.deepEqual(await ids(), [foreign]);
            });
        }

        it("and made again after somebody has deleted what was not settled", async () => {
            breakPost({ kind: "lostAnswer" });
            breakPost({ kind: "status", status: 400 }, 2);
            breakLooks();
            assert.match(await made.up(declared), /CreationInDoubt/);
            bench.simulator.faults.clear();
            const [id = ""] = await ids();
            await resource.delete(id, {}, bench.operation("import"));
            await made.mustUp(declared);
            assert.equal((await ids()).length, 1);
        });
    });
}
