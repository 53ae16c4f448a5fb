import { execFile } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { SettingName } from "../settings/definitions";
import { noAnswerTo, type CommandError } from "../stack/export";
import { findProjectFile } from "../stack/address";
import { messageOf, type Context } from "./context";

/** The Pulumi program that the folder in which a command was called belongs to. */
export interface Program {
    /** Where its Pulumi.yaml is. */
    readonly root: string;
    /** Where it runs: relative journals and the embedded simulator's account lie here. */
    readonly folder: string;
    readonly project?: string;
}

/** `callfire:*` in the configuration of a stack, keys without the namespace. */
export interface StackSettings {
    readonly values: Readonly<Record<string, string>>;
    /** Why some or all could not be read, as sentences without a full stop. */
    readonly problems: readonly string[];
}

const timeoutMilliseconds = 30_000;

export function findProgram(folder: string): Program | undefined {
    const file = findProjectFile(folder);
    if (file === undefined) {
        return undefined;
    }
    const root = dirname(file);
    const text = readFileSync(file, "utf8");
    const project = fieldOf(text, "name");
    return { root, folder: folderOf(root, fieldOf(text, "main")), ...(project !== undefined && { project }) };
}

/**
 * The settings of a stack, as Pulumi itself reads them. Only secrets that are needed are decrypted, one by one: nothing else of
 * the stack is, and nothing is written anywhere.
 * @param stack the one that is selected in the program's folder where undefined
 * @param needed secrets that are to be decrypted
 */
export async function readStackSettings(
    program: Program,
    stack: string | undefined,
    needed: readonly SettingName[],
    context: Context,
): Promise<StackSettings> {
    const pulumi = (...args: string[]): Promise<string> =>
        run([...args, ...(stack === undefined ? [] : ["--stack", stack])], program, context);
    const values: Record<string, string> = {};
    const problems: string[] = [];
    try {
        const config = JSON.parse(await pulumi("config", "--json")) as Record<
            string,
            { value?: string; secret?: boolean }
        >;
        for (const [key, { value, secret }] of Object.entries(config).filter(([name]) =>
            name.startsWith("callfire:"),
        )) {
            const name = key.slice("callfire:".length);
            if (secret !== true) {
                values[name] = value ?? "";
            } else if (needed.some((one) => one === name)) {
                try {
                    values[name] = (await pulumi("config", "get", key)).trimEnd();
                } catch (error) {
                    problems.push(`${key} can't be decrypted: ${messageOf(error)}`);
                }
            }
        }
    } catch (error) {
        problems.push(`the configuration of this folder's stack can't be read: ${messageOf(error)}`);
    }
    return { values, problems };
}

async function run(args: readonly string[], { root }: Program, { environment }: Context): Promise<string> {
    const options = {
        cwd: root,
        encoding: "utf8",
        timeout: timeoutMilliseconds,
        env: { ...environment, PULUMI_SKIP_UPDATE_CHECK: "true" },
        windowsHide: true,
    } as const;
    try {
        return (await promisify(execFile)("pulumi", [...args, "--non-interactive"], options)).stdout;
    } catch (error) {
        throw new Error(reasonOf(error as CommandError), { cause: error });
    }
}

function reasonOf(error: CommandError): string {
    const line = error.stderr?.split("\n").find((text) => text.trim() !== "") ?? "pulumi said nothing";
    return noAnswerTo("config", error, timeoutMilliseconds)?.message ?? line.replace(/^error: /, "").trim();
}

/** `main` is a folder, or a file in one. */
function folderOf(root: string, main: string | undefined): string {
    const path = join(root, main ?? "");
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === false ? dirname(path) : path;
}

/** A field of the outermost level, in YAML or JSON. */
function fieldOf(text: string, name: string): string | undefined {
    return new RegExp(`^(?:${name}|\\s*"${name}")\\s*:\\s*["']?([^"'\\n,#]+)`, "m").exec(text)?.[1]?.trim();
}
