import { existsSync } from "node:fs";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

/** Where the machine has one, a file system in memory: hundreds of synced writes cost nothing there. */
const shared = "/dev/shm";

export function makeFolder(prefix = "callfire-test-"): Promise<string> {
    return fs.mkdtemp(path.join(existsSync(shared) ? shared : tmpdir(), prefix));
}

export async function removeFolder(folder: string): Promise<void> {
    await fs.rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
