import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";
import { engineExecutable } from "./processes";

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
        // Another version on PATH could not read what the engine that runs this has written.
        file: engineExecutable() ?? "pulumi",
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
export interface CommandError extends Error {
    readonly code?: unknown;
    readonly killed?: unknown;
    /** Null where it could not be started. */
    readonly stderr?: string | null;
}

function errorOf(error: CommandError, timeoutMilliseconds: number): Error {
    const { stderr, message } = error;
    const line = (stderr ?? "").split("\n").find((text) => text.trim() !== "");
    const reason = line?.trim() ?? message.split("\n")[0] ?? "";
    return (
        noAnswerTo("stack export", error, timeoutMilliseconds) ?? new Error(`"pulumi stack export" failed: ${reason}`)
    );
}

/** @param command its words, for people: `stack export` */
export function noAnswerTo(
    command: string,
    { code, killed }: CommandError,
    timeoutMilliseconds: number,
): Error | undefined {
    if (code === "ENOENT") {
        return new NoAnswer("there is no pulumi command on PATH");
    }
    return killed === true || code === "ETIMEDOUT"
        ? new NoAnswer(`"pulumi ${command}" took more than ${String(timeoutMilliseconds / 1000)} s`)
        : undefined;
}
