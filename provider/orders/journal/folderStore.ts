import { randomBytes } from "node:crypto";
import { JournalUnavailable } from "../errors";
import type { Files } from "./files";
import type { Store, StoredRevision } from "./store";

const revisionFile = /^(.+)\.(\d+)\.json$/;
const identityFile = "identity";

/** A journal of files: one readable file a revision, `support-3f2a9c1e.1.2.json` for revision 2 of the owner's first entry. */
export function folderStore(files: Files): Store {
    const fileOf = (name: string, revision: number): string => `${name}.${String(revision)}.json`;

    async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
        try {
            return await work();
        } catch (error) {
            throw new JournalUnavailable(files.place, error instanceof Error ? error.message : String(error));
        }
    }

    /** The revisions of an entry, lowest first. */
    async function revisionsOf(name: string): Promise<number[]> {
        const matches = (await files.list())
            .filter((file) => file.startsWith(`${name}.`))
            .map((file) => revisionFile.exec(file))
            .filter((match) => match?.[1] === name);
        return matches.map((match) => Number(match?.[2])).sort((a, b) => a - b);
    }

    async function newestRevisions(): Promise<Map<string, number>> {
        const newest = new Map<string, number>();
        for (const file of await files.list()) {
            const [, name, revision] = revisionFile.exec(file) ?? [];
            if (name !== undefined) {
                newest.set(name, Math.max(newest.get(name) ?? 0, Number(revision)));
            }
        }
        return newest;
    }

    /** Each file is looked at when its turn comes: between two of them a process may sleep for hours. */
    async function forget(
        name: string,
        isOld: (revision: number) => boolean,
        isOurs: (text: string) => boolean,
    ): Promise<void> {
        for (const revision of await revisionsOf(name)) {
            const text = isOld(revision) ? await files.read(fileOf(name, revision)) : undefined;
            if (text !== undefined && isOurs(text)) {
                await files.remove(fileOf(name, revision));
            }
        }
    }

    /** A process that slept while an entry was closed finds its numbers free again: then what it would follow is gone. */
    async function isNext(
        name: string,
        revision: number,
        isPredecessor: (before: string) => boolean,
    ): Promise<boolean> {
        return revision === 1
            ? (await revisionsOf(name)).every((other) => other === 1)
            : isPredecessor((await files.read(fileOf(name, revision - 1))) ?? "");
    }

    return {
        place: files.place,

        identity: () =>
            attempt(async () => {
                const made = randomBytes(8).toString("hex");
                return (await files.create(identityFile, made, true))
                    ? made
                    : ((await files.read(identityFile)) ?? made);
            }),

        assertWritable: () =>
            attempt(async () => {
                const probe = `.${randomBytes(6).toString("hex")}.tmp`;
                await files.create(probe, "can this be written?\n", false);
                await files.remove(probe);
            }),

        async list() {
            for (;;) {
                const found: StoredRevision[] = [];
                let moved = false;
                for (const [name, revision] of await attempt(newestRevisions)) {
                    try {
                        const text = await files.readAgain(fileOf(name, revision));
                        moved ||= text === undefined;
                        found.push({ name, revision, text: text ?? "" });
                    } catch (error) {
                        // One file with wrong rights must block its owner, not everybody.
                        const unreadable = error instanceof Error ? error.message : String(error);
                        found.push({ name, revision, text: "", unreadable });
                    }
                }
                if (!moved) {
                    return found;
                }
            }
        },

        write: (name, revision, text, isPredecessor, durable) =>
            attempt(async () => {
                const target = fileOf(name, revision);
                if (!(await files.create(target, text, durable))) {
                    return "conflict";
                }
                if (!(await isNext(name, revision, isPredecessor))) {
                    await files.remove(target);
                    const others = (await revisionsOf(name)).filter((other) => other !== revision);
                    return revision > 1 && others.length === 0 ? "gone" : "conflict";
                }
                if (durable) {
                    // A revision that may not last must not count either: nothing will be sent upon it.
                    await files.syncFolder().catch(async (error: unknown) => {
                        await files.remove(target);
                        throw error;
                    });
                }
                return "written";
            }),

        trim: (name, revision, isOurs) => forget(name, (older) => older < revision, isOurs),

        remove: (name, isOurs) => forget(name, () => true, isOurs),

        async setAside(name) {
            const time = new Date().toISOString().replace(/[:.]/g, "-");
            const kept: string[] = [];
            // Oldest first: until the newest is gone, the entry is still what it was.
            for (const revision of await revisionsOf(name)) {
                const file = fileOf(name, revision);
                await files.rename(file, `${file}.${time}.forgotten`);
                kept.push(`${files.place}/${file}.${time}.forgotten`);
            }
            return kept;
        },
    };
}
