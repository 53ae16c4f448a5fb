import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { makeFolder, removeFolder } from "../support/folders";

const root = resolve(__dirname, "../../..");

describe("examples/testing", function () {
    this.timeout(600_000);
    let folder: string;
    before(async () => {
        folder = await makeFolder();
        for (const file of ["package.json", "tsconfig.json", "index.ts", "supportLine.ts", "tests"]) {
            cpSync(join(root, "examples/testing", file), join(folder, file), { recursive: true });
        }
        link(root, "pulumi-callfire");
        for (const name of ["@pulumi/pulumi", "@types/mocha", "@types/node", "mocha", "typescript"]) {
            link(join(root, "node_modules", name), name);
        }
    });
    after(() => removeFolder(folder));

    /** As an install would. */
    function link(target: string, name: string): void {
        const path = join(folder, "node_modules", name);
        mkdirSync(dirname(path), { recursive: true });
        symlinkSync(target, path, "junction");
    }

    function run(script: string, ...options: string[]): string {
        const { status, stdout, stderr } = spawnSync(
            process.execPath,
            [join(root, "node_modules", script), ...options],
            {
                cwd: folder,
                encoding: "utf8",
            },
        );
        assert.equal(status, 0, stdout + stderr);
        return stdout;
    }

    it("compiles, and its tests pass", () => {
        run("typescript/bin/tsc");
        assert.match(run("mocha/bin/mocha.js", "bin/tests/**/*.test.js"), /2 passing/);
    });
});
