import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import * as path from "node:path";

/** The command itself, for whoever runs it in a way of his own. */
export const compiled = path.join(__dirname, "..", "..", "provider", "cli", "index.js");

export interface Ended {
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
}

/** As users call it, without a terminal: nothing of this process's settings reaches it. */
export function start(
    args: readonly string[],
    folder: string,
    settings: NodeJS.ProcessEnv = {},
): ChildProcessWithoutNullStreams {
    return spawn(process.execPath, [compiled, ...args], {
        cwd: folder,
        env: {
            PATH: process.env["PATH"],
            HOME: folder,
            TMPDIR: folder,
            PULUMI_HOME: path.join(folder, "home"),
            ...settings,
        },
    });
}

export async function run(
    args: readonly string[],
    folder: string,
    settings: NodeJS.ProcessEnv = {},
    input = "",
): Promise<Ended> {
    const child = start(args, folder, settings);
    child.stdin.end(input);
    return ended(child);
}

export function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
    const said = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
    return new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (code) => resolve({ code, ...said }));
    });
}
