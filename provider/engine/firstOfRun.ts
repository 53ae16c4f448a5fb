import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive } from "../orders/pacing/alive";
import { textOf } from "../stack/address";

/**
 * Whether no other provider process of the same run has asked before: for a line that is needed once, however many provider
 * instances a program has.
 * @param address where the engine listens: providers of one run share it
 */
export function isFirstOfRun(address: string, folder = tmpdir()): boolean {
    const file = join(folder, `pulumi-callfire-${address.replace(/\W/g, "-")}`);
    try {
        writeFileSync(file, String(process.pid), { flag: "wx" });
    } catch {
        // An engine's port is used again by later runs, but never while a provider of the earlier one runs.
        if (isAlive(Number(textOf(file)))) {
            return false;
        }
        takeOver(file);
    }
    process.once("exit", () => rmSync(file, { force: true }));
    return true;
}

/** Where that fails the line is shown twice, which harms nobody. */
function takeOver(file: string): void {
    try {
        writeFileSync(file, String(process.pid));
    } catch {
        // See above.
    }
}
