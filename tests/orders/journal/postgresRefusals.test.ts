import * as assert from "node:assert/strict";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { inspect } from "node:util";
import { JournalUnavailable } from "../../../provider/orders/errors";
import { PostgresDatabase } from "../../../provider/orders/journal/postgresDatabase";
import { postgresStore } from "../../../provider/orders/journal/postgresStore";
import { readPostgresUrl } from "../../../provider/orders/journal/postgresUrl";
import { systemTime } from "../../../provider/orders/time";
import { certificate, privateKey } from "../../callfire/certificate";
import { openDatabase, startPostgres, superuser } from "../../support/postgres";
import type { PostgresServer } from "../../support/postgres";
import { startTcpProxy } from "../../support/tcpProxy";

describe("a journal in PostgreSQL is refused, by the setting's name and with what is safe,", function () {
    this.timeout(60_000);
    let server: PostgresServer;
    let database: string;
    const opened: PostgresDatabase[] = [];
    before(async () => {
        server = await startPostgres();
        await server.run(`CREATE ROLE ci LOGIN PASSWORD '${password}'`);
    });
    beforeEach(async () => {
        database = await server.createDatabase();
    });
    afterEach(async () => {
        await Promise.all(opened.splice(0).map((one) => one.close()));
    });
    after(() => server.close());

    const password = "pa%ss/w:rd@1";

    function open(url: string): PostgresDatabase {
        const one = openDatabase(url, { patience: 500 });
        opened.push(one);
        return one;
    }

    async function assertRefused(url: string, ...words: readonly RegExp[]): Promise<void> {
        await assert.rejects(
            postgresStore(open(url)).write("a.1", 1, "one", () => true, true),
            (error: Error) => {
                assert.ok(error instanceof JournalUnavailable, inspect(error));
                for (const expected of [/Nothing is bought or released without it/, /callfire:journal/, ...words]) {
                    assert.match(error.message, expected);
                }
                const everything = inspect(error, { depth: 20, showHidden: true });
                for (const secret of [password, encodeURIComponent(password), superuser.password, "never-this"]) {
                    assert.ok(!everything.includes(secret), everything);
                }
                return true;
            },
        );
    }

    it("where no host has that name", () =>
        assertRefused(
            server.url({ host: "no-such-host.invalid" }) + "?sslmode=verify-full",
            /no host is known by the name no-such-host\.invalid/,
        ));

    it("where nothing listens", () =>
        assertRefused(server.url({ port: 1 }), /nothing answers at 127\.0\.0\.1, port 1 \(ECONNREFUSED\)/));

    it("where there is no such socket", () =>
        assertRefused(
            "postgres:///pipelines?host=/no/such/folder",
            /nothing answers at the socket in \/no\/such\/folder/,
        ));

    it("where the password is wrong", () =>
        assertRefused(server.url({ password: "never-this" }), /refused the user or its password/, /PGPASSFILE/));

    it("where a password is needed and there is none", () =>
        assertRefused(server.url({ password: "" }), /asks for a password, and there is none/, /PGPASSWORD/));

    it("where there is no such database", () =>
        assertRefused(server.url({ database: "nowhere" }), /database "nowhere" does not exist/));

    it("where the user may not create its tables, with the statements for whoever may", async () => {
        const url = server.url({ user: "ci", password, database });
        await server.run("REVOKE CREATE ON SCHEMA public FROM PUBLIC", database);
        await assertRefused(url, /the user ci has no right to create them/);
        const error = await open(url)
            .facts()
            .catch((refusal: unknown) => refusal);
        assert.ok(error instanceof Error);
        const statements = /run it again:\n([^]*;)\nOr set/.exec(error.message)?.[1];
        assert.ok(statements !== undefined, error.message);
        await server.run(statements, database);
        const store = postgresStore(open(url));
        assert.equal(await store.write("a.1", 1, "one", () => true, true), "written");
        await store.remove("a.1", () => true);
        assert.deepEqual(await store.list(), []);
    });

    it("where the user may not use its tables", async () => {
        await open(server.url({ database })).facts();
        const url = server.url({ user: "ci", password, database });
        await assertRefused(
            url,
            /the user ci has no right to use its tables/,
            /GRANT SELECT, INSERT, UPDATE, DELETE ON callfire_journal TO ci;/,
        );
        await server.run("GRANT SELECT ON callfire_journal, callfire_journal_about TO ci", database);
        await assertRefused(url, /the user ci has no right to use its tables/);
    });

    it("where another machine offers no TLS", () =>
        // Reaches this machine, but not by a name that can mean nothing else.
        assertRefused(server.url({ host: "0.0.0.0", database }), /offers no TLS/));

    it("where the database is read-only", async () => {
        await open(server.url({ database })).facts();
        await server.run(`ALTER DATABASE ${database} SET default_transaction_read_only = on`);
        await assertRefused(server.url({ database }), /read-only/, /default_transaction_read_only/);
    });

    it("where the server is older than 13", async () => {
        const [row] = await server.run("SHOW server_version_num");
        const number = String(row?.["server_version_num"]);
        const proxy = await startTcpProxy(server.port);
        proxy.rewrite = (bytes) => Buffer.from(bytes.toString("latin1").replaceAll(number, "120022"), "latin1");
        try {
            // The number alone decides.
            await assertRefused(server.url({ port: proxy.port, database }), /13 is the oldest that can be used/);
        } finally {
            await proxy.close();
        }
    });

    it("where its tables are of another version, or somebody else's", async () => {
        await open(server.url({ database })).facts();
        await server.run("UPDATE callfire_journal_about SET version = 2", database);
        await assertRefused(server.url({ database }), /of version 2, and this version of pulumi-callfire knows 1/);
        await server.run("TRUNCATE callfire_journal_about", database);
        await assertRefused(server.url({ database }), /of version unknown/);
        const other = await server.createDatabase();
        await server.run("CREATE TABLE callfire_journal (name text, words text)", other);
        await assertRefused(server.url({ database: other }), /callfire_journal_about/);
    });

    describe("but not", () => {
        it("where the server is only about to start", async () => {
            await server.stop();
            const one = openDatabase(server.url({ database }), { firstPatience: 30_000 });
            opened.push(one);
            const identity = postgresStore(one).identity();
            await server.start();
            assert.match(await identity, /^[0-9a-f-]+$/);
        });

        it("where twelve processes make its tables at the same moment", async () => {
            const identities = await Promise.all(
                Array.from({ length: 12 }, () => postgresStore(open(server.url({ database }))).identity()),
            );
            assert.equal(new Set(identities).size, 1);
        });

        it("where the password is in PGPASSWORD or in a file that PGPASSFILE names", async () => {
            const url = server.url({ password: "", database });
            const environments = [{ PGPASSWORD: superuser.password }, {}];
            const file = path.join(server.folder, "pgpass");
            const escaped = superuser.password.replace(/[:\\]/g, "\\$&");
            await fs.writeFile(file, `127.0.0.1:${String(server.port)}:*:${superuser.name}:${escaped}\n`, {
                mode: 0o600,
            });
            const before = process.env["PGPASSFILE"];
            process.env["PGPASSFILE"] = file;
            try {
                for (const environment of environments) {
                    const one = new PostgresDatabase(readPostgresUrl(url, environment), { time: systemTime });
                    opened.push(one);
                    assert.equal((await one.facts()).isEncrypted, false);
                }
            } finally {
                if (before === undefined) {
                    delete process.env["PGPASSFILE"];
                } else {
                    process.env["PGPASSFILE"] = before;
                }
            }
        });

        it("through a unix socket", async () => {
            const { port, folder } = server;
            const url = `postgres://${superuser.name}:${encodeURIComponent(superuser.password)}@/${database}?host=${folder}&port=${String(port)}`;
            assert.equal((await open(url).facts()).isEncrypted, false);
        });

        it("where the default of the database is not to wait for the disk, or to be serializable", async () => {
            await server.run(`ALTER DATABASE ${database} SET synchronous_commit = off`);
            await server.run(`ALTER DATABASE ${database} SET default_transaction_isolation = 'serializable'`);
            const one = open(server.url({ database }));
            assert.equal((await one.facts()).synchronousCommit, "off");
            const store = postgresStore(one);
            assert.equal(await store.write("a.1", 1, "one", () => true, true), "written");
            assert.equal(await store.write("a.1", 2, "two", (before) => before === "one", true), "written");
        });
    });

    describe("from a server", () => {
        let other: PostgresServer;
        let authority: string;
        before(async () => {
            other = await startPostgres({ ssl: "off", fsync: "off" });
            authority = path.join(other.folder, "authority.pem");
            await fs.writeFile(authority, certificate);
        });
        after(() => other.close());

        it("that runs with fsync = off", () => assertRefused(other.url(), /fsync = off/));

        it("that is a standby", async () => {
            await other.stop();
            const signal = path.join(other.folder, "data", "standby.signal");
            await fs.writeFile(signal, "");
            await other.start({ fsync: "on" });
            await assertRefused(other.url(), /is a standby/, /primary/);
            await other.stop();
            await fs.rm(signal);
        });

        describe("with TLS", () => {
            before(async () => {
                const data = path.join(other.folder, "data");
                const { uid, gid } = await fs.stat(data);
                for (const [file, text] of [
                    ["server.crt", certificate],
                    ["server.key", privateKey],
                ] as const) {
                    await fs.writeFile(path.join(data, file), text, { mode: 0o600 });
                    await fs.chown(path.join(data, file), uid, gid);
                }
                await other.stop();
                await other.start({ ssl: "on" });
            });

            it("whose certificate nobody vouches for", () =>
                assertRefused(other.url({ host: "0.0.0.0" }), /certificate is not trusted/, /sslrootcert/));

            it("whose certificate is another host's", () =>
                assertRefused(
                    other.url({ host: "0.0.0.0", query: `?sslrootcert=${authority}` }),
                    /certificate is not trusted/,
                    /0\.0\.0\.0/,
                ));

            it("whose authority can't be read", () =>
                assertRefused(other.url({ query: "?sslrootcert=/no/such/file" }), /its sslrootcert can't be read/));

            it("but not where it is vouched for", async () => {
                const url = other.url({ query: `?sslmode=verify-full&sslrootcert=${authority}` });
                assert.equal((await open(url).facts()).isEncrypted, true);
            });
        });
    });
});
