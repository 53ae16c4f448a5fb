import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.mjs";

export function readLockFile() {
    return JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
}

/** The lock file as somebody who installs the package would have it: what only its development needs is not in it. */
export function withoutDevelopment(lockFile) {
    const entries = Object.entries(lockFile.packages).filter(([, { dev }]) => !dev);
    const packages = entries.map(([path, described]) => [path, path === "" ? ownDependencies(described) : described]);
    return { ...lockFile, packages: Object.fromEntries(packages) };
}

/** A package.json, or a lock file's copy of it, with its own dependencies alone: a peer is the program's. */
export function ownDependencies(described) {
    return { ...described, devDependencies: undefined, peerDependencies: undefined };
}
