import * as assert from "node:assert/strict";
import { numberOrder } from "../../provider/resources/numberOrder";
import { Bench, numbersOf } from "../support/bench";
import { StackedResource, local, ordered, released, tollFree } from "./stackedResource";

const first = "12065550101";

describe("an import", () => {
    let bench: Bench;
    beforeEach(async () => {
        bench = await Bench.open();
    });
    afterEach(() => bench.close());

    const read = (id: string) => numberOrder.read(id, undefined, undefined, bench.operation());

    it("brings an order in by its id, as a program that changes nothing", async () => {
        const other = new StackedResource(bench, numberOrder, "lost");
        await other.mustUp({ ...local(2), ...tollFree(1), keywords: ["CHOCOLATE"] });
        const imported = await read(other.id!);
        assert.ok(imported);
        assert.equal(imported.id, other.id);
        assert.deepEqual(numbersOf(imported.state).sort(), other.numbers.sort());
        assert.deepEqual(imported.inputs["keywords"], ["CHOCOLATE"]);
        const { changes } = await numberOrder.diff(imported.id, imported.state, imported.inputs, bench.options("new"));
        assert.equal(changes, false);
        assert.equal(ordered(bench).length, 1);
    });

    it("brings in what the account owns, by a list", async () => {
        await bench.simulator.change({ action: "give", number: first });
        await bench.simulator.change({ action: "give", keyword: "CHOCOLATE" });
        const imported = await read("(206) 555-0101, chocolate");
        assert.deepEqual(imported?.inputs, { numbers: [first], keywords: ["CHOCOLATE"] });
        assert.equal(imported.state["orderId"], undefined);
        await numberOrder.delete(imported.id, imported.state, bench.operation());
        assert.deepEqual(released(bench), [first, "CHOCOLATE"]);
    });

    it("brings in once what a list names twice", async () => {
        await bench.simulator.change({ action: "give", number: first });
        await bench.simulator.change({ action: "give", keyword: "CHOCOLATE" });
        const imported = await read(`${first}, chocolate, (206) 555-0101, CHOCOLATE`);
        assert.deepEqual(imported?.inputs, { numbers: [first], keywords: ["CHOCOLATE"] });
        assert.deepEqual(imported.state["acquiredNumbers"], [first]);
    });

    for (const { id, says } of [
        { id: "4711", says: /no order 4711 to import/ },
        {
            id: "2065550101",
            says: /no order 2065550101 .* read as the id of an order; for the number, write 12065550101/,
        },
        { id: first, says: /owns no such number or keyword/ },
        { id: "NOWHERE", says: /owns no such number or keyword/ },
        { id: "not an id", says: /can't be imported/ },
    ]) {
        it(`refuses ${id}`, async () => {
            await assert.rejects(read(id), says);
        });
    }

    it("refuses what was released, with its date", async () => {
        await bench.simulator.change({ action: "give", number: first, autoRenew: false, leaseEnd: "2026-03-09" });
        await assert.rejects(read(first), /was released, and its lease ends 2026-03-09/);
    });

    it("refuses an order that is not finished", async () => {
        bench.simulator.faults.add({ effect: { kind: "hold" } });
        const support = new StackedResource(bench, numberOrder);
        await support.up(local(1));
        await assert.rejects(read(support.id!), /is PROCESSING .*import it when it is finished/);
    });
});
