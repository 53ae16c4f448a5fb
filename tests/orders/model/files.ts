import type { Files } from "../../../provider/orders/journal/files";
import type { Step } from "./world";

/** The files of one machine, by name. */
export type Disk = Map<string, string>;

/** What a folder is to the journal: the same actions, each a step. */
export function modelFiles(disk: Disk, step: Step): Files {
    return {
        place: "/journal",
        list: () => step("list", () => [...disk.keys()]),
        read: (file) => step(`read ${file}`, () => disk.get(file)),
        readAgain: (file) => step(`read ${file}`, () => disk.get(file)),
        create: (file, text) =>
            step(`create ${file}`, () => {
                const isFree = !disk.has(file);
                if (isFree) {
                    disk.set(file, text);
                }
                return isFree;
            }),
        syncFolder: () => step("sync", () => undefined),
        remove: (file) => step(`remove ${file}`, () => void disk.delete(file)),
        identify: () => Promise.resolve("here"),
        rename: (file, newName) =>
            step(`rename ${file}`, () => {
                const text = disk.get(file);
                disk.delete(file);
                if (text !== undefined) {
                    disk.set(newName, text);
                }
            }),
    };
}

/** Steps that happen at once: for tests of one process, in which nothing dies. */
export const atOnce: Step = (_name, action) => Promise.resolve().then(action);
