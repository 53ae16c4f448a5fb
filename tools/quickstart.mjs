import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheFolder, engineEnvironment } from "./engine.mjs";
import { Failure, main, run } from "./run.mjs";
import { root, setUp } from "./setup.mjs";

const folder = join(cacheFolder(), "quickstart");
const program = join(folder, "callfire-quickstart");
const stack = "dev";

main(async () => {
    const command = process.argv.slice(2);
    const engine = await setUp();
    const pulumi = pulumiIn(engine);
    if (command.length > 0) {
        if (!existsSync(program)) throw new Failure("There is no quickstart stack yet: run `npm run quickstart`.");
        process.exitCode = (await pulumi(...command)).exitCode;
        return;
    }

    console.log(`A fresh stack of examples/quickstart, on the simulator: nothing is bought. It is in ${program}.`);
    layOut();
    await must(pulumi("stack", "init", stack, "--non-interactive"));
    await must(pulumi("up", "--yes", "--skip-preview=false", "--non-interactive"));
    console.log(
        [
            "",
            "See that a second preview changes nothing:  npm run quickstart -- preview",
            "Release everything again:                   npm run quickstart -- destroy --yes",
            "Use it in a program of your own:            npm install pulumi-callfire, then as in examples/quickstart",
        ].join("\n"),
    );
});

async function must(running) {
    const { exitCode } = await running;
    if (exitCode !== 0) throw new Failure("The quickstart stopped at the error above.");
}

// A copy, so that neither a stack of the user's in examples/quickstart nor the repository is touched.
function layOut() {
    rmSync(folder, { recursive: true, force: true });
    for (const path of ["home", "backend"]) mkdirSync(join(folder, path), { recursive: true });
    for (const file of ["Pulumi.yaml", "index.ts", "package.json", "tsconfig.json"]) {
        cpSync(join(root, "examples/quickstart", file), join(program, file));
    }
    link(root, "pulumi-callfire");
    link(join(root, "node_modules/@pulumi/pulumi"), "@pulumi/pulumi");
}

function link(target, name) {
    const path = join(program, "node_modules", name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(target, path, "junction");
}

// A home, a backend and a passphrase of its own: the user's Pulumi knows nothing of this stack.
function pulumiIn(engine) {
    const settings = Object.entries(process.env).filter(([key]) => !/^(PULUMI|CALLFIRE)_/.test(key));
    const env = {
        ...engineEnvironment(engine, Object.fromEntries(settings)),
        PULUMI_HOME: join(folder, "home"),
        PULUMI_BACKEND_URL: `file://${join(folder, "backend")}`,
        PULUMI_CONFIG_PASSPHRASE: "quickstart",
        PULUMI_SKIP_UPDATE_CHECK: "true",
    };
    return (...command) => run("pulumi", command, { cwd: program, env });
}
