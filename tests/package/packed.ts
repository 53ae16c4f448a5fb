import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const root = resolve(__dirname, "../../..");

/** What `npm publish` would send. */
export interface Packed {
    readonly tarball: string;
    /** Where it is unpacked. */
    readonly folder: string;
    /** Bytes of the tarball, and of all files in it. */
    readonly size: number;
    readonly unpackedSize: number;
    readonly files: readonly { readonly path: string; readonly size: number }[];
}

/** Packs the package into a folder that lasts as long as this process. */
export function pack(): Packed {
    const parent = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-callfire-packed-")));
    process.once("exit", () => rmSync(parent, { recursive: true, force: true }));
    const npm = { cwd: root, encoding: "utf8", stdio: "pipe", shell: process.platform === "win32" } as const;
    const report = execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", parent], npm);
    const [described] = JSON.parse(report) as [Packed & { filename: string }];
    const tarball = join(parent, described.filename);
    const folder = join(parent, "unpacked");
    mkdirSync(folder);
    execFileSync("tar", ["-xzf", tarball, "-C", folder, "--strip-components", "1"]);
    return { ...described, tarball, folder };
}
