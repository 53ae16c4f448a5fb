import { createHash } from "node:crypto";
import {
    copyFileSync,
    existsSync,
    mkdirSync,
    readdirSync,
    readFileSync,
    rmSync,
    statSync,
    writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { sectionOf } from "./changelog.mjs";
import { Failure, main, must } from "./run.mjs";
import { billOfMaterials } from "./sbom.mjs";
import { root } from "./setup.mjs";

// npm run release:dry-run -- --tag v1.2.3: also that the tag is that of the version. The release itself publishes what this makes.
const { values: options } = parseArgs({ options: { tag: { type: "string" }, out: { type: "string" } } });

main(async () => {
    const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const tag = options.tag ?? `v${version}`;
    if (tag !== `v${version}`) throw new Failure(`The tag is ${tag}, the version in package.json ${version}.`);
    if (!existsSync(join(root, "tests/fixtures/state", version))) {
        throw new Failure(`No state of ${version} is kept for later versions: see tests/fixtures/state/README.md.`);
    }
    const folder = resolve(root, options.out ?? "dist/release");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });

    const notes = sectionOf(readFileSync(join(root, "CHANGELOG.md"), "utf8"), version);
    const tarball = join(folder, `${name}-${version}.tgz`);
    await step("npm", "pack", "--ignore-scripts", "--silent", "--pack-destination", folder);
    await step(process.execPath, "node_modules/publint/src/cli.js", "run", tarball, "--strict");
    writeFileSync(join(folder, `${name}-${version}.cdx.json`), await billOfMaterials());
    copyFileSync(join(root, "THIRD_PARTY_LICENSES.md"), join(folder, "THIRD_PARTY_LICENSES.md"));
    collectArchives(folder);
    writeFileSync(join(folder, "SHA256SUMS"), checksumsOf(folder));
    // Between releases npm has this version already, which it is forced to overlook; it must not under the tag of a new one.
    const force = options.tag === undefined ? ["--force"] : [];
    await step("npm", "publish", tarball, "--dry-run", "--access", "public", "--ignore-scripts", ...force);

    console.log(`Release ${version}, as it would be published:\n`);
    for (const file of readdirSync(folder)) console.log(`${kilobytes(join(folder, file)).padStart(12)}  ${file}`);
    console.log(`\n${notes}`);
});

/** The plugin for each platform, where `npm run plugin:archives` has made it. */
function collectArchives(folder) {
    const archives = join(root, "dist/archives");
    const made = existsSync(archives) ? readdirSync(archives).filter((file) => file.endsWith(".tar.gz")) : [];
    if (made.length === 0) console.log("No archives of the plugin: `npm run plugin:archives` makes them.");
    for (const file of made) copyFileSync(join(archives, file), join(folder, file));
}

/** In the form that `sha256sum --check` reads. */
function checksumsOf(folder) {
    const lines = readdirSync(folder).map((file) => {
        const hash = createHash("sha256").update(readFileSync(join(folder, file)));
        return `${hash.digest("hex")}  ${file}\n`;
    });
    return lines.join("");
}

function kilobytes(file) {
    return `${(statSync(file).size / 1000).toFixed(1)} kB`;
}

function step(...command) {
    return must(`${command.join(" ")} failed`, command, { cwd: root });
}
