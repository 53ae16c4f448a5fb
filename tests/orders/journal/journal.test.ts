import * as assert from "node:assert/strict";
import { Conflict, EntryBlocked, EntryGone, JournalUnavailable } from "../../../provider/orders/errors";
import { nothing } from "../../../provider/orders/items";
import { folderStore } from "../../../provider/orders/journal/folderStore";
import { heldBy } from "../../../provider/orders/journal/entry";
import { entryKey, openJournal } from "../../../provider/orders/journal/journal";
import type { JournalRecord } from "../../../provider/orders/journal/journal";
import { atOnce, modelFiles } from "../model/files";
import { account, entryOf, stackId, uid, urnOf, wantsOf } from "../model/fixtures";
import { OrderBench, failureOf } from "../model/orderBench";

const draft = {
    stack: stackId,
    urn: urnOf("support"),
    uid,
    attempt: "attempt",
    account,
    wants: wantsOf({ numbers: ["12135550101"] }),
};
const acquired = { ...nothing, localNumbers: ["12065550101", "12065550102"] };

describe("the journal", () => {
    let bench: OrderBench;
    beforeEach(() => {
        bench = new OrderBench();
    });

    const reserve = async (changes: object = {}): Promise<JournalRecord> =>
        bench.session.journal.reserve((await bench.look()).nextEntry, { ...draft, ...changes });
    const journal = () => bench.session.journal;
    const files = (): string[] => [...bench.disk.keys()].sort();
    const newest = async (): Promise<JournalRecord | undefined> => (await journal().read()).records.at(-1);

    describe("writes", () => {
        it("lets one of two win that looked at the same moment", async () => {
            const looks = await Promise.all([bench.look(), bench.look()]);
            await journal().reserve(looks[0].nextEntry, draft);
            await assert.rejects(journal().reserve(looks[1].nextEntry, draft), Conflict);
        });

        it("lets one of two processes write a revision that both saw come up", async () => {
            const record = await reserve();
            await journal().advance(record, { phase: "sending" });
            await assert.rejects(journal().advance(record, { phase: "sending" }), Conflict);
            await assert.rejects(journal().withdraw(record), Conflict);
            assert.equal((await newest())?.entry.phase, "sending");
        });

        it("make last what something depends on, and nothing else: an order sent, its id, a person's word", async () => {
            const lasting: string[] = [];
            const inner = modelFiles(new Map(), atOnce);
            const create: typeof inner.create = (file, text, durable) => {
                if (durable) lasting.push(/"phase": "(\w+)"/.exec(text)?.[1] ?? file);
                return inner.create(file, text, durable);
            };
            const onDisk = openJournal(folderStore({ ...inner, create }), bench.time);
            const sending = await onDisk.advance(await onDisk.reserve("support-0.1", draft), { phase: "sending" });
            const placed = await onDisk.advance(sending, { phase: "placed" });
            await onDisk.advance(placed, { phase: "settled", outcome: "ordered", acquired });
            assert.deepEqual(lasting, ["sending", "placed"]);
            const other = await onDisk.advance(await onDisk.reserve("sales-0.1", draft), { phase: "sending" });
            await onDisk.advance(other, { phase: "settled", outcome: "forgotten", acquired: nothing });
            assert.deepEqual(lasting.slice(2), ["sending", "settled"]);
        });

        it("gives a reservation up so that a process that slept on it can't send", async () => {
            const record = await reserve();
            await journal().withdraw(record);
            await assert.rejects(journal().advance(record, { phase: "sending" }), EntryGone);
            await reserve();
            await assert.rejects(journal().advance(record, { phase: "sending" }), Conflict);
        });

        it("says so when an entry has disappeared that nobody closed", async () => {
            const record = await reserve();
            bench.disk.clear();
            const { message } = await failureOf(journal().advance(record, { phase: "sending" }));
            assert.match(message, /EntryGone: .* was removed or damaged while it was in use.*nothing is ordered twice/);
        });

        it("refuses before anything is bought where it can't be written", async () => {
            bench.fillDisk();
            await assert.rejects(reserve(), JournalUnavailable);
        });

        it("says who wrote a revision, and when", async () => {
            await bench.time.run(bench.time.sleep(5_000));
            const record = await reserve();
            assert.equal(record.entry.changedAt, "2026-11-23T12:00:05.000Z");
            assert.match(record.entry.process, new RegExp(`^${String(process.pid)} on .`));
        });

        it("does not take a new entry away when a process that slept goes on removing an old one", async () => {
            let wake = (): void => undefined;
            const asleep = new Promise<void>((resolve) => (wake = resolve));
            const inner = folderStore(modelFiles(bench.disk, atOnce));
            const remove: typeof inner.remove = async (...entry) => {
                await asleep;
                await inner.remove(...entry);
            };
            const slow = openJournal({ ...inner, remove }, bench.time);
            const removal = slow.withdraw(await reserve());
            while ((await newest())?.entry.phase !== "closed") {
                await Promise.resolve();
            }
            await journal().withdraw((await newest())!);
            const next = await reserve();
            wake();
            await removal;
            assert.equal((await newest())?.entry.intent, next.entry.intent);
        });
    });

    describe("names an entry", () => {
        it("after its resource, one file a revision", async () => {
            await journal().advance(await reserve(), { phase: "sending" });
            const key = entryKey(stackId, urnOf("support"));
            assert.match(key, /^support-[0-9a-f]{12}$/);
            assert.deepEqual(files(), [`${key}.1.1.json`, `${key}.1.2.json`]);
        });

        it("otherwise for another parent, organization or backend", () => {
            const nested = (parent: string): string =>
                `urn:pulumi:dev::shop::my:index:${parent}$callfire:index:NumberOrder::support`;
            const keys = [
                entryKey(stackId, urnOf("support")),
                entryKey(stackId, nested("East")),
                entryKey(stackId, nested("West")),
                entryKey({ ...stackId, name: "other/shop/dev" }, urnOf("support")),
                entryKey({ ...stackId, backend: "file:///other" }, urnOf("support")),
            ];
            assert.equal(new Set(keys).size, keys.length);
        });

        it("so that the tenth comes after the ninth", async () => {
            for (let entry = 1; entry <= 10; entry++) {
                await reserve({ intent: String(entry) });
            }
            const { records, nextEntry } = await bench.look();
            assert.equal(records.at(-1)?.entry.intent, "10");
            assert.match(nextEntry, /\.11$/);
        });
    });

    describe("tells whose an entry is", () => {
        const isFound = async (entry: object, asker: object): Promise<boolean> => {
            bench = new OrderBench();
            await bench.leave(entryOf(entry));
            return (await bench.look({ uid: "asker", urns: [urnOf("support")], ...asker })).records.length === 1;
        };

        for (const [what, entry, asker, found] of [
            ["by its uid, under whatever name", { uid: "asker", urn: urnOf("old") }, {}, true],
            ["by an attempt that the state knows", { urn: urnOf("old") }, { attempts: ["attempt"] }, true],
            ["by URN, stack and backend", {}, {}, true],
            ["by an alias", { urn: urnOf("old") }, { urns: [urnOf("support"), urnOf("old")] }, true],
            ["not by the URN of another stack", { stack: { ...stackId, name: "organization/shop/prod" } }, {}, false],
            ["not by the URN in another backend", { stack: { ...stackId, backend: "file:///other" } }, {}, false],
            ["not by the URN where the state has that uid beside it", {}, { otherUids: [uid] }, false],
            ["not by the URN for a deletion", {}, { urns: [] }, false],
            ["not by the URN of another resource", { urn: urnOf("sales") }, {}, false],
        ] as const) {
            it(what, async () => {
                assert.equal(await isFound(entry, asker), found);
            });
        }

        it("and shows what everybody else on the account holds, and nobody of another account", async () => {
            await bench.leave(entryOf({ urn: urnOf("sales"), uid: "sales" }));
            await bench.leave(entryOf({ urn: urnOf("other"), uid: "other", account: "www.callfire.com/other" }));
            const { records, others } = await bench.look();
            assert.deepEqual(records, []);
            assert.deepEqual(
                others.map((entry) => entry.uid),
                ["sales"],
            );
        });
    });

    describe("is blocked", () => {
        const damage = (record: JournalRecord): void =>
            void bench.disk.set(`${record.name}.${String(record.revision)}.json`, '{"version": 2, "inte');

        it("by a damaged entry for its owner, by name, and for nobody else", async () => {
            const record = await reserve();
            damage(record);
            await assert.rejects(bench.look(), (error: Error) => {
                assert.ok(error instanceof EntryBlocked);
                assert.match(error.message, new RegExp(`orders show ${record.name}.*orders forget ${record.name}`));
                return true;
            });
            const other = await bench.look({ uid: "sales", urns: [urnOf("sales")] });
            assert.deepEqual(other.records, []);
            assert.ok(bench.disk.has(`${record.name}.1.json`), "it is never set aside");
        });

        it("by a damaged entry that a resource wrote before it was renamed", async () => {
            damage(await reserve());
            await assert.rejects(bench.look({ urns: [urnOf("renamed"), urnOf("support")] }), EntryBlocked);
        });

        it("by an open entry of another account", async () => {
            await bench.leave(entryOf({ account: "www.callfire.com/other" }));
            await assert.rejects(
                bench.look(),
                /belongs to the account www\.callfire\.com\/other, not www\.callfire\.com\/acme/,
            );
        });

        it("not by what another account has closed", async () => {
            await bench.leave(entryOf({ account: "www.callfire.com/other", phase: "closed" }));
            assert.equal((await bench.look()).records.length, 1);
        });
    });

    describe("closes an entry", () => {
        it("that holds something and keeps it, because it says who holds what, until all is released", async () => {
            await journal().close(await journal().advance(await reserve(), { phase: "settled", acquired }));
            assert.equal(files().length, 1);
            await journal().release((await newest())!, ["12065550102"]);
            assert.deepEqual(heldBy((await newest())!.entry), ["12065550101"]);
            await journal().release((await newest())!, ["12065550101"]);
            assert.deepEqual(files(), []);
        });

        it("that holds nothing, and it is gone", async () => {
            await journal().close(await journal().advance(await reserve(), { phase: "settled", acquired: nothing }));
            assert.deepEqual(files(), []);
        });

        it("twice, and writes once", async () => {
            await journal().close(await journal().advance(await reserve(), { phase: "settled", acquired }));
            const before = files();
            await journal().close((await newest())!);
            assert.deepEqual(files(), before);
        });
    });
});
