import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildPrograms } from "./engine-build.mjs";
import { downloadEngine } from "./engine-download.mjs";
import { exclusively } from "./lock.mjs";
import { Failure, findProgram, run } from "./run.mjs";

const engineVersion = "3.259.0";
const oldestOnPath = [3, 200];

const moduleFolder = fileURLToPath(new URL("engine", import.meta.url));
const sdk = "github.com/pulumi/pulumi/sdk/v3";

/** Each program of the engine: where it is built, and the scripts that must stand beside it. */
const programs = {
    pulumi: { module: "pulumi", package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", scripts: [] },
    "pulumi-language-nodejs": {
        module: "nodejs",
        package: `${sdk}/nodejs/cmd/pulumi-language-nodejs`,
        scripts: ["nodejs/dist/pulumi-resource-pulumi-nodejs"],
    },
    "pulumi-language-python": {
        module: "python",
        package: `${sdk}/python/cmd/pulumi-language-python`,
        scripts: ["python/cmd/pulumi-language-python-exec", "python/dist/pulumi-resource-pulumi-python"],
    },
    "pulumi-language-go": { module: "go", package: `${sdk}/go/pulumi-language-go`, scripts: [] },
    "pulumi-language-yaml": {
        module: "yaml",
        package: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
        scripts: [],
    },
};

export function cacheFolder() {
    if (process.env.XDG_CACHE_HOME) return join(process.env.XDG_CACHE_HOME, "pulumi-callfire");
    if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "pulumi-callfire");
    return join(homedir(), ".cache", "pulumi-callfire");
}

/** An environment in which `pulumi` and its language hosts are found in `folder`. */
export function engineEnvironment(folder, env = process.env) {
    const path = env.PATH ?? "";
    // A folder that is on PATH already keeps its place: moved to the front, it could hide the user's own node.
    if (path.split(delimiter).includes(folder)) return { ...env };
    return { ...env, PATH: folder + delimiter + path };
}

/**
 * Returns the folder that holds the Pulumi engine with the hosts of these languages (Node.js is always among them):
 * the one on PATH, else the official download, else one built from the published Go modules. Set up once, then silent.
 */
export async function ensureEngine({ languages = [] } = {}) {
    const names = ["pulumi", ...new Set(["nodejs", ...languages].map((language) => `pulumi-language-${language}`))];
    const onPath = await engineOnPath(names);
    if (onPath.folder) return onPath.folder;

    const platform = `${process.platform}-${process.arch}`;
    const cache = join(cacheFolder(), "engine");
    const downloaded = join(cache, `v${engineVersion}-${platform}-official`);
    const built = join(cache, `v${engineVersion}-${platform}-${hashOfModules()}`);
    const ready = () => [downloaded, built].find((folder) => missingFrom(folder, names).length === 0);

    return ready() ?? (await exclusively(join(cache, "lock"), async () => ready() ?? (await setUp())));

    async function setUp() {
        const temporary = freshTemporaryFolder(cache);
        try {
            return await downloadOrBuild(temporary);
        } finally {
            rmSync(temporary, { recursive: true, force: true });
        }
    }

    async function downloadOrBuild(temporary) {
        const download = await downloadEngine(engineVersion, downloaded, temporary);
        if (!download.problem && missingFrom(downloaded, names).length === 0) return downloaded;
        const wanted = Object.entries(programs).filter(([name]) => names.includes(name));
        const missing = wanted.filter(([name]) => missingFrom(built, [name]).length > 0);
        const build = await buildPrograms(missing, {
            version: engineVersion,
            modules: moduleFolder,
            folder: built,
            temporary,
        });
        if (!build.problem) return built;
        throw new Failure(
            [
                `The Pulumi engine, which tests and examples run on, could not be set up. Three ways were tried:`,
                `  1. on PATH: ${onPath.problem}`,
                `  2. the official download: ${download.problem ?? "it lacks a language host"}`,
                `  3. a build from the published Go modules: ${build.problem}`,
                `Install Pulumi (https://www.pulumi.com/docs/install/) or Go 1.25 or newer (https://go.dev/dl/),`,
                `see that it is on PATH, and run the same command again.`,
            ].join("\n"),
        );
    }
}

async function engineOnPath(names) {
    const pulumi = findProgram("pulumi");
    if (!pulumi) return { problem: "`pulumi` is not there" };
    const missing = names.flatMap(filesOf).filter((file) => !findProgram(file));
    if (missing.length > 0) return { problem: `${pulumi} is there without ${missing.join(", ")}` };
    const { stdout } = await run(pulumi, ["version"], {
        quiet: true,
        env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
    const [, major, minor] = /^v(\d+)\.(\d+)\./.exec(stdout) ?? [];
    const recent = Number(major) > oldestOnPath[0] || (Number(major) === oldestOnPath[0] && minor >= oldestOnPath[1]);
    if (!recent) return { problem: `${pulumi} is ${stdout.trim() || "of no version"}, too old for these tests` };
    return { folder: dirname(pulumi) };
}

function filesOf(name) {
    return [...programs[name].scripts.map((script) => script.split("/").at(-1)), name];
}

function missingFrom(folder, names) {
    return names.flatMap(filesOf).filter((file) => !findProgram(file, folder));
}

// Whoever holds the lock is alone: any other unfinished folder was left by a set-up that was interrupted.
function freshTemporaryFolder(cache) {
    const prefix = "unfinished-";
    for (const name of readdirSync(cache).filter((entry) => entry.startsWith(prefix))) {
        rmSync(join(cache, name), { recursive: true, force: true });
    }
    return mkdtempSync(join(cache, prefix));
}

function hashOfModules() {
    const hash = createHash("sha256");
    for (const { module } of Object.values(programs)) {
        for (const file of ["go.mod", "go.sum"]) hash.update(readFileSync(join(moduleFolder, module, file)));
    }
    return hash.digest("hex").slice(0, 12);
}
