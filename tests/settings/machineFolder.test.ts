import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { machineFolder, type Machine } from "../../provider/settings/machineFolder";

function machine(shared: readonly string[], changes: Partial<Machine> = {}): Machine {
    const isShared = (folder: string): boolean => shared.includes(folder);
    return { platform: "linux", environment: {}, home: "/home/ci", isShared, ...changes };
}

describe("the folder in which the processes of a machine take turns", () => {
    it("is the same for processes with other folders for temporary files", () => {
        const module = join(__dirname, "../../provider/settings/machineFolder.js");
        const folderOf = (folder: string): string =>
            execFileSync(process.execPath, ["-p", `require(${JSON.stringify(module)}).machineFolder()`], {
                encoding: "utf8",
                env: { ...process.env, TMPDIR: folder, TMP: folder, TEMP: folder },
            });
        assert.equal(folderOf("/tmp/one"), folderOf("/tmp/two"));
    });

    it("lies where every user may write", () => {
        assert.equal(machineFolder(machine(["/tmp", "/var/tmp"])), "/tmp/pulumi-callfire-polls");
        assert.equal(machineFolder(machine(["/var/tmp"])), "/var/tmp/pulumi-callfire-polls");
        const windows = machine([], { platform: "win32", environment: { PUBLIC: "D:\\Public", TEMP: "D:\\Temp" } });
        assert(machineFolder(windows).startsWith("D:\\Public"));
    });

    it("is that of the user where the machine has none for all", () => {
        assert.equal(machineFolder(machine([])), "/home/ci/.pulumi/callfire/polls");
    });
});
