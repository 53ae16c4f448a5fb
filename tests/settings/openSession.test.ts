import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { orderId } from "../../provider/callfire/types";
import { openSession } from "../../provider/settings/openSession";
import { readSettings } from "../../provider/settings/read";

const silent = () => undefined;

describe("opening a session", () => {
    it("is done once for the same settings", async () => {
        const open = (login: string) =>
            openSession(
                readSettings({ stack: { login, password: "s3cret" }, environment: {}, programFolder: "/program" }),
                silent,
            );
        const session = await open("acme");
        assert.equal(session.account, "www.callfire.com/acme");
        assert.equal(await open("acme"), session);
        assert.notEqual(await open("other"), session);
    });

    it("keeps journal and polls in a database, which is not asked before the first use", async () => {
        const journal = "postgres://ci:s3same@127.0.0.1:1/pipelines";
        const stack = { login: "acme", password: "s3cret", journal };
        const settings = readSettings({ stack, environment: {}, programFolder: "/program" });
        const session = await openSession(settings, silent);
        assert.equal(session.journal.place, "postgres://127.0.0.1:1/pipelines");
        const { signal } = new AbortController();
        for (const use of [
            session.journal.read(),
            session.pollLimiter.turn(orderId("1"), signal, () => Promise.reject(new Error("polled"))),
        ]) {
            await assert.rejects(
                use,
                /postgres:\/\/127\.0\.0\.1:1\/pipelines can't be used: nothing answers .*callfire:journal/s,
            );
        }
    });

    it("loads no driver of a database where none is set", async () => {
        const program = `
            const { openSession } = require(${JSON.stringify(require.resolve("../../provider/settings/openSession"))});
            const service = { endpoint: "https://www.callfire.com/api/1.1/rest", credentials: { login: "a", password: "b", source: "c" } };
            const settings = (journal) => ({ service, journal, pollScope: "account", maxItemsPerOrder: 1, bulkOrders: "name", programFolder: "/" });
            const loaded = () => Object.keys(require.cache).filter((file) => /node_modules.(pg|pg-\\w+|pgpass)\\W/.test(file)).length;
            const address = { host: "127.0.0.1", port: 1, encryption: "none", files: {}, place: "postgres://127.0.0.1" };
            (async () => {
                const folder = await openSession(settings({ kind: "folder", folder: ${JSON.stringify(join(tmpdir(), "no-such-folder"))} }), {});
                await folder.journal.read();
                const without = loaded();
                const database = await openSession(settings({ kind: "postgres", address }), {});
                await database.journal.read().catch(() => undefined);
                console.log(JSON.stringify({ without, has: loaded() > 0 }));
            })();`;
        const { stdout } = await promisify(execFile)(process.execPath, ["-e", program]);
        assert.deepEqual(JSON.parse(stdout), { without: 0, has: true });
    });
});
