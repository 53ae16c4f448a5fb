import assert from "node:assert/strict";
import { progressGap, type Watching } from "../../provider/engine/terminal";
import { tableOf } from "./processTable";

/** An engine with this output, which started its provider through a launcher. */
function engineAt(output: string | undefined, changes: Partial<Watching> = {}): Watching {
    const processes = tableOf(
        new Map([
            ["30", ["sh", 20, "pipe:[1]"]],
            ["20", output === undefined ? ["pulumi", 10] : ["pulumi", 10, output]],
        ]),
    );
    return { environment: {}, parent: 30, processes, hasTerminal: () => false, ...changes };
}

describe("progress", () => {
    it("comes every second where a person watches the engine, else four times a minute", () => {
        assert.equal(progressGap(engineAt("/dev/pts/3")), 1_000);
        assert.equal(progressGap(engineAt("/dev/tty1")), 1_000);
        assert.equal(progressGap(engineAt("pipe:[4711]")), 15_000);
        assert.equal(progressGap(engineAt("/tmp/up.log")), 15_000);
    });

    it("fills no log of a pipeline that gives its jobs a terminal", () => {
        assert.equal(progressGap(engineAt("/dev/pts/3", { environment: { CI: "true" } })), 15_000);
        assert.equal(progressGap(engineAt("/dev/pts/3", { environment: { CI: "" } })), 1_000);
        assert.equal(progressGap(engineAt("/dev/pts/3", { environment: { CI: "false" } })), 1_000);
    });

    it("is told by this process's own terminal where the engine's can't be seen", () => {
        assert.equal(progressGap(engineAt(undefined)), 15_000);
        assert.equal(progressGap(engineAt(undefined, { hasTerminal: () => true })), 1_000);
    });
});
