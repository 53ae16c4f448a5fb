import * as assert from "node:assert/strict";
import { keyword } from "../../provider/resources/keyword";
import { numberOrder } from "../../provider/resources/numberOrder";
import { Bench } from "../support/bench";
import { StackedResource, local, ordered, released, renewing, tollFree } from "./stackedResource";

const [first, second] = ["12065550101", "12065550102"];

describe("adopting an order", () => {
    let bench: Bench;
    let support: StackedResource;
    beforeEach(async () => {
        bench = await Bench.open();
        support = new StackedResource(bench, numberOrder);
    });
    afterEach(() => bench.close());

    /** An order of the account that no resource knows, as after the loss of a machine with its journal. */
    async function buy(count: number, more: { keywords?: string[]; tollFreeCount?: number } = {}): Promise<string> {
        const region = { city: "Seattle", state: "WA" };
        const id = await bench.session.client.placeNumberOrder({ local: { count, region }, ...more });
        await bench.simulator.settleOrder(id);
        return id;
    }

    it("adopts what fits, without an order", async () => {
        const adoptOrderId = await buy(2, { keywords: ["CHOCOLATE"], tollFreeCount: 1 });
        const program = { ...local(2), ...tollFree(1), keywords: ["chocolate"] };
        await support.mustUp({ ...program, adoptOrderId });
        assert.equal(support.id, adoptOrderId);
        assert.equal(support.state["orderId"], adoptOrderId);
        assert.equal(support.numbers.length, 3);
        assert.deepEqual(support.keywords, ["CHOCOLATE"]);
        assert.equal(ordered(bench).length, 1);

        assert.equal((await support.preview({ ...program, adoptOrderId })).summary, "");
        assert.equal((await support.preview(program)).summary, "", "removing the input is no change");
        await support.mustUp(program);
        assert.equal(ordered(bench).length, 1);
        assert.deepEqual(released(bench), []);
    });

    it("holds a listed number of the order as a listed one", async () => {
        const adoptOrderId = await bench.session.client.placeNumberOrder({ numbers: [first] });
        await bench.simulator.settleOrder(adoptOrderId);
        await support.mustUp({ numbers: [first], adoptOrderId });
        assert.deepEqual(support.numbers, [first]);
        await support.mustUp({ numbers: [second] });
        assert.deepEqual(released(bench), [first]);
    });

    it("names in preview which order it adopts", async () => {
        await support.mustUp(local(1));
        const adoptOrderId = await buy(1);
        assert.match((await support.preview({ ...local(2), adoptOrderId })).summary, new RegExp(adoptOrderId));
        await support.mustUp({ ...local(2), adoptOrderId });
        assert.equal(ordered(bench).length, 2);
        assert.equal(support.numbers.length, 2);
        assert.equal((await support.preview({ ...local(2), adoptOrderId })).summary, "");
    });

    it("says what is still missing, and the next run orders it", async () => {
        const adoptOrderId = await buy(1);
        assert.match(await support.up({ ...local(3), adoptOrderId }), /1 of 3/);
        await support.mustUp({ ...local(3), adoptOrderId });
        assert.deepEqual(ordered(bench), [{ local: 1 }, { local: 2 }]);
    });

    for (const { what, program, says } of [
        { what: "brought more than is declared", program: local(1), says: /does not fit/ },
        {
            what: "is of another region",
            program: local(2, { city: "Oakland", state: "CA" }),
            says: /not of the declared region/,
        },
        { what: "brought another kind", program: tollFree(2), says: /does not fit/ },
    ]) {
        it(`refuses an order that ${what}, and buys and keeps nothing`, async () => {
            const adoptOrderId = await buy(2);
            assert.match(await support.up({ ...program, adoptOrderId }), says);
            assert.equal(support.id, undefined);
            assert.equal(ordered(bench).length, 1);
            assert.equal(renewing(bench).length, 2);
            assert.deepEqual(await bench.journalFiles(), []);
        });
    }

    it("refuses an order that the account does not have", async () => {
        assert.match(await support.up({ ...local(1), adoptOrderId: "4711" }), /adoptOrderId: .*4711/);
        assert.equal(support.id, undefined);
        assert.equal(ordered(bench).length, 0);
        await support.mustUp(local(1));
    });

    it("refuses an order that another resource holds", async () => {
        const other = new StackedResource(bench, numberOrder, "other");
        await other.mustUp(local(1));
        assert.match(await support.up({ ...local(1), adoptOrderId: other.id }), /belongs to urn:.*::other/);
        assert.equal(support.id, undefined);
    });

    it("refuses what was released since, with the date", async () => {
        const adoptOrderId = await buy(1);
        const [owned] = bench.simulator.ledger().owned.numbers;
        await bench.session.client.releaseNumber(owned!.value);
        const problem = await support.up({ ...local(1), adoptOrderId });
        assert.match(problem, new RegExp(`${owned!.value} .*released.*${owned!.end}`));
    });
});

describe("adopting what the account owns", () => {
    let bench: Bench;
    let support: StackedResource;
    beforeEach(async () => {
        bench = await Bench.open();
        support = new StackedResource(bench, numberOrder);
    });
    afterEach(() => bench.close());

    it("takes numbers and keywords over without an order", async () => {
        await bench.simulator.change({ action: "give", number: first });
        await bench.simulator.change({ action: "give", keyword: "CHOCOLATE" });
        const program = { numbers: [first], keywords: ["CHOCOLATE"], adoptOwned: true };
        await support.mustUp(program);
        assert.match(support.id ?? "", /^owned-/);
        assert.equal(support.state["orderId"], undefined);
        assert.deepEqual(support.numbers, [first]);
        assert.deepEqual(ordered(bench), []);
        assert.equal((await support.preview(program)).summary, "");
        assert.equal((await support.preview({ ...program, adoptOwned: false })).summary, "", "it is held now");
    });

    it("orders what is listed beside it, and nothing else", async () => {
        await bench.simulator.change({ action: "give", number: first });
        await support.mustUp({ numbers: [first, second], ...tollFree(1), adoptOwned: true });
        assert.deepEqual(ordered(bench), [{ local: 1, tollFree: 1 }]);
        assert.equal(support.numbers.length, 3);
    });

    it("refuses in preview what is owned already, and points to adoptOwned", async () => {
        await bench.simulator.change({ action: "give", number: first });
        await bench.simulator.change({ action: "give", keyword: "CHOCOLATE" });
        const { failures } = await support.preview({ numbers: [second, first], keywords: ["CHOCOLATE"] });
        assert.deepEqual(
            failures.map(({ property }) => property),
            ["numbers[1]", "keywords[0]"],
        );
        failures.forEach(({ reason }) => assert.match(reason, /adoptOwned: true/));
    });

    it("refuses what was released, with the date on which its lease ends", async () => {
        await bench.simulator.change({ action: "give", number: first, autoRenew: false, leaseEnd: "2026-03-09" });
        const { failures } = await support.preview({ numbers: [first], adoptOwned: true });
        assert.equal(failures[0]?.property, "numbers[0]");
        assert.match(failures[0].reason, /released: its lease ends 2026-03-09/);
    });

    it("refuses what another resource holds, and says how it moves within the stack", async () => {
        const other = new StackedResource(bench, numberOrder, "other");
        await other.mustUp({ numbers: [first] });
        const { failures } = await support.preview({ numbers: [first] });
        assert.match(failures[0]?.reason ?? "", /held by urn:.*::other; set adoptOwned: true to move it here/);
    });

    it("never takes what another stack holds", async () => {
        const other = new StackedResource(bench, numberOrder, "other");
        await other.mustUp({ numbers: [first] });
        bench.engine.resources.clear();
        const { failures } = await support.preview({ numbers: [first], adoptOwned: true });
        assert.match(failures[0]?.reason ?? "", /held by urn:.*::other \(if that resource is gone/);
    });

    it("does the same for a Keyword", async () => {
        const promo = new StackedResource(bench, keyword, "promo");
        await bench.simulator.change({ action: "give", keyword: "CHOCOLATE" });
        assert.match((await promo.preview({ keyword: "chocolate" })).failures[0]?.reason ?? "", /adoptOwned: true/);
        await promo.mustUp({ keyword: "chocolate", adoptOwned: true });
        assert.equal(promo.id, "CHOCOLATE");
        assert.equal(promo.state["orderId"], undefined);
        assert.equal(promo.state["shortCode"], "67076");
        assert.deepEqual(ordered(bench), []);
        assert.equal((await promo.preview({ keyword: "chocolate", adoptOwned: true })).summary, "");
    });

    it("takes a number over that leaves one resource and joins another, in two runs", async () => {
        const other = new StackedResource(bench, numberOrder, "other");
        await other.mustUp({ numbers: [first, second] });
        await other.mustUp({ numbers: [second] });
        const { failures } = await support.preview({ numbers: [first], adoptOwned: true });
        assert.match(failures[0]?.reason ?? "", /was released/);
    });
});
