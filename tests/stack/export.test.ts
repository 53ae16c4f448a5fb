import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { exportStack, exportStackNow, type Deployment, type ExportRequest } from "../../provider/stack/export";
import { FakeCli } from "./fakeCli";

/** The program reads the state before anything else; the provider while others run. */
const ways: Readonly<Record<string, (request: ExportRequest) => Promise<Deployment>>> = {
    "while others run": exportStack,
    "before anything else": async (request) => Promise.resolve(exportStackNow(request)),
};

for (const [way, read] of Object.entries(ways)) {
    describe(`the engine's state, read ${way}`, () => {
        let cli: FakeCli;
        let request: ExportRequest;
        beforeEach(async () => {
            cli = await FakeCli.install();
            request = { stack: "acme/shop/dev", folder: cli.folder };
        });
        afterEach(() => cli.remove());

        it("is that of the stack by its full name, from the program's root folder, without secrets", async () => {
            await cli.run(`echo "$@" > asked; pwd > folder; echo '{"version": 3, "deployment": {"resources": []}}'`);
            assert.deepEqual(await read(request), { resources: [] });
            const asked = await readFile(join(cli.folder, "asked"), "utf8");
            assert.equal(asked.trim(), "stack export --stack acme/shop/dev --non-interactive");
            assert.equal((await readFile(join(cli.folder, "folder"), "utf8")).trim(), cli.folder);
        });

        it("may be larger than what Node takes from a process by itself", async () => {
            const resources = Array.from({ length: 2_000 }, (_, index) => ({
                urn: `urn:pulumi:dev::shop::callfire:index:NumberOrder::n${String(index)}`,
                outputs: { text: "x".repeat(1_000) },
            }));
            await cli.answer({ resources });
            assert.deepEqual(await read(request), { resources });
        });

        it("is empty for a stack that was never updated", async () => {
            await cli.run(`echo '{"version": 3, "deployment": null}'`);
            assert.deepEqual(await read(request), {});
        });

        it("can't be read where there is no command line", async () => {
            cli.hide();
            await assert.rejects(read(request), { message: "there is no pulumi command on PATH" });
        });

        it("can't be read where the command fails: its first line says why", async () => {
            await cli.run(`echo >&2; echo "error: no stack named 'dev' found" >&2; echo "more" >&2; exit 255`);
            await assert.rejects(read(request), {
                message: `"pulumi stack export" failed: error: no stack named 'dev' found`,
            });
        });

        it("can't be read where the command says nothing that can be understood", async () => {
            await cli.run(`echo "Please choose a stack:"`);
            await assert.rejects(read(request), /"pulumi stack export" failed: .*JSON/);
        });

        it("can't be read where the command hangs", async () => {
            await cli.run("exec sleep 600");
            await assert.rejects(read({ ...request, timeoutMilliseconds: 200 }), {
                message: `"pulumi stack export" took more than 0.2 s`,
            });
        });
    });
}
