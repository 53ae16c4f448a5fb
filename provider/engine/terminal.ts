import { closeSync, openSync } from "node:fs";
import { findLaunchers, machineProcesses, type ProcessTable } from "../stack/processes";

/** What tells whether a person watches. */
export interface Watching {
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly parent: number;
    readonly processes: ProcessTable;
    /** Whether this process has a terminal, for systems that don't show the engine's. */
    readonly hasTerminal: () => boolean;
}

/** The least time between two lines of progress of one operation, in milliseconds. */
export function progressGap(watching: Watching = ofThisProcess()): number {
    return isWatched(watching) ? 1_000 : 15_000;
}

/** Whether a person watches, so that a line of progress replaces the one before instead of filling a log. */
function isWatched({ environment, parent, processes, hasTerminal }: Watching): boolean {
    if (!["", "0", "false"].includes(environment["CI"]?.toLowerCase() ?? "")) {
        return false; // Some runners give their jobs a terminal.
    }
    const engine = findLaunchers(parent, processes).at(-1) ?? parent;
    const output = processes.findOutput(engine);
    return output === undefined ? hasTerminal() : /^\/dev\/(pts\/|tty)/.test(output);
}

function ofThisProcess(): Watching {
    return { environment: process.env, parent: process.ppid, processes: machineProcesses, hasTerminal };
}

function hasTerminal(): boolean {
    if (process.platform === "win32") {
        return true; // Can't be found out: a line too many is better than none for a minute.
    }
    try {
        closeSync(openSync("/dev/tty", "r"));
        return true;
    } catch {
        return false;
    }
}
