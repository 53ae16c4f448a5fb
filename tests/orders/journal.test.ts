import * as assert from "node:assert/strict";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { EntryBlocked, JournalUnavailable, Overtaken } from "../../provider/orders/errors";
import { folderStore } from "../../provider/orders/folderStore";
import { claimsOf, openJournal, ownerKey } from "../../provider/orders/journal";
import type { Claimant, Journal, Record } from "../../provider/orders/journal";
import type { Items } from "../../provider/orders/items";
import { fastTime } from "../support/fastTime";
import { makeFolder, removeFolder } from "../support/folders";

const account = "www.callfire.com/acme";
const claimant = (name: string): Claimant => ({
    organization: "organization",
    urn: `urn:pulumi:dev::shop::callfire:index:NumberOrder::${name}`,
});
const owner = claimant("support");
const items = (...localNumbers: string[]): Items => ({ localNumbers, tollFreeNumbers: [], keywords: [] });

describe("the journal", () => {
    let folder: string;
    let journal: Journal;
    beforeEach(async () => {
        folder = await makeFolder();
        journal = openJournal(folderStore(folder), fastTime);
    });
    afterEach(() => removeFolder(folder));

    const claim = async (who = owner): Promise<Record> =>
        journal.claim(await journal.look([who], account), { life: "life", account });
    const damage = async (record: Record, text: string): Promise<void> =>
        fs.writeFile(path.join(folder, `${record.name}.${String(record.step)}.json`), text);
    const names = async (): Promise<string[]> => (await fs.readdir(folder)).sort();

    it("lets one of two claimants win that looked at the same moment", async () => {
        const looks = await Promise.all([journal.look([owner], account), journal.look([owner], account)]);
        await journal.claim(looks[0], { life: "a", account });
        await assert.rejects(journal.claim(looks[1], { life: "b", account }), Overtaken);
    });

    it("lets one of two processes take a step that both saw come up", async () => {
        const record = await claim();
        await journal.advance(record, { phase: "sending" });
        await assert.rejects(journal.advance(record, { phase: "sending" }), Overtaken);
        await assert.rejects(journal.withdraw(record), Overtaken);
        assert.equal((await journal.look([owner], account)).open[0]?.entry.phase, "sending");
    });

    it("gives a claim up so that the process that slept on it can't send", async () => {
        const record = await claim();
        const same = (await journal.look([owner], account)).open[0]!;
        await journal.withdraw(same);
        await assert.rejects(journal.advance(record, { phase: "sending" }), Overtaken);
        await claim();
        await assert.rejects(journal.advance(record, { phase: "sending" }), Overtaken);
    });

    it("is one readable file a step, named after the resource", async () => {
        const record = await claim();
        await journal.advance(record, { phase: "sending" });
        const key = ownerKey(owner);
        assert.match(key, /^support-[0-9a-f]{12}$/);
        assert.deepEqual(await names(), [`${key}.1.1.json`, `${key}.1.2.json`]);
        const text = await fs.readFile(path.join(folder, `${key}.1.2.json`), "utf8");
        assert.match(text, /\n {2}"phase": "sending",\n/);
        assert.match(text, /"urn": "urn:pulumi:dev::shop::callfire:index:NumberOrder::support"/);
    });

    it("keeps the entries of one name under two parents apart", () => {
        const nested = (parent: string): Claimant => ({
            organization: "organization",
            urn: `urn:pulumi:dev::shop::my:index:${parent}$callfire:index:NumberOrder::support`,
        });
        assert.notEqual(ownerKey(nested("East")), ownerKey(nested("West")));
        assert.notEqual(ownerKey(owner), ownerKey({ ...owner, organization: "another" }));
    });

    for (const [what, text, reason] of [
        ["a damaged entry", '{"version": 1, "intent"', /damaged/],
        ["an empty entry", "", /damaged/],
        ["an entry without its fields", '{"version": 1}', /damaged \(no intent\)/],
        ["a newer version's entry", '{"version": 2}', /newer version/],
    ] as const) {
        it(`is blocked by ${what} for its owner, by name, and for nobody else`, async () => {
            const record = await claim();
            await damage(record, text);
            await assert.rejects(
                journal.look([owner], account),
                (error: Error) =>
                    error instanceof EntryBlocked &&
                    reason.test(error.message) &&
                    error.message.includes(`pulumi-callfire orders show ${record.name}`),
            );
            await assert.rejects(journal.look([claimant("new"), owner], account), EntryBlocked);
            assert.deepEqual((await journal.look([claimant("other")], account, "life")).open, []);
            await claim(claimant("other"));
            // Never set aside.
            assert.equal((await names()).includes(`${record.name}.1.json`), true);
        });
    }

    it("is blocked by an open entry of another account", async () => {
        await journal.advance(await claim(), { phase: "sending" });
        await assert.rejects(journal.look([owner], "www.callfire.com/other"), (error: Error) => {
            assert.ok(error instanceof EntryBlocked);
            assert.match(
                error.message,
                /belongs to the account www\.callfire\.com\/acme, not www\.callfire\.com\/other/,
            );
            return true;
        });
    });

    it("is not blocked by what another account has closed", async () => {
        const settled = await journal.advance(await claim(), { phase: "settled", acquired: items("12065550101") });
        await journal.close(settled, { urn: owner.urn, life: "life" });
        const look = await journal.look([owner], "www.callfire.com/other");
        assert.deepEqual(look.open, []);
        assert.match(look.nextEntry, /\.2$/);
    });

    it("finds a renamed resource's open entry by its alias, and by its life", async () => {
        await claim();
        assert.equal((await journal.look([claimant("renamed"), owner], account)).open.length, 1);
        assert.equal((await journal.look([claimant("renamed")], account, "life")).open.length, 1);
        assert.equal((await journal.look([claimant("renamed")], account, "another")).open.length, 0);
    });

    it("keeps a closed entry as a claim until everything is released, then forgets it", async () => {
        const settled = await journal.advance(await claim(), {
            phase: "settled",
            acquired: items("12065550101", "12065550102"),
        });
        await journal.close(settled, { urn: claimant("renamed").urn, life: "life" });
        assert.equal((await names()).length, 1);
        const [closed] = (await journal.read()).records;
        assert.equal(closed?.entry.urn, claimant("renamed").urn);
        await journal.release(closed, ["12065550102"]);
        const [left] = (await journal.read()).records;
        assert.deepEqual(claimsOf(left!.entry), ["12065550101"]);
        await journal.release(left!, ["12065550101"]);
        assert.deepEqual(await names(), []);
    });

    it("closing twice writes once", async () => {
        const settled = await journal.advance(await claim(), { phase: "settled", acquired: items("12065550101") });
        await journal.close(settled, { urn: owner.urn, life: "life" });
        const [closed] = (await journal.read()).records;
        await journal.close(closed!, { urn: owner.urn, life: "life" });
        assert.equal((await journal.read()).records[0]?.step, closed?.step);
    });

    it("refuses before anything is bought where it can't be written", async () => {
        const look = await journal.look([owner], account);
        await removeFolder(folder);
        await fs.writeFile(folder, "in the way");
        await assert.rejects(journal.claim(look, { life: "life", account }), JournalUnavailable);
    });

    it("does not take a new claim away when a process that slept goes on removing an old one", async () => {
        // Two processes withdraw an entry that holds nothing; one of them falls asleep between two files.
        const asleep = gate();
        const inner = folderStore(folder);
        const slow = openJournal(
            {
                ...inner,
                remove: async (name, ...rest) => {
                    await asleep.opened;
                    await inner.remove(name, ...rest);
                },
            },
            fastTime,
        );
        const record = await claim();
        const removal = slow.withdraw(record);
        await waitFor(async () => (await journal.read()).records[0]?.entry.phase === "closed");
        await journal.withdraw((await journal.read()).records[0]!);
        const next = await claim();
        asleep.open();
        await removal;
        assert.deepEqual((await journal.look([owner], account)).open[0]?.entry.intent, next.entry.intent);
    });
});

function gate(): { opened: Promise<void>; open: () => void } {
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    return { opened, open };
}

async function waitFor(condition: () => Promise<boolean>): Promise<void> {
    while (!(await condition())) {
        await new Promise((resolve) => setImmediate(resolve));
    }
}
