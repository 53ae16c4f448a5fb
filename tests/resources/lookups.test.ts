import * as assert from "node:assert/strict";
import { numberOrder } from "../../provider/resources/numberOrder";
import { Bench } from "../support/bench";
import { StackedResource, local, tollFree } from "./stackedResource";

const first = "12065550101";

describe("what a preview looks up", () => {
    let bench: Bench;
    let support: StackedResource;
    beforeEach(async () => {
        bench = await Bench.open();
        support = new StackedResource(bench, numberOrder);
    });
    afterEach(() => bench.close());

    const requests = (): string[] => bench.simulator.ledger().requests.map(({ method, path }) => `${method} ${path}`);

    /** A CallFire with so many numbers for sale under each prefix. */
    function sell(...numbers: string[]): void {
        const client = { ...bench.session.client };
        const offers = numbers.map((number) => ({ number, region: {} }));
        bench.session = { ...bench.session, client: { ...client, searchNumbers: () => Promise.resolve(offers) } };
    }

    const check = (numbers: string[]) => numberOrder.check({ numbers }, undefined, bench.options());

    it("keywords that are not for sale are refused by name", async () => {
        await bench.simulator.change({ action: "sell", keyword: "VANILLA" });
        const { failures } = await support.preview({ keywords: ["chocolate", "vanilla", "STOP"] });
        assert.deepEqual(failures, [
            { property: "keywords[1]", reason: "VANILLA is not for sale" },
            { property: "keywords[2]", reason: "STOP is not for sale" },
        ]);
    });

    it("numbers that are not for sale are refused by name", async () => {
        sell("12065550100", first);
        assert.deepEqual((await check([first, "(206) 555-0199"])).failures, [
            { property: "numbers[1]", reason: "12065550199 is not for sale" },
        ]);
    });

    it("numbers pass where CallFire may not have told all that are for sale", async () => {
        sell(...Array.from({ length: 1000 }, (_, line) => `1206555${String(1000 + line)}`));
        assert.deepEqual((await check([first])).failures, []);
    });

    it("one search answers for all numbers of a prefix", async () => {
        await support.preview({ numbers: [first, "12065550102", "12065550103", "18005550104"] });
        assert.deepEqual(
            requests().sort(),
            [
                "GET /number/12065550102",
                "GET /number/12065550103",
                `GET /number/${first}`,
                "GET /number/18005550104",
                "GET /number/search",
                "GET /number/search",
            ].sort(),
        );
    });

    it("one search a kind names bulk numbers, and nothing is looked up where nothing changed", async () => {
        await support.preview({ ...local(2), ...tollFree(1) });
        assert.deepEqual(requests(), ["GET /number/search", "GET /number/search"]);
        const program = { ...local(2), numbers: [first], keywords: ["CHOCOLATE"] };
        await support.mustUp(program);
        bench.simulator.clearRequests();
        await support.preview(program);
        assert.deepEqual(requests(), []);
    });

    it("nothing for what is held already when something else joins", async () => {
        await support.mustUp({ keywords: ["CHOCOLATE"] });
        bench.simulator.clearRequests();
        assert.deepEqual((await support.preview({ keywords: ["CHOCOLATE", "VANILLA"] })).failures, []);
        const searches = bench.simulator.ledger().requests.filter(({ path }) => path.endsWith("/search"));
        assert.deepEqual(
            searches.map(({ parameters }) => parameters["Keywords"]),
            ["VANILLA"],
        );
    });

    it("nothing for what an interrupted order covers", async () => {
        bench.simulator.faults.add({ effect: { kind: "hold" } });
        await support.up({ keywords: ["CHOCOLATE"] });
        await bench.simulator.settleOrder(bench.simulator.ledger().orders[0]!.id);
        // The engine was killed before it could save anything.
        bench.engine.remove(bench.urn("support"));
        const fresh = new StackedResource(bench, numberOrder);
        assert.deepEqual((await fresh.preview({ keywords: ["CHOCOLATE"] })).failures, []);
        await fresh.mustUp({ keywords: ["CHOCOLATE"] });
        assert.equal(bench.orders(), 1);
    });

    it("passes with a warning when CallFire can't be reached", async () => {
        await bench.simulator.close();
        const { failures } = await support.preview({ numbers: [first], keywords: ["CHOCOLATE"] });
        assert.deepEqual(failures, []);
        assert.equal(bench.warnings.length, 1);
        assert.match(bench.warnings[0]!, /could not be looked up.*ECONNREFUSED/);
    });

    it("previews an unchanged resource without CallFire", async () => {
        await support.mustUp(local(2));
        await bench.simulator.close();
        const { failures, summary } = await support.preview(local(2));
        assert.deepEqual(failures, []);
        assert.equal(summary, "");
        assert.deepEqual(bench.warnings, []);
    });
});

describe("a diff without noise", () => {
    let bench: Bench;
    let support: StackedResource;
    before(async () => {
        bench = await Bench.open();
        support = new StackedResource(bench, numberOrder);
        await support.mustUp({
            ...local(2, { city: "Seattle", state: "WA" }),
            ...tollFree(1),
            numbers: [first, "12065550102"],
            keywords: ["CHOCOLATE", "VANILLA"],
        });
    });
    after(() => bench.close());

    const usual = {
        ...local(2, { city: "Seattle", state: "WA" }),
        ...tollFree(1),
        numbers: [first, "12065550102"],
        keywords: ["CHOCOLATE", "VANILLA"],
    };
    for (const [what, program] of Object.entries({
        "the order of the lists": { ...usual, numbers: ["12065550102", first], keywords: ["VANILLA", "CHOCOLATE"] },
        "the notation of numbers": { ...usual, numbers: ["+1 206-555-0101", "(206) 555-0102"] },
        "the case of keywords": { ...usual, keywords: ["chocolate", "Vanilla"] },
        "the case of a region": { ...usual, ...local(2, { city: "SEATTLE", state: "wa" }) },
        "the order of a region's fields": { ...usual, ...local(2, { state: "WA", city: "Seattle" }) },
        "null in place of nothing": { ...usual, adoptOrderId: null, allowPartial: null },
        "defaults that are written out": { ...usual, allowPartial: false, adoptOwned: false },
        "an option that buys nothing": { ...usual, allowPartial: true, adoptOwned: true },
    })) {
        it(`sees no change in ${what}`, async () => {
            const { failures, difference } = await support.preview(program);
            assert.deepEqual(failures, []);
            assert.equal(difference?.changes, false);
        });
    }

    it("never replaces, whatever changes", async () => {
        for (const program of [
            local(1, { city: "Oakland", state: "CA" }),
            tollFree(3),
            { keywords: ["VANILLA"] },
            { ...usual, adoptOrderId: bench.simulator.ledger().orders[0]!.id },
        ]) {
            assert.deepEqual((await support.preview(program)).difference?.replaces, []);
        }
    });

    it("names the paths that change, and the outputs that do not", async () => {
        const held = support.numbers;
        const { difference } = await support.preview({ ...usual, ...local(1), keywords: ["VANILLA"] });
        const place = held.indexOf(
            (support.state["localNumbers"] as string[]).filter((n) => !n.startsWith("1206555"))[1]!,
        );
        assert.equal(difference?.details[`acquiredNumbers[${place}]`], "delete");
        assert.equal(difference.details["acquiredKeywords[0]"], "delete");
        assert.equal(difference.details["bulkLocal"], "update");
        assert.ok(difference.stables.includes("orderId") && difference.stables.includes("totalCost"));
    });
});
