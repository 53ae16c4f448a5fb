import * as assert from "node:assert/strict";
import { Mutex } from "../../../provider/orders/pacing/mutex";

const never = new AbortController().signal;

/** Work that ends when it is told to. */
class Work {
    isRunning = false;
    end: (error?: Error) => void = () => undefined;
    private readonly ended = new Promise<void>((resolve, reject) => {
        this.end = (error) => (error === undefined ? resolve() : reject(error));
    });

    readonly start = (): Promise<void> => {
        this.isRunning = true;
        return this.ended;
    };
}

describe("a mutex", () => {
    it("lets one work at a time, in the order in which they came", async () => {
        const mutex = new Mutex();
        const works = [new Work(), new Work(), new Work()];
        const turns = works.map(({ start }) => mutex.turn(never, start));
        for (const [place, { end }] of works.entries()) {
            await settled();
            assert.deepEqual(
                works.map(({ isRunning }) => isRunning),
                works.map((_, other) => other <= place),
            );
            end();
        }
        await Promise.all(turns);
    });

    it("goes on after a failure, and hands it on", async () => {
        const mutex = new Mutex();
        const [failing, next] = [new Work(), new Work()];
        const failed = mutex.turn(never, failing.start);
        const done = mutex.turn(never, next.start);
        failing.end(new Error("refused"));
        await assert.rejects(failed, /refused/);
        next.end();
        await done;
    });

    it("loses no turn to those who leave it", async () => {
        const mutex = new Mutex();
        const [first, left, last] = [new Work(), new Work(), new Work()];
        const leaving = new AbortController();
        const turns = [mutex.turn(never, first.start)];
        const given = mutex.turn(leaving.signal, left.start);
        turns.push(mutex.turn(never, last.start));
        leaving.abort(new Error("SIGINT"));
        await assert.rejects(given, /SIGINT/);
        await assert.rejects(mutex.turn(leaving.signal, left.start), /SIGINT/);
        first.end();
        last.end();
        await Promise.all(turns);
        assert.ok(!left.isRunning);
        await mutex.turn(never, () => Promise.resolve());
    });

    it("lets a work that has begun end, whatever becomes of its signal", async () => {
        const mutex = new Mutex();
        const work = new Work();
        const leaving = new AbortController();
        const turn = mutex.turn(leaving.signal, work.start);
        await settled();
        leaving.abort(new Error("SIGINT"));
        work.end();
        await turn;
    });
});

function settled(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
}
