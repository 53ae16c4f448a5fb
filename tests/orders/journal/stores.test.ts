import { diskFiles } from "../../../provider/orders/journal/files";
import { folderStore } from "../../../provider/orders/journal/folderStore";
import type { PostgresDatabase } from "../../../provider/orders/journal/postgresDatabase";
import { postgresStore } from "../../../provider/orders/journal/postgresStore";
import { makeFolder, removeFolder } from "../../support/folders";
import { openDatabase, startPostgres } from "../../support/postgres";
import type { PostgresServer } from "../../support/postgres";
import { describeStore } from "./store.contract";

describe("one contract for all journals:", () => {
    describe("on the disk,", () => {
        const folders: string[] = [];
        afterEach(async () => {
            await Promise.all(folders.splice(0).map(removeFolder));
        });

        describeStore("a folder", async () => {
            const folder = await makeFolder();
            folders.push(folder);
            return () => folderStore(diskFiles(folder));
        });
    });

    describe("on a server,", function () {
        this.timeout(60_000);
        let server: PostgresServer;
        const databases: PostgresDatabase[] = [];
        before(async () => {
            server = await startPostgres();
        });
        afterEach(async () => {
            await Promise.all(databases.splice(0).map((database) => database.close()));
        });
        after(() => server.close());

        describeStore("PostgreSQL", async () => {
            const name = await server.createDatabase();
            return () => {
                const database = openDatabase(server.url({ database: name }));
                databases.push(database);
                return postgresStore(database);
            };
        });
    });
});
