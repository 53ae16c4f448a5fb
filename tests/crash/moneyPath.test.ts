import * as assert from "node:assert/strict";
import type { Kind } from "./money-path/round";
import { describe as inWords, runRounds } from "./money-path/rounds";

describe("the money path, while its processes are killed", () => {
    const titles: readonly (readonly [Kind, number, string])[] = [
        ["sameMachine", 20_261_123, "buys nothing twice, loses nothing and needs nobody on a machine that stays"],
        [
            "machineLost",
            20_261_124,
            "buys nothing twice, loses nothing and needs nobody when the machine is lost with its journal",
        ],
        ["byCount", 20_261_125, "buys nothing twice and loses nothing by count, and says what a person must settle"],
    ];

    for (const [kind, seed, title] of titles) {
        it(title, async () => {
            const progress = await runRounds({ seed, kinds: [kind], kills: 8, speed: 20 });
            const { kills, machinesLost, boughtTwice, lost, leftToPerson } = progress.figures;
            assert.deepEqual(progress.failures, [], inWords(progress));
            assert.deepEqual({ boughtTwice, lost, leftToPerson }, { boughtTwice: 0, lost: 0, leftToPerson: 0 });
            assert.ok(kills >= 8, inWords(progress));
            assert.equal(machinesLost > 0, kind === "machineLost", inWords(progress));
        }).timeout(120_000);
    }
});
