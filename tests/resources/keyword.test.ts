import * as assert from "node:assert/strict";
import { keyword } from "../../provider/resources/keyword";
import { unknownValue } from "../../provider/resources/resource";
import { Bench } from "../support/bench";
import { StackedResource, ordered, released, renewing, untilItsEnd } from "./stackedResource";

describe("a Keyword, from run to run", () => {
    let bench: Bench;
    let promo: StackedResource;
    beforeEach(async () => {
        bench = await Bench.open();
        promo = new StackedResource(bench, keyword, "promo");
    });
    afterEach(() => bench.close());

    it("is ordered once, in upper case, and knows its lease", async () => {
        await promo.mustUp({ keyword: "chocolate" });
        assert.equal(promo.id, "CHOCOLATE");
        assert.deepEqual(ordered(bench), [{ keyword: 1 }]);
        const [owned] = bench.simulator.ledger().owned.keywords;
        const { orderId, status, shortCode, leaseEnd, autoRenew, account } = promo.state;
        assert.deepEqual(
            { orderId, status, shortCode, autoRenew, account },
            {
                orderId: bench.simulator.ledger().orders[0]!.id,
                status: "FINISHED",
                shortCode: "67076",
                autoRenew: true,
                account: bench.session.account,
            },
        );
        assert.equal(String(leaseEnd).slice(0, 10), owned!.end);
    });

    it("does not change with the case, or with adoptOwned", async () => {
        await promo.mustUp({ keyword: "chocolate" });
        for (const program of [{ keyword: "Chocolate" }, { keyword: "CHOCOLATE", adoptOwned: true }]) {
            const { failures, difference } = await promo.preview(program);
            assert.deepEqual(failures, []);
            assert.equal(difference?.changes, false);
        }
    });

    it("is replaced by another word: the new one is ordered first, and preview names both", async () => {
        await promo.mustUp({ keyword: "CHOCOLATE" });
        const { summary, difference } = await promo.preview({ keyword: "vanilla" });
        assert.equal(summary, `orders keyword VANILLA; releases 1 item: keyword CHOCOLATE${untilItsEnd}`);
        assert.deepEqual(difference?.replaces, ["keyword"]);
        assert.equal(difference.deleteBeforeReplace, false);
        bench.simulator.clearRequests();
        await promo.mustUp({ keyword: "vanilla" });
        assert.equal(promo.id, "VANILLA");
        const spent = bench.simulator.ledger().requests.filter(({ method }) => method !== "GET");
        assert.deepEqual(
            spent.map(({ method, path }) => `${method} ${path}`),
            ["POST /number/order", "PUT /number/release"],
        );
        assert.deepEqual(renewing(bench), ["VANILLA"]);
    });

    it("is replaced by a word that is not known yet", async () => {
        await promo.mustUp({ keyword: "CHOCOLATE" });
        const { failures, difference, summary } = await promo.preview({ keyword: unknownValue });
        assert.deepEqual(failures, []);
        assert.equal(difference?.changes, true);
        assert.match(summary, /not known yet: only if they ask for another one; releases 1 item: keyword CHOCOLATE/);
    });

    it("that is not known yet has an attempt that is not known yet, as a saved plan demands", async () => {
        const { attempt } = await keyword.check({ keyword: unknownValue }, undefined, bench.options("promo"));
        assert.equal(attempt, unknownValue);
    });

    it("survives a replacement by itself, which the engine makes as create and delete", async () => {
        await promo.mustUp({ keyword: "CHOCOLATE" });
        const old = { id: promo.id!, state: promo.state };
        bench.nextProcess();
        const { state } = await keyword.create(...(await bench.checked(keyword, { keyword: "CHOCOLATE" }, "promo")));
        await keyword.delete(old.id, old.state, bench.operation("promo"));
        assert.deepEqual(ordered(bench), [{ keyword: 1 }]);
        assert.deepEqual(renewing(bench), ["CHOCOLATE"]);
        await keyword.delete(old.id, state, bench.operation("promo"));
        assert.deepEqual(released(bench), ["CHOCOLATE"]);
    });

    it("goes on with its order after the wait was too short", async () => {
        bench.simulator.faults.add({ effect: { kind: "hold" } });
        assert.match(await promo.up({ keyword: "CHOCOLATE" }), /Order \d+ is PROCESSING/);
        assert.equal(promo.id, "CHOCOLATE");
        const [order] = bench.simulator.ledger().orders;
        assert.match(
            (await promo.preview({ keyword: "CHOCOLATE" })).summary,
            new RegExp(`goes on with order ${order!.id}`),
        );
        await bench.simulator.settleOrder(order!.id);
        await promo.mustUp({ keyword: "CHOCOLATE" });
        assert.deepEqual(ordered(bench), [{ keyword: 1 }]);
        assert.equal(promo.state["status"], "FINISHED");
        assert.equal((await promo.preview({ keyword: "CHOCOLATE" })).summary, "");
    });

    it("is released when it goes", async () => {
        await promo.mustUp({ keyword: "CHOCOLATE" });
        assert.equal(await promo.destroy(), "");
        assert.deepEqual(released(bench), ["CHOCOLATE"]);
        assert.deepEqual(await bench.journalFiles(), []);
    });

    it("is gone after a refresh when the account no longer has it, and is bought again", async () => {
        await promo.mustUp({ keyword: "CHOCOLATE" });
        await bench.simulator.change({ action: "lapse", keyword: "CHOCOLATE" });
        await promo.refresh();
        assert.equal(promo.id, undefined);
        await promo.mustUp({ keyword: "CHOCOLATE" });
        assert.deepEqual(ordered(bench), [{ keyword: 1 }, { keyword: 1 }]);
    });

    it("tells by a refresh that its lease lapses", async () => {
        await promo.mustUp({ keyword: "CHOCOLATE" });
        await bench.session.client.releaseKeyword("CHOCOLATE", "67076");
        await promo.refresh();
        assert.equal(promo.id, "CHOCOLATE");
        assert.equal(promo.state["autoRenew"], false);
        const { end } = bench.simulator.ledger().owned.keywords[0]!;
        assert.match(bench.warnings.join("\n"), new RegExp(`CHOCOLATE.*lease ends ${end}`));
    });

    for (const { word, says } of [
        { word: "TWO WORDS", says: /1 to 64 letters and digits/ },
        { word: "ÜBER", says: /1 to 64 letters and digits/ },
        { word: "", says: /1 to 64 letters and digits/ },
        { word: "A".repeat(65), says: /1 to 64 letters and digits/ },
        { word: 7, says: /must be a string, not 7/ },
        { word: undefined, says: /is required/ },
        { word: "STOP", says: /STOP is not for sale/ },
    ]) {
        it(`refuses ${String(word).slice(0, 20)} by the property's name`, async () => {
            const { failures } = await promo.preview({ keyword: word });
            assert.equal(failures.length, 1);
            assert.equal(failures[0]!.property, "keyword");
            assert.match(failures[0]!.reason, says);
        });
    }

    it("refuses properties that there are not", async () => {
        const { failures } = await promo.preview({ keyword: "CHOCOLATE", keywrd: "VANILLA" });
        assert.deepEqual(
            failures.map(({ property }) => property),
            ["keywrd"],
        );
    });

    it("warns of a keyword under three characters, and buys it", async () => {
        await promo.mustUp({ keyword: "ab" });
        assert.match(bench.warnings.join("\n"), /keyword AB: .* at least 3 characters/);
        assert.equal(promo.id, "AB");
    });

    it("is imported by its word, as it stands", async () => {
        await bench.simulator.change({ action: "give", keyword: "CHOCOLATE" });
        const imported = await keyword.read("chocolate", undefined, undefined, bench.operation("promo"));
        assert.equal(imported?.id, "CHOCOLATE");
        assert.deepEqual(imported.inputs, { keyword: "CHOCOLATE" });
        const { changes } = await keyword.diff(imported.id, imported.state, imported.inputs, bench.options("promo"));
        assert.equal(changes, false);
        await assert.rejects(keyword.read("VANILLA", undefined, undefined, bench.operation()), /owns no such keyword/);
    });
});
