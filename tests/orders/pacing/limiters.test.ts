import { makeFolder, removeFolder } from "../../support/folders";
import { startPostgres } from "../../support/postgres";
import type { PostgresServer } from "../../support/postgres";
import { describeLimiter } from "./limiter.contract";

describe("one contract for all poll limiters:", () => {
    describe("on a machine,", () => {
        const folders: string[] = [];
        after(async () => {
            await Promise.all(folders.splice(0).map(removeFolder));
        });

        describeLimiter("a folder", async () => {
            const folder = await makeFolder();
            folders.push(folder);
            return folder;
        });
    });

    describe("on a server,", function () {
        this.timeout(60_000);
        let server: PostgresServer;
        before(async () => {
            server = await startPostgres();
        });
        after(() => server.close());

        describeLimiter("PostgreSQL", async () => server.url({ database: await server.createDatabase() }));
    });
});
