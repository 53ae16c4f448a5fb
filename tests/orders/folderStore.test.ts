import * as assert from "node:assert/strict";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { JournalUnavailable } from "../../provider/orders/errors";
import { folderStore } from "../../provider/orders/folderStore";
import type { Store } from "../../provider/orders/store";
import { makeFolder, removeFolder } from "../support/folders";

const follows =
    (text: string) =>
    (before: string): boolean =>
        before === text;

describe("a journal in a folder", () => {
    let folder: string;
    let store: Store;
    beforeEach(async () => {
        folder = path.join(await makeFolder(), "journal");
        store = folderStore(folder);
    });
    afterEach(() => removeFolder(path.dirname(folder)));

    const files = async (): Promise<string[]> => (await fs.readdir(folder)).sort();

    it("lets one of many claimants win", async () => {
        const claims = Array.from({ length: 20 }, (_, claimant) =>
            folderStore(folder).write("a.1", 1, String(claimant), () => true, true),
        );
        const won = (await Promise.all(claims)).flatMap((isWinner, claimant) => (isWinner ? [String(claimant)] : []));
        assert.equal(won.length, 1);
        assert.deepEqual(await store.list(), [{ name: "a.1", step: 1, text: won[0] }]);
    });

    it("shows the newest step of each entry, and reads only those that are wanted", async () => {
        await store.write("a.1", 1, "one", () => true, true);
        await store.write("a.1", 2, "two", follows("one"), true);
        await store.write("b.1", 1, "other", () => true, false);
        assert.deepEqual(await store.list((name) => name === "a.1"), [{ name: "a.1", step: 2, text: "two" }]);
        assert.equal((await store.list()).length, 2);
    });

    it("counts steps as numbers: the tenth comes after the ninth", async () => {
        await store.write("a.1", 1, "1", () => true, false);
        for (let step = 2; step <= 10; step++) {
            assert.equal(await store.write("a.1", step, String(step), follows(String(step - 1)), false), true);
        }
        assert.deepEqual(await store.list(), [{ name: "a.1", step: 10, text: "10" }]);
    });

    it("refuses the step of a process that slept while the entry was trimmed away from under it", async () => {
        await store.write("a.1", 1, "one", () => true, true);
        await store.write("a.1", 2, "two", follows("one"), true);
        await store.write("a.1", 3, "three", follows("two"), true);
        await store.trim("a.1", 3, () => true);
        // It has seen step 1, and step 2 is free again.
        assert.equal(await store.write("a.1", 2, "late", follows("one"), true), false);
        assert.deepEqual(await files(), ["a.1.3.json"]);
    });

    it("refuses the step of a process that slept while its entry went and another took the name", async () => {
        await store.write("a.1", 1, "one", () => true, true);
        await store.remove("a.1", () => true);
        await store.write("a.1", 1, "another", () => true, true);
        assert.equal(await store.write("a.1", 2, "late", follows("one"), true), false);
        assert.deepEqual(await store.list(), [{ name: "a.1", step: 1, text: "another" }]);
    });

    it("ignores the files of writers that died half-way", async () => {
        await store.write("a.1", 1, "one", () => true, true);
        await fs.writeFile(path.join(folder, ".0123456789abcdef.tmp"), '{"half');
        await fs.writeFile(path.join(folder, "README.txt"), "mine");
        assert.deepEqual(await store.list(), [{ name: "a.1", step: 1, text: "one" }]);
    });

    it("leaves nothing beside the steps, whether a write succeeds or not", async () => {
        await store.write("a.1", 1, "one", () => true, true);
        await store.write("a.1", 1, "again", () => true, true);
        await store.assertWritable();
        assert.deepEqual(await files(), ["a.1.1.json"]);
    });

    it("is readable by its owner alone", async () => {
        await store.write("a.1", 1, "one", () => true, true);
        assert.equal((await fs.stat(folder)).mode & 0o077, 0);
        assert.equal((await fs.stat(path.join(folder, "a.1.1.json"))).mode & 0o077, 0);
    });

    it("has nothing open where its folder does not exist yet", async () => {
        assert.deepEqual(await store.list(), []);
    });

    it("says what to do where its folder can't be made", async () => {
        // A file in the way: also root can't write there.
        await fs.writeFile(folder, "not a folder");
        await assert.rejects(store.assertWritable(), JournalUnavailable);
        await assert.rejects(store.list(), JournalUnavailable);
        await assert.rejects(
            store.write("a.1", 1, "one", () => true, true),
            (error: Error) => error.message.includes(folder) && error.message.includes("callfire:journal"),
        );
    });

    it("keeps a reader from missing an entry whose steps are trimmed in that moment", async () => {
        await store.write("a.1", 1, "1", () => true, false);
        const last = 150;
        const written = { step: 1 };
        const writer = (async () => {
            for (let step = 2; step <= last; step++) {
                await store.write("a.1", step, String(step), follows(String(step - 1)), false);
                written.step = step;
                await store.trim("a.1", step, () => true);
            }
        })();
        while (written.step < last) {
            const { step } = written;
            const [seen] = await store.list();
            assert.ok(Number(seen?.text) >= step, `step ${String(step)} was written, ${String(seen?.text)} seen`);
        }
        await writer;
    });
});
