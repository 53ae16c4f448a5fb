import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as typescript from "typescript";
import { pack, root } from "./packed";
import { findingsOf, mistakes, program } from "./program";

interface Runtimes {
    readonly pnpm: string;
    readonly nodes: readonly string[];
}

/** What programs that are run print. */
interface Seen {
    readonly names: readonly string[];
    readonly failures: unknown;
}

/** The same program twice. What it checks loads the resources, and with them most of the packages that they need. */
const checks = `checkInputs("NumberOrder", { numbers: ["(310) 555-1212"], bulkLocal: { count: 0 } })`;
const commonJs = `
const library = require("pulumi-callfire");
require("pulumi-callfire/dynamic/number-order");
const { checkInputs, Keyword, NumberOrder } = library;
(async () => {
    const names = Object.keys(library).filter((name) => name !== "__esModule").sort();
    const failures = await ${checks};
    console.log(JSON.stringify({ names: [Keyword.name, NumberOrder.name, ...names], failures }));
})();
`;
const ecmaScript = `
import { checkInputs, Keyword, NumberOrder } from "pulumi-callfire";
import "pulumi-callfire/dynamic/number-order";
import * as library from "pulumi-callfire";
const names = Object.keys(library).filter((name) => !["__esModule", "default", "module.exports"].includes(name)).sort();
const failures = await ${checks};
console.log(JSON.stringify({ names: [Keyword.name, NumberOrder.name, ...names], failures }));
`;

/** How programs are compiled: a module system, and how it finds packages. */
const resolutions = [
    { module: "commonjs", moduleResolution: "node10", ignoreDeprecations: "6.0", files: ["index.ts"] },
    { module: "node16", moduleResolution: "node16", files: ["index.ts", "index.mts"] },
    { module: "nodenext", moduleResolution: "nodenext", files: ["index.ts", "index.mts"] },
    { module: "esnext", moduleResolution: "bundler", files: ["index.ts"] },
];

describe("a program that installs the package", function () {
    // Package managers fetch what their caches lack; releases of Node.js are fetched once.
    this.timeout(600_000);
    let parent: string;
    let runtimes: Runtimes;

    before(() => {
        parent = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-callfire-consumers-")));
        const printed = execFileSync(process.execPath, ["tools/runtimes.mjs"], { cwd: root, encoding: "utf8" });
        runtimes = JSON.parse(printed) as Runtimes;
        const packages = [pack().tarball, `@pulumi/pulumi@${versionOfPulumi()}`];
        const options = ["--ignore-scripts", "--prefer-offline"];
        install("npm", "npm", ["install", "--no-audit", "--no-fund", ...options, ...packages]);
        install("pnpm", process.execPath, [runtimes.pnpm, "add", ...options, ...packages]);
    });
    after(() => rmSync(parent, { recursive: true, force: true }));

    it("is tried on the releases of Node.js that it is said to be", () => {
        const releases = runtimes.nodes.map((node) => print(node, ["--version"], parent).split(".")[0]);
        assert.deepEqual(releases, [process.version.split(".")[0], "v22", "v24"]);
    });

    for (const manager of ["npm", "pnpm"]) {
        for (const [place, release] of ["of these tests", "22", "24"].entries()) {
            it(`runs as CommonJS and as an ECMAScript module, installed by ${manager}, on Node.js ${release}`, () => {
                const node = runtimes.nodes[place]!;
                const folder = join(parent, manager);
                const required = JSON.parse(print(node, ["program.cjs"], folder)) as Seen;
                const imported = JSON.parse(print(node, ["program.mjs"], folder)) as Seen;
                assert.deepEqual(imported, required);
                assert.deepEqual(required.names.slice(0, 2), ["Keyword", "NumberOrder"]);
                assert.match(JSON.stringify(required.failures), /bulkLocal/);
                const cli = join(folder, "node_modules/pulumi-callfire/dist/provider/cli/index.js");
                assert.match(print(node, [cli, "--help"], folder), /simulator/);
            });
        }

        it(`is typed under node10, node16, nodenext and bundler, installed by ${manager}`, () => {
            for (const { files, ...options } of resolutions) {
                const found = compile(join(parent, manager), files, options);
                for (const file of files) {
                    const lines = found.filter((finding) => finding.file?.endsWith(`/${file}`)).map(({ line }) => line);
                    assert.deepEqual([...new Set(lines)], mistakes, `${options.moduleResolution} ${file}`);
                }
                const elsewhere = found.filter((finding) => !files.some((file) => finding.file?.endsWith(`/${file}`)));
                assert.deepEqual(elsewhere, [], options.moduleResolution);
            }
        });
    }

    function install(manager: string, command: string, commandArguments: readonly string[]): void {
        const folder = join(parent, manager);
        mkdirSync(folder);
        writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
        execFileSync(command, commandArguments, { cwd: folder, stdio: "pipe", shell: process.platform === "win32" });
        writeFileSync(join(folder, "program.cjs"), commonJs);
        writeFileSync(join(folder, "program.mjs"), ecmaScript);
        for (const file of ["index.ts", "index.mts"]) writeFileSync(join(folder, file), program);
    }
});

function compile(folder: string, files: readonly string[], options: object): ReturnType<typeof findingsOf> {
    const ts = createRequire(__filename)("typescript") as typeof typescript;
    const all = { target: "es2022", strict: true, noEmit: true, types: [], ...options };
    const { options: converted, errors } = ts.convertCompilerOptionsFromJson(all, folder);
    assert.deepEqual(errors, []);
    const names = files.map((file) => join(folder, file));
    const host = ts.createCompilerHost(converted);
    const read = host.getSourceFile.bind(host);
    host.getSourceFile = (name, version, ...rest) => {
        const format = typeof version === "object" ? version.impliedNodeFormat : undefined;
        const key = `${name} ${format}`;
        if (!parsed.has(key)) parsed.set(key, read(name, version, ...rest));
        return parsed.get(key);
    };
    return findingsOf(ts, ts.createProgram(names, converted, host));
}

/** Files that several programs read in the same way: parsing them takes most of the time of a compilation. */
const parsed = new Map<string, typescript.SourceFile | undefined>();

function print(program: string, commandArguments: readonly string[], cwd: string): string {
    return execFileSync(program, commandArguments, { cwd, encoding: "utf8" });
}

function versionOfPulumi(): string {
    const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
        devDependencies: Record<string, string>;
    };
    return devDependencies["@pulumi/pulumi"]!;
}
