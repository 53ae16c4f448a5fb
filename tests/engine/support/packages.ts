import { execFileSync } from "node:child_process";
import {
    cpSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    realpathSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** The root of this repository, seen from `dist/tests/engine/support`. */
const root = resolve(__dirname, "../../../..");

/**
 * How a program finds `pulumi-callfire`: `packed` is what npm installs, a folder of its own; `linked` is a symbolic link
 * to this repository, as `npm link`, workspaces and `file:` dependencies make it.
 */
export type PackageMode = "packed" | "linked" | "none";

/** Gives a program its node_modules, as an install would, within milliseconds and without a network. */
export function installInto(program: string, mode: PackageMode, others: readonly string[] = []): void {
    const installed = installation();
    for (const name of ["@pulumi/pulumi", ...others]) link(join(installed, name), join(program, "node_modules", name));
    if (mode === "linked") link(root, join(program, "node_modules/pulumi-callfire"));
    if (mode === "packed") link(join(installed, "pulumi-callfire"), join(program, "node_modules/pulumi-callfire"));
}

let installedIn: string | undefined;

/**
 * A node_modules that programs share, made once for all tests of a run. The SDK in it is a real copy: it looks for the
 * packages of a program from where it stands itself, and takes a TypeScript that it finds there for its own.
 */
function installation(): string {
    if (installedIn !== undefined) return installedIn;
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-callfire-installed-")));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    const installed = join(folder, "node_modules");
    cpSync(join(root, "node_modules/@pulumi/pulumi"), join(installed, "@pulumi/pulumi"), { recursive: true });
    unpackInto(join(installed, "pulumi-callfire"));
    for (const name of installedPackages()) {
        if (!existsSync(join(installed, name))) link(join(root, "node_modules", name), join(installed, name));
    }
    loadWhenUsed(installed);
    installedIn = installed;
    return installed;
}

/**
 * Half of the time in which the SDK is loaded goes to a compiler and an installer, which it needs only for functions that it
 * has to read. Here they are loaded by those that do.
 */
function loadWhenUsed(installed: string): void {
    const sdk = join(installed, "@pulumi/pulumi");
    const compiler = readdirSync(join(sdk, "vendor")).find((name) => name.startsWith("typescript@"))!;
    writeFileSync(join(sdk, "typescript-shim.js"), loading(join(sdk, "vendor", compiler, "typescript.js")));
    const installer = join(installed, "@npmcli/arborist");
    const real = realpathSync(installer);
    rmSync(installer);
    mkdirSync(installer);
    writeFileSync(join(installer, "index.js"), loading(real));
}

/** A module that is another one, from its first use on. */
function loading(path: string): string {
    return `module.exports = new Proxy({}, {
    get: (target, name) => (name === "__esModule" ? true : require(${JSON.stringify(path)})[name]),
});
`;
}

/** The names of all packages here, save the compilers: a program of a user's need not have them. */
function installedPackages(): string[] {
    const { packages } = JSON.parse(readFileSync(join(root, "node_modules/.package-lock.json"), "utf8")) as {
        packages: Record<string, unknown>;
    };
    const names = Object.keys(packages).map((path) => path.slice("node_modules/".length));
    return names.filter((name) => !name.includes("/node_modules/") && !compilers.has(name));
}

const compilers = new Set(["typescript", "ts-node"]);

function unpackInto(target: string): void {
    const folder = dirname(target);
    const npm = { cwd: root, encoding: "utf8", stdio: "pipe", shell: process.platform === "win32" } as const;
    execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], npm);
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    const tarball = join(folder, `pulumi-callfire-${version}.tgz`);
    mkdirSync(target);
    execFileSync("tar", ["-xzf", tarball, "-C", target, "--strip-components", "1"]);
    rmSync(tarball);
}

function link(target: string, path: string): void {
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(target, path, "junction");
}
