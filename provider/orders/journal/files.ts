import { randomBytes } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { codeOf } from "../thrown";

/** The few things that a journal in a folder asks of a file system. The disk does them, and the model in the tests. */
export interface Files {
    /** Where they are, for messages. */
    readonly place: string;
    /** Names of all files; none where there is no folder. */
    list(): Promise<readonly string[]>;
    /** The text of a file; undefined where there is none. */
    read(file: string): Promise<string | undefined>;
    /** The same, from memory where the file looks like the one that was read before: what is written upon it is read first. */
    readAgain(file: string): Promise<string | undefined>;
    /** Creates a file, whole or not at all; false where there is one of this name. `durable`: lasts, once it resolves. */
    create(file: string, text: string, durable: boolean): Promise<boolean>;
    /** A new name lasts only once its folder does. */
    syncFolder(): Promise<void>;
    remove(file: string): Promise<void>;
    rename(file: string, newName: string): Promise<void>;
    /** Tells a file from every copy of it. */
    identify(file: string): Promise<string>;
}

/** Files of a folder that only this user reads; made at the first write. */
export function diskFiles(folder: string): Files {
    const pathOf = (file: string): string => path.join(folder, file);
    /** What was read, and of which file: one that is there is never written to again. */
    const known = new Map<string, { readonly ino: number; readonly mtimeMs: number; readonly text: string }>();

    /** Undefined where there is no such file. Waits for the disk: for hundreds of small files that takes a tenth of the time of as many promises. */
    // eslint-disable-next-line @typescript-eslint/require-await -- The disk is waited for; the model's is not.
    async function readIfThere(file: string, read: () => string): Promise<string | undefined> {
        try {
            return read();
        } catch (error) {
            known.delete(file);
            if (codeOf(error) === "ENOENT") {
                return undefined;
            }
            throw error;
        }
    }

    return {
        place: folder,

        list: () => namesIn(folder),

        read: (file) => readIfThere(file, () => readFileSync(pathOf(file), "utf8")),

        readAgain: (file) =>
            readIfThere(file, () => {
                const { ino, mtimeMs } = statSync(pathOf(file));
                const before = known.get(file);
                if (before?.ino === ino && before.mtimeMs === mtimeMs) {
                    return before.text;
                }
                const text = readFileSync(pathOf(file), "utf8");
                known.set(file, { ino, mtimeMs, text });
                return text;
            }),

        async create(file, text, durable) {
            await fs.mkdir(folder, { recursive: true, mode: 0o700 });
            return createExclusively(pathOf(file), text, { durable, mode: 0o600 });
        },

        syncFolder: () => syncFolder(folder),
        remove: (file) => fs.rm(pathOf(file), { force: true }),
        rename: (file, newName) => fs.rename(pathOf(file), pathOf(newName)),

        async identify(file) {
            const { ino, birthtimeNs } = await fs.stat(pathOf(file), { bigint: true });
            return `${ino.toString(36)}-${birthtimeNs.toString(36)}`;
        },
    };
}

async function namesIn(folder: string): Promise<string[]> {
    try {
        return await fs.readdir(folder);
    } catch (error) {
        if (codeOf(error) === "ENOENT") {
            return [];
        }
        throw error;
    }
}

/** Windows has no such call, and needs none. */
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
