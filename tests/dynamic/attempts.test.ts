import assert from "node:assert/strict";
import { adapterKinds } from "../stack/adapterKinds";
import { AdapterStack } from "../stack/adapterStack";
import { Bench } from "../support/bench";

const unknownMark = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const bulk = { bulkTollFree: { count: 2 } };

describe("a preview of a dynamic resource", () => {
    let bench: Bench;
    let stack: AdapterStack;
    beforeEach(async () => {
        bench = await Bench.open();
        stack = new AdapterStack(bench, adapterKinds.dynamic);
    });
    afterEach(() => bench.close());

    const preview = (program: object): ReturnType<AdapterStack["check"]> =>
        stack.check(program as Record<string, unknown>, "support", true);
    const searches = (): number =>
        bench.simulator.ledger().requests.filter(({ path }) => path.endsWith("/number/search")).length;

    it("picks nothing: what a new resource may order is known after it", async () => {
        const { inputs } = await preview(bulk);
        assert.equal(inputs["__attempt"], unknownMark);
        assert.equal(searches(), 0);
    });

    it("picks nothing for a changed one either", async () => {
        await stack.up(bulk);
        const before = searches();
        assert.equal((await preview({ bulkTollFree: { count: 3 } })).inputs["__attempt"], unknownMark);
        assert.equal(searches(), before);
    });

    it("is as stored for an unchanged one", async () => {
        await stack.up(bulk);
        assert.deepEqual((await preview(bulk)).inputs, stack.inputs());
    });

    it("differs from the update after it in nothing but what it calls unknown, as a saved plan demands", async () => {
        for (const program of [bulk, { bulkTollFree: { count: 3 } }]) {
            const planned = (await preview(program)).inputs;
            await stack.up(program);
            assert.deepEqual({ ...stack.inputs(), __attempt: unknownMark }, planned);
        }
    });

    it("leaves nothing of what only check needs", async () => {
        for (const { inputs } of [await preview(bulk), await stack.check(bulk)]) {
            assert.deepEqual(inputs["__context"], {
                urn: "dev::shop::NumberOrder::support",
                organization: "acme",
            });
        }
    });
});
