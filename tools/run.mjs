import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** What went wrong, and what to do about it: shown as it is, without a stack trace. */
export class Failure extends Error {}

export function main(work) {
    work().catch((error) => {
        console.error(error.message);
        process.exitCode = 1;
    });
}

const children = new Set();
for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => {
        for (const child of children) child.kill(signal);
        process.exit(signal === "SIGINT" ? 130 : 143);
    });
}

/** Runs a command to its end. Its output is shown as it comes, or kept when `quiet`. */
export function run(command, commandArguments, { cwd, env = process.env, quiet = false } = {}) {
    return new Promise((resolve, reject) => {
        const child = spawn(command, commandArguments, {
            cwd,
            env,
            stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit",
            // npm and npx are batch files on Windows, which only a shell can start.
            shell: process.platform === "win32" && command === "npm",
        });
        children.add(child);
        let stdout = "";
        let output = "";
        child.stdout?.on("data", (data) => {
            stdout += data;
            output += data;
        });
        child.stderr?.on("data", (data) => (output += data));
        child.on("error", (error) => {
            children.delete(child);
            reject(new Failure(`Cannot start ${command}: ${error.message}`));
        });
        child.on("close", (code, signal) => {
            children.delete(child);
            resolve({ exitCode: code ?? 1, signal, stdout, output });
        });
    });
}

/** Runs a command quietly, which must succeed. Returns what it printed, or fails with all that it said after `failure`. */
export async function must(failure, [command, ...commandArguments], options = {}) {
    const { exitCode, stdout, output } = await run(command, commandArguments, { ...options, quiet: true });
    if (exitCode !== 0) throw new Failure(`${failure}:\n${output.trim()}`);
    return stdout;
}

/** The same for a step that takes long. */
export function mustWithProgress(label, command, options) {
    return withProgress(label, () => must(`${label} failed`, command, options));
}

const extensions = process.platform === "win32" ? [".exe", ".cmd", ""] : [""];

function isExecutable(path) {
    try {
        accessSync(path, constants.X_OK);
        return statSync(path).isFile();
    } catch {
        return false;
    }
}

/** The full path of a program in one of the folders of `path`, as a shell would find it. */
export function findProgram(name, path = process.env.PATH ?? "") {
    for (const folder of path.split(delimiter).filter(Boolean)) {
        for (const extension of extensions) {
            const candidate = join(folder, name + extension);
            if (isExecutable(candidate)) return candidate;
        }
    }
    return undefined;
}

/** Shows how long a step has taken: one line that moves on a terminal, a line now and then in a log. */
export async function withProgress(label, work) {
    const terminal = process.stderr.isTTY;
    const start = Date.now();
    const write = () => {
        const seconds = Math.round((Date.now() - start) / 1000);
        process.stderr.write(terminal ? `\r  ${label}: ${seconds} s ` : `  ${label}: ${seconds} s\n`);
    };
    const timer = setInterval(write, terminal ? 1000 : 15_000);
    try {
        return await work();
    } finally {
        clearInterval(timer);
        if (terminal) process.stderr.write("\r\x1b[K");
    }
}
