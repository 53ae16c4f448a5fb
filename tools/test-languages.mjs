import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { engineEnvironment } from "./engine.mjs";
import { buildArchives } from "./plugin-archives.mjs";
import { ownTarget } from "./plugin-archives-node.mjs";
import { titles } from "./registry-examples.mjs";
import { Failure, findProgram, main, mustWithProgress } from "./run.mjs";
import { checkGenerator } from "./sdks.mjs";
import { root, setUp } from "./setup.mjs";
import { pathWithoutNode, prepareLanguage } from "./test-languages-prepare.mjs";

/** Each example's main file, and how one more local number is written there. */
const languages = {
    yaml: { file: "Pulumi.yaml", count: ["count: 2", "count: 3"] },
    python: { file: "__main__.py", count: [`"count": 2`, `"count": 3`] },
    go: { file: "main.go", count: ["pulumi.Int(2)", "pulumi.Int(3)"] },
};
const registry = join(root, "examples/registry");

// Every example, on the real engine and its language hosts, with the plugin as it is published and no Node.js on PATH: up, growth,
// a preview without changes, import, destroy. Then those of the registry: up and destroy. All on the simulator.
main(async () => {
    const asked = process.argv.slice(2);
    const unknown = asked.filter((name) => !(name in languages));
    if (unknown.length > 0)
        throw new Failure(`There are ${Object.keys(languages).join(", ")}, not ${unknown.join(", ")}.`);
    const names = asked.length > 0 ? asked : Object.keys(languages);

    const engine = await setUp({ languages: names });
    if (names.includes("go")) {
        await checkGenerator();
        console.log("The committed SDKs are those that the generators write.");
    }
    const [archive] = await buildArchives([ownTarget]);
    const folder = mkdtempSync(join(tmpdir(), "pulumi-callfire-languages-"));
    try {
        layOut(folder, names);
        const env = await prepareMachine(folder, engine, archive);
        for (const name of names) {
            const project = await prepareProject(name, join(folder, "examples", name), { ...env });
            await testExample(project);
            await testRegistryExamples(project);
        }
    } finally {
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
});

/** A copy, so that neither a stack of the user's nor the repository is touched: the examples name the rest as ../.. */
function layOut(folder, names) {
    for (const language of ["python", "go"]) {
        cpSync(join(root, "sdk", language), join(folder, "sdk", language), { recursive: true, filter: isOurs });
    }
    for (const name of names) {
        const program = join(folder, "examples", name);
        cpSync(join(root, "examples", name), program, { recursive: true, filter: isOurs });
        // With the plugin that is installed, and not that of the repository.
        edit(join(program, "Pulumi.yaml"), /^plugins:\n(?: .*\n)+/m, "");
    }
}

function isOurs(path) {
    return !/[\\/](venv|__pycache__|build|[^\\/]*\.egg-info|\.callfire-simulator\.json[^\\/]*|Pulumi\.[^\\/]+\.yaml)$/.test(
        path,
    );
}

function edit(file, before, after) {
    const text = readFileSync(file, "utf8");
    const changed = text.replace(before, after);
    if (changed === text) throw new Failure(`${file} has nothing like ${before}.`);
    writeFileSync(file, changed);
}

/** A Pulumi home with the archive's plugin in it, and a PATH without Node.js. */
async function prepareMachine(folder, engine, archive) {
    const home = join(folder, "home");
    const backend = join(folder, "backend");
    for (const path of [home, backend]) mkdirSync(path);
    const settings = Object.entries(process.env).filter(([key]) => !/^(PULUMI|CALLFIRE)_/.test(key));
    const usual = engineEnvironment(engine, Object.fromEntries(settings));
    const env = {
        ...usual,
        PATH: pathWithoutNode(usual.PATH, folder),
        PULUMI_HOME: home,
        PULUMI_BACKEND_URL: `file://${backend}`,
        PULUMI_CONFIG_PASSPHRASE: "languages",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
    if (findProgram("node", env.PATH)) throw new Failure(`There is a node on ${env.PATH}.`);
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const install = ["pulumi", "plugin", "install", "resource", "callfire", version, "--file", archive];
    await mustWithProgress("installing the plugin", install, { cwd: folder, env });
    return env;
}

async function prepareProject(name, program, env) {
    await prepareLanguage[name](program, env);
    await mustWithProgress(`${name}: pulumi stack init`, ["pulumi", "stack", "init", "test"], { cwd: program, env });
    const general = ["--stack", "test", "--non-interactive", "--color", "never"];
    const pulumi = (command, ...options) =>
        mustWithProgress(`${name}: pulumi ${command}`, ["pulumi", ...command.split(" "), ...options, ...general], {
            cwd: program,
            env,
        });
    const { file, count } = languages[name];
    return {
        name,
        file: join(program, file),
        count,
        pulumi,
        up: () => pulumi("up", "--yes", "--skip-preview"),
        expectNoChanges: () => pulumi("preview", "--expect-no-changes"),
        destroy: () => pulumi("destroy", "--yes", "--skip-preview"),
        outputs: async () => JSON.parse(await pulumi("stack output", "--json")),
    };
}

async function testExample({ name, file, count, pulumi, up, expectNoChanges, destroy, outputs }) {
    const start = Date.now();
    const unless = (holds, found) => {
        if (!holds) throw new Failure(`${name}: the outputs are ${JSON.stringify(found)}.`);
    };

    await up();
    const bought = await outputs();
    unless(bought.numbers?.length === 3 && /^\d+$/.test(bought.orderId) && bought.shortCode === "67076", bought);

    edit(file, ...count);
    await up();
    const grown = await outputs();
    const kept = bought.numbers.every((number) => grown.numbers.includes(number));
    unless(grown.numbers.length === 4 && kept && grown.orderId === bought.orderId, grown);
    await expectNoChanges();

    const { deployment } = JSON.parse(await pulumi("stack export"));
    const { urn } = deployment.resources.find(({ type }) => type === "callfire:index:Keyword");
    await pulumi("state delete", urn, "--yes");
    const imported = ["callfire:index:Keyword", "promo", "CHOCOLATE", "--protect=false", "--generate-code=false"];
    await pulumi("import", ...imported, "--yes", "--skip-preview");
    await expectNoChanges();

    await destroy();
    tell(name, "bought, grown, unchanged, imported, released", start);
}

/** In the place of the example's own program; in YAML, that is what follows the settings of the project. */
async function testRegistryExamples({ name, file, up, expectNoChanges, destroy }) {
    const start = Date.now();
    const [settings] = name === "yaml" ? readFileSync(file, "utf8").split(/^(?=resources:)/m) : [""];
    const resources = Object.keys(titles);
    for (const resource of resources) {
        const program = join(registry, resource, name === "yaml" ? "Main.yaml" : basename(file));
        writeFileSync(file, settings + readFileSync(program, "utf8"));
        // An account that has not had what another example released.
        rmSync(join(dirname(file), ".callfire-simulator.json"), { force: true });
        await up();
        await expectNoChanges();
        await destroy();
    }
    tell(name, `${resources.length} examples of the registry bought, unchanged, released`, start);
}

function tell(name, what, start) {
    console.log(`${name}: ${what} (${Math.round((Date.now() - start) / 1000)} s)`);
}
