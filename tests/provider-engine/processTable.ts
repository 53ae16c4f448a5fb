import type { ProcessTable } from "../../provider/stack/processes";

/** Processes by number: name, parent, and the file behind the standard output. */
export function tableOf(processes: ReadonlyMap<string, readonly [string, number, string?]>): ProcessTable {
    return {
        find(pid) {
            const [name, parent] = processes.get(String(pid)) ?? [];
            return name === undefined || parent === undefined ? undefined : { name, parent };
        },
        findOutput: (pid) => processes.get(String(pid))?.[2],
    };
}
