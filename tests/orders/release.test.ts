import * as assert from "node:assert/strict";
import { RefusedError, UnclearError } from "../../provider/callfire/errors";
import type { CallFireClient } from "../../provider/callfire/client";
import type { OwnedNumber } from "../../provider/callfire/types";
import { nothing } from "../../provider/orders/items";
import { heldBy } from "../../provider/orders/journal/entry";
import { release } from "../../provider/orders/release";
import type { Operation, Outcome } from "../../provider/orders/session";
import { entryOf, heldOf, ownedKeyword, ownedNumber, uid, urnOf } from "./model/fixtures";
import { OrderBench } from "./model/orderBench";

const one = "12065550101";
const two = "12065550102";
const facts = { method: "PUT", path: "/number/release", what: "of the test" };
const acquired = { ...nothing, localNumbers: [one, two] };

describe("a release", () => {
    let bench: OrderBench;
    let released: string[];
    let owned: Map<string, OwnedNumber>;

    /** An account that owns two numbers and a keyword, and answers a release as it is told to. */
    const open = (answer: (name: string) => Promise<void> = () => Promise.resolve()): void => {
        released = [];
        owned = new Map([one, two].map((number) => [number, ownedNumber(number)]));
        const give: CallFireClient["releaseNumber"] = (name) => {
            released.push(name);
            return answer(name);
        };
        bench = new OrderBench({
            getNumber: (number) => Promise.resolve(owned.get(number)),
            listKeywords: () => Promise.resolve({ totalResults: 1, items: [ownedKeyword("MINT")] }),
            releaseNumber: give,
            releaseKeyword: (keyword, shortCode) => give(`${keyword} on ${shortCode}`),
        });
    };
    const give = async (
        names: readonly string[],
        changes: Partial<Operation> = {},
    ): Promise<Outcome<readonly string[]>> =>
        release(
            names,
            heldOf({ numbers: [one, two], keywords: ["MINT"] }),
            await bench.look(),
            bench.operation(changes),
        );
    beforeEach(() => open());

    it("turns auto-renew off, one after another, and the journal forgets who held it", async () => {
        await bench.leave(entryOf({ phase: "closed", acquired }));
        assert.deepEqual(await give([one, two, "MINT"]), { value: [one, two, "MINT"] });
        assert.deepEqual(released, [one, two, "MINT on 67076"]);
        assert.deepEqual(await bench.entries(), []);
    });

    it("is noted before its first request, for whoever comes after an interrupted run", async () => {
        await bench.leave(entryOf({ phase: "closed", acquired }));
        const seen: unknown[] = [];
        open(async () => void seen.push((await bench.entries())[0]?.releasing));
        await bench.leave(entryOf({ phase: "closed", acquired }));
        await give([one]);
        assert.deepEqual(seen, [[one]]);
        assert.deepEqual(heldBy((await bench.entries())[0]!), [two]);
    });

    it("leaves what another resource of the stack holds, and says so", async () => {
        bench.holders.push({ urn: urnOf("sales"), uid: "sales", names: [one], orderIds: [], isDeleted: false });
        assert.deepEqual(await give([one]), { value: [one] });
        assert.deepEqual(released, []);
        assert.match(bench.warnings[0] ?? "", new RegExp(`${one} is not released: .*::sales holds it`));
    });

    it("leaves what another stack holds by the journal, and says how to go on", async () => {
        await bench.leave(entryOf({ urn: urnOf("sales"), uid: "sales", intent: "theirs", phase: "closed", acquired }));
        assert.deepEqual((await give([one])).value, [one]);
        assert.deepEqual(released, []);
        assert.match(bench.warnings[0] ?? "", /If that resource is gone: "npx pulumi-callfire orders forget theirs"/);
    });

    it("leaves what the resource holds that replaces this one, without a warning", async () => {
        bench.holders.push({ urn: urnOf("support"), uid: "new", names: [one], orderIds: [], isDeleted: false });
        await give([one]);
        assert.deepEqual([released, bench.warnings], [[], []]);
        assert.match(bench.notes[0] ?? "", /the resource that replaces this one holds it/);
    });

    it("is not held up by a resource that waits for its deletion", async () => {
        bench.holders.push({ urn: urnOf("support"), uid: "old", names: [one], orderIds: [], isDeleted: true });
        await bench.leave(entryOf({ uid: "old", urn: urnOf("other"), phase: "closed", acquired }));
        await give([one]);
        assert.deepEqual(released, [one]);
    });

    it("is none once the engine is gone, asked before each item anew", async () => {
        let calls = 0;
        const { value, problem } = await give([one, two], {
            assertEngineAlive: () =>
                ++calls > 1 ? Promise.reject(new Error("the engine is gone")) : Promise.resolve(),
        });
        assert.deepEqual([value, released], [[one], [one]]);
        assert.match(problem?.message ?? "", /engine is gone/);
    });

    it("ends at an interrupt", async () => {
        const { value, problem } = await give([one], { signal: AbortSignal.abort(new Error("SIGINT")) });
        assert.deepEqual([value, released], [[], []]);
        assert.match(problem?.message ?? "", /could not be released: interrupted\. It is still held and saved/);
    });

    it("of what no longer renews is done without a request", async () => {
        owned.set(one, ownedNumber(one, { autoRenew: false }));
        assert.deepEqual((await give([one])).value, [one]);
        assert.deepEqual(released, []);
        assert.match(bench.notes[0] ?? "", /was released already; its lease runs until 2026-12-22Z/);
    });

    it("of what is no longer owned is done when CallFire refuses it", async () => {
        open(() => Promise.reject(new RefusedError({ ...facts, status: 404 })));
        owned.delete(one);
        assert.deepEqual(await give([one]), { value: [one] });
    });

    it("whose answer is lost is looked up, not repeated", async () => {
        open((name) => {
            owned.set(name, ownedNumber(name, { autoRenew: false }));
            return Promise.reject(new UnclearError(facts, true));
        });
        assert.deepEqual(await give([one]), { value: [one] });
        assert.deepEqual(released, [one]);
    });

    it("that is refused stops there, and the rest is still held", async () => {
        await bench.leave(entryOf({ phase: "closed", acquired }));
        open(() => Promise.reject(new RefusedError({ ...facts, status: 403, words: "not allowed" })));
        await bench.leave(entryOf({ phase: "closed", acquired }));
        const { value, problem } = await give([one, two]);
        assert.deepEqual([value, released], [[], [one]]);
        assert.match(problem?.message ?? "", new RegExp(`${one} could not be released`));
        assert.deepEqual(heldBy((await bench.entries())[0]!), [one, two]);
    });

    it("is of this resource's entries alone", async () => {
        await bench.leave(entryOf({ phase: "closed", acquired: { ...nothing, localNumbers: [one] } }));
        await bench.leave(
            entryOf({
                uid: "sales",
                urn: urnOf("sales"),
                phase: "closed",
                acquired: { ...nothing, localNumbers: [two] },
            }),
        );
        await give([one]);
        assert.deepEqual(
            (await bench.entries()).map((entry) => [entry.uid === uid, heldBy(entry)]),
            [[false, [two]]],
        );
    });
});
