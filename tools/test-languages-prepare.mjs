import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { cacheFolder } from "./engine.mjs";
import { exclusively } from "./lock.mjs";
import { Failure, findProgram, mustWithProgress } from "./run.mjs";
import { root } from "./setup.mjs";

/** What each language needs before the engine can run a program of it: folder and environment of the program. */
export const prepareLanguage = { yaml: prepareYaml, python: preparePython, go: prepareGo };

async function prepareYaml() {
    // Nothing but its host.
}

async function prepareGo(program, env) {
    Object.assign(env, { GOFLAGS: "", GOWORK: "off" });
    // The language host builds the program too, without a word on what takes so long the first time.
    const build = ["go", "build", "-o", join(program, "program"), "."];
    await mustWithProgress("go: building the program, which takes a minute or two the first time", build, {
        cwd: program,
        env,
    });
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
        await mustWithProgress("python: making an environment", [python, "-m", "venv", venv], { cwd: program });
        const pip = [join(binOf(venv), "python"), "-m", "pip", "install", "--disable-pip-version-check", "-q"];
        await mustWithProgress("python: installing its packages", [...pip, "-r", "requirements.txt"], { cwd: program });
        writeFileSync(complete, "");
    });
    // Newer language hosts look where Pulumi.yaml says, older ones take the environment that is active.
    symlinkSync(venv, join(program, "venv"), "junction");
    Object.assign(env, { VIRTUAL_ENV: venv, PATH: `${binOf(venv)}${delimiter}${env.PATH}` });
}

function binOf(venv) {
    return join(venv, process.platform === "win32" ? "Scripts" : "bin");
}

/** The same PATH on a machine without Node.js: a folder that holds one is replaced by links to everything else in it. */
export function pathWithoutNode(path, folder) {
    const without = path.split(delimiter).map((place, index) => {
        if (!findProgram("node", place)) return place;
        const links = join(folder, `path-${index}`);
        mkdirSync(links, { recursive: true });
        for (const name of readdirSync(place).filter((program) => !/^(node|nodejs|npm|npx)(\.|$)/.test(program)))
            symlinkSync(join(place, name), join(links, name));
        return links;
    });
    return without.join(delimiter);
}
