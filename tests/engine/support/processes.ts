import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

export interface Process {
    pid: number;
    parent: number;
    command: string;
}

export function isAlive(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch {
        return false;
    }
}

export function kill(pid: number, signal: NodeJS.Signals): void {
    try {
        process.kill(pid, signal);
    } catch {
        // Gone already, which is what was wanted.
    }
}

/** All children of a process, and theirs. */
export function descendantsOf(pid: number): Process[] {
    const all = processes();
    const found: Process[] = [];
    let parents = new Set([pid]);
    while (parents.size > 0) {
        const children = all.filter((candidate) => parents.has(candidate.parent));
        found.push(...children);
        parents = new Set(children.map((child) => child.pid));
    }
    return found;
}

/** Waits until `look` finds something; fails with what it was waiting for. */
export async function waitFor<T>(what: string, look: () => T | undefined, milliseconds = 240_000): Promise<T> {
    const end = Date.now() + milliseconds;
    for (;;) {
        const found = look();
        if (found !== undefined) return found;
        if (Date.now() > end) throw new Error(`Waited ${milliseconds / 1000} s in vain for ${what}.`);
        await sleep(50);
    }
}

export function processes(): Process[] {
    const listing = execFileSync("ps", ["-A", "-ww", "-o", "pid=,ppid=,args="], { encoding: "utf8", maxBuffer: 1e8 });
    return listing.split("\n").flatMap((line) => {
        const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
        return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
    });
}
