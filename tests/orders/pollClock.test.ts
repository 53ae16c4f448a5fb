import * as assert from "node:assert/strict";
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { createClient } from "../../provider/callfire/client";
import { orderId } from "../../provider/callfire/types";
import type { OrderId } from "../../provider/callfire/types";
import { createPollClock } from "../../provider/orders/pollClock";
import type { PollClock } from "../../provider/orders/pollClock";
import { systemTime } from "../../provider/orders/time";
import type { Time } from "../../provider/orders/time";
import { startSimulator } from "../../simulator";
import type { RunningSimulator } from "../../simulator";
import { fastTime } from "../support/fastTime";
import { makeFolder, removeFolder } from "../support/folders";

const never = new AbortController().signal;
const ids = (count: number): OrderId[] => Array.from({ length: count }, (_, index) => orderId(String(1000 + index)));

/** A server that notes when each call arrives and when its answer has left, by the clock's own time. */
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

describe("the poll clock", () => {
    let folder: string;
    beforeEach(async () => {
        folder = await makeFolder();
    });
    afterEach(() => removeFolder(folder));

    const clockOf = (time: Time = fastTime, scope: "account" | "order" = "account", account = "acme"): PollClock =>
        createPollClock({ folder, account, scope, time });

    describe("in one process", () => {
        it("keeps a second between an answer and the next request of one order", async () => {
            const server = new Server(fastTime);
            const clock = clockOf();
            const [order] = ids(1);
            for (let poll = 0; poll < 10; poll++) {
                await clock.turn(order!, never, () => server.poll(order!));
            }
            assertRule(server.gaps, 9);
        });

        it("keeps it with twenty orders, and knows that one is done at most twenty gaps later", async () => {
            const server = new Server(fastTime);
            const clock = clockOf();
            await Promise.all(
                ids(20).map(async (order) => {
                    const { signal } = new AbortController();
                    for (let poll = 0; poll < 4; poll++) {
                        await clock.turn(order, signal, () => server.poll(order));
                    }
                }),
            );
            assertRule(server.gaps, 79);
            for (const order of ids(20)) {
                const turns = server.calls.flatMap((call, index) => (call.order === order ? [index] : []));
                turns.slice(1).forEach((turn, index) => assert.ok(turn - (turns[index] ?? 0) <= 20));
            }
        });

        it("keeps it when a call fails, and hands the failure on", async () => {
            const server = new Server(fastTime);
            const clock = clockOf();
            for (const order of ids(4)) {
                await assert.rejects(
                    clock.turn(order, never, async () => {
                        await server.poll(order);
                        throw new Error("502");
                    }),
                    /502/,
                );
            }
            assertRule(server.gaps, 3);
        });

        it("lets a turn be cancelled while it waits, at once and without holding the others up", async () => {
            const server = new Server(fastTime);
            const clock = clockOf();
            const cancel = new AbortController();
            const [first, second, third] = ids(3);
            const turns = [
                clock.turn(first!, never, () => server.poll(first!)),
                clock.turn(second!, cancel.signal, () => server.poll(second!)),
                clock.turn(third!, never, () => server.poll(third!)),
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
            const cancelled = clock.turn(first!, cancel.signal, () => server.poll(first!));
            await assert.rejects(cancelled, /SIGINT/);
            assert.equal(server.calls.length, 2);
        });

        it("keeps it between two clocks of one account", async () => {
            const server = new Server(fastTime);
            await Promise.all(
                [clockOf(), clockOf()].map(async (clock, index) => {
                    const order = ids(2)[index]!;
                    for (let poll = 0; poll < 4; poll++) {
                        await clock.turn(order, never, () => server.poll(order));
                    }
                }),
            );
            assertRule(server.gaps, 7);
        });

        it("does not hold another account up, nor, with the scope order, another order", async () => {
            for (const [one, other] of [
                [clockOf(), clockOf(fastTime, "account", "other")],
                [clockOf(fastTime, "order", "third"), clockOf(fastTime, "order", "third")],
            ] as const) {
                const server = new Server(fastTime, 20_000);
                const [a, b] = ids(2);
                await Promise.all([
                    one.turn(a!, never, () => server.poll(a!)),
                    other.turn(b!, never, () => server.poll(b!)),
                ]);
                assert.ok((server.gaps[0] ?? 0) < 0, "they overlap");
            }
        });

        it("waits a whole gap where the recorded time is in the future, as after a restart of the machine", async () => {
            const server = new Server(fastTime);
            const clock = clockOf();
            const [order] = ids(1);
            await clock.turn(order!, never, () => server.poll(order!));
            const answered = await onlyQueue("answered");
            await fs.writeFile(answered, String(fastTime.elapsed() + 1e9));
            await clock.turn(order!, never, () => server.poll(order!));
            assertRule(server.gaps, 1);
            assert.ok((server.gaps[0] ?? 0) < 1e6);
        });

        it("waits a whole gap where the recorded time can't be read", async () => {
            const server = new Server(fastTime);
            const [order] = ids(1);
            await clockOf().turn(order!, never, () => server.poll(order!));
            const answered = await onlyQueue("answered");
            await fs.rm(answered);
            await fs.symlink("answered", answered);
            await clockOf().turn(order!, never, () => server.poll(order!));
            assertRule(server.gaps, 1);
        });

        it("takes a new ticket when its own was declared void", async () => {
            const server = new Server(fastTime);
            const [first, second] = ids(2);
            const clock = clockOf();
            const other = clockOf();
            let answer = (): void => undefined;
            const answered = new Promise<void>((resolve) => (answer = resolve));
            const before = clock.turn(first!, never, () => answered.then(() => server.poll(first!)));
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
            const server = new Server(fastTime);
            const [order] = ids(1);
            const clock = clockOf();
            await clock.turn(order!, never, () => server.poll(order!));
            const turn = clock.turn(order!, never, () => server.poll(order!));
            const ticket = await waitFor(async () => (await tickets())[0]);
            await fs.writeFile(ticket, `${String(process.pid)} another`);
            await waitFor(async () => (await tickets())[1]);
            assert.equal(server.calls.length, 1, "the other's turn is not over");
            await fs.rm(ticket);
            await turn;
            assert.equal(server.calls.length, 2);
            assert.deepEqual(await tickets(), []);
        });

        it("removes the ticket of a process that is gone, and waits a whole gap first", async () => {
            const server = new Server(fastTime);
            const clock = clockOf();
            const [order] = ids(1);
            await clock.turn(order!, never, () => server.poll(order!));
            await fastTime.sleep(5000);
            // Its last request may have been sent just now, and nobody noted its answer.
            await fs.writeFile(path.join(await onlyQueue(), "000000000001"), String(await deadProcess()));
            const began = fastTime.elapsed();
            await clock.turn(order!, never, () => server.poll(order!));
            assert.ok((server.calls[1]?.arrivedAt ?? 0) - began >= 1000);
            assert.deepEqual(await tickets(), []);
        });

        it("does not trust a process number that was given anew: an untouched ticket is void after a minute", async () => {
            const server = new Server(fastTime);
            const clock = clockOf();
            const [order] = ids(1);
            await clock.turn(order!, never, () => server.poll(order!));
            const ticket = path.join(await onlyQueue(), "000000000001");
            await fs.writeFile(ticket, String(process.ppid));
            await fs.utimes(ticket, new Date(Date.now() - 61_000), new Date(Date.now() - 61_000));
            await clock.turn(order!, never, () => server.poll(order!));
            assertRule(server.gaps, 1);
        });
    });

    describe("in real time, as the server sees it", () => {
        let simulator: RunningSimulator;
        let orders: string[];
        beforeEach(async () => {
            simulator = await startSimulator({ orderSeconds: 60 });
            const client = createClient({ endpoint: simulator.url, login: "acme", password: "secret" });
            orders = [
                await client.placeNumberOrder({ tollFreeCount: 1 }),
                await client.placeNumberOrder({ tollFreeCount: 1 }),
            ];
        });
        afterEach(() => simulator.close());

        const poller = async (scope: string, polls: number, ...some: string[]): Promise<ChildProcess> => {
            const child = fork(path.join(__dirname, "poller.js"), [
                folder,
                simulator.url,
                scope,
                String(polls),
                ...some,
            ]);
            await once(child, "message");
            return child;
        };

        it("keeps a second, and wastes at most 20 ms of it, while one order waits", async function () {
            // On a machine that is busy with something else a timer may be late.
            this.retries(2);
            const client = createClient({ endpoint: simulator.url, login: "acme", password: "secret" });
            const clock = clockOf(systemTime);
            const order = orderId(orders[0]!);
            const roundTrips: number[] = [];
            for (let poll = 0; poll < 6; poll++) {
                await clock.turn(order, never, async () => {
                    const sent = performance.now();
                    await client.getNumberOrder(order);
                    roundTrips.push(performance.now() - sent);
                });
            }
            const { pollGaps } = simulator.ledger();
            assertRule(pollGaps, 5);
            const median = (values: readonly number[]): number =>
                [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
            assert.ok(median(pollGaps) <= 1020 + median(roundTrips), `gaps: ${pollGaps.map(Math.round).join(", ")}`);
        });

        it("keeps it between two processes, which take turns", async () => {
            const children = await Promise.all([poller("account", 3, orders[0]!), poller("account", 3, orders[1]!)]);
            await Promise.all(children.map((child) => once(child, "exit")));
            const { polls, pollGaps } = simulator.ledger();
            assertRule(pollGaps, 5);
            assert.ok(Math.max(...pollGaps) < 2500, `gaps: ${pollGaps.map(Math.round).join(", ")}`);
            // One may begin a little earlier, or be late on a busy machine, but none has all its turns before the other.
            const last = (order: string): number => polls.map(({ orderId: id }) => id).lastIndexOf(order);
            const first = (order: string): number => polls.findIndex(({ orderId: id }) => id === order);
            assert.ok(first(orders[0]!) < last(orders[1]!) && first(orders[1]!) < last(orders[0]!));
        });

        it("keeps it when a process is killed while it waits, and when it is killed in its turn", async () => {
            const [waiting, calling] = await Promise.all([
                poller("account", 9, orders[0]!, orders[1]!),
                poller("account", 9, orders[1]!),
            ]);
            await waitFor(() => Promise.resolve(simulator.ledger().polls.length > 1 || undefined));
            waiting.kill("SIGKILL");
            simulator.faults.add({ effect: { kind: "slow", answer: 60_000 }, match: { method: "GET" } });
            const before = simulator.ledger().polls.length;
            await waitFor(() => Promise.resolve(simulator.ledger().polls.length > before || undefined));
            calling.kill("SIGKILL");
            const killed = performance.timeOrigin + performance.now();
            const next = await poller("account", 2, orders[0]!);
            await once(next, "exit");
            const arrivals = simulator.ledger().polls.map(({ arrivedAt }) => arrivedAt);
            const apart = arrivals.slice(1).map((arrival, index) => arrival - (arrivals[index] ?? 0));
            assert.ok(Math.min(...apart) >= 1000, `apart: ${apart.map(Math.round).join(", ")}`);
            assert.ok((arrivals.at(-2) ?? 0) - killed >= 990);
        });
    });

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
