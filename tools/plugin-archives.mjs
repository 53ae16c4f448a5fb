import {
    chmodSync,
    copyFileSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    statSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ownTarget, suffixOf, targets, unpackNode, unpackPostject } from "./plugin-archives-node.mjs";
import { Failure, findProgram, main, must, withProgress } from "./run.mjs";
import { root } from "./setup.mjs";

const plugin = "pulumi-resource-callfire";
const injector = fileURLToPath(new URL("./plugin-archives-inject.mjs", import.meta.url));

/**
 * The plugin for machines without Node.js, as Pulumi installs it: for each target a Node.js that has the one-file plugin
 * inside. All are built on any machine (decisions/0052). Returns the archives.
 */
export async function buildArchives(asked = Object.keys(targets)) {
    const unknown = asked.filter((target) => !(target in targets));
    if (unknown.length > 0)
        throw new Failure(`There are ${Object.keys(targets).join(", ")}, not ${unknown.join(", ")}.`);
    if (!existsSync(join(root, plugin)))
        throw new Failure("The one-file plugin is missing: run `npm run build` first.");

    const temporary = mkdtempSync(join(tmpdir(), "pulumi-callfire-archives-"));
    try {
        const postject = await unpackPostject(temporary);
        const blob = await prepareBlob(temporary);
        const licenses = await copyLicenses(temporary);
        const archives = [];
        for (const target of asked)
            archives.push(
                await withProgress(target, () => buildArchive(target, { postject, blob, licenses, temporary })),
            );
        return archives;
    } finally {
        rmSync(temporary, { recursive: true, force: true });
    }
}

/** What is injected, the same for every target: neither a snapshot nor a code cache, which would be one machine's own. */
async function prepareBlob(temporary) {
    const blob = join(temporary, "plugin.blob");
    const configuration = join(temporary, "plugin.json");
    const settings = { main: join(root, plugin), output: blob, disableExperimentalSEAWarning: true };
    writeFileSync(configuration, JSON.stringify(settings));
    await step([await unpackNode(ownTarget, temporary), "--experimental-sea-config", configuration]);
    return blob;
}

/** Of what is in the archives: ours, those of the bundled packages, and that of Node.js, which its packages for Windows lack. */
async function copyLicenses(temporary) {
    const folder = join(temporary, "licenses");
    const node = dirname(dirname(await unpackNode("linux-amd64", temporary)));
    mkdirSync(folder);
    for (const file of ["LICENSE", "THIRD_PARTY_LICENSES.md"]) copyFileSync(join(root, file), join(folder, file));
    copyFileSync(join(node, "LICENSE"), join(folder, "LICENSE-nodejs"));
    return folder;
}

async function buildArchive(target, { postject, blob, licenses, temporary }) {
    const content = join(temporary, target);
    const executable = join(content, plugin + suffixOf(target));
    mkdirSync(content);
    copyFileSync(await unpackNode(target, temporary), executable);
    chmodSync(executable, 0o755);
    await step([process.execPath, injector, postject, executable, blob]);
    // macOS starts nothing that is not signed, and the injection ended the signature of Node.js.
    if (target.startsWith("darwin")) await signForMacos(executable, temporary);

    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const folder = join(root, "dist/archives");
    const archive = join(folder, `${plugin}-v${version}-${target}.tar.gz`);
    mkdirSync(folder, { recursive: true });
    await step(["tar", "-czf", archive, "-C", content, basename(executable), "-C", licenses, ...readdirSync(licenses)]);
    rmSync(content, { recursive: true });
    return archive;
}

async function signForMacos(executable, temporary) {
    if (!findProgram("go")) throw new Failure("Signing for macOS needs Go 1.25 or newer (https://go.dev/dl/) on PATH.");
    const signer = join(temporary, "sign-darwin");
    const options = { cwd: join(root, "tools/sign-darwin"), env: { ...process.env, GOFLAGS: "", GOWORK: "off" } };
    await step(["go", "build", "-o", signer, "."], options);
    await step([signer, executable, plugin]);
}

/** One of the commands of which an archive is made. */
function step(command, options) {
    return must(`${basename(command[0])} ${command[1]} failed`, command, options);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    main(async () => {
        const asked = process.argv.slice(2);
        for (const archive of await buildArchives(asked.length > 0 ? asked : undefined)) {
            console.log(`${basename(archive)}: ${(statSync(archive).size / 2 ** 20).toFixed(0)} MB`);
        }
    });
}
