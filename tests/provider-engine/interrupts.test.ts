import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { createOperations, Interrupted, leaveWhenInterrupted, type Operations } from "../../provider/engine/interrupts";

/** A process of which everything that happens is noted. */
function startProcess(endMilliseconds?: number): {
    signals: EventEmitter;
    operations: Operations;
    happened: string[];
    exited: Promise<unknown>;
} {
    const signals = new EventEmitter();
    const operations = createOperations();
    const happened: string[] = [];
    leaveWhenInterrupted({
        signals,
        operations,
        flush: () => Promise.resolve(void happened.push("flushed")),
        exit: () => {
            happened.push("exited");
            signals.emit("exit");
        },
        answerMilliseconds: 20,
        ...(endMilliseconds !== undefined && { endMilliseconds }),
    });
    return { signals, operations, happened, exited: once(signals, "exit") };
}

/** An operation that waits until it is interrupted, and then needs a moment to say what it knows. */
async function wait(signal: AbortSignal): Promise<string> {
    await once(signal, "abort");
    await new Promise((resolve) => setTimeout(resolve, 20));
    return `saved: ${(signal.reason as Error).name}`;
}

describe("an interrupt of the provider", () => {
    it("ends the process in the end, although an operation does not", async () => {
        const { signals, operations, happened, exited } = startProcess(1);
        void operations.run(() => new Promise(() => undefined));
        signals.emit("SIGTERM");
        // The limit keeps no process by itself.
        const kept = setInterval(() => undefined, 1000);
        await exited.finally(() => clearInterval(kept));
        assert.deepEqual(happened, ["exited"]);
    });

    it("ends the process when nothing runs, its last lines delivered", async () => {
        const { signals, operations, happened, exited } = startProcess();
        assert.equal(await operations.run(() => Promise.resolve("done")), "done");
        signals.emit("SIGINT");
        await exited;
        assert.deepEqual(happened, ["flushed", "exited"]);
    });

    it("ends every wait, and the process once their answers had time to leave", async () => {
        const { signals, operations, happened, exited } = startProcess();
        const answers = [operations.run(wait), operations.run(wait)].map((answer) =>
            answer.then((text) => void happened.push(text)),
        );
        signals.emit("SIGTERM");
        await exited;
        await Promise.all(answers);
        assert.deepEqual(happened, ["saved: Interrupted", "saved: Interrupted", "flushed", "exited"]);
    });

    it("refuses what begins after it, until another engine is attached", async () => {
        const operations = createOperations();
        operations.interrupt(new Interrupted());
        await assert.rejects(
            operations.run(() => Promise.resolve()),
            { name: "Interrupted", message: /saved; run "pulumi up"/ },
        );
        operations.resume();
        assert.equal(await operations.run((signal) => Promise.resolve(signal.aborted)), false);
    });

    it("gives the first reason where several come", async () => {
        const operations = createOperations();
        const waiting = operations.run(wait);
        operations.interrupt(new Interrupted());
        operations.interrupt(new Error("another"));
        assert.equal(await waiting, "saved: Interrupted");
    });
});
