import * as assert from "node:assert/strict";
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { createClient } from "../../../provider/callfire/client";
import { orderId } from "../../../provider/callfire/types";
import type { OrderId } from "../../../provider/callfire/types";
import type { PollLimiter } from "../../../provider/orders/pacing/pollLimiter";
import { startSimulator } from "../../../simulator";
import type { RunningSimulator } from "../../../simulator";
import { openLimiter } from "./poller";

export const { signal: never }: { readonly signal: AbortSignal } = new AbortController();

/** A simulator with some orders, and processes that poll it. */
export class PolledServer {
    private readonly children: ChildProcess[] = [];

    private constructor(
        readonly simulator: RunningSimulator,
        readonly orders: readonly OrderId[],
    ) {}

    static async start(count: number): Promise<PolledServer> {
        const simulator = await startSimulator({ orderSeconds: 600 });
        const client = createClient({ endpoint: simulator.url, login: "acme", password: "secret" });
        const orders: OrderId[] = [];
        for (let order = 0; order < count; order++) {
            orders.push(orderId(await client.placeNumberOrder({ tollFreeCount: 1 })));
        }
        return new PolledServer(simulator, orders);
    }

    /** Another process, which has asked for its first turns. */
    async poller(place: string, polls: number, ...orders: readonly OrderId[]): Promise<ChildProcess> {
        const child = fork(path.join(__dirname, "poller.js"), [
            place,
            this.simulator.url,
            "acme",
            String(polls),
            ...orders,
        ]);
        this.children.push(child);
        await once(child, "message");
        return child;
    }

    poll(order: OrderId): Promise<unknown> {
        return createClient({ endpoint: this.simulator.url, login: "acme", password: "secret" }).getNumberOrder(order);
    }

    get polls(): number {
        return this.simulator.ledger().polls.length;
    }

    /** When requests arrived, in milliseconds. */
    get arrivals(): number[] {
        return this.simulator.ledger().polls.map(({ arrivedAt }) => arrivedAt);
    }

    async until(polls: number): Promise<void> {
        while (this.polls < polls) {
            await pause(5);
        }
    }

    /** From each answer to the next request, as the server sees it. */
    assertRule(count: number): void {
        const { pollGaps } = this.simulator.ledger();
        assert.equal(pollGaps.length, count);
        assert.ok(Math.min(...pollGaps) >= 1000, `gaps: ${pollGaps.map(Math.round).join(", ")}`);
    }

    async close(): Promise<void> {
        for (const child of this.children) {
            child.kill("SIGKILL");
        }
        await this.simulator.close();
    }
}

/**
 * What every poll limiter promises, whoever shares it, in real time and as the server sees it.
 * @param openPlace a folder, or the URL of a database, in which nobody has waited yet
 */
export function describeLimiter(name: string, openPlace: () => Promise<string>): void {
    describe(`a poll limiter in ${name}`, function () {
        this.timeout(60_000);
        let place: string;
        let server: PolledServer;
        let one: OrderId, two: OrderId, three: OrderId;
        beforeEach(async () => {
            place = await openPlace();
            server = await PolledServer.start(3);
            [one, two, three] = server.orders as [OrderId, OrderId, OrderId];
        });
        afterEach(() => server.close());

        const open = (account = "acme", scope: "account" | "order" = "account"): PollLimiter =>
            openLimiter(place, account, scope);

        it("keeps a second between an answer and the next request, also when a call fails", async () => {
            const limiter = open();
            await limiter.turn(one, never, () => server.poll(one));
            await assert.rejects(
                limiter.turn(one, never, async () => {
                    await server.poll(one);
                    throw new Error("502");
                }),
                /502/,
            );
            await limiter.turn(one, never, () => server.poll(one));
            server.assertRule(2);
        });

        it("gives the orders of a process their turns in the order in which they asked", async () => {
            const limiter = open();
            await Promise.all(server.orders.map((order) => limiter.turn(order, never, () => server.poll(order))));
            server.assertRule(2);
            assert.deepEqual(
                server.simulator.ledger().polls.map(({ orderId: id }) => id),
                server.orders,
            );
        });

        it("ends a wait at once when it is cancelled, and holds nobody up by that", async () => {
            const limiter = open();
            const other = open();
            const cancel = new AbortController();
            const first = limiter.turn(one, never, () => server.poll(one));
            await first;
            const waiting = limiter.turn(two, cancel.signal, () => server.poll(two));
            await pause(300);
            const next = [
                other.turn(three, never, () => server.poll(three)),
                limiter.turn(one, never, () => server.poll(one)),
            ];
            cancel.abort(new Error("SIGINT"));
            const before = server.polls;
            await assert.rejects(waiting, /SIGINT/);
            assert.equal(server.polls, before);
            await assert.rejects(
                limiter.turn(two, cancel.signal, () => server.poll(two)),
                /SIGINT/,
            );
            await Promise.all(next);
            server.assertRule(2);
            assert.ok(server.simulator.ledger().polls.every(({ orderId: id }) => id !== two));
        });

        it("does not hold another account up, nor, with the scope order, another process's order", async () => {
            for (const [left, right] of [
                [open("acme"), open("other")],
                [open("third", "order"), open("third", "order")],
            ] as const) {
                let isThere = false;
                const arrived = right.turn(two, never, () => Promise.resolve((isThere = true)));
                await left.turn(one, never, async () => {
                    await arrived;
                    assert.ok(isThere);
                });
            }
        });

        it("keeps it between three processes, which take turns", async () => {
            const children = await Promise.all(server.orders.map((order) => server.poller(place, 4, order)));
            await Promise.all(children.map((child) => once(child, "exit")));
            server.assertRule(11);
            const orders = server.simulator.ledger().polls.map(({ orderId: id }) => id);
            const firsts = server.orders.map((order) => orders.indexOf(order));
            const lasts = server.orders.map((order) => orders.lastIndexOf(order));
            // None has all its turns before another one has begun.
            assert.ok(Math.max(...firsts) < Math.min(...lasts), orders.join());
        });

        it("keeps it when a process is killed while it waits, and when it is killed in its turn", async () => {
            const [waiting, calling] = await Promise.all([
                server.poller(place, 9, one, two),
                server.poller(place, 9, two),
            ]);
            await server.until(2);
            waiting.kill("SIGKILL");
            server.simulator.faults.add({ effect: { kind: "slow", answer: 60_000 }, match: { method: "GET" } });
            const before = server.polls;
            await server.until(before + 1);
            calling.kill("SIGKILL");
            const killed = performance.timeOrigin + performance.now();
            const next = await server.poller(place, 2, one);
            await once(next, "exit");
            const { arrivals } = server;
            const apart = arrivals.slice(1).map((arrival, index) => arrival - (arrivals[index] ?? 0));
            assert.ok(Math.min(...apart) >= 1000, `apart: ${apart.map(Math.round).join(", ")}`);
            const waited = (arrivals.at(-2) ?? 0) - killed;
            assert.ok(waited >= 990, `waited: ${String(waited)}`);
        });
    });
}

export function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
