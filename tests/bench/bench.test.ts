import assert from "node:assert/strict";
import { measurePreviews } from "./previews";
import { countRoundTrips, measureShared } from "./shared";
import { measureStarts } from "./starts";
import { measureWaiting } from "./waiting";
import { countSyncedWrites } from "./writes";

/** Small, so that it takes seconds; `npm run bench` measures against the limits. */
describe("the measurements of npm run bench", function () {
    this.timeout(120_000);

    it("read a preview's time beside its floor's, and the size of the state", async () => {
        const { ours, floor, bytes } = await measurePreviews(2, 1);
        assert(ours.length === 1 && floor.length === 1);
        assert(bytes > 300 && bytes <= 1600, `${String(bytes)} bytes`);
    });

    it("read the memory of a provider whose orders wait", async () => {
        const { idle, waiting } = await measureWaiting("dynamic", 3);
        assert(idle > 10 && waiting > 10, `${String(idle)} and ${String(waiting)} MB`);
    });

    it("read how long the plugin takes to start", async () => {
        const { plugin, bare } = await measureStarts(1);
        assert(plugin[0]! > 0 && bare[0]! > 0);
    });

    it("read how pipelines fare that share an account and a database", async () => {
        // Two orders each: what a killed pipeline had ordered may be found by its name, without a poll.
        const load = { accounts: 2, pipelines: 2, orders: 2, kills: 1, serverKills: 1, orderSeconds: 1 };
        const { declared, placed, owned, problems, gaps } = await measureShared(load);
        assert.deepEqual({ declared, placed, owned, problems }, { declared: 8, placed: 8, owned: 8, problems: [] });
        assert(gaps.length >= 2 && Math.min(...gaps) >= 1000, gaps.join());
    });

    it("count the round trips to a database that an order needs", async () => {
        const { one, ofMany } = await countRoundTrips();
        assert(one >= ofMany && ofMany <= 6, `${String(one)} and ${String(ofMany)}`);
    });

    it("count what an order writes in a durable way", async () => {
        assert.deepEqual(await countSyncedWrites(), { files: 4, folders: 4 });
    });
});
