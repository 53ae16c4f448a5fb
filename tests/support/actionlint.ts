import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

const root = resolve(__dirname, "../../..");
const linter = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.7";

/** What actionlint finds in these workflows: nothing where GitHub takes them. Its first run builds it. */
export function lintWorkflows(...workflows: readonly string[]): string {
    const { status, stdout, stderr, error } = spawnSync("go", ["run", linter, "-no-color", ...workflows], {
        cwd: root,
        encoding: "utf8",
        env: { ...process.env, GOFLAGS: "", GOWORK: "off" },
    });
    return status === 0 ? "" : `${stdout}${stderr}${String(error ?? "")}`;
}
