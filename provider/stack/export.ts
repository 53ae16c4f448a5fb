import { execFile, execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { promisify } from "node:util";

/** The engine's state of a stack, as far as it is needed. */
export interface Deployment {
    readonly resources?: readonly ExportedResource[];
    readonly pending_operations?: readonly PendingOperation[];
}

/** What the engine had begun and has not seen to its end. */
export interface PendingOperation {
    /** `creating`, `updating`, `deleting` and others. */
    readonly type: string;
    readonly resource: ExportedResource;
}

export interface ExportedResource {
    readonly urn: string;
    readonly type?: string;
    readonly id?: string;
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly outputs?: Readonly<Record<string, unknown>>;
    /** Replaced, and waiting for its deletion. */
    readonly delete?: boolean;
    readonly external?: boolean;
    readonly created?: string;
}

/** Which stack is exported, and from where. */
export interface ExportRequest {
    /** `organization/project/stack`; the bare name where the organization is not known. */
    readonly stack: string;
    /** The program's root folder: its Pulumi.yaml may name the backend. */
    readonly folder: string;
    /** How long the command may take. */
    readonly timeoutMilliseconds?: number;
}

const usualMilliseconds = 30_000;
/** 500 resources are 2.6 MB; Node's own limit is 1. */
const largestExport = 1024 * 1024 * 1024;

/** Secrets stay encrypted: `--show-secrets` is never asked for. Nothing is written anywhere. */
function commandOf({ stack, folder, timeoutMilliseconds = usualMilliseconds }: ExportRequest) {
    const options = {
        cwd: folder,
        encoding: "utf8",
        timeout: timeoutMilliseconds,
        maxBuffer: largestExport,
        env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
        windowsHide: true,
    } as const;
    return {
        file: engineExecutable(),
        options,
        parameters: ["stack", "export", "--stack", stack, "--non-interactive"],
    };
}

/** How often a state is read again that could not be read, and after how long: the engine may be writing it just now. */
const mostTries = 3;
const pauseMilliseconds = 200;

/** Reads the state while others run. @throws Error that says why it can't be read. */
export async function exportStack(request: ExportRequest): Promise<Deployment> {
    for (let tried = 1; ; tried++) {
        try {
            return await exportOnce(request);
        } catch (error) {
            if (tried === mostTries || error instanceof NoAnswer) {
                throw error;
            }
            await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
        }
    }
}

async function exportOnce(request: ExportRequest): Promise<Deployment> {
    const { file, parameters, options } = commandOf(request);
    try {
        const { stdout } = await promisify(execFile)(file, parameters, options);
        return parse(stdout);
    } catch (error) {
        throw errorOf(error as CommandError, options.timeout);
    }
}

/** Reads the state before anything else happens. @throws Error that says why it can't be read. */
export function exportStackNow(request: ExportRequest): Deployment {
    const { file, parameters, options } = commandOf(request);
    try {
        return parse(execFileSync(file, parameters, { ...options, stdio: ["ignore", "pipe", "pipe"] }));
    } catch (error) {
        throw errorOf(error as CommandError, options.timeout);
    }
}

function parse(output: string): Deployment {
    const { deployment } = JSON.parse(output) as { deployment?: Deployment | null };
    return deployment ?? {};
}

/** Asking again would bring no other answer, or take too long. */
class NoAnswer extends Error {}

/** What a command fails with; the two ways of running one tell a time-out differently. */
interface CommandError extends Error {
    readonly code?: unknown;
    readonly killed?: boolean;
    readonly stderr?: string;
}

function errorOf({ code, killed, stderr = "", message }: CommandError, timeoutMilliseconds: number): Error {
    if (code === "ENOENT") {
        return new NoAnswer("there is no pulumi command on PATH");
    }
    if (killed === true || code === "ETIMEDOUT") {
        return new NoAnswer(`"pulumi stack export" took more than ${String(timeoutMilliseconds / 1000)} s`);
    }
    const line = stderr.split("\n").find((text) => text.trim() !== "");
    return new Error(`"pulumi stack export" failed: ${line?.trim() ?? message.split("\n")[0] ?? ""}`);
}

/** The engine that runs this, which another version on PATH could not read; where that can't be told, the one on PATH. */
function engineExecutable(): string {
    let candidate = process.ppid;
    for (let distance = 0; distance < 6 && candidate > 1; distance++) {
        try {
            const status = readFileSync(`/proc/${String(candidate)}/stat`, "utf8");
            // "pid (name) state parent ...": the name may hold anything.
            const nameEnd = status.lastIndexOf(")");
            if (status.slice(status.indexOf("(") + 1, nameEnd) === "pulumi") {
                return readlinkSync(`/proc/${String(candidate)}/exe`);
            }
            candidate = Number(status.slice(nameEnd + 2).split(" ")[1]);
        } catch {
            break; // Not a Linux.
        }
    }
    return "pulumi";
}
