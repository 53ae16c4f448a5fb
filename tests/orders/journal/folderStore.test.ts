import * as assert from "node:assert/strict";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { JournalUnavailable } from "../../../provider/orders/errors";
import { diskFiles } from "../../../provider/orders/journal/files";
import { folderStore } from "../../../provider/orders/journal/folderStore";
import type { Store } from "../../../provider/orders/journal/store";
import { makeFolder, removeFolder } from "../../support/folders";
import { atOnce, modelFiles } from "../model/files";

const any = (): boolean => true;

/** What all journals promise is in the contract; this is what only files have. */
describe("the files of a journal", () => {
    let folder: string;
    let store: Store;
    beforeEach(async () => {
        folder = path.join(await makeFolder(), "journal");
        store = folderStore(diskFiles(folder));
    });
    afterEach(() => removeFolder(path.dirname(folder)));

    const names = async (): Promise<string[]> => (await fs.readdir(folder)).sort();
    const write = (name: string, revision: number, text: string, isDurable = true) =>
        store.write(name, revision, text, any, isDurable);

    it("are one a revision, and nothing beside them, whether a write succeeds or not", async () => {
        assert.equal(await write("a.1", 1, "one"), "written");
        assert.equal(await write("a.1", 1, "again"), "conflict");
        assert.equal(await write("a.1", 2, "two"), "written");
        await store.assertWritable();
        assert.deepEqual(await names(), ["a.1.1.json", "a.1.2.json"]);
    });

    it("can be read by their owner alone", async () => {
        await write("a.1", 1, "one");
        assert.equal((await fs.stat(folder)).mode & 0o077, 0);
        assert.equal((await fs.stat(path.join(folder, "a.1.1.json"))).mode & 0o077, 0);
    });

    it("of writers that died half-way, and of others, are ignored", async () => {
        await write("a.1", 1, "one");
        await fs.writeFile(path.join(folder, ".0123456789abcdef.tmp"), '{"half');
        await fs.writeFile(path.join(folder, "README.txt"), "mine");
        assert.deepEqual(await store.list(), [{ name: "a.1", revision: 1, text: "one" }]);
    });

    it("that can't be read are named, and do not hide the others", async () => {
        await write("a.1", 1, "one");
        // A folder in the place of a file: also root can't read that.
        await fs.mkdir(path.join(folder, "b.1.1.json"));
        const [one, other] = (await store.list()).toSorted((a, b) => a.name.localeCompare(b.name));
        assert.deepEqual(one, { name: "a.1", revision: 1, text: "one" });
        assert.match(other?.unreadable ?? "", /EISDIR/);
    });

    it("make the identity of the journal, for every process the same", async () => {
        const [one, other] = await Promise.all([store.identity(), folderStore(diskFiles(folder)).identity()]);
        assert.equal(one, other);
        assert.deepEqual(await store.list(), []);
    });

    it("are not the same journal as a copy of them", async () => {
        const identity = await store.identity();
        const copy = path.join(folder, "copy");
        await fs.cp(path.join(folder, "identity"), path.join(copy, "identity"), { preserveTimestamps: true });
        assert.notEqual(await folderStore(diskFiles(copy)).identity(), identity);
    });

    it("say what to do where their folder can't be made", async () => {
        // A file in the way: also root can't write there.
        await fs.writeFile(folder, "not a folder");
        await assert.rejects(store.assertWritable(), JournalUnavailable);
        await assert.rejects(store.list(), JournalUnavailable);
        await assert.rejects(
            write("a.1", 1, "one"),
            (error: Error) => error.message.includes(folder) && error.message.includes("callfire:journal"),
        );
    });

    it("of an entry that is set aside are kept under another name", async () => {
        await write("a.1", 1, "one");
        const [kept = ""] = await store.setAside("a.1");
        assert.equal(await fs.readFile(kept, "utf8"), "one");
    });

    it("that a power cut has left empty do not count: the revision before does, if there is one", async () => {
        await write("a.1", 1, "one");
        await write("a.1", 2, "two", false);
        await write("b.1", 1, "one", false);
        await fs.writeFile(path.join(folder, "a.1.2.json"), "");
        await fs.writeFile(path.join(folder, "b.1.1.json"), "\0\0\0");
        assert.deepEqual(await store.list(), [{ name: "a.1", revision: 1, text: "one" }]);
        assert.equal(await write("a.1", 2, "again"), "written");
        assert.equal(await write("b.1", 1, "again"), "written");
    });

    it("do not count where their folder could not be made durable", async () => {
        const disk = new Map<string, string>();
        const files = modelFiles(disk, atOnce);
        files.syncFolder = () => Promise.reject(new Error("EIO"));
        const unsafe = folderStore(files);
        await assert.rejects(unsafe.write("a.1", 1, "one", any, true), /EIO/);
        assert.deepEqual([...disk.keys()], []);
        assert.equal(await unsafe.write("a.1", 1, "one", any, false), "written");
    });
});
