import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureEngine } from "./engine.mjs";
import { exclusively } from "./lock.mjs";
import { main, must, mustWithProgress } from "./run.mjs";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Everything between a fresh clone and a running example or test. Returns the folder of the Pulumi engine. */
export async function setUp({ languages = [] } = {}) {
    await prepare();
    return ensureEngine({ languages });
}

async function prepare() {
    if (dependenciesAreComplete() && isBuilt()) return;
    const lock = join(tmpdir(), `pulumi-callfire-set-up-${hashOf([root])}.lock`);
    await exclusively(lock, async () => {
        if (!dependenciesAreComplete()) await installDependencies();
        if (!isBuilt()) await build();
    });
}

async function installDependencies() {
    console.error("Installing the npm dependencies.");
    await mustWithProgress("npm ci", ["npm", "ci", "--no-audit", "--no-fund", "--prefer-offline"], { cwd: root });
}

/**
 * npm writes its hidden lock file last, and removes it first: that it names the versions of package-lock.json is
 * the mark of an install that was finished and is not out of date.
 */
function dependenciesAreComplete() {
    const installed = packagesOf("node_modules/.package-lock.json");
    if (!installed) return false;
    return Object.entries(packagesOf("package-lock.json") ?? {}).every(([path, { version, optional }]) => {
        if (path === "" || optional) return true;
        return installed[path]?.version === version && existsSync(join(root, path, "package.json"));
    });
}

function packagesOf(lockFile) {
    try {
        return JSON.parse(readFileSync(join(root, lockFile), "utf8")).packages;
    } catch {
        return undefined;
    }
}

async function build() {
    console.error("Building.");
    removeOrphans();
    const before = sourcesHash();
    await must("The build failed", ["npm", "run", "--silent", "build"], { cwd: root });
    writeFileSync(stamp, before);
}

const dist = join(root, "dist");
const stamp = join(dist, ".sources");
const sourceFolders = ["provider", "sdk/nodejs", "simulator", "tests", "bench"];

function isBuilt() {
    const bundled = existsSync(join(root, "pulumi-resource-callfire"));
    if (!bundled && existsSync(join(root, "provider/plugin/main.ts"))) return false;
    return existsSync(stamp) && readFileSync(stamp, "utf8") === sourcesHash();
}

function sourcesHash() {
    const files = ["package.json", "package-lock.json", "tsconfig.json", "sdk/schema.json", "tools/bundle.mjs"];
    for (const folder of sourceFolders) files.push(...filesUnder(folder, ".ts"));
    return hashOf(files.flatMap((file) => [file, readFileSync(join(root, file))]));
}

// The compiled form of a test that was renamed or removed would still be run.
function removeOrphans() {
    mkdirSync(dist, { recursive: true });
    const sources = new Set(sourceFolders.flatMap((folder) => filesUnder(folder, ".ts")));
    for (const file of sourceFolders.flatMap((folder) => filesUnder(join("dist", folder), ""))) {
        const source = file.slice("dist/".length).replace(/(\.d\.ts|\.js\.map|\.js)$/, ".ts");
        if (source.endsWith(".ts") && !sources.has(source)) rmSync(join(root, file), { force: true });
    }
}

function filesUnder(folder, extension) {
    if (!existsSync(join(root, folder))) return [];
    return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
        .filter((path) => !path.includes("node_modules"))
        .map((path) => path.slice(root.length).replaceAll("\\", "/"))
        .sort();
}

function hashOf(parts) {
    const hash = createHash("sha256");
    for (const part of parts) hash.update(part).update("\0");
    return hash.digest("hex").slice(0, 16);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(() => setUp({ languages: process.argv.slice(2) }));
