import assert from "node:assert/strict";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { startSimulator } from "../../simulator";
import type { RunningSimulator } from "../../simulator";
import { run } from "./command";

describe("npx pulumi-callfire check", () => {
    let folder: string;
    let simulator: RunningSimulator;
    let settings: NodeJS.ProcessEnv;

    beforeEach(async () => {
        folder = await fs.mkdtemp(path.join(tmpdir(), "callfire-check-"));
        simulator = await startSimulator({ login: "acme", password: "hunter2" });
        settings = { CALLFIRE_LOGIN: "acme", CALLFIRE_PASSWORD: "hunter2", CALLFIRE_ENDPOINT: simulator.url };
    });

    afterEach(async () => {
        await simulator.close();
        await fs.rm(folder, { recursive: true, force: true });
    });

    const lines = (stdout: string): string[] => stdout.trimEnd().split("\n");

    it("finds good settings good with one request that only reads", async () => {
        await simulator.change({ action: "give", number: "13105551212" });
        const { code, stdout, stderr } = await run(["check"], folder, settings);
        assert.deepEqual([code, stderr], [0, ""]);
        assert.deepEqual(lines(stdout), [
            `ok      settings: ${simulator.url} as "acme", from the environment`,
            `ok      account: 127.0.0.1:${String(simulator.port)}/acme answers, 1 number owned`,
            `ok      journal: ${path.join(folder, "home", "callfire", "journal")} can be written`,
            `ok      orders: nothing is open`,
        ]);
        const requests = simulator.ledger().requests.map(({ method, path: where }) => `${method} ${where}`);
        assert.deepEqual(requests, ["GET /number"]);
    });

    it("names the setting of a wrong password, not the password", async () => {
        const { code, stdout, stderr } = await run(["check"], folder, { ...settings, CALLFIRE_PASSWORD: "s3cret" });
        assert.equal(code, 1);
        assert.match(stdout, /^failed {2}account: .*CALLFIRE_PASSWORD/m);
        assert(!`${stdout}${stderr}`.includes("s3cret"), stdout);
    });

    it("says how to hand a stack's settings over, in the folder of a program", async () => {
        await fs.writeFile(path.join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
        const { code, stdout } = await run(["check"], folder);
        assert.equal(code, 1);
        assert.match(
            stdout,
            /^failed {2}settings: CALLFIRE_LOGIN and CALLFIRE_PASSWORD are not set; .*pulumi config get/m,
        );
    });

    it("finds every wrong setting, one line each", async () => {
        const wrong = { ...settings, CALLFIRE_POLL_SCOPE: "both", CALLFIRE_MAX_ITEMS_PER_ORDER: "0" };
        const { code, stdout } = await run(["check"], folder, wrong);
        assert.equal(code, 1);
        assert.match(stdout, /^failed {2}settings: callfire:pollScope .*"both"/m);
        assert.match(stdout, /^failed {2}settings: callfire:maxItemsPerOrder .*"0"/m);
        assert(!stdout.includes("    at "), stdout);
    });

    it("fails where the journal can't be written", async () => {
        await fs.writeFile(path.join(folder, "taken"), "a file");
        const { code, stdout } = await run(["check", "--journal", "taken"], folder, settings);
        assert.equal(code, 1);
        assert.match(stdout, /^failed {2}journal: .*taken/m);
    });

    it("fails where nobody answers, and says what to look at", async () => {
        await simulator.close();
        const { code, stdout } = await run(["check"], folder, settings);
        assert.equal(code, 1);
        assert.match(stdout, /^failed {2}account: .*check the network and CALLFIRE_ENDPOINT/m);
    });
});
