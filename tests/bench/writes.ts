import * as fs from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { numberOrder } from "../../provider/resources/numberOrder";
import { Bench } from "../support/bench";

/** How often an order makes the disk sync: files that are flushed, and folders. */
export async function countSyncedWrites(): Promise<number> {
    const bench = await Bench.open();
    // The module itself: what an import hands out can't be replaced.
    const module = createRequire(__filename)("node:fs/promises") as { writeFile: typeof fs.writeFile };
    const handle = await fs.open(join(tmpdir(), `callfire-sync-${String(process.pid)}`), "w");
    const prototype = Object.getPrototypeOf(handle) as { sync: () => Promise<void> };
    const { writeFile } = module;
    const { sync } = prototype;
    let synced = 0;
    module.writeFile = (async (...call: Parameters<typeof fs.writeFile>) => {
        const options = call[2] as { flush?: boolean } | undefined;
        synced += options?.flush === true ? 1 : 0;
        return writeFile(...call);
    }) as typeof fs.writeFile;
    prototype.sync = function (this: unknown) {
        synced += 1;
        return sync.call(this);
    };
    try {
        const inputs = { bulkLocal: { count: 2, region: { city: "Seattle", state: "WA" } } };
        await numberOrder.create(inputs, bench.operation());
        return synced;
    } finally {
        module.writeFile = writeFile;
        prototype.sync = sync;
        await handle.close();
        await fs.rm(join(tmpdir(), `callfire-sync-${String(process.pid)}`));
        await bench.close();
    }
}
