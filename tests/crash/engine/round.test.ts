import assert from "node:assert/strict";
import { Random } from "../money-path/random";
import { faultsIn } from "./figures";
import { runLostMachines } from "./lostMachineRound";
import { runRound } from "./round";

describe("a stack that is killed at random", function () {
    this.timeout(600_000);

    it("buys nothing twice and loses nothing", async () => {
        const result = await runRound(new Random(20_261_123), { adapter: "dynamic" });
        assert(result.kills >= 2);
        assert.deepEqual(faultsIn(result), {}, result.log.join("\n"));
    });

    it("buys nothing twice and loses nothing when its machine is lost", async () => {
        const result = await runLostMachines(new Random(20_261_124), { adapter: "dynamic" });
        assert(result.machinesLost >= 1);
        assert.deepEqual(faultsIn(result), {}, result.log.join("\n"));
    });
});
