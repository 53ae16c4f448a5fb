import assert from "node:assert/strict";
import { noWants } from "../../provider/orders/items";
import { openJournal } from "../../provider/orders/journal/journal";
import { postgresStore } from "../../provider/orders/journal/postgresStore";
import { systemTime } from "../../provider/orders/time";
import { makeFolder, removeFolder } from "../support/folders";
import { openDatabase, startPostgres, superuser } from "../support/postgres";
import type { PostgresServer } from "../support/postgres";
import { run } from "./command";

describe("npx pulumi-callfire with a journal in PostgreSQL", () => {
    let server: PostgresServer;
    let folder: string;

    before(async function () {
        this.timeout(300_000);
        server = await startPostgres();
        folder = await makeFolder();
    });

    after(async () => {
        await server.close();
        await removeFolder(folder);
    });

    it("shows and forgets what another machine has sent, and ends by itself", async () => {
        const database = openDatabase(server.url());
        const journal = openJournal(postgresStore(database), { ...systemTime, date: () => new Date(0) });
        const reserved = await journal.reserve("support.1", {
            stack: { name: "organization/shop/dev" },
            urn: "urn:pulumi:dev::shop::callfire:index:NumberOrder::support",
            uid: "one",
            attempt: "0123456789ab",
            account: "www.callfire.com/acme",
            wants: { ...noWants, tollFree: 1 },
        });
        const { entry } = await journal.advance(reserved, { phase: "sending" });

        const environment = { CALLFIRE_JOURNAL: server.url() };
        const { code, stdout, stderr } = await run(["orders", "--fail-if-any"], folder, environment);
        assert.equal(code, 1, stderr);
        assert.match(stdout, /^Journal: postgres:\/\/127\.0\.0\.1:\d+\/postgres\n/);
        assert(stdout.includes(`orders forget ${entry.intent}`), stdout);
        const shown = await run(["orders", "show", entry.intent], folder, environment);
        assert.match(shown.stdout, /kept as +support\.1, revision 2/);
        const done = await run(["orders", "forget", entry.intent, "--yes"], folder, environment);
        assert.equal(done.code, 0, done.stderr);
        assert.equal((await journal.read()).records[0]?.entry.outcome, "forgotten");
        await database.close();
        for (const { stdout: said, stderr: complained } of [shown, done]) {
            assert(!`${said}${complained}`.includes(superuser.password));
        }
    });

    it("checks what the database promises, and how far away it is", async () => {
        const environment = { CALLFIRE_JOURNAL: server.url(), CALLFIRE_ENDPOINT: "simulator" };
        const { code, stdout, stderr } = await run(["check"], folder, environment);
        assert.equal(code, 0, stderr);
        assert.match(stdout, /journal: postgres:\/\/127\.0\.0\.1:\d+\/postgres can be written/);
        assert.match(
            stdout,
            /PostgreSQL \d+\.\d+, fsync on, synchronous_commit on .*, without TLS, \d+ ms a statement/,
        );
        assert(!`${stdout}${stderr}`.includes(superuser.password));
    });

    it("takes no password from the command line, and does not repeat it", async () => {
        const { code, stdout, stderr } = await run(["orders", "--journal", server.url()], folder);
        assert.equal(code, 2);
        assert.match(stderr, /--journal holds a password/);
        assert(!`${stdout}${stderr}`.includes("s3cret"), stderr);
    });
});
