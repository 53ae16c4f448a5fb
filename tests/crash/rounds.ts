import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { FaceName } from "./engine/faces";
import { runRound } from "./engine/round";
import { Random } from "./money-path/random";

/** How far the rounds of a seed have come. */
interface Progress {
    rounds: number;
    kills: number;
    orders: number;
    boughtTwice: number;
    lost: number;
    leftToPerson: number;
    minutes: number;
}

const nothingYet: Progress = {
    rounds: 0,
    kills: 0,
    orders: 0,
    boughtTwice: 0,
    lost: 0,
    leftToPerson: 0,
    minutes: 0,
};

async function main(): Promise<void> {
    const { values } = parseArgs({
        options: {
            rounds: { type: "string", default: "10" },
            seed: { type: "string", default: "1" },
            face: { type: "string", default: "dynamic" },
            folder: { type: "string" },
            fresh: { type: "boolean", default: false },
        },
    });
    const [rounds, seed, folder] = [Number(values.rounds), Number(values.seed), values.folder];
    if (!Number.isSafeInteger(rounds) || !Number.isSafeInteger(seed) || !isFace(values.face) || folder === undefined) {
        throw new Error("usage: npm run crash -- --rounds N --seed S [--face dynamic|plugin] [--fresh]");
    }
    mkdirSync(folder, { recursive: true });
    const name = `seed-${String(seed)}-${values.face}`;
    const file = join(folder, `${name}.json`);
    let progress =
        existsSync(file) && !values.fresh ? (JSON.parse(readFileSync(file, "utf8")) as Progress) : nothingYet;
    if (progress.rounds > 0) {
        console.log(`Going on after round ${String(progress.rounds)}; --fresh begins anew.`);
    }
    while (progress.rounds < rounds) {
        progress = await goOn(progress, seed, values.face, join(folder, name));
        writeFileSync(`${file}.new`, JSON.stringify(progress));
        renameSync(`${file}.new`, file);
    }
    console.log(inWords(progress));
    process.exitCode = progress.boughtTwice + progress.lost === 0 ? 0 : 1;
}

/** One more round. What happened in one that went wrong is kept beside the progress. */
async function goOn(progress: Progress, seed: number, face: FaceName, logs: string): Promise<Progress> {
    const round = progress.rounds + 1;
    const started = Date.now();
    const result = await runRound(new Random(seed * 1_000_003 + round), face);
    const next = {
        rounds: round,
        kills: progress.kills + result.kills,
        orders: progress.orders + result.orders,
        boughtTwice: progress.boughtTwice + result.boughtTwice,
        lost: progress.lost + result.lost,
        leftToPerson: progress.leftToPerson + result.leftToPerson,
        minutes: progress.minutes + (Date.now() - started) / 60_000,
    };
    console.log(`round ${String(round)}: ${String(result.kills)} kills, ${String(result.orders)} orders`);
    if (result.boughtTwice + result.lost + result.leftToPerson > 0) {
        const log = `${logs}-round-${String(round)}.log`;
        writeFileSync(log, result.log.join("\n"));
        const { boughtTwice, lost, leftToPerson } = result;
        console.log(JSON.stringify({ boughtTwice, lost, leftToPerson }), log);
    }
    return next;
}

function inWords({ rounds, kills, orders, boughtTwice, lost, leftToPerson, minutes }: Progress): string {
    const share = ((100 * leftToPerson) / Math.max(1, orders + leftToPerson)).toFixed(1);
    return (
        `${String(rounds)} rounds, ${String(kills)} kills, ${String(orders)} orders: bought twice ${String(boughtTwice)}, ` +
        `lost ${String(lost)}, left to a person ${String(leftToPerson)} (${share} %), ${minutes.toFixed(1)} minutes`
    );
}

function isFace(text: string): text is FaceName {
    return text === "dynamic" || text === "plugin";
}

main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
