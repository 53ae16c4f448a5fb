import * as assert from "node:assert/strict";
import { isNumber } from "../../provider/orders/items";
import { endOf, findOwned, fitsDay } from "../../provider/orders/ownership";
import { ownedKeyword, ownedNumber } from "./model/fixtures";
import { OrderBench } from "./model/orderBench";

const [one, two] = ["12065550101", "12065550102"];
const never = new AbortController().signal;

describe("what the account owns", () => {
    it("is asked for by name: each number by its own GET, keywords by their list", async () => {
        const asked: string[] = [];
        const bench = new OrderBench({
            getNumber: (number) => {
                asked.push(number);
                return Promise.resolve(number === one ? ownedNumber(one) : undefined);
            },
            listKeywords: () => Promise.resolve({ totalResults: 1, items: [ownedKeyword("Mint")] }),
        });
        const owned = await findOwned([one, two, "MINT", "OTHER"], bench.session, never);
        assert.deepEqual([...owned.keys()], [one, "MINT"]);
        assert.deepEqual(asked, [one, two]);
    });

    it("costs no list of keywords where only numbers are asked for", async () => {
        const bench = new OrderBench({ listKeywords: () => Promise.reject(new Error("not asked for")) });
        assert.equal((await findOwned([one], bench.session, never)).size, 0);
    });

    it("is asked for four at a time", async () => {
        const running = { now: 0, most: 0 };
        const bench: OrderBench = new OrderBench({
            getNumber: async () => {
                running.most = Math.max(running.most, ++running.now);
                await bench.time.sleep(100);
                running.now--;
                return undefined;
            },
        });
        const names = Array.from({ length: 20 }, (_, index) => `1206555${String(1000 + index)}`);
        await bench.time.run(findOwned(names, bench.session, never));
        assert.equal(running.most, 4);
    });

    it("is not known where one answer is missing", async () => {
        const bench = new OrderBench({ getNumber: () => Promise.reject(new Error("502")) });
        await assert.rejects(findOwned([one, two], bench.session, never), /502/);
    });
});

describe("a lease", () => {
    for (const [begin, fits] of [
        ["2026-11-23Z", true],
        ["2026-11-24Z", true],
        // A day for time zones.
        ["2026-11-22Z", true],
        ["2026-11-21Z", false],
        ["2026-10-23Z", false],
        [undefined, true],
        ["soon", true],
    ] as const) {
        it(`that begins ${String(begin)} ${fits ? "may" : "can't"} come from an order of 2026-11-23`, () => {
            assert.equal(fitsDay({ autoRenew: true, ...(begin !== undefined && { begin }) }, "2026-11-23"), fits);
        });
    }

    it("has an end in words, also where CallFire tells none", () => {
        assert.equal(endOf({ autoRenew: false, end: "2026-12-22Z" }), "2026-12-22Z");
        assert.match(endOf({ autoRenew: false }), /does not tell/);
    });
});

describe("a name", () => {
    it("is a number's or a keyword's, by its form", () => {
        assert.ok(isNumber("12065550101"));
        assert.ok(["MINT", "2065550101", "120655501010", ""].every((name) => !isNumber(name)));
    });
});
