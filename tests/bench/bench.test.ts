import assert from "node:assert/strict";
import { countRequests } from "../../bench/parts/account";
import { measureCrashes } from "../../bench/parts/crashes";
import { faults, measureFault } from "../../bench/parts/faults";
import { measurePolls } from "../../bench/parts/polls";
import { largestState, measurePreviews } from "../../bench/parts/previews";
import { countRoundTrips, measureShared } from "../../bench/parts/shared";
import { measureStarts } from "../../bench/parts/starts";
import { measureWaiting } from "../../bench/parts/waiting";
import { countSyncedWrites } from "../../bench/parts/writes";
import { excesses, writeTable } from "../../bench/table";
import { describeFaults, parseFault } from "../../simulator/index";

/** Small, so that it takes seconds; `npm run bench` measures against the limits. */
describe("npm run bench", function () {
    this.timeout(600_000);

    it("measures times beside a hand-written provider and one that does nothing, and the size of the state", async () => {
        const { ours, handWritten, idle } = await measurePreviews(1, { ups: 1, previews: 1 });
        for (const { previews, ups, bytes } of [ours, handWritten, idle]) {
            assert(previews[0]! > 0 && ups[0]! > 0 && bytes > 200);
        }
        assert(ours.bytes <= largestState, `${ours.bytes} bytes`);
    });

    it("finds what is bought twice where an order's answer is lost", async () => {
        assert.match(await measureFault("handWritten", "lostAnswer"), /bought twice/);
    });

    it("tries every fault of the simulator", () => {
        const tried = new Set(faults.map((fault) => parseFault(fault).effect.kind as string));
        assert.deepEqual(
            describeFaults()
                .map(({ name }) => name)
                .filter((name) => !tried.has(name)),
            [],
        );
    });

    it("loses the machine of both in the same moment", async () => {
        const { ours, handWritten } = await measureCrashes({ rounds: 1, seed: 1, isMachineLost: true });
        assert.deepEqual({ twice: ours.boughtTwice, lost: ours.lost }, { twice: 0, lost: 0 });
        assert(handWritten.orders >= 3);
    });

    it("sees the polls of an order", async () => {
        const { gaps, pollsAnOrder, untilKnown } = await measurePolls("ours", 1, 2);
        assert(gaps.every((gap) => gap >= 1000) && pollsAnOrder >= 1 && untilKnown[0]! >= 0);
    });

    it("counts the requests of an order", async () => {
        const { order, release } = await countRequests("handWritten", 10);
        assert.deepEqual({ order, release }, { order: 1, release: 2 });
    });

    it("reads the memory of a provider whose orders wait", async () => {
        for (const host of ["dynamic", "handWritten"] as const) {
            const { idle, waiting } = await measureWaiting(host, 3);
            assert(idle > 10 && waiting > 10, `${idle} and ${waiting} MB`);
        }
    });

    it("reads how long the plugin takes to start", async () => {
        const { plugin, bare } = await measureStarts(1);
        assert(plugin[0]! > 0 && bare[0]! > 0);
    });

    it("sees how pipelines fare that share an account and a database", async () => {
        // Two orders each: what a killed pipeline had ordered may be found by its name, without a poll.
        const load = { accounts: 2, pipelines: 2, orders: 2, kills: 1, serverKills: 1, orderSeconds: 1 };
        const { declared, placed, owned, problems, gaps } = await measureShared(load);
        assert.deepEqual({ declared, placed, owned, problems }, { declared: 8, placed: 8, owned: 8, problems: [] });
        assert(gaps.length >= 2 && Math.min(...gaps) >= 1000, gaps.join());
    });

    it("counts the round trips to a database that an order needs", async () => {
        const { one, ofMany } = await countRoundTrips();
        assert(one >= ofMany && ofMany <= 6, `${one} and ${ofMany}`);
    });

    it("counts what an order writes in a durable way", async () => {
        assert.deepEqual(await countSyncedWrites(), { files: 2, folders: 2 });
    });

    it("writes what it measured as a table, ratios last, and tells what is more than it may be", () => {
        const rows = [
            { what: "preview", unit: "s", ours: 3, handWritten: 2, floor: 1.5, floorsAtMost: 1.3 },
            { what: "fault", ours: "survived", handWritten: "1 lost" },
        ];
        const [, , head, , preview, fault] = writeTable({ title: "All", rows }).split("\n");
        assert.equal(head, "| what | ours | hand-written | floor | at most | ours / hand-written | ours / floor |");
        assert.equal(preview, "| preview | 3 s | 2 s | 1.50 s | 1.30 floors | 1.50 | 2 |");
        assert.equal(fault, "| fault | survived | 1 lost |  |  |  |  |");
        assert.deepEqual(excesses({ title: "All", rows }), ["preview"]);
    });
});
