import * as assert from "node:assert/strict";
import { keyword } from "../../provider/resources/keyword";
import { numberOrder } from "../../provider/resources/numberOrder";
import { phoneNumber } from "../../provider/resources/phoneNumber";
import type { Properties } from "../../provider/resources/resource";
import { Bench } from "../support/bench";
import { StackedResource, local, ordered, released, renewing, tollFree } from "./stackedResource";

describe("what moves between the resources of a stack", () => {
    let bench: Bench;
    let batch: StackedResource;
    let desk: StackedResource;
    beforeEach(async () => {
        bench = await Bench.open();
        batch = new StackedResource(bench, numberOrder, "batch");
        desk = new StackedResource(bench, phoneNumber, "desk");
    });
    afterEach(() => bench.close());

    /** What a preview of the batch says where the program lists a name in another resource above it. */
    async function previewBeside(name: string, program: Properties): Promise<string | undefined> {
        bench.nextProcess();
        bench.session.memory.noteListing(name, bench.urn("desk"));
        const { inputs } = await numberOrder.check(program, batch.inputs, bench.options("batch"));
        return (await numberOrder.diff(batch.id!, batch.state, inputs, bench.options("batch"))).summary;
    }

    it("is left by a batch whatever its counts say, the oldest as well as the newest, and not called a release", async () => {
        await batch.mustUp(local(3));
        for (const name of batch.numbers) {
            const said = `leaves ${name} to ${bench.urn("desk")}`;
            assert.equal(await previewBeside(name, local(2)), said);
            assert.equal(await previewBeside(name, { ...local(2), preventRelease: true }), said);
            assert.match((await previewBeside(name, local(3))) ?? "", new RegExp(`^${said}; orders 1 local number`));
            assert.match((await previewBeside(name, local(1))) ?? "", new RegExp(`^${said}; releases 1 item`));
        }
    });

    it("stays with a resource that lists it too, and is refused to the second", async () => {
        await batch.mustUp({ numbers: ["12065550101"] });
        bench.nextProcess();
        bench.session.memory.noteListing("12065550101", bench.urn("desk"));
        const { failures } = await numberOrder.check(batch.inputs!, batch.inputs, bench.options("batch"));
        assert.match(failures[0]?.reason ?? "", /12065550101 is listed by .*::desk too/);
    });

    it("is taken over and left in one run each, and goes back in the same way", async () => {
        await batch.mustUp(local(2));
        const [first, second] = batch.numbers;
        await desk.mustUp({ number: first, adoptOwned: true });
        assert.equal(desk.id, first);
        // By the state it is listed there: a run that died in between is put right by the next one.
        assert.equal((await batch.preview(local(1))).summary, `leaves ${first!} to ${bench.urn("desk")}`);
        await batch.mustUp(local(1));
        assert.deepEqual(batch.numbers, [second]);
        assert.equal((await batch.preview(local(1))).summary, "");
        assert.equal((await desk.preview({ number: first, adoptOwned: true })).summary, "");

        const both = { ...local(1), numbers: [first], adoptOwned: true };
        assert.equal((await batch.preview(both)).summary, `takes ${first!} over from ${bench.urn("desk")}`);
        await batch.mustUp(both);
        assert.equal(await desk.destroy(), "");
        assert.deepEqual([...batch.numbers].sort(), [first, second].sort());
        assert.deepEqual([ordered(bench), released(bench)], [[{ local: 2 }], []]);
        assert.equal((await batch.preview(both)).summary, "");
        await batch.destroy();
        assert.deepEqual(renewing(bench), []);
    });

    it("is what a batch orders anew where it still counts it", async () => {
        await batch.mustUp(tollFree(2));
        await desk.mustUp({ number: batch.numbers[0], adoptOwned: true });
        await batch.mustUp(tollFree(2));
        assert.deepEqual([ordered(bench), released(bench)], [[{ tollFree: 2 }, { tollFree: 1 }], []]);
        assert.equal(renewing(bench).length, 3);
        assert.equal((await batch.preview(tollFree(2))).summary, "");
    });

    it("may be a keyword", async () => {
        await batch.mustUp({ keywords: ["CHOCOLATE", "VANILLA"] });
        const promo = new StackedResource(bench, keyword, "promo");
        await promo.mustUp({ keyword: "chocolate", adoptOwned: true });
        await batch.mustUp({ keywords: ["VANILLA"] });
        assert.deepEqual([ordered(bench), released(bench)], [[{ keyword: 2 }], []]);
        assert.equal(await promo.destroy(), "");
        assert.deepEqual(renewing(bench), ["VANILLA"]);
    });

    it("is not an owned number that no longer renews", async () => {
        await batch.mustUp(local(1));
        await bench.session.client.releaseNumber(batch.numbers[0]!);
        const { failures } = await desk.preview({ number: batch.numbers[0], adoptOwned: true });
        assert.match(failures[0]?.reason ?? "", /was released: its lease ends/);
    });
});
