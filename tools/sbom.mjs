import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownDependencies, readLockFile, withoutDevelopment } from "./lockfile.mjs";
import { must } from "./run.mjs";
import { root } from "./setup.mjs";

/**
 * The software bill of materials of what users install, in CycloneDX. `npm sbom --omit dev` beside node_modules would
 * also leave out what we need at run time and a development tool needs too, so that npm is shown a lock file without those.
 */
export async function billOfMaterials() {
    const packageJson = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const temporary = mkdtempSync(join(tmpdir(), "pulumi-callfire-sbom-"));
    // npm names the component after its folder.
    const folder = join(temporary, packageJson.name);
    try {
        mkdirSync(folder);
        writeFileSync(join(folder, "package.json"), JSON.stringify(ownDependencies(packageJson)));
        writeFileSync(join(folder, "package-lock.json"), JSON.stringify(withoutDevelopment(readLockFile())));
        const command = ["npm", "sbom", "--package-lock-only", "--sbom-format", "cyclonedx", "--sbom-type", "library"];
        return await must("npm sbom failed", command, { cwd: folder });
    } finally {
        rmSync(temporary, { recursive: true, force: true });
    }
}
