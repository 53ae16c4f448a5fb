import assert from "node:assert/strict";
import * as path from "node:path";
import { createClient } from "../../provider/callfire/client";
import { folderStore } from "../../provider/orders/folderStore";
import { openJournal } from "../../provider/orders/journal";
import { systemTime } from "../../provider/orders/time";
import { startSimulator } from "../../simulator";
import { numbersOf } from "../support/bench";
import { CommandBench, seattle } from "./bench";
import type { Run } from "./bench";

describe("npx pulumi-callfire orders adopt", () => {
    let command: CommandBench;

    beforeEach(async () => {
        command = await CommandBench.open();
    });

    afterEach(() => command.close());

    /** The answer is lost, and somebody else buys the same in that moment: only a person can tell which is which. */
    async function loseAnswer(): Promise<Run> {
        const { faults } = command.bench.simulator;
        faults.add({ effect: { kind: "lostAnswer" } });
        faults.add({ effect: { kind: "boughtElsewhere", count: 2, city: "Seattle", state: "WA" } });
        const lost = await command.up(seattle(1));
        assert.match(lost.problem, /OrderInDoubt/);
        return lost;
    }

    function placed(): { id: string; fulfilled: readonly string[] } {
        const [order] = command.bench.simulator.ledger().orders;
        assert(order !== undefined);
        return order;
    }

    it("lets the next run take the lost order in, as its error message says", async () => {
        const lost = await loseAnswer();
        const { id } = placed();
        const [, typed = ""] = /"npx pulumi-callfire orders (adopt [^"]*)"/.exec(lost.problem) ?? [];
        const { code, stdout } = await command.orders(typed.replace("<order id>", id).split(" "));
        assert.equal(code, 0);
        assert.match(stdout, new RegExp(`CallFire knows order ${id}: FINISHED, acquired \\d+\\.`));
        assert.match(stdout, /Run "pulumi up"/);
        assert.equal((await command.entry()).phase, "placed");

        const { state = {}, problem } = await command.up(seattle(1), lost);
        assert.equal(problem, "");
        assert.equal(command.bench.orders(), 1);
        assert.equal(numbersOf(state).length, 1);
        assert.deepEqual(
            (state["orders"] as { id: string }[]).map((order) => order.id),
            [id],
        );
    });

    it("also where the engine saved nothing and creates again", async () => {
        await loseAnswer();
        await command.orders(["adopt", (await command.entry()).intent, placed().id]);
        const { problem, state = {} } = await command.up(seattle(1));
        assert.equal(problem, "");
        assert.equal(state["orderId"], placed().id);
        assert.equal(command.bench.orders(), 1);
    });

    it("says the same again for the same order", async () => {
        await loseAnswer();
        const { intent } = await command.entry();
        await command.orders(["adopt", intent, placed().id]);
        const { code, stdout } = await command.orders(["adopt", intent, placed().id]);
        assert.equal(code, 0);
        assert.match(stdout, /follows order \d+ already/);
    });

    it("refuses an order that the account does not have", async () => {
        await loseAnswer();
        const { intent } = await command.entry();
        const { code, stderr } = await command.orders(["adopt", intent, "1"]);
        assert.equal(code, 1);
        assert.match(stderr, /CallFire knows no order 1 in the account/);
        assert.equal((await command.entry()).phase, "sending");
    });

    it("refuses an order of something else", async () => {
        await loseAnswer();
        const { intent } = await command.entry();
        const { client } = command.bench.session;
        const other = await client.placeNumberOrder({ keywords: ["CHOCOLATE"] });
        const { code, stderr } = await command.orders(["adopt", intent, other]);
        assert.equal(code, 1);
        assert.match(stderr, /is not the one of 1 local number .*: it asked for 0 numbers and 1 keyword/);
        assert.equal((await command.entry()).phase, "sending");
    });

    it("refuses an order that another resource has", async () => {
        const other = await command.up(seattle(1), undefined, "other");
        command.bench.simulator.faults.add({ effect: { kind: "cutBefore" } });
        await command.up(seattle(1));
        const { records } = await command.bench.session.journal.read();
        const doubt = records.find(({ entry }) => entry.phase === "sending");
        const { code, stderr } = await command.orders(["adopt", doubt?.entry.intent ?? "", other.id ?? ""]);
        assert.equal(code, 1);
        assert.match(stderr, /belongs to urn:pulumi:dev::shop::callfire:index:NumberOrder::other/);
    });

    it("refuses an entry that is not in doubt, and names adoptOrderId", async () => {
        const { id = "" } = await command.up(seattle(1));
        const { code, stderr } = await command.orders(["adopt", (await command.entry()).intent, "12"]);
        assert.equal(code, 1);
        assert.match(stderr, /is not in doubt; it is settled/);
        assert.match(stderr, /adoptOrderId: "12"/);
        assert.notEqual(id, "12");
    });

    it("without credentials asks for them, or for a person's own word", async () => {
        const lost = await loseAnswer();
        const { intent } = await command.entry();
        const refused = await command.orders(["adopt", intent, placed().id], {});
        assert.equal(refused.code, 1);
        assert.match(refused.stderr, /CALLFIRE_LOGIN and CALLFIRE_PASSWORD are not set/);
        const typed = `orders adopt ${intent} ${placed().id} --unverified`;
        assert(refused.stderr.includes(`npx pulumi-callfire ${typed}`), refused.stderr);
        assert.equal((await command.entry()).phase, "sending");

        const { code, stdout } = await command.orders(typed.split(" ").slice(1), {});
        assert.equal(code, 0);
        assert.match(stdout, /not verified/);
        assert.equal((await command.up(seattle(1), lost)).problem, "");
        assert.equal(command.bench.orders(), 1);
    });

    it("asks the embedded simulator of this folder by itself, in a rehearsal", async () => {
        const stateFile = path.join(command.bench.folder, ".callfire-simulator.json");
        const simulator = await startSimulator({ stateFile, orderSeconds: 0 });
        const client = createClient({ endpoint: simulator.url, login: "simulator", password: "none" });
        const id = await client.placeNumberOrder({ local: { count: 1 } });
        await simulator.close();
        const account = `simulator/${simulator.accountId}`;
        const journal = openJournal(folderStore(command.journalFolder), systemTime);
        const look = await journal.look([{ organization: "organization", urn: "urn:a::b" }], account);
        const wants = { numbers: [], keywords: [], tollFree: 0, local: { count: 1 } };
        await journal.advance(await journal.claim(look, { life: "one", account }), { phase: "sending", wants });

        const { code, stdout, stderr } = await command.orders(["adopt", (await command.entry()).intent, id], {});
        assert.equal(code, 0, stderr);
        assert.match(stdout, /CallFire knows order/);
        assert.equal((await command.entry()).phase, "placed");
    });

    it("does not ask under another login, and never shows a password", async () => {
        await loseAnswer();
        const { intent } = await command.entry();
        command.bench.simulator.clearRequests();
        const settings = { ...command.credentials, CALLFIRE_LOGIN: "other" };
        const { code, stdout, stderr } = await command.orders(["adopt", intent, placed().id], settings);
        assert.equal(code, 1);
        assert.match(stderr, /belongs to the account 127\.0\.0\.1:\d+\/acme, but the settings are those of .*\/other/);
        assert(!`${stdout}${stderr}`.includes("hunter2"));
        assert.deepEqual(command.bench.simulator.ledger().requests, []);
    });
});
