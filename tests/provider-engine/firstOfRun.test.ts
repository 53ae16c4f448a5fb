import * as assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { isFirstOfRun } from "../../provider/engine/firstOfRun";
import { makeFolder, removeFolder } from "../support/folders";

describe("the first provider of a run", () => {
    let folder: string;
    beforeEach(async () => (folder = await makeFolder("callfire-run-")));
    afterEach(() => removeFolder(folder));

    const address = "127.0.0.1:40123";
    const hold = (pid: number): void => writeFileSync(join(folder, "pulumi-callfire-127-0-0-1-40123"), String(pid));

    it("is the first that asks, for each engine", () => {
        assert.equal(isFirstOfRun(address, folder), true);
        assert.equal(isFirstOfRun(address, folder), false);
        assert.equal(isFirstOfRun("127.0.0.1:40124", folder), true);
    });

    it("is not one that comes while another runs", () => {
        hold(process.ppid);
        assert.equal(isFirstOfRun(address, folder), false);
    });

    it("is another once the engine's port serves a later run", async () => {
        const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
        await once(child, "exit");
        hold(child.pid ?? 0);
        assert.equal(isFirstOfRun(address, folder), true);
    });

    it("is everybody where nothing can be written", () => {
        assert.equal(isFirstOfRun(address, join(folder, "missing")), true);
        assert.equal(isFirstOfRun(address, join(folder, "missing")), true);
    });
});
