import * as assert from "node:assert/strict";
import type { Store, Written } from "../../../provider/orders/journal/store";

/** Predicate of a writer that has read exactly this. */
export const follows =
    (text: string) =>
    (before: string): boolean =>
        before === text;

const isOurs = (): boolean => true;

/**
 * What every journal promises, wherever it is kept.
 * @param open another process's view of the same, empty journal; a new one for every test
 */
export function describeStore(place: string, openJournal: () => Promise<() => Store>): void {
    describe(`a journal in ${place}`, () => {
        let open: () => Store;
        let store: Store;
        beforeEach(async () => {
            open = await openJournal();
            store = open();
        });

        const list = async (): Promise<string[]> =>
            (await store.list()).map(({ name, revision, text }) => `${name} ${String(revision)} ${text}`).sort();
        const write = (name: string, revision: number, text: string, before = "", by = store): Promise<Written> =>
            by.write(name, revision, text, follows(before), true);

        it("has nothing in it at first", async () => {
            assert.deepEqual(await list(), []);
        });

        it("lets one of many win a reservation", async () => {
            const outcomes = await Promise.all(
                Array.from({ length: 20 }, (_, writer) => write("a.1", 1, String(writer), "", open())),
            );
            const winners = outcomes.flatMap((outcome, writer) => (outcome === "written" ? [writer] : []));
            assert.equal(winners.length, 1);
            assert.deepEqual(await list(), [`a.1 1 ${String(winners[0])}`]);
            assert.ok(outcomes.every((outcome) => outcome === "written" || outcome === "conflict"));
        });

        it("lets one of many write the next revision", async () => {
            await write("a.1", 1, "one");
            const outcomes = await Promise.all(
                Array.from({ length: 20 }, (_, writer) => write("a.1", 2, `two by ${String(writer)}`, "one", open())),
            );
            assert.equal(outcomes.filter((outcome) => outcome === "written").length, 1);
            assert.equal(outcomes.filter((outcome) => outcome === "conflict").length, 19);
        });

        it("shows the newest revision of each entry", async () => {
            await write("a.1", 1, "one");
            await write("a.1", 2, "two", "one");
            await store.write("b.1", 1, "other", isOurs, false);
            assert.deepEqual(await list(), ["a.1 2 two", "b.1 1 other"]);
        });

        it("counts revisions as numbers: the tenth comes after the ninth", async () => {
            await write("a.1", 1, "1");
            for (let revision = 2; revision <= 10; revision++) {
                assert.equal(await write("a.1", revision, String(revision), String(revision - 1)), "written");
            }
            assert.deepEqual(await list(), ["a.1 10 10"]);
        });

        it("goes on with what another process wrote", async () => {
            await write("a.1", 1, "one");
            assert.equal(await write("a.1", 2, "two", "one", open()), "written");
            assert.equal(await write("a.1", 3, "three", "two"), "written");
            assert.deepEqual(await list(), ["a.1 3 three"]);
        });

        it("tells a writer that has seen an older revision of the conflict", async () => {
            await write("a.1", 1, "one");
            await write("a.1", 2, "two", "one", open());
            assert.equal(await write("a.1", 2, "late", "one"), "conflict");
            assert.equal(await write("a.1", 4, "early", "three"), "conflict");
            assert.deepEqual(await list(), ["a.1 2 two"]);
        });

        it("refuses the revision of a process that slept while the entry was trimmed away from under it", async () => {
            const other = open();
            await write("a.1", 1, "one");
            await write("a.1", 2, "two", "one", other);
            await write("a.1", 3, "three", "two", other);
            await other.trim("a.1", 3, isOurs);
            // It has seen revision 1.
            assert.equal(await write("a.1", 2, "late", "one"), "conflict");
            assert.deepEqual(await list(), ["a.1 3 three"]);
        });

        it("refuses the revision of a process that slept while its entry went and another took the name", async () => {
            const other = open();
            await write("a.1", 1, "one");
            await other.remove("a.1", isOurs);
            await write("a.1", 1, "another", "", other);
            assert.equal(await write("a.1", 2, "late", "one"), "conflict");
            assert.deepEqual(await list(), ["a.1 1 another"]);
            assert.equal(await write("a.1", 2, "more", "another", other), "written");
        });

        it("tells a writer that its entry is gone", async () => {
            await write("a.1", 1, "one");
            await open().remove("a.1", isOurs);
            assert.equal(await write("a.1", 2, "two", "one"), "gone");
            assert.deepEqual(await list(), []);
            assert.equal(await write("a.1", 1, "anew"), "written");
        });

        it("removes what is one's own, and nothing that has taken its name", async () => {
            await write("a.1", 1, "one");
            await store.remove("a.1", (text) => text === "another's");
            assert.deepEqual(await list(), ["a.1 1 one"]);
            await write("a.1", 2, "two", "one", open());
            await store.remove("a.1", (text) => text === "one" || text === "two");
            await store.remove("a.1", isOurs);
            assert.deepEqual(await list(), []);
        });

        it("keeps names apart that begin alike", async () => {
            await write("a.1", 1, "one");
            await write("a.10", 1, "ten");
            await write("a.1.1", 1, "longer");
            await store.remove("a.1", isOurs);
            assert.deepEqual(await list(), ["a.1.1 1 longer", "a.10 1 ten"]);
        });

        it("keeps an entry that is set aside, unlisted, and its name is free", async () => {
            await write("a.1", 1, "one");
            await write("a.1", 2, "two", "one");
            const kept = await store.setAside("a.1");
            assert.ok(
                kept.length > 0 && kept.every((where) => where.includes("a.1") && where.startsWith(store.place)),
                kept.join(),
            );
            assert.deepEqual(await list(), []);
            assert.equal(await write("a.1", 3, "three", "two"), "gone");
            assert.equal(await write("a.1", 1, "anew"), "written");
            assert.deepEqual(await list(), ["a.1 1 anew"]);
            assert.deepEqual(await store.setAside("b.1"), []);
        });

        it("keeps any text", async () => {
            const text = `{"quote": "'", "line": "\\n\n", "name": "Ünïcødé 號碼", "code": "$1 %s \\u0000"}\n`;
            await write("a.1", 1, text);
            assert.equal((await open().list())[0]?.text, text);
            assert.equal(await write("a.1", 2, "two", text), "written");
        });

        it("is the same journal for every process, and never another one", async () => {
            const identity = await store.identity();
            assert.match(identity, /^[0-9a-z-]{16,}$/);
            assert.equal(await open().identity(), identity);
            assert.notEqual(await (await openJournal())().identity(), identity);
        });

        it("can be asked whether it can be written, and keeps nothing of that", async () => {
            await store.assertWritable();
            assert.deepEqual(await list(), []);
        });

        it("keeps a reader from missing an entry that changes in that moment", async () => {
            await write("a.1", 1, "1");
            const last = 100;
            const written = { revision: 1 };
            const writer = (async () => {
                for (let revision = 2; revision <= last; revision++) {
                    await store.write("a.1", revision, String(revision), follows(String(revision - 1)), false);
                    written.revision = revision;
                    await store.trim("a.1", revision, isOurs);
                }
            })();
            const reader = open();
            while (written.revision < last) {
                const { revision } = written;
                const [seen] = await reader.list();
                assert.ok(
                    Number(seen?.text) >= revision,
                    `${String(revision)} was written, ${String(seen?.text)} seen`,
                );
            }
            await writer;
        });

        it("has one winner in each of 200 races of 12 writers", async () => {
            const writers = Array.from({ length: 12 }, open);
            await write("race.1", 1, "1");
            for (let revision = 2; revision <= 201; revision++) {
                const [before] = await store.list();
                const outcomes = await Promise.all(
                    writers.map((writer, index) =>
                        write("race.1", revision, `${String(revision)} by ${String(index)}`, before?.text, writer),
                    ),
                );
                const winners = outcomes.flatMap((outcome, index) => (outcome === "written" ? [index] : []));
                assert.equal(winners.length, 1, `revision ${String(revision)}: ${outcomes.join()}`);
                assert.deepEqual(await list(), [
                    `race.1 ${String(revision)} ${String(revision)} by ${String(winners[0])}`,
                ]);
            }
        });
    });
}
