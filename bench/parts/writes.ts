import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { numberOrder } from "../../provider/resources/numberOrder";
import { Bench } from "../../tests/support/bench";
import type { Table } from "../table";

/** How often an order makes the disk sync: files, and folders that have a new name in them. */
export interface Synced {
    readonly files: number;
    readonly folders: number;
}

type Handle = Awaited<ReturnType<typeof fs.open>>;

export async function countSyncedWrites(): Promise<Synced> {
    const bench = await Bench.open();
    const file = join(tmpdir(), `callfire-sync-${String(process.pid)}`);
    const handle = await fs.open(file, "w");
    // Every sync is a call of this one, that of a file written with `flush` too.
    const prototype = Object.getPrototypeOf(handle) as { sync: Handle["sync"] };
    const { sync } = prototype;
    const synced = { files: 0, folders: 0 };
    prototype.sync = async function (this: Handle) {
        synced[(await this.stat()).isDirectory() ? "folders" : "files"] += 1;
        return sync.call(this);
    };
    try {
        const program = { bulkLocal: { count: 2, region: { city: "Seattle", state: "WA" } } };
        await numberOrder.create(...(await bench.checked(numberOrder, program)));
        return synced;
    } finally {
        prototype.sync = sync;
        await handle.close();
        await fs.rm(file);
        await bench.close();
    }
}

export async function tableOfWrites(): Promise<Table> {
    const { files, folders } = await countSyncedWrites();
    return {
        title: "Synced writes of an order, journal in a folder",
        rows: [
            { what: "files", ours: files, atMost: 2 },
            { what: "folders", ours: folders, atMost: 2 },
        ],
    };
}
