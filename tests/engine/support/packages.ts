import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** The root of this repository, seen from `dist/tests/engine/support`. */
export const root = resolve(__dirname, "../../../..");

/**
 * How a program finds `pulumi-callfire`: `packed` is what npm installs, a folder of its own; `linked` is a symbolic link
 * to this repository, as `npm link`, workspaces and `file:` dependencies make it.
 */
export type PackageMode = "packed" | "linked" | "none";

/** Gives a program its node_modules, as an install would, within milliseconds and without a network. */
export function installInto(program: string, mode: PackageMode): void {
    link(program, "@pulumi/pulumi");
    if (mode === "linked") symlinkSync(root, join(program, "node_modules", "pulumi-callfire"), "junction");
    if (mode === "packed") {
        for (const dependency of runtimeDependencies()) link(program, dependency);
        cpSync(packedPackage(), join(program, "node_modules", "pulumi-callfire"), { recursive: true });
    }
}

function link(program: string, name: string): void {
    const target = join(program, "node_modules", name);
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(join(root, "node_modules", name), target, "junction");
}

function runtimeDependencies(): string[] {
    const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
        dependencies: Record<string, string>;
    };
    return Object.keys(manifest.dependencies);
}

let packed: string | undefined;

/** The unpacked tarball; made once for all tests of a run. */
function packedPackage(): string {
    if (packed !== undefined) return packed;
    const folder = mkdtempSync(join(tmpdir(), "pulumi-callfire-packed-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    const npm = { cwd: root, encoding: "utf8", stdio: "pipe", shell: process.platform === "win32" } as const;
    execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], npm);
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    execFileSync("tar", ["-xzf", join(folder, `pulumi-callfire-${version}.tgz`), "-C", folder]);
    packed = join(folder, "package");
    return packed;
}
