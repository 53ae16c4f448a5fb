import { randomBytes } from "node:crypto";
import { JournalUnavailable } from "../errors";
import { messageOf } from "../thrown";
import type { Files } from "./files";
import type { Store, StoredRevision, Written } from "./store";

const revisionFile = /^(.+)\.(\d+)\.json$/;
const identityFile = "identity";

/** A journal of files: one readable file a revision, `support-3f2a9c1e.1.2.json` for revision 2 of the owner's first entry. */
export function folderStore(files: Files): Store {
    /** Does it, or says that the journal can't be used. */
    async function orUnavailable<Result>(work: () => Promise<Result>): Promise<Result> {
        try {
            return await work();
        } catch (error) {
            throw new JournalUnavailable(files.place, messageOf(error));
        }
    }

    return {
        place: files.place,

        identity: () =>
            orUnavailable(async () => {
                const made = randomBytes(8).toString("hex");
                const isNew = await files.create(identityFile, made, true);
                const kept = isNew ? made : ((await files.read(identityFile)) ?? made);
                // An older copy of the journal, from a cache or a backup, is another one: it does not know what was done since.
                return `${kept}-${await files.identify(identityFile)}`;
            }),

        assertWritable: () =>
            orUnavailable(async () => {
                const probe = `.${randomBytes(6).toString("hex")}.tmp`;
                await files.create(probe, "can this be written?\n", false);
                await files.remove(probe);
            }),

        async list() {
            for (;;) {
                const found = await readAll(files, await orUnavailable(() => newestRevisions(files)));
                if (found !== "moved") {
                    return found;
                }
            }
        },

        write: (name, revision, text, isPredecessor, durable) =>
            orUnavailable(() => writeRevision(files, { name, revision, text, isPredecessor, durable })),

        trim: (name, revision, isOurs) => forget(files, name, (older) => older < revision, isOurs),

        remove: (name, isOurs) => forget(files, name, () => true, isOurs),

        setAside: (name) => setAside(files, name),
    };
}

function fileOf(name: string, revision: number): string {
    return `${name}.${String(revision)}.json`;
}

/** The revisions of an entry, lowest first. */
async function revisionsOf(files: Files, name: string): Promise<number[]> {
    const matches = (await files.list())
        .filter((file) => file.startsWith(`${name}.`))
        .map((file) => revisionFile.exec(file))
        .filter((match) => match?.[1] === name);
    return matches.map((match) => Number(match?.[2])).sort((a, b) => a - b);
}

async function newestRevisions(files: Files): Promise<Map<string, number>> {
    const newest = new Map<string, number>();
    for (const file of await files.list()) {
        const [, name, revision] = revisionFile.exec(file) ?? [];
        if (name !== undefined) {
            newest.set(name, Math.max(newest.get(name) ?? 0, Number(revision)));
        }
    }
    return newest;
}

/** `moved` where one of them is gone by now: then a newer one may be there, or an older one counts again. */
async function readAll(files: Files, revisions: ReadonlyMap<string, number>): Promise<StoredRevision[] | "moved"> {
    const found: StoredRevision[] = [];
    let moved = false;
    for (const [name, revision] of revisions) {
        try {
            const text = await files.readAgain(fileOf(name, revision));
            const isEmpty = text !== undefined && hasLostItsText(text);
            if (isEmpty) {
                await files.remove(fileOf(name, revision));
            }
            moved ||= text === undefined || isEmpty;
            found.push({ name, revision, text: text ?? "" });
        } catch (error) {
            // One file with wrong rights must block its owner, not everybody.
            found.push({ name, revision, text: "", unreadable: messageOf(error) });
        }
    }
    return moved ? "moved" : found;
}

/** A file has its whole text when it gets its name: only a power cut can take it, and only of a revision that did not have to last. */
function hasLostItsText(text: string): boolean {
    return /^\0*$/.test(text);
}

interface NewRevision {
    readonly name: string;
    readonly revision: number;
    readonly text: string;
    readonly isPredecessor: (before: string) => boolean;
    readonly durable: boolean;
}

async function writeRevision(files: Files, next: NewRevision): Promise<Written> {
    const { name, revision, text, durable } = next;
    const target = fileOf(name, revision);
    if (!(await files.create(target, text, durable))) {
        return "conflict";
    }
    if (!(await isNext(files, next))) {
        await files.remove(target);
        const others = (await revisionsOf(files, name)).filter((other) => other !== revision);
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
}

/** A process that slept while an entry was closed finds its numbers free again: then what it would follow is gone. */
async function isNext(files: Files, { name, revision, isPredecessor }: NewRevision): Promise<boolean> {
    return revision === 1
        ? (await revisionsOf(files, name)).every((other) => other === 1)
        : isPredecessor((await files.read(fileOf(name, revision - 1))) ?? "");
}

/** Each file is looked at when its turn comes: between two of them a process may sleep for hours. */
async function forget(
    files: Files,
    name: string,
    isOld: (revision: number) => boolean,
    isOurs: (text: string) => boolean,
): Promise<void> {
    for (const revision of await revisionsOf(files, name)) {
        const text = isOld(revision) ? await files.read(fileOf(name, revision)) : undefined;
        if (text !== undefined && isOurs(text)) {
            await files.remove(fileOf(name, revision));
        }
    }
}

async function setAside(files: Files, name: string): Promise<string[]> {
    const time = new Date().toISOString().replace(/[:.]/g, "-");
    const kept: string[] = [];
    // Oldest first: until the newest is gone, the entry is still what it was.
    for (const revision of await revisionsOf(files, name)) {
        const file = fileOf(name, revision);
        await files.rename(file, `${file}.${time}.forgotten`);
        kept.push(`${files.place}/${file}.${time}.forgotten`);
    }
    return kept;
}
