import assert from "node:assert/strict";
import { Random } from "../money-path/random";
import { runRound } from "./round";

describe("a stack that is killed at random", () => {
    it("buys nothing twice and loses nothing", async () => {
        const { kills, boughtTwice, lost, log } = await runRound(new Random(20_261_123), "dynamic");
        assert(kills >= 2);
        assert.deepEqual({ boughtTwice, lost }, { boughtTwice: 0, lost: 0 }, log.join("\n"));
    }).timeout(180_000);
});
