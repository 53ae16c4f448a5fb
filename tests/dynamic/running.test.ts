import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { watchInterrupts, type Running } from "../../provider/dynamic/running";

function watched(): { signals: EventEmitter; running: Running; exits: number[] } {
    const signals = new EventEmitter();
    const exits: number[] = [];
    const exit = (): Promise<void> => Promise.resolve(void exits.push(Date.now()));
    const running = watchInterrupts({ signals, exit, isOrphan: () => Promise.resolve(false) });
    return { signals, running, exits };
}

/** An operation that waits until it is interrupted, and then needs a moment to say what it knows. */
async function wait(signal: AbortSignal): Promise<string> {
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    await sleep(20);
    return `saved: ${String(signal.reason)}`;
}

describe("an interrupt of the provider", () => {
    it("ends the process at once when nothing runs", async () => {
        const { signals, running, exits } = watched();
        await running.run(() => Promise.resolve());
        signals.emit("SIGINT", "SIGINT");
        assert.equal(exits.length, 1);
    });

    it("ends every wait, and the process once their answers had time to leave", async () => {
        const { signals, running, exits } = watched();
        const operations = [running.run(wait), running.run(wait)];
        signals.emit("SIGTERM", "SIGTERM");
        assert.deepEqual(await Promise.all(operations), Array(2).fill("saved: Error: Interrupted by SIGTERM"));
        assert.deepEqual(exits, []);
        await sleep(400);
        assert(exits.length > 0);
    });

    it("also ends what begins after it", async () => {
        const { signals, running } = watched();
        signals.emit("SIGINT", "SIGINT");
        assert.equal(await running.run((signal) => Promise.resolve(signal.aborted)), true);
    });
});
