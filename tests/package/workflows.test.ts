import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lintWorkflows } from "../support/actionlint";
import { root } from "./packed";

const folder = ".github/workflows";

describe("the workflows of this repository", function () {
    // The first run builds the linter.
    this.timeout(600_000);
    const workflows = readdirSync(join(root, folder)).map((file) => {
        const path = join(folder, file);
        return { path, text: readFileSync(join(root, path), "utf8") };
    });
    const release = workflows.find(({ path }) => path.endsWith("release.yml"))!.text;

    it("are workflows that GitHub takes", () => {
        assert.ok(workflows.length >= 2);
        assert.equal(lintWorkflows(...workflows.map(({ path }) => path)), "");
    });

    it("name the actions of others by commit, which nobody can move", () => {
        const used = workflows.flatMap(({ text }) =>
            [...text.matchAll(/uses: (.+)$/gm)].map(([, action = ""]) => action),
        );
        assert.ok(used.length > 10);
        const movable = used.filter((action) => !/^\.\/|@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action));
        assert.deepEqual(movable, []);
    });

    it("run what there is, as the pages do", () => {
        const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: object };
        const pages = ["README.md", "CONTRIBUTING.md", "docs/measurements.md"].map((path) =>
            readFileSync(join(root, path), "utf8"),
        );
        const run = [...workflows.map(({ text }) => text), ...pages].flatMap((text) =>
            [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, script = ""]) => script),
        );
        assert.ok(run.length > 20);
        assert.deepEqual(
            run.filter((script) => !(script in scripts)),
            [],
        );
    });

    it("install what the lock file says, and nothing else", () => {
        for (const { path, text } of workflows) {
            assert.match(`${path} ${text}`, /npm ci|uses: \.\//);
            assert.doesNotMatch(text, /npm (i|install|add|exec)\b|npx --yes|npx -y/, path);
        }
    });

    it("may read and no more, where a job does not say otherwise", () => {
        for (const { path, text } of workflows) assert.match(text, /^permissions:\n {4}contents: read$/m, path);
        assert.doesNotMatch(workflows.map(({ text }) => text).join(), /write-all|pull_request_target/);
    });

    it("publish only what was tested, and the plugin before the SDKs that fetch it", () => {
        const needs = Object.fromEntries(
            [...release.matchAll(/^ {4}(\w+):\n {8}needs: (\w+)$/gm)].map(
                ([, job = "", needed]) => [job, needed] as const,
            ),
        );
        assert.deepEqual(needs, { build: "test", github: "build", npm: "github", pypi: "github" });
    });
});
