import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { diskFiles } from "../../provider/orders/journal/files";
import { folderStore } from "../../provider/orders/journal/folderStore";
import { openJournal } from "../../provider/orders/journal/journal";
import { numberOrder } from "../../provider/resources/numberOrder";
import { Bench, fastTime, numbersOf } from "../support/bench";
import { local, StackedResource } from "../resources/stackedResource";
import { paidFor } from "./balance";

/** In fast time, so that a busy machine does not end a wait. */
const patience = 3600;

describe("a schedule that needs no engine", () => {
    let bench: Bench;
    let support: StackedResource;
    beforeEach(async () => {
        bench = await Bench.open();
        support = patient("support");
    });
    afterEach(() => bench.close());

    function patient(name: string): StackedResource {
        return Object.assign(new StackedResource(bench, numberOrder, name), { timeoutSeconds: patience });
    }

    const posts = () => bench.simulator.ledger().requests.filter(({ method }) => method === "POST").length;

    /** A run that ends without a word to the engine: its order is placed, and only the journal knows. */
    async function diesWaiting(): Promise<void> {
        bench.simulator.faults.add({ effect: { kind: "hold" } });
        bench.nextProcess();
        const [inputs, operation] = await bench.checked(numberOrder, local(2));
        const death = new AbortController();
        const run = numberOrder.create(inputs, { ...operation, timeoutSeconds: patience, signal: death.signal });
        const ended = assert.rejects(run);
        while (bench.simulator.ledger().polls.length === 0) {
            await fastTime.sleep(100);
        }
        death.abort(new Error("killed"));
        await ended;
    }

    it("five processes that all looked before any of them reserved it place one order", async () => {
        const [inputs, operation] = await bench.checked(numberOrder, local(2));
        const runs = Array.from({ length: 5 }, () => {
            bench.nextProcess();
            const { session, stack } = bench;
            return numberOrder.create(inputs, {
                ...operation,
                session,
                timeoutSeconds: patience,
                owner: { ...operation.owner, stack },
            });
        });
        const ends = await Promise.allSettled(runs);
        const [first] = ends.flatMap((end) => (end.status === "fulfilled" ? [end.value] : []));
        assert.ok(first !== undefined, JSON.stringify(ends));
        assert.equal(bench.orders(), 1);
        assert.deepEqual(numbersOf(first.state).sort(), paidFor(bench.simulator).sort());
    });

    it("a damaged entry stops its resource by name, and nothing else", async () => {
        await diesWaiting();
        const entry = join(bench.journalFolder, (await bench.journalFiles()).sort().at(-1)!);
        const text = await readFile(entry, "utf8");
        await writeFile(entry, text.slice(0, text.length / 2));
        assert.match(
            await support.up(local(2)),
            /The journal entry support-[0-9a-f]{12}\.1 .* damaged .*orders forget support-/s,
        );
        await patient("sales").mustUp(local(1));
        assert.equal(posts(), 2);
        await writeFile(entry, text);
        await bench.simulator.settleOrder(bench.simulator.ledger().orders[0]!.id);
        await support.mustUp(local(2));
        assert.equal(posts(), 2);
    });

    it("a clock that was set back changes nothing", async () => {
        await diesWaiting();
        const anHourBefore = { ...fastTime, date: () => new Date(fastTime.date().getTime() - 3_600_000) };
        const setBack = bench.nextProcess.bind(bench);
        bench.nextProcess = (...options) => {
            setBack(...options);
            const journal = openJournal(folderStore(diskFiles(bench.journalFolder)), anHourBefore);
            bench.session = { ...bench.session, journal, time: anHourBefore };
        };
        await bench.simulator.settleOrder(bench.simulator.ledger().orders[0]!.id);
        await support.mustUp(local(2));
        assert.equal(posts(), 1);
        await support.mustUp(local(3));
        assert.equal(posts(), 2);
        assert.deepEqual([...support.numbers].sort(), paidFor(bench.simulator).sort());
    });

    it("a journal that can't be written stops everything before it is bought", async () => {
        const file = join(bench.folder, "file");
        await writeFile(file, "");
        const [inputs, operation] = await bench.checked(numberOrder, local(2));
        const session = { ...bench.session, journal: openJournal(folderStore(diskFiles(file)), fastTime) };
        await assert.rejects(
            numberOrder.create(inputs, { ...operation, session }),
            /journal of orders at .* can't be used/,
        );
        assert.equal(posts(), 0);
    });

    it("two lost orders of one region are settled by the names that they ordered, and nobody is asked", async () => {
        bench.simulator.faults.add({
            effect: { kind: "lostAnswer" },
            match: { method: "POST", path: "/number/order", to: 2 },
        });
        const drafts = [
            await bench.checked(numberOrder, local(2)),
            await bench.checked(numberOrder, local(2), "sales"),
        ];
        const made = await Promise.all(
            drafts.map(([inputs, operation]) => numberOrder.create(inputs, { ...operation, timeoutSeconds: patience })),
        );
        assert.deepEqual(made.flatMap(({ state }) => numbersOf(state)).sort(), paidFor(bench.simulator).sort());
        assert.equal(bench.orders(), 2);
    });
});
