import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { JournalUnavailable } from "./errors";
import type { Store, StoredStep } from "./store";

const stepFile = /^(.+)\.(\d+)\.json$/;

/** A journal in a folder: one readable file a step, `support-3f2a9c1e.1.2.json` for step 2 of the owner's first entry. */
export function folderStore(folder: string): Store {
    const stepPath = (name: string, step: number): string => path.join(folder, `${name}.${step}.json`);

    /** The numbers of an entry's steps, lowest first. */
    async function stepsOf(name: string): Promise<number[]> {
        const files = (await listFolder(folder)).filter((file) => file.startsWith(`${name}.`));
        const steps = files.map((file) => stepFile.exec(file)).filter((match) => match?.[1] === name);
        return steps.map((match) => Number(match?.[2])).sort((a, b) => a - b);
    }

    async function newestSteps(): Promise<Map<string, number>> {
        const newest = new Map<string, number>();
        for (const file of await listFolder(folder)) {
            const [, name, step] = stepFile.exec(file) ?? [];
            if (name !== undefined) {
                newest.set(name, Math.max(newest.get(name) ?? 0, Number(step)));
            }
        }
        return newest;
    }

    /** Each file is looked at when its turn comes: between two of them a process may sleep for hours. */
    async function forget(
        name: string,
        isOld: (step: number) => boolean,
        isOurs: (text: string) => boolean,
    ): Promise<void> {
        for (const step of await stepsOf(name)) {
            const text = isOld(step) ? readIfThere(stepPath(name, step)) : undefined;
            if (text !== undefined && isOurs(text)) {
                await fs.rm(stepPath(name, step), { force: true });
            }
        }
    }

    /** A process that slept while an entry was closed finds its numbers free again: then what it would follow is gone. */
    async function isNext(name: string, step: number, isSuccessor: (before: string) => boolean): Promise<boolean> {
        return step === 1
            ? (await stepsOf(name)).every((other) => other === 1)
            : isSuccessor(readIfThere(stepPath(name, step - 1)) ?? "");
    }

    return {
        place: folder,

        async assertWritable() {
            const probe = path.join(folder, `.${randomBytes(6).toString("hex")}.tmp`);
            try {
                await fs.mkdir(folder, { recursive: true, mode: 0o700 });
                await fs.writeFile(probe, "can this be written?\n", { flag: "wx" });
                await fs.unlink(probe);
            } catch (error) {
                await fs.unlink(probe).catch(() => undefined);
                throw new JournalUnavailable(folder, reasonOf(error));
            }
        },

        async list(isWanted = () => true) {
            for (;;) {
                const found: StoredStep[] = [];
                let moved = false;
                for (const [name, step] of await newestSteps()) {
                    if (!isWanted(name)) {
                        continue;
                    }
                    try {
                        const text = readIfThere(stepPath(name, step));
                        moved ||= text === undefined;
                        found.push({ name, step, text: text ?? "" });
                    } catch (error) {
                        // One file with wrong rights must block its owner, not everybody.
                        found.push({ name, step, text: "", unreadable: reasonOf(error) });
                    }
                }
                if (!moved) {
                    return found;
                }
            }
        },

        async write(name, step, text, isSuccessor, durable) {
            const target = stepPath(name, step);
            try {
                await fs.mkdir(folder, { recursive: true, mode: 0o700 });
                if (!(await createExclusively(target, text, { durable, mode: 0o600 }))) {
                    return false;
                }
                if (!(await isNext(name, step, isSuccessor))) {
                    await fs.unlink(target);
                    return false;
                }
                if (durable) {
                    // A step that may not last must not count either: nothing will be sent upon it.
                    await syncFolder(folder).catch(async (error: unknown) => {
                        await fs.rm(target, { force: true });
                        throw error;
                    });
                }
                return true;
            } catch (error) {
                throw new JournalUnavailable(folder, reasonOf(error));
            }
        },

        trim: (name, step, isOurs) => forget(name, (older) => older < step, isOurs),

        remove: (name, isOurs) => forget(name, () => true, isOurs),

        async setAside(name) {
            const time = new Date().toISOString().replace(/[:.]/g, "-");
            const kept: string[] = [];
            // Oldest first: until the newest is gone, the entry is still what it was.
            for (const step of await stepsOf(name)) {
                const target = `${stepPath(name, step)}.${time}.forgotten`;
                await fs.rename(stepPath(name, step), target);
                kept.push(target);
            }
            return kept;
        },
    };
}

/** The file appears whole or not at all, and for one writer only: a hard link fails where the name is taken. */
export async function createExclusively(
    target: string,
    text: string,
    { durable, mode }: { durable: boolean; mode: number },
): Promise<boolean> {
    const temporary = path.join(path.dirname(target), `.${randomBytes(8).toString("hex")}.tmp`);
    try {
        await fs.writeFile(temporary, text, { flag: "wx", mode, flush: durable });
        await fs.link(temporary, target);
        return true;
    } catch (error) {
        if (codeOf(error) === "EEXIST") {
            return false;
        }
        throw error;
    } finally {
        await fs.rm(temporary, { force: true }).catch(() => undefined);
    }
}

async function listFolder(folder: string): Promise<string[]> {
    try {
        return await fs.readdir(folder);
    } catch (error) {
        if (codeOf(error) === "ENOENT") {
            return [];
        }
        throw new JournalUnavailable(folder, reasonOf(error));
    }
}

/** Waits for the disk: for hundreds of small files that takes a tenth of the time of as many promises. */
function readIfThere(file: string): string | undefined {
    try {
        return readFileSync(file, "utf8");
    } catch (error) {
        if (codeOf(error) === "ENOENT") {
            return undefined;
        }
        throw error;
    }
}

/** A new name is only durable once its folder is; Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
    if (process.platform === "win32") {
        return;
    }
    const handle = await fs.open(folder, "r");
    try {
        await handle.sync();
    } finally {
        await handle.close();
    }
}

function codeOf(error: unknown): unknown {
    return error instanceof Error && "code" in error ? error.code : undefined;
}

function reasonOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
