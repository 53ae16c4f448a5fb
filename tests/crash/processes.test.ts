import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { folderStore } from "../../provider/orders/folderStore";
import { openJournal } from "../../provider/orders/journal";
import { numberOrder } from "../../provider/resources/numberOrder";
import { Bench, fastTime } from "../support/bench";
import { paidFor } from "./balance";

const seattle = (count: number) => ({ bulkLocal: { count, region: { city: "Seattle", state: "WA" } } });

describe("a schedule that needs no engine", () => {
    let bench: Bench;
    beforeEach(async () => {
        bench = await Bench.open();
    });
    afterEach(() => bench.close());

    const create = (count: number, name = "support", timeoutSeconds = 0) =>
        numberOrder.create(seattle(count), bench.operation(name, { timeoutSeconds }));
    const posts = () => bench.simulator.ledger().requests.filter(({ method }) => method === "POST").length;

    /** A run that ends without a word to the engine: its order is sent, and only the journal knows. */
    async function diesWaiting(): Promise<void> {
        bench.simulator.faults.add({ effect: { kind: "hold" } });
        await assert.rejects(create(2, "support", 3));
        bench.nextProcess();
    }

    it("five processes that all looked before any of them claimed place one order", async () => {
        const runs = Array.from({ length: 5 }, () => {
            bench.nextProcess();
            return create(2);
        });
        const ends = await Promise.allSettled(runs);
        assert.equal(posts(), 1);
        assert(
            ends.some(({ status }) => status === "fulfilled"),
            JSON.stringify(ends),
        );
        bench.nextProcess();
        const { state } = await create(2);
        assert.equal(posts(), 1);
        assert.deepEqual([...(state["acquiredNumbers"] as string[])].sort(), paidFor(bench.simulator).sort());
    });

    it("a damaged entry stops its resource by name, and nothing else", async () => {
        await diesWaiting();
        const entry = join(bench.journalFolder, (await bench.journalFiles()).sort().at(-1)!);
        const text = await readFile(entry, "utf8");
        await writeFile(entry, text.slice(0, text.length / 2));
        await assert.rejects(
            create(2),
            /The journal entry support-[0-9a-f]{12}\.1 .* damaged .*orders forget support-/s,
        );
        assert.equal(posts(), 1);
        await writeFile(entry, text);
        await bench.simulator.settleOrder(bench.simulator.ledger().orders[0]!.id);
        await create(2);
        assert.equal(posts(), 1);
    });

    it("a clock that was set back changes nothing", async () => {
        await diesWaiting();
        const anHourBefore = { ...fastTime, date: () => new Date(fastTime.date().getTime() - 3_600_000) };
        const journal = openJournal(folderStore(bench.journalFolder), anHourBefore);
        bench.session = { ...bench.session, journal, time: anHourBefore };
        await bench.simulator.settleOrder(bench.simulator.ledger().orders[0]!.id);
        const { id, state } = await create(2);
        assert.equal(posts(), 1);
        await numberOrder.diff(id, state, seattle(3), bench.around());
        const grown = await numberOrder.update(id, state, seattle(3), bench.operation());
        assert.equal(posts(), 2);
        assert.deepEqual([...(grown["acquiredNumbers"] as string[])].sort(), paidFor(bench.simulator).sort());
    });

    it("a journal that can't be written stops everything before it is bought", async () => {
        const file = join(bench.folder, "file");
        await writeFile(file, "");
        bench.session = { ...bench.session, journal: openJournal(folderStore(file), fastTime) };
        await assert.rejects(create(2), /journal of orders at .* can't be used/);
        assert.equal(posts(), 0);
    });

    it("two lost orders that could each account for the other's numbers are left to a person, both by name", async () => {
        bench.simulator.faults.add({
            effect: { kind: "lostAnswer" },
            match: { method: "POST", path: "/number/order", to: "always" },
        });
        const [first, second] = await Promise.allSettled([create(2), create(2, "sales")]);
        for (const end of [first, second]) {
            assert.equal(end.status, "rejected");
            assert.match(String(end.reason), /OrderInDoubt: an order of 2 local numbers/);
        }
        bench.nextProcess();
        await Promise.allSettled([create(2), create(2, "sales")]);
        assert.equal(posts(), 2);
    });
});
