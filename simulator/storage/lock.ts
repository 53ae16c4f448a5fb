import { randomUUID } from "node:crypto";
import { readFileSync, statSync, unlinkSync, writeFileSync } from "node:fs";

/** Longer than any change takes, by far: an older lock is of no one (its process id may be someone else's by now). */
const oldestMilliseconds = 10_000;
const patienceMilliseconds = 30_000;

/**
 * Runs `change` while no other process does so under the same lock file. `change` is synchronous, so that within
 * one process nothing else can run either.
 */
export async function underLock<Result>(lockFile: string, change: () => Result): Promise<Result> {
    const content = `${process.pid} ${randomUUID()}`;
    const startedAt = Date.now();
    while (!created(lockFile, content)) {
        breakIfStale(lockFile);
        if (Date.now() - startedAt > patienceMilliseconds) {
            throw new Error(`The simulator's state is locked by another process: ${lockFile}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 4));
    }
    try {
        return change();
    } finally {
        // After a long sleep of the machine it may have been judged stale, and be another's by now.
        if (contentOf(lockFile) === content) {
            removeIfThere(lockFile);
        }
    }
}

function created(file: string, content: string): boolean {
    try {
        writeFileSync(file, content, { flag: "wx" });
        return true;
    } catch (error) {
        if (codeOf(error) === "EEXIST") {
            return false;
        }
        throw error;
    }
}

/**
 * Only one process at a time may judge a lock and remove it: between the two looks of a slower one, the stale lock
 * could have become somebody's fresh one.
 */
function breakIfStale(lockFile: string): void {
    if (!isStale(lockFile)) {
        return;
    }
    const guardFile = `${lockFile}.breaking`;
    if (!created(guardFile, String(process.pid))) {
        if (isStale(guardFile)) {
            removeIfThere(guardFile);
        }
        return;
    }
    try {
        if (isStale(lockFile)) {
            removeIfThere(lockFile);
        }
    } finally {
        removeIfThere(guardFile);
    }
}

function isStale(file: string): boolean {
    try {
        const age = Date.now() - statSync(file).mtimeMs;
        const owner = Number.parseInt(readFileSync(file, "utf8"), 10);
        // Just created, its content is not written yet: Not a Number, and only its age counts.
        return age > oldestMilliseconds || (Number.isInteger(owner) && !isAlive(owner));
    } catch (error) {
        if (codeOf(error) === "ENOENT") {
            return false;
        }
        throw error;
    }
}

function contentOf(file: string): string | undefined {
    try {
        return readFileSync(file, "utf8");
    } catch (error) {
        if (codeOf(error) === "ENOENT") {
            return undefined;
        }
        throw error;
    }
}

function isAlive(processId: number): boolean {
    try {
        process.kill(processId, 0);
        return true;
    } catch (error) {
        return codeOf(error) === "EPERM";
    }
}

function removeIfThere(file: string): void {
    try {
        unlinkSync(file);
    } catch (error) {
        if (codeOf(error) !== "ENOENT") {
            throw error;
        }
    }
}

export function codeOf(error: unknown): string | undefined {
    return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
