import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { examplesOf } from "./registry-examples.mjs";
import { Failure, findProgram, main, mustWithProgress } from "./run.mjs";
import { root } from "./setup.mjs";

const languages = ["python", "go"];
const sdk = join(root, "sdk");
const schemaFile = join(sdk, "schema.json");
const marksFile = join(sdk, "generated.json");
const generator = join(root, "tools/generate-sdks");
const goModule = "github.com/pulumi-callfire/pulumi-callfire/sdk/go";

/** Generates sdk/python and sdk/go from what the resources declare, with the engine's own generators (decisions/0043). */
export async function generateSdks() {
    const schema = await readSchema();
    const folder = await generate(schema);
    try {
        for (const language of languages) {
            rmSync(join(sdk, language), { recursive: true, force: true });
            cpSync(join(folder, language), join(sdk, language), { recursive: true });
        }
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
    writeFileSync(schemaFile, schema);
    writeFileSync(marksFile, await pretty(marks(schema), marksFile));
}

/** Fails where the SDKs are not those of the resources as they are. Needs no generator: what was generated carries marks. */
export async function checkSdks() {
    const expected = existsSync(marksFile) ? JSON.parse(readFileSync(marksFile, "utf8")) : {};
    const found = JSON.parse(marks(await readSchema()));
    const stale = Object.keys(found).filter((part) => found[part] !== expected[part]);
    if (stale.length > 0) {
        throw new Failure(
            `The SDKs are stale (${stale.join(", ")}): run \`npm run sdks\` and commit what it changes in sdk/.`,
        );
    }
}

/** Fails where the generators would write anything else than what is committed. */
export async function checkGenerator() {
    await checkSdks();
    const folder = await generate(await readSchema());
    try {
        const different = languages.filter(
            (language) => hashOf(join(folder, language)) !== hashOf(join(sdk, language)),
        );
        if (different.length > 0) {
            throw new Failure(
                `The generators write other SDKs than the committed ones (${different.join(", ")}): run \`npm run sdks\`.`,
            );
        }
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

async function readSchema() {
    const provider = join(root, "dist/provider");
    if (!existsSync(join(provider, "plugin/schema.js")))
        throw new Failure("The build is missing: run `npm run build` first.");
    const require = createRequire(import.meta.url);
    const { createSchema } = require(join(provider, "plugin/schema.js"));
    const { resources } = require(join(provider, "resources/all.js"));
    const { lookUps } = require(join(provider, "functions/lookUps.js"));
    const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const schema = await createSchema(manifest, Object.values(resources), lookUps, examplesOf);
    return pretty(JSON.stringify(schema), schemaFile);
}

async function pretty(text, file) {
    return format(text, { ...(await resolveConfig(file)), parser: "json" });
}

function marks(schema) {
    const parts = languages.map((language) => [language, hashOf(join(sdk, language))]);
    return JSON.stringify({ schema: createHash("sha256").update(schema).digest("hex"), ...Object.fromEntries(parts) });
}

async function generate(schema) {
    if (!findProgram("go"))
        throw new Failure("Generating the SDKs needs Go 1.25 or newer (https://go.dev/dl/) on PATH.");
    const folder = mkdtempSync(join(tmpdir(), "pulumi-callfire-sdks-"));
    const program = join(folder, "generate-sdks");
    const schemaCopy = join(folder, "schema.json");
    writeFileSync(schemaCopy, schema);
    await step("Building the generators", ["go", "build", "-o", program, "."], generator);
    await step("Generating", [program, schemaCopy, folder], folder);
    await completeGo(join(folder, "go"));
    // Named by its pyproject.toml, written only beside the modules.
    cpSync(join(folder, "python/pulumi_callfire/README.md"), join(folder, "python/README.md"));
    return folder;
}

/** The generator writes packages, not the module that they are in. */
async function completeGo(folder) {
    const [, version] = /pulumi\/pkg\/v3 (v\S+)/.exec(readFileSync(join(generator, "go.mod"), "utf8"));
    const sdkModule = `github.com/pulumi/pulumi/sdk/v3 ${version}`;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "go.mod"), `module ${goModule}\n\ngo 1.25\n\nrequire ${sdkModule}\n`);
    await step("Resolving the modules of sdk/go", ["go", "mod", "tidy"], folder);
}

function step(label, command, cwd) {
    return mustWithProgress(label, command, { cwd, env: { ...process.env, GOFLAGS: "", GOWORK: "off" } });
}

function hashOf(folder) {
    const hash = createHash("sha256");
    if (!existsSync(folder)) return "";
    for (const file of filesOf(folder))
        hash.update(file)
            .update("\0")
            .update(readFileSync(join(folder, file)))
            .update("\0");
    return hash.digest("hex");
}

// What an interpreter or an installer leaves behind is not generated.
const leftovers = /(^|\/)(__pycache__|venv|build|dist|[^/]*\.egg-info)\//;

function filesOf(folder) {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) =>
            join(entry.parentPath ?? entry.path, entry.name)
                .slice(folder.length + 1)
                .replaceAll("\\", "/"),
        )
        .filter((file) => !leftovers.test(file))
        .sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    main(() => {
        if (process.argv.includes("--check")) return process.argv.includes("--full") ? checkGenerator() : checkSdks();
        return generateSdks();
    });
}
