import * as assert from "node:assert/strict";
import { describe as inWords, nothingYet, runRounds } from "./money-path/rounds";

describe("the money path", () => {
    it("buys nothing twice and loses nothing while its processes are killed", async () => {
        const progress = await runRounds(20_261_123, 40, nothingYet, 20);
        assert.deepEqual(progress.failures, []);
        assert.equal(progress.figures.boughtTwice, 0, inWords(progress));
        assert.equal(progress.figures.lost, 0, inWords(progress));
        assert.ok(progress.figures.kills >= 40);
    }).timeout(120_000);
});
