import * as assert from "node:assert/strict";
import { EngineGone } from "../../provider/orders/errors";
import { release } from "../../provider/orders/release";
import type { Operation } from "../../provider/orders/session";
import { numberOrder } from "../../provider/resources/numberOrder";
import type { Properties } from "../../provider/resources/resource";
import { Bench, numbersOf } from "../support/bench";

const wish: Properties = { bulkLocal: { count: 2, region: { city: "Seattle", state: "WA" } }, keywords: ["CHOCOLATE"] };

describe("a release", () => {
    let bench: Bench;
    let state: Properties;
    let numbers: string[];
    let life: string;
    beforeEach(async () => {
        bench = await Bench.open();
        ({ state } = await numberOrder.create(wish, bench.operation()));
        numbers = numbersOf(state);
        life = String(state["__life"]);
        bench.nextProcess();
    });
    afterEach(() => bench.close());

    const releases = (): string[] =>
        bench.simulator
            .ledger()
            .requests.filter(({ path, status }) => path === "/number/release" && status === 204)
            .map(({ parameters }) => parameters["Keyword"] ?? parameters["Number"] ?? "");
    const items = (some: readonly string[], keywords: readonly string[] = []) => ({ numbers: some, keywords });
    const give = (what: ReturnType<typeof items>, changes?: Partial<Operation>, name?: string, whose = life) =>
        release(what, whose, { has: () => true, holderOf: () => undefined }, bench.operation(name, changes));

    it("turns auto-renew off, one after another, and the journal forgets the claim", async () => {
        const { released, problem } = await give(items(numbers, ["CHOCOLATE"]));
        assert.equal(problem, undefined);
        assert.deepEqual(released, [...numbers, "CHOCOLATE"]);
        assert.deepEqual(releases(), [...numbers, "CHOCOLATE"]);
        assert.deepEqual(await bench.journalFiles(), []);
    });

    it("is none for what another resource holds, and that is said", async () => {
        const { released } = await give(items(numbers), {}, "sales", "another life");
        assert.deepEqual(released, numbers);
        assert.deepEqual(releases(), []);
        assert.match(bench.warnings.join("\n"), /is not released: urn:pulumi:.*::support holds it/);
    });

    it("of an earlier life leaves what the current one holds", async () => {
        await give(items(numbers), {}, "support", "000000000early");
        assert.deepEqual(releases(), []);
        assert.match(bench.notes.join("\n"), /current life holds it/);
    });

    it("is none once the engine is gone, before each item anew", async () => {
        let calls = 0;
        const { released, problem } = await give(items(numbers), {
            assertEngineAlive: () => (++calls > 1 ? Promise.reject(new EngineGone()) : Promise.resolve()),
        });
        assert.deepEqual(released, numbers.slice(0, 1));
        assert.ok(problem instanceof EngineGone);
        assert.deepEqual(releases(), numbers.slice(0, 1));
    });

    it("ends at an interrupt", async () => {
        const interrupt = new AbortController();
        interrupt.abort(new Error("SIGINT"));
        const { released, problem } = await give(items(numbers), { signal: interrupt.signal });
        assert.deepEqual(released, []);
        assert.match(problem?.message ?? "", /could not be released: SIGINT\. It is still held and saved/);
    });

    it("of what was released already is done", async () => {
        bench.simulator.faults.add({
            effect: { kind: "status", status: 400, message: "already released", processed: true },
            match: { method: "PUT", path: "/number/release" },
        });
        const { released, problem } = await give(items(numbers.slice(0, 1)));
        assert.equal(problem, undefined);
        assert.deepEqual(released, numbers.slice(0, 1));
        assert.match(bench.notes.join("\n"), /was released already/);
    });

    it("of what is no longer owned is done", async () => {
        await bench.simulator.change({ action: "lapse", number: numbers[0]! });
        const { released, problem } = await give(items(numbers.slice(0, 1)));
        assert.equal(problem, undefined);
        assert.deepEqual(released, numbers.slice(0, 1));
    });

    it("whose answer is lost is looked up, not repeated", async () => {
        bench.simulator.faults.add({
            effect: { kind: "lostAnswer" },
            match: { method: "PUT", path: "/number/release" },
        });
        const { released } = await give(items(numbers.slice(0, 1)));
        assert.deepEqual(released, numbers.slice(0, 1));
        const sent = bench.simulator.ledger().requests.filter(({ path }) => path === "/number/release");
        assert.equal(sent.length, 1);
    });

    it("that is refused stops there, and the rest is still held", async () => {
        bench.simulator.faults.add({
            effect: { kind: "status", status: 403, message: "not allowed" },
            match: { method: "PUT", path: "/number/release" },
        });
        const { released, problem } = await give(items(numbers));
        assert.deepEqual(released, []);
        assert.match(problem?.message ?? "", new RegExp(`${String(numbers[0])} could not be released: .*not allowed`));
        assert.deepEqual(releases(), []);
    });
});
