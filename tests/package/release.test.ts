import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./packed";

interface Finished {
    readonly status: number | null;
    readonly stdout: string;
    readonly stderr: string;
}

const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    version: string;
};

describe("a release", function () {
    this.timeout(600_000);
    let folder: string;

    before(() => {
        folder = mkdtempSync(join(tmpdir(), "pulumi-callfire-release-"));
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    describe("in its dry run", () => {
        let out: string;

        before(() => {
            out = join(folder, "release");
            const { status, stdout, stderr } = run("tools/release.mjs", ["--out", out]);
            assert.equal(status, 0, stdout + stderr);
        });

        it("makes the package and its bill of materials, with a checksum of each file", () => {
            const files = readdirSync(out);
            assert.ok(files.includes(`pulumi-callfire-${version}.tgz`), files.join());
            const listed = readFileSync(join(out, "SHA256SUMS"), "utf8").trimEnd().split("\n");
            const expected = files
                .filter((file) => file !== "SHA256SUMS")
                .map(
                    (file) =>
                        `${createHash("sha256")
                            .update(readFileSync(join(out, file)))
                            .digest("hex")}  ${file}`,
                );
            assert.deepEqual(listed.sort(), expected.sort());
        });

        it("lists every package that users install, with its checksum, and none of development", () => {
            const bill = JSON.parse(readFileSync(join(out, `pulumi-callfire-${version}.cdx.json`), "utf8")) as {
                metadata: { component: { name: string; version: string } };
                components: { name: string; version: string; hashes: unknown[] }[];
            };
            const { name, version: billed } = bill.metadata.component;
            assert.deepEqual([name, billed], ["pulumi-callfire", version]);
            const lockFile = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
                packages: Record<string, { dev?: boolean; version: string }>;
            };
            const installed = Object.entries(lockFile.packages)
                .filter(([path, { dev }]) => path !== "" && dev !== true)
                .map(([path, { version: locked }]) => `${path.replace(/.*node_modules\//, "")} ${locked}`);
            assert.deepEqual(
                bill.components.map((component) => `${component.name} ${component.version}`).sort(),
                [...new Set(installed)].sort(),
            );
            assert.deepEqual(
                bill.components.filter(({ hashes }) => hashes.length === 0),
                [],
            );
        });
    });

    it("is refused under a tag that is not its version's, before anything is made", () => {
        const out = join(folder, "refused");
        const { status, stderr } = run("tools/release.mjs", ["--out", out, "--tag", "v99.0.0"]);
        assert.equal(status, 1);
        assert.match(stderr, /The tag is v99\.0\.0, the version in package\.json \d/);
        assert.deepEqual(readdirSync(folder).includes("refused"), false);
    });

    it("is refused where the changelog says nothing of it", () => {
        const { status, stderr } = run("tools/changelog.mjs", ["99.0.0"]);
        assert.equal(status, 1);
        assert.match(stderr, /CHANGELOG\.md says nothing of version 99\.0\.0/);
    });

    it("is told in the words of its changes", () => {
        const copy = join(folder, "changed");
        mkdirSync(join(copy, ".changeset"), { recursive: true });
        for (const file of ["package.json", "package-lock.json", "CHANGELOG.md", ".changeset/config.json"]) {
            cpSync(join(root, file), join(copy, file));
        }
        const change = `---\n"pulumi-callfire": minor\n---\n\nNumbers may be written backwards.\n`;
        writeFileSync(join(copy, ".changeset/backwards.md"), change);
        const changesets = join(root, "node_modules/@changesets/cli/bin.js");
        assert.equal(spawnSync("git", ["init", "-q"], { cwd: copy }).status, 0);
        const versioned = spawnSync(process.execPath, [changesets, "version"], { cwd: copy, encoding: "utf8" });
        assert.equal(versioned.status, 0, versioned.stdout + versioned.stderr);

        const next = (JSON.parse(readFileSync(join(copy, "package.json"), "utf8")) as { version: string }).version;
        const [major, minor] = version.split(".").map(Number);
        assert.equal(next, `${major}.${minor! + 1}.0`);
        const { stdout } = run("tools/changelog.mjs", [next, join(copy, "CHANGELOG.md")]);
        assert.match(stdout, /Numbers may be written backwards/);
        assert.doesNotMatch(stdout, /First release/);
        const before = readFileSync(join(root, "CHANGELOG.md"), "utf8").replace("# Changelog\n", "");
        assert.ok(
            readFileSync(join(copy, "CHANGELOG.md"), "utf8").endsWith(before),
            "the sections before stay as they are",
        );
    });
});

function run(tool: string, toolArguments: readonly string[]): Finished {
    return spawnSync(process.execPath, [tool, ...toolArguments], { cwd: root, encoding: "utf8" });
}
