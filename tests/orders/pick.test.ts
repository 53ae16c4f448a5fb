import * as assert from "node:assert/strict";
import { RefusedError, UnsentError } from "../../provider/callfire/errors";
import { pick } from "../../provider/orders/pick";
import type { Picks } from "../../provider/orders/items";
import { seattle, wantsOf } from "./model/fixtures";
import { OrderBench } from "./model/orderBench";

const facts = { method: "GET", path: "/number/search", what: "of the test" };
const offer = Array.from({ length: 40 }, (_, index) => `1206555${String(index).padStart(4, "0")}`);
const free = Array.from({ length: 40 }, (_, index) => `1800555${String(index).padStart(4, "0")}`);
const two = wantsOf({ local: { count: 2, region: seattle } });

const offersOf = (numbers: readonly string[]) => numbers.map((number) => ({ number, region: {} }));

function benchOffering(local: readonly string[] = offer) {
    const searches: { count: number; tollFree?: boolean }[] = [];
    const bench = new OrderBench({
        searchNumbers: (query) => {
            searches.push(query);
            return Promise.resolve(offersOf(query.tollFree === true ? free : local));
        },
    });
    return { bench, searches };
}

async function picksOf(...[wants, taken, session]: Parameters<typeof pick>): Promise<Picks> {
    const picks = await pick(wants, taken, session);
    assert.ok(!("reason" in picks), "reason" in picks ? picks.reason : "");
    return picks;
}

describe("picks", () => {
    it("are as many names as are wanted, and a few spares, from the largest offer", async () => {
        const { bench, searches } = benchOffering();
        const { local, tollFree } = await picksOf({ ...two, tollFree: 1 }, new Set(), bench.session);
        assert.equal(local.length, 4);
        assert.equal(tollFree.length, 3);
        assert.ok(local.every((number) => offer.includes(number)) && tollFree.every((number) => free.includes(number)));
        assert.deepEqual(
            searches.map(({ count }) => count),
            [1000, 1000],
        );
    });

    it("of many have a spare for each ten", async () => {
        const many = Array.from({ length: 100 }, (_, index) => `1206555${String(index).padStart(4, "0")}`);
        const wants = wantsOf({ local: { count: 50 } });
        assert.equal((await picksOf(wants, new Set(), benchOffering(many).bench.session)).local.length, 55);
    });

    it("are drawn at random: two processes seldom pick the same", async () => {
        const draws = await Promise.all(
            Array.from({ length: 20 }, () => picksOf(two, new Set(), benchOffering().bench.session)),
        );
        assert.ok(new Set(draws.map(({ local }) => local.join())).size > 1);
    });

    it("are never the same twice in a process, and one search serves a region", async () => {
        const { bench, searches } = benchOffering();
        const all = await Promise.all(Array.from({ length: 8 }, () => picksOf(two, new Set(), bench.session)));
        const names = all.flatMap(({ local }) => local);
        assert.equal(new Set(names).size, 32);
        assert.equal(searches.length, 1);
        await picksOf(wantsOf({ local: { count: 1 } }), new Set(), bench.session);
        assert.equal(searches.length, 2, "another region has an offer of its own");
    });

    it("are none of those that are taken or listed, nor of another kind", async () => {
        const { bench } = benchOffering([...offer.slice(0, 6), ...free]);
        const wants = { ...two, numbers: offer.slice(0, 1) };
        const { local } = await picksOf(wants, new Set(offer.slice(1, 2)), bench.session);
        assert.deepEqual([...local].sort(), offer.slice(2, 6));
    });

    it("are none where nothing needs a name", async () => {
        const { bench, searches } = benchOffering();
        const wants = wantsOf({ numbers: ["12135550101"] });
        assert.deepEqual(await picksOf(wants, new Set(), bench.session), { local: [], tollFree: [] });
        assert.equal(searches.length, 0);
    });

    it("are as many as there are, where spares are short", async () => {
        const { local } = await picksOf(two, new Set(), benchOffering(offer.slice(0, 2)).bench.session);
        assert.equal(local.length, 2);
    });

    for (const [why, change, byCount] of [
        ["the setting says so", { bulkOrders: "count" }, true],
        ["CallFire offers fewer than are wanted", { offer: offer.slice(0, 1) }, true],
        ["CallFire has no search", { error: new RefusedError({ ...facts, status: 404 }) }, true],
        ["CallFire can't be reached: it may have a search", { error: new UnsentError(facts) }, false],
    ] as const) {
        it(`are given up, ${byCount ? "for an order by count" : "and nothing is ordered"}, where ${why}`, async () => {
            const { bench } = benchOffering("offer" in change ? change.offer : offer);
            const { client } = bench.session;
            if ("error" in change) {
                client.searchNumbers = () => Promise.reject(change.error);
            }
            const session = { ...bench.session, ...("bulkOrders" in change && { bulkOrders: change.bulkOrders }) };
            const picks = await pick(two, new Set(), session);
            assert.equal("byCount" in picks ? picks.byCount : undefined, byCount);
        });
    }

    it("can be asked for again after a search that failed", async () => {
        const { bench } = benchOffering();
        const { client } = bench.session;
        client.searchNumbers = () => Promise.reject(new UnsentError(facts));
        assert.ok("reason" in (await pick(two, new Set(), bench.session)));
        client.searchNumbers = () => Promise.resolve(offersOf(offer));
        assert.equal((await picksOf(two, new Set(), bench.session)).local.length, 4);
    });
});
