import assert from "node:assert/strict";
import { measurePreviews } from "./previews";
import { measureStarts } from "./starts";
import { measureWaiting } from "./waiting";
import { countSyncedWrites } from "./writes";

/** Small, so that it takes seconds; `npm run bench` measures against the limits. */
describe("the measurements of npm run bench", function () {
    this.timeout(120_000);

    it("read a preview's time beside its floor's, and the size of the state", async () => {
        const { ours, floor, bytes } = await measurePreviews(2, 1);
        assert(ours.length === 1 && floor.length === 1);
        assert(bytes > 300 && bytes <= 1536, `${String(bytes)} bytes`);
    });

    it("read the memory of a provider whose orders wait", async () => {
        const { idle, waiting } = await measureWaiting("dynamic", 3);
        assert(idle > 10 && waiting > idle, `${String(idle)} and ${String(waiting)} MB`);
    });

    it("read how long the plugin takes to start", async () => {
        const { plugin, bare } = await measureStarts(1);
        assert(plugin[0]! > 0 && bare[0]! > 0);
    });

    it("count what an order writes in a durable way", async () => {
        assert.deepEqual(await countSyncedWrites(), { files: 4, folders: 4 });
    });
});
