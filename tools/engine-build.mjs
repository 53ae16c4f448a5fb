import { chmodSync, copyFileSync, mkdirSync, renameSync } from "node:fs";
import { basename, join } from "node:path";
import { findProgram, run, withProgress } from "./run.mjs";

const suffix = process.platform === "win32" ? ".exe" : "";

/**
 * Builds these programs of the engine into `folder`. Each is made in the temporary folder and moved in by one rename,
 * scripts before the program: what stands in `folder` is whole, whenever this was interrupted.
 */
export async function buildPrograms(programs, { version, modules, folder, temporary }) {
    if (!findProgram("go")) return { problem: "`go` is not on PATH" };
    mkdirSync(folder, { recursive: true });
    const names = programs.map(([name]) => name);
    console.error(`Building the Pulumi engine ${version} from its Go modules: ${names.join(", ")}.`);
    console.error(`This happens once, because neither PATH nor get.pulumi.com has it, and takes up to 5 minutes.`);

    for (const [name, program] of programs) {
        const problem = await withProgress(name, () => build(name, program));
        if (problem) return { problem: `${name}: ${problem}` };
    }
    console.error(`The Pulumi engine ${version} is now in ${folder}.`);
    return {};

    async function build(name, { module, package: source, scripts }) {
        const cwd = join(modules, module);
        // Flags and workspaces of the user's own Go projects would change what is built here.
        const env = { ...process.env, GOFLAGS: "-buildvcs=false", GOWORK: "off" };
        const output = join(temporary, name + suffix);
        const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
        const options = { cwd, env, quiet: true };
        const result = await run("go", ["build", "-trimpath", "-ldflags", flags, "-o", output, source], options);
        if (result.exitCode !== 0) return lastLines(result.output);
        if (scripts.length > 0) {
            const sdk = await run("go", ["list", "-m", "-f", "{{.Dir}}", "github.com/pulumi/pulumi/sdk/v3"], options);
            if (sdk.exitCode !== 0) return lastLines(sdk.output);
            for (const script of scripts) copyScript(join(sdk.stdout.trim(), script));
        }
        renameSync(output, join(folder, name + suffix));
        return undefined;
    }

    function copyScript(source) {
        const extension = process.platform === "win32" ? ".cmd" : "";
        const target = join(temporary, basename(source) + extension);
        copyFileSync(source + extension, target);
        chmodSync(target, 0o755);
        renameSync(target, join(folder, basename(target)));
    }
}

function lastLines(output) {
    return output.trim().split("\n").slice(-5).join("\n     ");
}
