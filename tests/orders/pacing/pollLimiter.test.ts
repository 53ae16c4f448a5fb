import * as assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { orderId } from "../../../provider/callfire/types";
import type { OrderId } from "../../../provider/callfire/types";
import { createPollLimiter } from "../../../provider/orders/pacing/pollLimiter";
import type { PollLimiter } from "../../../provider/orders/pacing/pollLimiter";
import type { Time } from "../../../provider/orders/time";
import { makeFolder, removeFolder } from "../../support/folders";
import { ControlledTime } from "../model/controlledTime";

const never = new AbortController().signal;
const ids = (count: number): OrderId[] => Array.from({ length: count }, (_, index) => orderId(String(1000 + index)));

/** A server that notes when each call arrives and when its answer has left, by its clock. */
class Server {
    readonly calls: { order: OrderId; arrivedAt: number; answeredAt: number }[] = [];

    constructor(
        private readonly time: Time,
        private readonly takes = 50,
    ) {}

    async poll(order: OrderId): Promise<number> {
        const arrivedAt = this.time.elapsed();
        await this.time.sleep(this.takes);
        const answeredAt = this.time.elapsed();
        this.calls.push({ order, arrivedAt, answeredAt });
        return this.calls.length;
    }

    get gaps(): number[] {
        return this.calls.slice(1).map(({ arrivedAt }, index) => arrivedAt - (this.calls[index]?.answeredAt ?? 0));
    }
}

function assertRule(gaps: readonly number[], count: number): void {
    assert.equal(gaps.length, count);
    assert.ok(Math.min(...gaps) >= 1000, `gaps: ${gaps.map(Math.round).join(", ")}`);
}

describe("the poll limiter of a machine", () => {
    let folder: string;
    let time: ControlledTime;
    beforeEach(async () => {
        folder = await makeFolder();
        time = new ControlledTime();
    });
    afterEach(() => removeFolder(folder));

    const limiterOf = (scope: "account" | "order" = "account", account = "acme"): PollLimiter =>
        createPollLimiter({ folder, account, scope, time });
    /** Time passes while the test waits. */
    const inTime = (what: string, test: () => Promise<void>): void => void it(what, () => time.run(test()));

    inTime("keeps a second between an answer and the next request of one order", async () => {
        const server = new Server(time);
        const limiter = limiterOf();
        const [order] = ids(1);
        for (let poll = 0; poll < 10; poll++) {
            await limiter.turn(order!, never, () => server.poll(order!));
        }
        assertRule(server.gaps, 9);
    });

    inTime("keeps it with twenty orders, and knows that one is done at most twenty gaps later", async () => {
        const server = new Server(time);
        const limiter = limiterOf();
        await Promise.all(
            ids(20).map(async (order) => {
                const { signal } = new AbortController();
                for (let poll = 0; poll < 4; poll++) {
                    await limiter.turn(order, signal, () => server.poll(order));
                }
            }),
        );
        assertRule(server.gaps, 79);
        for (const order of ids(20)) {
            const turns = server.calls.flatMap((call, index) => (call.order === order ? [index] : []));
            turns.slice(1).forEach((turn, index) => assert.ok(turn - (turns[index] ?? 0) <= 20));
        }
    });

    inTime("keeps it when a call fails, and hands the failure on", async () => {
        const server = new Server(time);
        const limiter = limiterOf();
        for (const order of ids(4)) {
            await assert.rejects(
                limiter.turn(order, never, async () => {
                    await server.poll(order);
                    throw new Error("502");
                }),
                /502/,
            );
        }
        assertRule(server.gaps, 3);
    });

    inTime("lets a turn be cancelled while it waits, at once and without holding the others up", async () => {
        const server = new Server(time);
        const limiter = limiterOf();
        const cancel = new AbortController();
        const [first, second, third] = ids(3);
        const turns = [
            limiter.turn(first!, never, () => server.poll(first!)),
            limiter.turn(second!, cancel.signal, () => server.poll(second!)),
            limiter.turn(third!, never, () => server.poll(third!)),
        ];
        await turns[0];
        const ends: string[] = [];
        void turns[2]!.then(() => ends.push("third"));
        cancel.abort(new Error("SIGINT"));
        await assert.rejects(turns[1]!, /SIGINT/);
        assert.deepEqual(ends, []);
        await turns[2];
        assert.deepEqual(
            server.calls.map(({ order }) => order),
            [first, third],
        );
        assertRule(server.gaps, 1);
        const cancelled = limiter.turn(first!, cancel.signal, () => server.poll(first!));
        await assert.rejects(cancelled, /SIGINT/);
        assert.equal(server.calls.length, 2);
    });

    inTime("keeps it between two clocks of one account", async () => {
        const server = new Server(time);
        await Promise.all(
            [limiterOf(), limiterOf()].map(async (limiter, index) => {
                const order = ids(2)[index]!;
                for (let poll = 0; poll < 4; poll++) {
                    await limiter.turn(order, never, () => server.poll(order));
                }
            }),
        );
        assertRule(server.gaps, 7);
    });

    inTime("does not hold another account up, nor, with the scope order, another order", async () => {
        for (const [one, other] of [
            [limiterOf(), limiterOf("account", "other")],
            [limiterOf("order", "third"), limiterOf("order", "third")],
        ] as const) {
            const [a, b] = ids(2);
            let begin = (): void => undefined;
            const hasBegun = new Promise<void>((resolve) => (begin = resolve));
            // The one call ends only when the other has begun.
            await one.turn(a!, never, async () => {
                const turn = other.turn(b!, never, () => Promise.resolve(begin()));
                await hasBegun;
                await turn;
            });
        }
    });

    inTime(
        "waits a whole gap where the recorded time is in the future, as after a restart of the machine",
        async () => {
            const server = new Server(time);
            const limiter = limiterOf();
            const [order] = ids(1);
            await limiter.turn(order!, never, () => server.poll(order!));
            const answered = await onlyQueue("answered");
            await fs.writeFile(answered, String(time.elapsed() + 1e9));
            await limiter.turn(order!, never, () => server.poll(order!));
            assertRule(server.gaps, 1);
            assert.ok((server.gaps[0] ?? 0) < 1e6);
        },
    );

    inTime("waits a whole gap where the recorded time can't be read", async () => {
        const server = new Server(time);
        const [order] = ids(1);
        await limiterOf().turn(order!, never, () => server.poll(order!));
        const answered = await onlyQueue("answered");
        await fs.rm(answered);
        await fs.symlink("answered", answered);
        await limiterOf().turn(order!, never, () => server.poll(order!));
        assertRule(server.gaps, 1);
    });

    inTime("takes a new ticket when its own was declared void", async () => {
        const server = new Server(time);
        const [first, second] = ids(2);
        const limiter = limiterOf();
        const other = limiterOf();
        let answer = (): void => undefined;
        const answered = new Promise<void>((resolve) => (answer = resolve));
        const before = limiter.turn(first!, never, () => answered.then(() => server.poll(first!)));
        await waitFor(async () => (await tickets())[0]);
        const turn = other.turn(second!, never, () => server.poll(second!));
        const ticket = await waitFor(async () => (await tickets())[1]);
        await fs.rm(ticket);
        answer();
        await Promise.all([before, turn]);
        assertRule(server.gaps, 1);
        assert.deepEqual(await tickets(), []);
    });

    it("does not take another's ticket for its own, when numbers have begun again while it slept", async () => {
        const server = new Server(time);
        const [order] = ids(1);
        const limiter = limiterOf();
        await time.run(limiter.turn(order!, never, () => server.poll(order!)));
        const turn = limiter.turn(order!, never, () => server.poll(order!));
        const ticket = await waitFor(async () => (await tickets())[0]);
        await fs.writeFile(ticket, `${String(process.pid)} another`);
        await time.run(waitFor(async () => (await tickets())[1]));
        assert.equal(server.calls.length, 1, "the other's turn is not over");
        await fs.rm(ticket);
        await time.run(turn);
        assert.equal(server.calls.length, 2);
        assert.deepEqual(await tickets(), []);
    });

    inTime("removes the ticket of a process that is gone, and waits a whole gap first", async () => {
        const server = new Server(time);
        const limiter = limiterOf();
        const [order] = ids(1);
        await limiter.turn(order!, never, () => server.poll(order!));
        await time.sleep(5000);
        // Its last request may have been sent just now, and nobody noted its answer.
        await fs.writeFile(path.join(await onlyQueue(), "000000000001"), String(await deadProcess()));
        const began = time.elapsed();
        await limiter.turn(order!, never, () => server.poll(order!));
        assert.ok((server.calls[1]?.arrivedAt ?? 0) - began >= 1000);
        assert.deepEqual(await tickets(), []);
    });

    inTime(
        "does not trust a process number that was given anew: an untouched ticket is void after a minute",
        async () => {
            const server = new Server(time);
            const limiter = limiterOf();
            const [order] = ids(1);
            await limiter.turn(order!, never, () => server.poll(order!));
            const ticket = path.join(await onlyQueue(), "000000000001");
            await fs.writeFile(ticket, String(process.ppid));
            await fs.utimes(ticket, new Date(Date.now() - 61_000), new Date(Date.now() - 61_000));
            await limiter.turn(order!, never, () => server.poll(order!));
            assertRule(server.gaps, 1);
        },
    );

    async function onlyQueue(file = ""): Promise<string> {
        const [queue] = await fs.readdir(folder);
        return path.join(folder, queue ?? "", file);
    }

    async function tickets(): Promise<string[]> {
        const queue = await onlyQueue();
        return (await fs.readdir(queue).catch(() => []))
            .filter((file) => /^\d+$/.test(file))
            .sort()
            .map((file) => path.join(queue, file));
    }
});

async function waitFor<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
    for (;;) {
        const value = await look();
        if (value !== undefined) {
            return value;
        }
        await new Promise((resolve) => setTimeout(resolve, 2));
    }
}

async function deadProcess(): Promise<number> {
    const child = fork("-e", [], { execArgv: [], stdio: "ignore" });
    await once(child, "exit");
    return child.pid ?? 0;
}
