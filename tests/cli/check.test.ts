import assert from "node:assert/strict";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { startSimulator } from "../../simulator";
import type { RunningSimulator } from "../../simulator";
import { run } from "./command";
import { Stack } from "./stack";

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
    const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g;

    it("finds good settings good with one request that only reads", async () => {
        await simulator.change({ action: "give", number: "13105551212" });
        const { code, stdout, stderr } = await run(["check"], folder, settings);
        assert.deepEqual([code, stderr], [0, ""]);
        assert.deepEqual(lines(stdout.replace(time, "<time>")), [
            `ok      settings: ${simulator.url} as "acme", from the environment`,
            `ok      account: 127.0.0.1:${String(simulator.port)}/acme answers, 1 number owned`,
            `ok      clock: CallFire's server says <time>, this machine <time>`,
            `ok      journal: ${path.join(folder, "home", "callfire", "journal")} can be written`,
            `ok      orders: nothing is open`,
        ]);
        const requests = simulator.ledger().requests.map(({ method, path: where }) => `${method} ${where}`);
        assert.deepEqual(requests, ["GET /number"]);
    });

    it("speaks JSON to programs", async () => {
        const { code, stdout } = await run(["check", "--json"], folder, { ...settings, CALLFIRE_POLL_SCOPE: "both" });
        assert.equal(code, 1);
        const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: { level: string; subject: string }[] };
        assert.equal(ok, false);
        assert.deepEqual(
            findings.map(({ level, subject }) => `${level} ${subject}`),
            ["failed settings", "ok journal", "ok orders"],
        );
    });

    it("names the setting of a wrong password, not the password", async () => {
        const { code, stdout, stderr } = await run(["check"], folder, { ...settings, CALLFIRE_PASSWORD: "s3cret" });
        assert.equal(code, 1);
        assert.match(stdout, /^failed {2}account: .*CALLFIRE_PASSWORD/m);
        assert(!`${stdout}${stderr}`.includes("s3cret"), stdout);
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
        assert.match(stdout, /^failed {2}journal: JournalUnavailable: The journal of orders at .*taken can't be used/m);
    });

    it("fails where nobody answers, and names the endpoint", async () => {
        await simulator.close();
        const { code, stdout } = await run(["check"], folder, settings);
        assert.equal(code, 1);
        assert.match(stdout, /^failed {2}account: .*Check the network and callfire:endpoint \(CALLFIRE_ENDPOINT/m);
        assert.equal(stdout.match(/check the network/gi)?.length, 1, stdout);
    });

    it("outside of a program without settings says what to set, and how to rehearse", async () => {
        const { code, stdout } = await run(["check"], folder);
        assert.equal(code, 1);
        assert.match(stdout, /^failed {2}settings: CALLFIRE_LOGIN and CALLFIRE_PASSWORD are not set, and this is not/m);
        const rehearsal = await run(["check", "--endpoint", "simulator"], folder);
        assert.equal(rehearsal.code, 0, rehearsal.stdout);
    });

    describe("in the folder of a program", () => {
        let stack: Stack;

        beforeEach(async () => {
            stack = await Stack.create(folder);
        });

        it("knows the settings of its stack, its password and its journal included", async () => {
            await stack.set("callfire:login", "acme");
            await stack.setSecret("callfire:password", "hunter2");
            await stack.set("callfire:endpoint", simulator.url);
            await stack.set("callfire:journal", "file:orders");
            const { code, stdout } = await run(["check"], path.join(folder, "src"), stack.environment);
            assert.equal(code, 0, stdout);
            assert.match(stdout, /^ok {6}settings: .* as "acme", from stack configuration$/m);
            assert.match(stdout, /^ok {6}account: .*\/acme answers, 0 numbers owned$/m);
            assert(stdout.includes(`journal: ${path.join(folder, "src", "orders")} can be written`), stdout);
            const { stdout: listed } = await run(["orders"], folder, stack.environment);
            assert(listed.startsWith(`Journal: ${path.join(folder, "src", "orders")}\n`), listed);
        });

        it("finds the simulator good before it has an account, and makes none", async () => {
            await stack.set("callfire:endpoint", "simulator");
            const file = path.join(folder, "src", ".callfire-simulator.json");
            const fresh = await run(["check"], folder, stack.environment);
            assert.equal(fresh.code, 0, fresh.stdout);
            assert.match(fresh.stdout, /^ok {6}settings: the embedded simulator, nothing is bought$/m);
            assert(
                fresh.stdout.includes(`account: a new one, which the first "pulumi up" makes in ${file}`),
                fresh.stdout,
            );
            await assert.rejects(fs.access(file));

            await (await startSimulator({ stateFile: file })).close();
            const { code, stdout } = await run(["check"], folder, stack.environment);
            assert.equal(code, 0, stdout);
            assert.match(stdout, /^ok {6}account: simulator\/\S+ answers, 0 numbers owned$/m);
        });

        it("says what to set where the stack has no login, and is content once that is done", async () => {
            await stack.set("callfire:endpoint", simulator.url);
            const { code, stdout } = await run(["check"], folder, stack.environment);
            assert.equal(code, 1);
            assert.match(stdout, /^failed {2}settings: neither the stack nor the environment has a login\. Type: /m);
            await stack.set("callfire:login", "acme");
            await stack.setSecret("callfire:password", "hunter2");
            assert.equal((await run(["check"], folder, stack.environment)).code, 0);
        });

        it("hands on what Pulumi asks for where a password can't be decrypted, and needs none that it has", async () => {
            await stack.set("callfire:login", "acme");
            await stack.setSecret("callfire:password", "hunter2");
            await stack.set("callfire:endpoint", simulator.url);
            const locked = { ...stack.environment, PULUMI_CONFIG_PASSPHRASE: undefined };
            const { code, stdout } = await run(["check"], folder, locked);
            assert.equal(code, 1);
            assert.match(stdout, /^failed {2}stack: callfire:password can't be decrypted: passphrase must be set/m);
            const { code: withOwn } = await run(["check"], folder, {
                ...locked,
                CALLFIRE_LOGIN: "acme",
                CALLFIRE_PASSWORD: "hunter2",
            });
            assert.equal(withOwn, 0);
        });

        it("goes by the environment, and says so, where the stack can't be asked", async () => {
            const empty = { ...stack.environment, ...settings, PATH: path.dirname(process.execPath) };
            const { code, stdout } = await run(["check"], folder, empty);
            assert.equal(code, 0, stdout);
            assert.match(
                stdout,
                /^note {4}stack: the configuration of this folder's stack can't be read: there is no pulumi/m,
            );
            const unknown = await run(["check", "--stack", "nope"], folder, { ...stack.environment, ...settings });
            assert.match(unknown.stdout, /^note {4}stack: .*no stack named 'nope' found/m);
        });
    });
});
