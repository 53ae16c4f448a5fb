import assert from "node:assert/strict";
import { Failure, leaveShownFailures } from "../../provider/dynamic/failure";

describe("failures that the engine shows", () => {
    it("are not printed as well, unlike everything else", () => {
        const printed: unknown[] = [];
        const target = { error: (...parts: unknown[]) => void printed.push(...parts) };
        leaveShownFailures(target);
        const failure = new Failure("CallFire says no");
        // As the SDK's host of dynamic providers does.
        target.error(`${String(failure)}: ${failure.stack ?? ""}`);
        target.error("Error: another provider's");
        assert.deepEqual(printed, ["Error: another provider's"]);
    });
});
