import { readFileSync, readlinkSync } from "node:fs";

/** The processes of the machine, as far as the system tells of them. */
export interface ProcessTable {
    /** Undefined for a process that is gone, and where there is no Linux. */
    find(pid: number): { readonly name: string; readonly parent: number } | undefined;
    /** The file behind its standard output: `/dev/pts/0`, `pipe:[4711]`. */
    findOutput(pid: number): string | undefined;
}

/** How many launchers may stand between the engine and its provider: shell scripts, language hosts. */
const mostLaunchers = 5;

/**
 * The processes that lead from this one's parent up to the engine, which is the nearest one called pulumi; the parent alone where
 * there is none. The last one is the engine, or as near to it as can be told.
 */
export function findLaunchers(parent: number, processes: ProcessTable): readonly number[] {
    const launchers: number[] = [];
    let candidate = parent;
    while (launchers.length <= mostLaunchers) {
        launchers.push(candidate);
        const found = processes.find(candidate);
        if (found === undefined) {
            break;
        }
        if (found.name === "pulumi") {
            return launchers;
        }
        candidate = found.parent;
    }
    return [parent];
}

export const machineProcesses: ProcessTable = {
    find(pid) {
        const text = orUndefined(() => readFileSync(`/proc/${String(pid)}/stat`, "utf8"));
        // "pid (name) state parent ...": the name may hold anything.
        const [, name, parent] = /^\d+ \((.*)\) \S+ (\d+)/s.exec(text ?? "") ?? [];
        return name === undefined ? undefined : { name, parent: Number(parent) };
    },
    findOutput: (pid) => orUndefined(() => readlinkSync(`/proc/${String(pid)}/fd/1`)),
};

/** The file of the engine that started this process; undefined where that can't be told. */
export function engineExecutable(): string | undefined {
    const engine = findLaunchers(process.ppid, machineProcesses).at(-1) ?? 0;
    return machineProcesses.find(engine)?.name === "pulumi"
        ? orUndefined(() => readlinkSync(`/proc/${String(engine)}/exe`))
        : undefined;
}

function orUndefined<Result>(read: () => Result): Result | undefined {
    try {
        return read();
    } catch {
        return undefined;
    }
}
