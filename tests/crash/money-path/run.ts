import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import type { Kind } from "./round";
import { describe, nothingYet, runRounds } from "./rounds";
import type { Progress } from "./rounds";

const kinds: readonly Kind[] = ["sameMachine", "machineLost", "byCount"];

/**
 * `node dist/tests/crash/money-path/run.js --kills 2000 --seed 1 [--kind machineLost] [--speed 20]`: kills processes on the
 * money path and counts what became of the orders. Interrupted, the same command goes on where it was.
 */
async function main(): Promise<void> {
    const { values } = parseArgs({
        options: {
            kills: { type: "string", default: "2000" },
            seed: { type: "string", default: "1" },
            speed: { type: "string", default: "20" },
            kind: { type: "string" },
        },
    });
    const [kills, seed, speed] = [Number(values.kills), Number(values.seed), Number(values.speed)];
    const [first = "sameMachine", ...others] = kinds.filter(
        (kind) => values.kind === undefined || values.kind === kind,
    );
    const file = path.join(tmpdir(), `callfire-crash-${values.kind ?? "all"}-${String(seed)}-${String(kills)}.json`);
    const from = await fs.readFile(file, "utf8").then(
        (text) => JSON.parse(text) as Progress,
        () => nothingYet,
    );
    let shown = performance.now();
    let saved: Promise<unknown> = Promise.resolve();
    const save = async (now: Progress): Promise<void> => {
        await fs.writeFile(`${file}.new`, JSON.stringify(now));
        await fs.rename(`${file}.new`, file);
    };
    const progress = await runRounds({ seed, kills, speed, kinds: [first, ...others] }, from, (now) => {
        saved = saved.then(() => save(now));
        if (performance.now() - shown > 30_000) {
            shown = performance.now();
            console.error(`... ${describe(now)}`);
        }
    });
    await saved;
    progress.failures.forEach((failure) => console.error(failure));
    console.log(describe(progress));
    await fs.rm(file, { force: true });
    process.exitCode = progress.failures.length === 0 ? 0 : 1;
}

void main();
