import * as assert from "node:assert/strict";
import { numberLabel } from "../../provider/resources/numberLabel";
import { unknownValue } from "../../provider/resources/resource";
import type { Properties } from "../../provider/resources/resource";
import { Bench } from "../support/bench";
import { StackedResource } from "./stackedResource";

const [first, second, third] = ["12065550101", "12065550102", "12065550103"] as const;
const support = (...numbers: string[]): Properties => ({ label: "support & sales", numbers });
const label = "support & sales";

describe("a NumberLabel, from run to run", () => {
    let bench: Bench;
    let labels: StackedResource;
    beforeEach(async () => {
        bench = await Bench.open();
        labels = new StackedResource(bench, numberLabel, "labels");
        for (const number of [first, second, third]) {
            await bench.simulator.change({ action: "give", number });
        }
    });
    afterEach(() => bench.close());

    const carrying = async (of = label): Promise<string[]> => [...(await bench.session.client.listLabelled(of))].sort();
    const changes = (): string[] =>
        bench.simulator
            .ledger()
            .requests.filter(({ method }) => method !== "GET")
            .map(({ method, path }) => `${method} ${path}`);

    it("is put on its numbers, and is quiet when nothing changes", async () => {
        await labels.mustUp(support(first, "+1 206 555 0102"));
        assert.match(labels.id!, /^label-\w{12}$/);
        assert.deepEqual(await carrying(), [first, second]);
        assert.equal((await labels.preview(support(first, second))).difference?.changes, false);
        await labels.refresh();
        assert.equal((await labels.preview(support(first, second))).difference?.changes, false);
    });

    it("goes with the numbers that join and leave, those aside that carried it before", async () => {
        await bench.session.client.labelNumber(first, label);
        await labels.mustUp(support(first, second));
        assert.equal((await labels.preview(support(third))).summary, `labels ${third}; takes ${label} off ${second}`);
        bench.simulator.clearRequests();
        await labels.mustUp(support(third));
        assert.deepEqual(changes(), [`POST /label/number/${third}`, `DELETE /label/number/${second}`]);
        assert.deepEqual(await carrying(), [first, third]);
        assert.equal(await labels.destroy(), "");
        assert.deepEqual(await carrying(), [first]);
    });

    it("is replaced by another label", async () => {
        await labels.mustUp(support(first));
        const program = { label: "sales", numbers: [first] };
        assert.deepEqual((await labels.preview(program)).difference?.replaces, ["label"]);
        await labels.mustUp(program);
        assert.deepEqual([await carrying(), await carrying("sales")], [[], [first]]);
    });

    it("shows drift in a refresh, and puts it right with the next update", async () => {
        await labels.mustUp(support(first, second));
        await bench.session.client.unlabelNumber(first, label);
        await labels.refresh();
        assert.deepEqual(labels.state["numbers"], [second]);
        assert.match(bench.warnings.join("\n"), /12065550101: no longer labelled support & sales/);
        await labels.mustUp(support(first, second));
        assert.deepEqual(await carrying(), [first, second]);
        await labels.destroy();
        assert.deepEqual(await carrying(), []);
    });

    for (const done of [0, 1, 2]) {
        it(`is all its own when the machine is lost after ${String(done)} of 2 requests`, async () => {
            await labels.die(support(first, second), done);
            await labels.mustUp(support(first, second));
            assert.deepEqual(await carrying(), [first, second]);
            assert.equal((await labels.preview(support(first, second))).difference?.changes, false);
            await labels.destroy();
            assert.deepEqual(await carrying(), []);
        });
    }

    it("leaves a number that an interrupted create has labelled and that is declared no more", async () => {
        await bench.session.client.labelNumber(third, label);
        await labels.die(support(first, second, third), 3);
        await labels.mustUp(support(first));
        assert.deepEqual(await carrying(), [first, third]);
        assert.equal((await labels.preview(support(first))).difference?.changes, false);
    });

    for (const { what, next } of [
        { what: "destroyed at once", next: () => Promise.resolve() },
        { what: "refreshed, and destroyed", next: () => labels.refreshAtOnce() },
        {
            what: "refreshed, repeated and destroyed",
            next: async () => {
                await labels.refreshAtOnce();
                await labels.mustUp(support(first, second, third));
            },
        },
    ]) {
        it(`leaves the numbers that an interrupted growth has labelled when it is ${what}, one aside that carried it`, async () => {
            await bench.session.client.labelNumber(third, label);
            await labels.mustUp(support(first));
            await labels.die(support(first, second, third), 2);
            await next();
            assert.equal(await labels.destroy(), "");
            assert.deepEqual(await carrying(), [third]);
        });
    }

    it("is on all of its numbers after an interrupted shrink that is taken back, and then quiet", async () => {
        const program = support(first, second);
        await labels.mustUp(program);
        await labels.die(support(first), 1);
        assert.deepEqual(await carrying(), [first]);
        assert.match((await labels.preview(program)).summary, /an update was interrupted: .*; labels/);
        await labels.mustUp(program);
        assert.deepEqual(await carrying(), [first, second]);
        bench.simulator.clearRequests();
        assert.equal((await labels.preview(program)).difference?.changes, false);
        assert.deepEqual(bench.simulator.ledger().requests, []);
    });

    it("leaves its numbers after the resource had another name, one aside that carried it before both", async () => {
        await bench.session.client.labelNumber(second, label);
        await labels.mustUp(support(first, second));
        bench.simulator.clearRequests();
        const renamed = new StackedResource(bench, numberLabel, "renamed");
        await renamed.mustUp(support(first, second));
        assert.deepEqual(changes().sort(), [`POST /label/number/${first}`, `POST /label/number/${second}`]);
        assert.equal(bench.simulator.ledger().requests.length, 2);
        await numberLabel.delete(label, labels.state, bench.operation("labels"));
        assert.deepEqual(await carrying(), [first, second]);
        bench.engine.remove(bench.urn("labels"));
        await renamed.destroy();
        assert.deepEqual(await carrying(), [second]);
    });

    it("is not taken for another label of the same numbers", async () => {
        await bench.session.client.labelNumber(first, "sales");
        await labels.mustUp(support(first));
        const sales = new StackedResource(bench, numberLabel, "sales");
        await sales.mustUp({ label: "sales", numbers: [first] });
        await sales.destroy();
        assert.deepEqual(await carrying("sales"), [first]);
    });

    it("takes nothing off a number that an interrupted replacement was to label otherwise", async () => {
        await bench.session.client.labelNumber(second, label);
        await labels.mustUp(support(first));
        await labels.die({ label: "sales", numbers: [first, second] }, 0);
        assert.equal(await labels.destroy(), "");
        assert.deepEqual(await carrying(), [second]);
    });

    it("saves what was done when a number fails, and goes on with the rest", async () => {
        assert.match(await labels.up(support(first, "12065559999")), /12065559999 could not be labelled.*1 of 2/);
        assert.deepEqual(await carrying(), [first]);
        await bench.simulator.change({ action: "give", number: "12065559999" });
        bench.simulator.clearRequests();
        await labels.mustUp(support(first, "12065559999"));
        assert.deepEqual(changes(), ["POST /label/number/12065559999"]);
    });

    it("is imported by its name, with all numbers that carry it", async () => {
        await labels.mustUp(support(first, second));
        const imported = await numberLabel.read(label, undefined, undefined, bench.operation("other"));
        assert.deepEqual(imported?.inputs, support(first, second));
        for (const id of ["none", "", " "]) {
            await assert.rejects(numberLabel.read(id, undefined, undefined, bench.operation()), /no number/);
        }
    });

    it("refuses what can't be meant, and two that label one number alike", async () => {
        assert.equal((await labels.preview({ label: " ", numbers: [first] })).failures[0]!.property, "label");
        assert.equal((await labels.preview(support("12"))).failures[0]!.property, "numbers[0]");
        bench.nextProcess();
        await numberLabel.check(support(first), undefined, bench.options("labels"));
        const { failures } = await numberLabel.check(support(first), undefined, bench.options("other"));
        assert.deepEqual(failures, [
            { property: "numbers[0]", reason: `${first} is labelled ${label} by ${bench.urn("labels")} too` },
        ]);
    });

    it("stays on a number that another resource has by now, although the run that moved it failed here", async () => {
        await labels.mustUp(support(first, second));
        assert.match(await labels.up(support(second, "12065559999")), /12065559999 could not be labelled/);
        const other = new StackedResource(bench, numberLabel, "other");
        await other.mustUp(support(first));
        assert.equal((await labels.preview(support(second))).summary, `takes ${label} off 12065559999`);
        await labels.mustUp(support(second));
        assert.deepEqual(await carrying(), [first, second]);
        assert.equal((await labels.preview(support(second))).difference?.changes, false);
    });

    it("previews what is not known yet as changed, not as taken away", async () => {
        await labels.mustUp(support(first));
        const { difference } = await labels.preview({ label: unknownValue, numbers: unknownValue });
        assert.deepEqual(difference?.details, { label: "update", numbers: "update" });
    });

    it("accepts numbers that are not known yet", async () => {
        assert.deepEqual((await labels.preview({ label, numbers: unknownValue })).failures, []);
    });

    it("never acts under another account", async () => {
        await labels.mustUp(support(first));
        bench.nextProcess("rival");
        await assert.rejects(
            numberLabel.delete(label, labels.state, bench.operation("labels")),
            /belongs to the account/,
        );
    });
});
