import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./packed";

/** Licenses that let everybody use, change and hand on, and ask for no more than to be named. */
const allowed = new Set(["MIT", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0"]);

interface LockFile {
    readonly packages: Readonly<Record<string, { license?: string; dev?: boolean }>>;
}

describe("the licenses of what users install", () => {
    it("are all on the list of those that we allow", () => {
        const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as LockFile;
        const installed = Object.entries(packages).filter(([, { dev }]) => dev !== true);
        assert.ok(installed.length > 50, `${installed.length} packages`);
        const refused = installed.filter(([, { license = "none" }]) => !isAllowed(license));
        assert.deepEqual(refused, []);
    });

    it("may be several at once, of which each must be allowed", () => {
        assert.ok(isAllowed("(BSD-3-Clause AND Apache-2.0)"));
        assert.equal(isAllowed("(MIT AND GPL-3.0-only)"), false);
        assert.equal(isAllowed("none"), false);
    });

    it("are listed with their texts in THIRD_PARTY_LICENSES.md, which is that of the lock file", () => {
        const { status, stderr } = spawnSync(process.execPath, ["tools/licenses.mjs", "--check"], {
            cwd: root,
            encoding: "utf8",
        });
        assert.equal(status, 0, stderr);
    });
});

describe("the packages that are needed at run time", () => {
    it("are each in the table of docs/dependencies.md, with what they are for", () => {
        const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
            dependencies: object;
            peerDependencies: object;
        };
        const page = readFileSync(join(root, "docs/dependencies.md"), "utf8");
        const [table = ""] = page.split("`libphonenumber-js` is the heaviest");
        const firstCells = [...table.matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell = ""]) => cell).join();
        const packages = [...firstCells.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
        assert.deepEqual(packages.sort(), Object.keys({ ...dependencies, ...peerDependencies }).sort());
    });
});

function isAllowed(license: string): boolean {
    return license
        .replaceAll(/[()]/g, "")
        .split(/ (?:AND|OR) /)
        .every((name) => allowed.has(name));
}
