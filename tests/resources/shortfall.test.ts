import * as assert from "node:assert/strict";
import { numberOrder } from "../../provider/resources/numberOrder";
import { Bench } from "../support/bench";
import { StackedResource, local, ordered, released, renewing, tollFree, untilItsEnd } from "./stackedResource";

describe("an order that brings less than it should", () => {
    let bench: Bench;
    let support: StackedResource;
    beforeEach(async () => {
        bench = await Bench.open();
        support = new StackedResource(bench, numberOrder);
    });
    afterEach(() => bench.close());

    const fallShort = (missing: number): string =>
        bench.simulator.faults.add({ effect: { kind: "shortfall", missing } });

    it("fails with what it brought saved, and the next run orders the rest", async () => {
        fallShort(1);
        const problem = await support.up(local(3));
        assert.match(problem, /acquired 2 of 3/);
        assert.match(problem, new RegExp(bench.simulator.ledger().orders[0]!.id));
        assert.equal(support.numbers.length, 2);
        assert.equal(
            (await support.preview(local(3))).summary,
            "orders 1 local number (city=Seattle, state=WA): about 1.50, as last paid",
        );

        const held = support.numbers;
        await support.mustUp(local(3));
        assert.deepEqual(ordered(bench), [{ local: 3 }, { local: 1 }]);
        assert.deepEqual(support.numbers.slice(0, 2), held);
    });

    it("is seen by a preview after a refresh, which lets the engine forget that it failed", async () => {
        fallShort(1);
        await support.up(local(3));
        await support.refresh();
        assert.equal(
            (await support.preview(local(3))).summary,
            "orders 1 local number (city=Seattle, state=WA): about 1.50, as last paid",
        );
        await support.mustUp(local(3));
        assert.deepEqual(ordered(bench), [{ local: 3 }, { local: 1 }]);
    });

    it("says by how much the growth fell short", async () => {
        await support.mustUp(local(2));
        fallShort(1);
        assert.match(await support.up(local(5)), /acquired 2 of 3/);
        assert.equal(support.numbers.length, 4);
        await support.mustUp(local(5));
        assert.deepEqual(ordered(bench), [{ local: 2 }, { local: 3 }, { local: 1 }]);
    });

    it("fails with nothing to save when it brought nothing, and is ordered anew", async () => {
        bench.simulator.faults.add({ effect: { kind: "finalStatus", status: "ERRORED" } });
        assert.match(await support.up(local(2)), /ended ERRORED and acquired nothing/);
        assert.equal(support.id, undefined);
        await support.mustUp(local(2));
        assert.deepEqual(ordered(bench), [{ local: 2 }, { local: 2 }]);
    });

    it("keeps what a failed order brought", async () => {
        bench.simulator.faults.add({ effect: { kind: "finalStatus", status: "ERRORED", fulfilled: 1 } });
        assert.match(await support.up(local(2)), /ended ERRORED but acquired 1\d{10}/);
        assert.equal(support.numbers.length, 1);
        await support.mustUp(local(2));
        assert.deepEqual(ordered(bench), [{ local: 2 }, { local: 1 }]);
    });

    describe("with allowPartial", () => {
        const partly = (count: number) => ({ ...local(count), allowPartial: true });

        it("is accepted with one warning, and not ordered again", async () => {
            fallShort(1);
            await support.mustUp(partly(3));
            assert.equal(bench.warnings.filter((line) => line.includes("2 of 3")).length, 1);
            assert.equal((await support.preview(partly(3))).summary, "");
            await support.mustUp(partly(3));
            await support.refresh();
            assert.equal((await support.preview(partly(3))).summary, "");
            assert.deepEqual(ordered(bench), [{ local: 3 }]);
            assert.equal(bench.warnings.length, 1);
        });

        it("is ordered in full once the declaration grows", async () => {
            fallShort(1);
            await support.mustUp(partly(3));
            assert.equal(
                (await support.preview(partly(4))).summary,
                "orders 2 local numbers (city=Seattle, state=WA): about 3.00, at 1.50 each as last paid",
            );
            await support.mustUp(partly(4));
            assert.deepEqual(ordered(bench), [{ local: 3 }, { local: 2 }]);
            assert.equal(support.numbers.length, 4);
        });

        it("is ordered in full once it is no longer accepted", async () => {
            fallShort(1);
            await support.mustUp(partly(3));
            await support.mustUp(local(3));
            assert.deepEqual(ordered(bench), [{ local: 3 }, { local: 1 }]);
        });

        it("accepts what fell short already", async () => {
            fallShort(1);
            await support.up(local(3));
            fallShort(1);
            await support.mustUp(partly(3));
            assert.equal((await support.preview(partly(3))).summary, "");
        });

        it("stays accepted with adoptOwned, where somebody else has what did not come", async () => {
            const words = { keywords: ["CHOCOLATE", "VANILLA"], allowPartial: true, adoptOwned: true };
            fallShort(1);
            await support.mustUp(words);
            const missing = words.keywords.find((word) => !support.keywords.includes(word))!;
            await bench.simulator.change({ action: "sell", keyword: missing });
            const { failures, difference } = await support.preview(words);
            assert.deepEqual([failures, difference?.changes], [[], false]);
            await support.mustUp(words);
            assert.deepEqual(ordered(bench), [{ keyword: 2 }]);
        });

        it("goes on to hold what it has when another kind grows", async () => {
            fallShort(1);
            await support.mustUp(partly(2));
            await support.mustUp({ ...partly(1), ...tollFree(1) });
            assert.deepEqual(ordered(bench), [{ local: 2 }, { tollFree: 1 }]);
            assert.deepEqual(released(bench), []);
        });

        it("does not accept that nothing at all could be had", async () => {
            bench.simulator.faults.add({ effect: { kind: "finalStatus", status: "REJECTED" } });
            assert.match(await support.up(partly(2)), /REJECTED/);
            assert.equal(support.id, undefined);
        });

        it("puts right what was lost since", async () => {
            fallShort(1);
            await support.mustUp(partly(3));
            await bench.simulator.change({ action: "sell", number: support.numbers[0]! });
            await support.refresh();
            assert.equal(
                (await support.preview(partly(3))).summary,
                "orders 1 local number (city=Seattle, state=WA): about 1.50, as last paid",
            );
            await support.mustUp(partly(3));
            assert.deepEqual(ordered(bench), [{ local: 3 }, { local: 1 }]);
        });
    });
});

describe("an update that was interrupted", () => {
    let bench: Bench;
    let support: StackedResource;
    beforeEach(async () => {
        bench = await Bench.open();
        support = new StackedResource(bench, numberOrder);
        await support.mustUp(local(3));
    });
    afterEach(() => bench.close());

    const failRelease = (which: number): string =>
        bench.simulator.faults.add({
            effect: { kind: "status", status: 400, message: "come back later" },
            match: { method: "PUT", path: "/number/release", from: which },
        });

    it("goes on with the releases that are left", async () => {
        const held = support.numbers;
        failRelease(2);
        assert.match(await support.up(local(1)), /come back later/);
        assert.deepEqual(support.numbers, [held[0], held[2]]);
        assert.match((await support.preview(local(1))).summary, new RegExp(`releases 1 item: ${held[2]!} `));
        await support.mustUp(local(1));
        assert.deepEqual(renewing(bench), [held[0]]);
    });

    it("goes on with the order that it had placed", async () => {
        bench.simulator.faults.add({ effect: { kind: "hold" } });
        const problem = await support.up(local(5));
        const [, order] = bench.simulator.ledger().orders;
        assert.match(problem, new RegExp(`Order ${order!.id} is PROCESSING`));
        assert.match((await support.preview(local(5))).summary, new RegExp(`goes on with order ${order!.id}`));
        await bench.simulator.settleOrder(order!.id);
        await support.mustUp(local(5));
        assert.deepEqual(ordered(bench), [{ local: 3 }, { local: 2 }]);
        assert.equal(support.numbers.length, 5);
        assert.equal((await support.preview(local(5))).summary, "");
    });

    it("orders only what is missing after the program changed in between", async () => {
        bench.simulator.faults.add({ effect: { kind: "hold" } });
        await support.up(local(5));
        await bench.simulator.settleOrder(bench.simulator.ledger().orders[1]!.id);
        await support.mustUp(local(6));
        assert.deepEqual(ordered(bench), [{ local: 3 }, { local: 2 }, { local: 1 }]);
    });

    it("releases what arrived late only after a preview named it", async () => {
        const held = support.numbers;
        bench.simulator.faults.add({ effect: { kind: "hold" } });
        await support.up(local(5));
        await bench.simulator.settleOrder(bench.simulator.ledger().orders[1]!.id);
        await support.mustUp(local(3));
        assert.deepEqual(released(bench), []);
        const late = support.numbers.slice(3);
        assert.equal((await support.preview(local(3))).summary, `releases 2 items: ${late.join(", ")}${untilItsEnd}`);
        await support.mustUp(local(3));
        assert.deepEqual(released(bench), late);
        assert.deepEqual(support.numbers, held);
    });

    it("releases nothing once its engine is gone", async () => {
        bench.engineIsAlive = false;
        assert.match(await support.up(local(1)), /engine/);
        assert.deepEqual(released(bench), []);
        bench.engineIsAlive = true;
        await support.mustUp(local(1));
        assert.equal(released(bench).length, 2);
    });

    it("is taken in by a deletion, so that nothing arrives after the resource is gone", async () => {
        bench.simulator.faults.add({ effect: { kind: "hold" } });
        await support.up(local(5));
        await bench.simulator.settleOrder(bench.simulator.ledger().orders[1]!.id);
        assert.equal(await support.destroy(), "");
        assert.deepEqual(renewing(bench), []);
        assert.deepEqual(await bench.journalFiles(), []);
    });
});
