import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { makeFolder, removeFolder } from "../support/folders";
import { compiled, ended, run, start } from "./command";

const settings = { CALLFIRE_LOGIN: "acme", CALLFIRE_PASSWORD: "hunter2" };

describe("npx pulumi-callfire, where its output ends,", () => {
    let folder: string;

    beforeEach(async () => {
        folder = await makeFolder();
    });

    afterEach(() => removeFolder(folder));

    it("does what it was told although nobody reads what it says", async () => {
        const child = start(["orders", "forget", "0123456789ab", "--yes"], folder, settings);
        child.stdout.destroy();
        assert.equal((await ended(child)).code, 0);
        const { stdout } = await run(["orders", "--all"], folder);
        assert.match(stdout, /settled: forgotten by a person/);
    });

    it("has the same exit code although nobody reads why", async () => {
        const child = start(["orders", "lst"], folder, settings);
        child.stdout.destroy();
        child.stderr.destroy();
        assert.deepEqual(await once(child, "exit"), [2, null]);
    });

    it("fails where what it says can't be written", async function () {
        if (!fs.existsSync("/dev/full")) {
            this.skip();
        }
        for (const output of [[], ["--json"]]) {
            const full = fs.openSync("/dev/full", "w");
            const child = spawn(process.execPath, [compiled, "orders", ...output], {
                cwd: folder,
                env: { PATH: process.env["PATH"], HOME: folder, PULUMI_HOME: folder },
                stdio: ["ignore", full, "pipe"],
            });
            fs.closeSync(full);
            let said = "";
            child.stderr?.on("data", (text: Buffer) => (said += text.toString()));
            assert.deepEqual(await once(child, "close"), [1, null]);
            assert.match(said, /^The output could not be written: ENOSPC/);
        }
    });
});
