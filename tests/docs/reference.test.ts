import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { lookUps } from "../../provider/functions/lookUps";
import { resources } from "../../provider/resources/all";

const root = join(__dirname, "../../..");

describe("the reference", () => {
    it("says in sdk/nodejs, docs/reference, docs/settings.md and docs/architecture.md what the code declares", () => {
        const { status, stderr } = spawnSync(process.execPath, ["tools/reference.mjs", "--check"], {
            cwd: root,
            encoding: "utf8",
        });
        assert.equal(status, 0, stderr);
    });

    it("has the errors of every resource and look-up, the form of every id, and every default", () => {
        const all = Object.values(resources);
        for (const { token, declaration } of [...all, ...lookUps]) {
            assert.match(declaration.errors ?? "", /\.$/, token);
            for (const [name, { default: usual, description }] of Object.entries(declaration.inputs)) {
                assert.ok(usual === undefined || description.includes(`Default: ${usual}.`), `${token} ${name}`);
            }
        }
        for (const { token, declaration } of all) assert.match(declaration.importId ?? "", /^(the|CallFire's) /, token);
    });
});
