import * as assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { JournalUnavailable } from "../../../provider/orders/errors";
import type { PostgresDatabase } from "../../../provider/orders/journal/postgresDatabase";
import { postgresStore } from "../../../provider/orders/journal/postgresStore";
import type { Store } from "../../../provider/orders/journal/store";
import { openDatabase, startPostgres } from "../../support/postgres";
import type { PostgresServer } from "../../support/postgres";
import { startTcpProxy } from "../../support/tcpProxy";
import type { TcpProxy } from "../../support/tcpProxy";
import { follows } from "./store.contract";

describe("a journal in PostgreSQL, when things break", function () {
    this.timeout(600_000);
    let server: PostgresServer;
    let proxy: TcpProxy;
    let database: string;
    const databases: PostgresDatabase[] = [];
    before(async () => {
        server = await startPostgres();
        proxy = await startTcpProxy(server.port);
    });
    beforeEach(async () => {
        database = await server.createDatabase();
    });
    afterEach(async () => {
        Object.assign(proxy, { loss: 0, delay: 0, isBlackHole: false });
        await Promise.all(databases.splice(0).map((opened) => opened.close()));
    });
    after(async () => {
        await proxy.close();
        await server.close();
    });

    /** A process's store; through the proxy, or straight. */
    function open(port = proxy.port, limits: { patience?: number; answer?: number } = {}): Store {
        const opened = openDatabase(server.url({ port, database }), limits);
        databases.push(opened);
        return postgresStore(opened);
    }

    /** Writes revisions of an entry of its own until told to stop; answers the last that was acknowledged, by name. */
    async function writeOn(store: Store, name: string, isOver: () => boolean): Promise<[string, number]> {
        for (let revision = 1; ; revision++) {
            const outcome = await store.write(name, revision, String(revision), follows(String(revision - 1)), true);
            assert.equal(outcome, "written", `${name}, revision ${String(revision)}`);
            if (isOver()) {
                return [name, revision];
            }
        }
    }

    async function assertNothingIsMissing(acknowledged: readonly (readonly [string, number])[]): Promise<void> {
        const found = new Map((await open(server.port).list()).map(({ name, revision }) => [name, revision]));
        assert.deepEqual(found, new Map(acknowledged));
    }

    for (const [how, end] of [
        ["killed", () => server.kill()],
        ["stopped", () => server.stop()],
    ] as const) {
        it(`has every write that was acknowledged, and goes on by itself, when the server is ${how} and started again`, async () => {
            let isOver = false;
            const writers = ["a.1", "b.1", "c.1", "d.1"].map((name) => writeOn(open(server.port), name, () => isOver));
            for (let round = 0; round < 4; round++) {
                await pause(randomInt(200, 600));
                await end();
                await server.start();
            }
            await pause(300);
            isOver = true;
            await assertNothingIsMissing(await Promise.all(writers));
        });
    }

    it("has one winner for every revision while connections are cut", async () => {
        const writers = Array.from({ length: 6 }, () => open());
        proxy.loss = 0.1;
        for (let revision = 1; revision <= 60; revision++) {
            const before = revision === 1 ? "" : (await writers[0]!.list())[0]!.text;
            const outcomes = await Promise.all(
                writers.map((writer, index) =>
                    writer.write("a.1", revision, `${String(revision)} by ${String(index)}`, follows(before), true),
                ),
            );
            const winners = outcomes.flatMap((outcome, index) => (outcome === "written" ? [index] : []));
            assert.equal(winners.length, 1, `revision ${String(revision)}: ${outcomes.join()}`);
            const [entry] = await open(server.port).list();
            assert.equal(entry?.text, `${String(revision)} by ${String(winners[0])}`);
            if (revision % 5 === 0) {
                proxy.cut();
            }
        }
    });

    it("knows its own write again when the answer is lost, each time", async () => {
        const store = open();
        const other = open(server.port);
        await store.list();
        for (let revision = 1; revision <= 20; revision++) {
            proxy.loseNextAnswer();
            assert.equal(
                await store.write("a.1", revision, String(revision), follows(String(revision - 1)), true),
                "written",
            );
        }
        proxy.loseNextAnswer();
        await other.write("a.1", 21, "another's", follows("20"), true);
        assert.equal(await store.write("a.1", 21, "21", follows("20"), true), "conflict");
        proxy.loseNextAnswer();
        await store.remove("a.1", () => true);
        assert.deepEqual(await store.list(), []);
    });

    it("keeps an entry that is set aside when the answer to that is lost", async () => {
        const store = open();
        await store.write("a.1", 1, "one", () => true, true);
        proxy.loseNextAnswer();
        assert.equal((await store.setAside("a.1")).length, 1);
        assert.deepEqual(await store.list(), []);
    });

    it("needs one round trip for each write and look, and one more to begin with nothing known", async () => {
        const store = open();
        await store.list();
        proxy.sent = 0;
        await store.list();
        assert.equal(proxy.sent, 1);
        await store.write("a.1", 1, "reserved", () => true, true);
        await store.write("a.1", 2, "sending", follows("reserved"), true);
        await store.write("a.1", 3, "placed", follows("sending"), true);
        await store.write("a.1", 4, "settled", follows("placed"), true);
        await store.write("a.1", 5, "closed", follows("settled"), true);
        await store.trim("a.1", 5, () => true);
        assert.equal(proxy.sent, 6);
        const next = open();
        await next.list();
        proxy.sent = 0;
        await next.write("a.1", 6, "released", follows("closed"), true);
        assert.equal(proxy.sent, 2);
    });

    it("is only slower where answers are slow", async () => {
        proxy.delay = 100;
        const store = open();
        assert.equal(await store.write("a.1", 1, "one", () => true, true), "written");
        assert.equal(await store.write("a.1", 2, "two", follows("one"), true), "written");
        assert.equal((await store.list()).length, 1);
    });

    it("says what is safe, when the server does not come back", async () => {
        const store = open(server.port, { patience: 500 });
        await store.write("a.1", 1, "one", () => true, true);
        await server.stop();
        try {
            await assert.rejects(
                store.write("a.1", 2, "two", follows("one"), true),
                (error: Error) =>
                    error instanceof JournalUnavailable &&
                    /nothing answers at 127\.0\.0\.1, port \d+ \(ECONN/.test(error.message) &&
                    /Nothing is bought or released without it\. .*callfire:journal/.test(error.message),
            );
        } finally {
            await server.start();
        }
        assert.equal(await store.write("a.1", 2, "two", follows("one"), true), "written");
    });

    it("does not wait for ever for a server that says nothing", async () => {
        const store = open(proxy.port, { patience: 500, answer: 300 });
        await store.list();
        proxy.isBlackHole = true;
        await assert.rejects(store.list(), /127\.0\.0\.1, port \d+ does not answer/);
        proxy.isBlackHole = false;
        assert.deepEqual(await store.list(), []);
    });
});

function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
