import * as assert from "node:assert/strict";
import { once } from "node:events";
import { JournalUnavailable } from "../../../provider/orders/errors";
import type { PostgresDatabase } from "../../../provider/orders/journal/postgresDatabase";
import { postgresStore } from "../../../provider/orders/journal/postgresStore";
import type { OrderId } from "../../../provider/callfire/types";
import { createPostgresLimiter } from "../../../provider/orders/pacing/postgresLimiter";
import type { PollLimiter } from "../../../provider/orders/pacing/pollLimiter";
import { systemTime } from "../../../provider/orders/time";
import { openDatabase, startPostgres } from "../../support/postgres";
import type { PostgresServer } from "../../support/postgres";
import { startTcpProxy } from "../../support/tcpProxy";
import type { TcpProxy } from "../../support/tcpProxy";
import { never, pause, PolledServer } from "./limiter.contract";

/** For so long a holder may be silent; then comes the gap. */
const silence = 10_000;

describe("a poll limiter in PostgreSQL", function () {
    this.timeout(60_000);
    let postgres: PostgresServer;
    let proxy: TcpProxy;
    let server: PolledServer;
    let one: OrderId, two: OrderId;
    const databases: PostgresDatabase[] = [];
    before(async () => {
        postgres = await startPostgres();
        proxy = await startTcpProxy(postgres.port);
    });
    beforeEach(async () => {
        server = await PolledServer.start(3);
        [one, two] = server.orders as [OrderId, OrderId];
    });
    afterEach(async () => {
        proxy.isBlackHole = false;
        await server.close();
        await Promise.all(databases.splice(0).map((database) => database.close()));
    });
    after(async () => {
        await proxy.close();
        await postgres.close();
    });

    function database(port = postgres.port, patience = 20_000): PostgresDatabase {
        const opened = openDatabase(postgres.url({ port }), { patience });
        databases.push(opened);
        return opened;
    }

    const limiterOf = (opened: PostgresDatabase): PollLimiter =>
        createPostgresLimiter({ database: opened, account: "acme", scope: "account", time: systemTime });

    it("takes two connections a process, however many orders wait and are written", async () => {
        const opened = database();
        const limiter = limiterOf(opened);
        const store = postgresStore(opened);
        const turns = Array.from({ length: 3 }, (_, index) =>
            limiter.turn(one, never, async () => {
                await store.write(`a-${String(index)}.1`, 1, "one", () => true, true);
                await server.poll(one);
                const [row] = await postgres.run(
                    "SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'pulumi-callfire'",
                );
                return row?.["count"];
            }),
        );
        assert.deepEqual(await Promise.all(turns), [2, 2, 2]);
        server.assertRule(2);
    });

    it("keeps a turn for as long as its call takes, and is not disturbed by the time-outs that a role has", async () => {
        await postgres.run("ALTER ROLE postgres SET statement_timeout = 300");
        await postgres.run("ALTER ROLE postgres SET lock_timeout = 300");
        await postgres.run("ALTER ROLE postgres SET idle_in_transaction_session_timeout = 300");
        try {
            const [first, second] = [limiterOf(database()), limiterOf(database())];
            const slow = first.turn(one, never, async () => {
                await pause(2_500);
                await server.poll(one);
            });
            await pause(700);
            await Promise.all([slow, second.turn(two, never, () => server.poll(two))]);
            server.assertRule(1);
            assert.equal(server.simulator.ledger().polls[0]?.orderId, one);
        } finally {
            await postgres.run("ALTER ROLE postgres RESET ALL");
        }
    });

    it("ends a wait that is cancelled while it connects, and does not wait for the turn first", async () => {
        const opened = database(proxy.port);
        await opened.facts();
        let leave = (): void => undefined;
        const inTurn = new Promise<void>((resolve) => (leave = resolve));
        const holder = limiterOf(database()).turn(one, never, () => inTurn);
        await pause(1_500);
        proxy.delay = 300;
        const waiting = limiterOf(opened).turn(two, AbortSignal.timeout(100), () => server.poll(two));
        const ended = await Promise.race([
            waiting.then(
                () => "polled",
                () => "cancelled",
            ),
            pause(3_000).then(() => "still waiting"),
        ]);
        proxy.delay = 0;
        leave();
        await Promise.allSettled([holder, waiting]);
        assert.equal(ended, "cancelled");
    });

    it("lets the others go on when a process is stopped in its turn, and that one asks anew", async () => {
        const stopped = await server.poller(postgres.url(), 2, one);
        await server.until(1);
        server.simulator.faults.add({ effect: { kind: "slow", answer: 800 }, match: { method: "GET" } });
        await server.until(2);
        stopped.kill("SIGSTOP");
        const began = performance.now();
        await limiterOf(database()).turn(two, never, () => server.poll(two));
        assert.ok(performance.now() - began >= silence / 2, "a busy machine must not cost a process its turn");
        stopped.kill("SIGCONT");
        await once(stopped, "exit");
        const { arrivals } = server;
        assert.ok(arrivals.slice(1).every((arrival, index) => arrival - (arrivals[index] ?? 0) >= 1000));
    });

    it("lets the others go on when the one in turn is cut off without a word", async () => {
        const vanished = limiterOf(database(proxy.port)).turn(one, never, async () => {
            await server.poll(one);
            proxy.isBlackHole = true;
            await pause(silence + 2_000);
            return "answer";
        });
        await server.until(1);
        const began = performance.now();
        await limiterOf(database()).turn(two, never, () => server.poll(two));
        assert.ok(performance.now() - began >= silence / 2, "a busy machine must not cost a process its turn");
        // What CallFire said counts, whatever became of the turn.
        assert.equal(await vanished, "answer");
    });

    it("does not poll by a turn that was granted while its process was stopped", async () => {
        const sleeper = await server.poller(postgres.url(), 3, one);
        await server.until(1);
        sleeper.kill("SIGSTOP");
        await pause(2_500);
        const before = server.polls;
        const polled = limiterOf(database()).turn(two, never, () => server.poll(two));
        await server.until(before + 1);
        sleeper.kill("SIGCONT");
        await polled;
        await once(sleeper, "exit");
        const { arrivals } = server;
        const apart = arrivals.slice(1).map((arrival, index) => arrival - (arrivals[index] ?? 0));
        assert.ok(Math.min(...apart) >= 1000, `apart: ${apart.map(Math.round).join(", ")}`);
    });

    for (const [how, disturb] of [
        ["connections are cut", () => Promise.resolve(proxy.cut())],
        ["the server is killed and started again", () => postgres.kill().then(() => postgres.start())],
    ] as const) {
        it(`goes on, and keeps the rule, when ${how}`, async () => {
            const limiters = [limiterOf(database(proxy.port)), limiterOf(database(proxy.port))];
            const work = limiters.map(async (limiter, index) => {
                for (let poll = 0; poll < 3; poll++) {
                    await limiter.turn(one, never, () => server.poll(server.orders[index]!));
                }
            });
            await server.until(2);
            await disturb();
            await pause(1_300);
            await disturb();
            await Promise.all(work);
            server.assertRule(5);
        });
    }

    it("ends the wait in words when the database is gone, and what was polled meanwhile counts", async () => {
        const limiter = limiterOf(database(postgres.port, 500));
        const answer = await limiter.turn(one, never, async () => {
            await postgres.stop();
            await server.poll(one);
            return "answer";
        });
        assert.equal(answer, "answer");
        try {
            await assert.rejects(
                limiter.turn(one, never, () => server.poll(one)),
                (error: Error) =>
                    error instanceof JournalUnavailable && /nothing answers at .*callfire:journal/s.test(error.message),
            );
        } finally {
            await postgres.start();
        }
        await limiter.turn(one, never, () => server.poll(one));
        server.assertRule(1);
    });
});
