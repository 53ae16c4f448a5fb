import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "./engine.mjs";
import { exclusively } from "./lock.mjs";
import { Failure, main, must, withProgress } from "./run.mjs";

const declared = fileURLToPath(new URL("runtimes", import.meta.url));
const otherReleases = [22, 24];

/**
 * What the installed package is tried with: pnpm, and every release of Node.js that we support (the one that runs this
 * is among them). Installed into the cache once, from a lock file.
 */
export async function ensureRuntimes() {
    const lockFile = readFileSync(join(declared, "package-lock.json"));
    const hash = createHash("sha256").update(lockFile).digest("hex").slice(0, 12);
    const folder = join(cacheFolder(), "runtimes", hash);
    const modules = join(folder, "node_modules");
    // npm writes its hidden lock file last.
    const isComplete = () => existsSync(join(modules, ".package-lock.json"));
    if (!isComplete()) {
        await exclusively(`${folder}.lock`, async () => isComplete() || (await install(folder)));
    }
    return { pnpm: join(modules, "pnpm/bin/pnpm.cjs"), nodes: [process.execPath, ...otherReleases.map(nodeIn)] };

    function nodeIn(release) {
        const name = `node-${release}-${process.platform}-${process.arch}`;
        const program = join(modules, name, "bin", process.platform === "win32" ? "node.exe" : "node");
        if (!existsSync(program)) throw new Failure(`tools/runtimes/package.json has no ${name}.`);
        return program;
    }
}

async function install(folder) {
    rmSync(folder, { recursive: true, force: true });
    cpSync(declared, folder, { recursive: true });
    const install = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
    await withProgress("Installing releases of Node.js", () =>
        must("npm ci of tools/runtimes failed", install, { cwd: folder }),
    );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    main(async () => console.log(JSON.stringify(await ensureRuntimes())));
}
