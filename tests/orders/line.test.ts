import assert from "node:assert/strict";
import { Line } from "../../provider/orders/line";

const never = new AbortController().signal;

/** Work that ends when it is told to. */
function work(): { start: () => Promise<void>; end: (error?: Error) => void; readonly running: boolean } {
    let running = false;
    let end: (error?: Error) => void = () => undefined;
    const ended = new Promise<void>((resolve, reject) => {
        end = (error) => (error === undefined ? resolve() : reject(error));
    });
    return {
        start: () => ((running = true), ended),
        end: (error) => end(error),
        get running() {
            return running;
        },
    };
}

describe("a line", () => {
    it("lets one work at a time, in the order in which they came", async () => {
        const line = new Line();
        const works = [work(), work(), work()];
        const turns = works.map(({ start }) => line.turn(never, start));
        for (const [place, { end }] of works.entries()) {
            await settled();
            assert.deepEqual(
                works.map(({ running }) => running),
                works.map((_, other) => other <= place),
            );
            end();
        }
        await Promise.all(turns);
    });

    it("goes on after a failure, and hands it on", async () => {
        const line = new Line();
        const [failing, next] = [work(), work()];
        const failed = line.turn(never, failing.start);
        const done = line.turn(never, next.start);
        failing.end(new Error("refused"));
        await assert.rejects(failed, /refused/);
        next.end();
        await done;
    });

    it("loses no turn to those who leave it", async () => {
        const line = new Line();
        const [first, left, last] = [work(), work(), work()];
        const leaving = new AbortController();
        const turns = [line.turn(never, first.start), line.turn(never, last.start)];
        const given = line.turn(leaving.signal, left.start);
        leaving.abort(new Error("SIGINT"));
        await assert.rejects(given, /SIGINT/);
        await assert.rejects(line.turn(leaving.signal, left.start), /SIGINT/);
        first.end();
        last.end();
        await Promise.all(turns);
        assert(!left.running);
        await line.turn(never, () => Promise.resolve());
    });
});

function settled(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
}
