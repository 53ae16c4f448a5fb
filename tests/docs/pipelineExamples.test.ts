import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { lintWorkflows } from "../support/actionlint";

const root = resolve(__dirname, "../../..");
const workflow = "examples/pipeline/.github/workflows/numbers.yml";
const read = (path: string): string => readFileSync(join(root, path), "utf8");

describe("the pipelines to copy", function () {
    // The first run builds the linter.
    this.timeout(600_000);

    it("are workflows that GitHub takes", () => {
        assert.equal(lintWorkflows(workflow), "");
    });

    for (const [name, path, alone, time] of [
        ["GitHub", workflow, /cancel-in-progress: false/, /timeout-minutes: 45/],
        ["GitLab", "examples/pipeline/.gitlab-ci.yml", /interruptible: false/, /timeout: 45 minutes/],
    ] as const) {
        it(`preview, update, and then ask for open orders, and give an order its time (${name})`, () => {
            const text = read(path);
            const steps = ["pulumi preview --diff", "pulumi-callfire check", "pulumi up --yes", "orders --fail-if-any"];
            const places = steps.map((step) => text.indexOf(step));
            assert.ok(places.every((place, index) => place > (places[index - 1] ?? 0)));
            assert.match(text, alone);
            assert.match(text, time);
            assert.doesNotMatch(text, /CALLFIRE_PASSWORD: [^$\s]/);
        });
    }
});
