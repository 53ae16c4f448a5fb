import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { cacheFolder, engineEnvironment } from "./engine.mjs";
import { exclusively } from "./lock.mjs";
import { Failure, findProgram, main, run, withProgress } from "./run.mjs";
import { checkGenerator } from "./sdks.mjs";
import { root, setUp } from "./setup.mjs";

const languages = { yaml: prepareYaml, python: preparePython, go: prepareGo };
const plugin = "pulumi-resource-callfire";

// Every example, on the real engine and its language hosts: up, a preview without changes, destroy. On the simulator.
main(async () => {
    const asked = process.argv.slice(2);
    const unknown = asked.filter((name) => !(name in languages));
    if (unknown.length > 0)
        throw new Failure(`There are ${Object.keys(languages).join(", ")}, not ${unknown.join(", ")}.`);
    const names = asked.length > 0 ? asked : Object.keys(languages);

    const engine = await setUp({ languages: names });
    await must("bundling the plugin", [process.execPath, "tools/bundle.mjs"], { cwd: root });
    if (names.includes("go")) {
        await checkGenerator();
        console.log("The committed SDKs are those that the generators write.");
    }
    const folder = mkdtempSync(join(tmpdir(), "pulumi-callfire-languages-"));
    try {
        layOut(folder, names);
        for (const name of names) await testExample(name, folder, engine);
    } finally {
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
});

/** A copy, so that neither a stack of the user's nor the repository is touched: the examples name the rest as ../.. */
function layOut(folder, names) {
    cpSync(join(root, plugin), join(folder, plugin));
    cpSync(join(root, "PulumiPlugin.yaml"), join(folder, "PulumiPlugin.yaml"));
    for (const language of ["python", "go"]) {
        cpSync(join(root, "sdk", language), join(folder, "sdk", language), { recursive: true, filter: isOurs });
    }
    for (const name of names) {
        cpSync(join(root, "examples", name), join(folder, "examples", name), { recursive: true, filter: isOurs });
    }
}

function isOurs(path) {
    return !/[\\/](venv|__pycache__|build|[^\\/]*\.egg-info|\.callfire-simulator\.json[^\\/]*|Pulumi\.[^\\/]+\.yaml)$/.test(
        path,
    );
}

async function testExample(name, folder, engine) {
    const start = Date.now();
    const program = join(folder, "examples", name);
    const home = join(folder, "home", name);
    for (const path of ["backend", "plugins"]) mkdirSync(join(home, path), { recursive: true });
    const settings = Object.entries(process.env).filter(([key]) => !/^(PULUMI|CALLFIRE)_/.test(key));
    const env = {
        ...engineEnvironment(engine, Object.fromEntries(settings)),
        PULUMI_HOME: home,
        PULUMI_BACKEND_URL: `file://${join(home, "backend")}`,
        PULUMI_CONFIG_PASSPHRASE: "languages",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
    await languages[name](program, env);
    const pulumi = (...command) =>
        must(`${name}: pulumi ${command[0]}`, ["pulumi", ...command, "--non-interactive", "--color", "never"], {
            cwd: program,
            env,
        });

    await pulumi("stack", "init", "test");
    await pulumi("up", "--yes", "--skip-preview", "--stack", "test");
    const { numbers, orderId, shortCode } = JSON.parse(await pulumi("stack", "output", "--json", "--stack", "test"));
    if (numbers?.length !== 3 || !/^\d+$/.test(orderId) || shortCode !== "67076") {
        throw new Failure(`${name}: the outputs are ${JSON.stringify({ numbers, orderId, shortCode })}.`);
    }
    await pulumi("preview", "--expect-no-changes", "--stack", "test");
    await pulumi("destroy", "--yes", "--skip-preview", "--stack", "test");
    console.log(`${name}: bought, unchanged, released (${Math.round((Date.now() - start) / 1000)} s)`);
}

async function prepareYaml() {
    // Nothing but its host.
}

async function prepareGo(program, env) {
    Object.assign(env, { GOFLAGS: "", GOWORK: "off" });
    // The language host builds the program too, without a word on what takes so long the first time.
    await must(
        "go: building the program, which takes a minute or two the first time",
        ["go", "build", "-o", join(program, "program"), "."],
        {
            cwd: program,
            env,
        },
    );
}

/** An environment of Python's in the cache, made anew when what goes into it has changed. */
async function preparePython(program, env) {
    const python = ["python3", "python"].find((name) => findProgram(name));
    if (!python) throw new Failure("The example in Python needs Python 3.9 or newer on PATH.");
    const parts = [readFileSync(join(program, "requirements.txt")), readFileSync(join(root, "sdk/generated.json"))];
    const hash = createHash("sha256");
    for (const part of parts) hash.update(part);
    const venv = join(cacheFolder(), "languages", `python-${hash.digest("hex").slice(0, 12)}`);
    const complete = join(venv, ".complete");
    await exclusively(`${venv}.lock`, async () => {
        if (existsSync(complete)) return;
        rmSync(venv, { recursive: true, force: true });
        await must("python: making an environment", [python, "-m", "venv", venv], { cwd: program });
        const pip = [join(binOf(venv), "python"), "-m", "pip", "install", "--disable-pip-version-check", "-q"];
        await must("python: installing its packages", [...pip, "-r", "requirements.txt"], { cwd: program });
        writeFileSync(complete, "");
    });
    // Newer language hosts look where Pulumi.yaml says, older ones take the environment that is active.
    symlinkSync(venv, join(program, "venv"), "junction");
    Object.assign(env, { VIRTUAL_ENV: venv, PATH: `${binOf(venv)}${delimiter}${env.PATH}` });
}

function binOf(venv) {
    return join(venv, process.platform === "win32" ? "Scripts" : "bin");
}

async function must(label, [command, ...commandArguments], options) {
    const { exitCode, stdout, output } = await withProgress(label, () =>
        run(command, commandArguments, { ...options, quiet: true }),
    );
    if (exitCode !== 0) throw new Failure(`${label} failed:\n${output.trim()}`);
    return stdout;
}
