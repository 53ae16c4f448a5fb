import assert from "node:assert/strict";
import * as path from "node:path";
import { createClient } from "../../provider/callfire/client";
import { noWants } from "../../provider/orders/items";
import { startSimulator } from "../../simulator";
import { credentials } from "../support/session";
import { CommandBench, typedIn, urnOf } from "./bench";
import type { Run } from "./bench";

describe("npx pulumi-callfire orders adopt", () => {
    let command: CommandBench;

    beforeEach(async () => {
        command = await CommandBench.open();
    });

    afterEach(() => command.close());

    /** The answer to an order by count is lost: only its id can tell which numbers are its own. */
    async function loseAnswer(): Promise<Run> {
        command.simulator.faults.add({ effect: { kind: "lostAnswer" } });
        const lost = await command.up(1, { byCount: true });
        assert.match(lost.problem, /OrderInDoubt/);
        return lost;
    }

    function placed(): { id: string } {
        return command.placed()[0]!;
    }

    it("lets the next run take the lost order in, as its error message says", async () => {
        const lost = await loseAnswer();
        const { id } = placed();
        const typed = typedIn(lost.problem, "orders adopt").join(" ").replace("<order id>", id);
        const { code, stdout, stderr } = await command.runOrders(typed.split(" "));
        assert.equal(code, 0, stderr);
        assert.match(stdout, new RegExp(`CallFire knows order ${id}: FINISHED, acquired \\d+\\.`));
        assert.match(stdout, /Run "pulumi up"/);
        assert.equal((await command.entry()).phase, "placed");

        const { held, problem } = await command.up(1, { before: lost });
        assert.equal(problem, "");
        assert.equal(command.placed().length, 1);
        assert.equal(held.numbers.length, 1);
        assert.deepEqual(
            held.orders.map((order) => order.id),
            [id],
        );
    });

    it("takes the attempt as well, where the engine saved nothing and creates again", async () => {
        const { attempt } = await loseAnswer();
        const { code, stderr } = await command.runOrders(["adopt", attempt.id, placed().id]);
        assert.equal(code, 0, stderr);
        const { problem, held } = await command.up(1, { earlier: [attempt], byCount: true });
        assert.equal(problem, "");
        assert.equal(held.orders[0]?.id, placed().id);
        assert.equal(command.placed().length, 1);
    });

    it("gives an order by name its id too", async () => {
        command.simulator.faults.add({ effect: { kind: "lostAnswer" } });
        command.simulator.faults.add({ effect: { kind: "numberLag", seconds: 1e6 } });
        const { attempt } = await command.up(2);
        const [sending] = await command.records();
        assert.equal(sending?.entry.phase, "sending");
        const { code, stderr } = await command.runOrders(["adopt", attempt.id, placed().id]);
        assert.equal(code, 0, stderr);
        const [placedEntry] = await command.records();
        assert.deepEqual([placedEntry?.entry.phase, placedEntry?.entry.orderId], ["placed", placed().id]);
    });

    it("says the same again for the same order", async () => {
        await loseAnswer();
        const { intent } = await command.entry();
        await command.runOrders(["adopt", intent, placed().id]);
        const { code, stdout } = await command.runOrders(["adopt", intent, placed().id]);
        assert.equal(code, 0);
        assert.match(stdout, /follows order \d+ already/);
    });

    it("refuses an order that the account does not have", async () => {
        await loseAnswer();
        const { intent } = await command.entry();
        const { code, stderr } = await command.runOrders(["adopt", intent, "1"]);
        assert.equal(code, 1);
        assert.match(stderr, /CallFire knows no order 1 in the account/);
        assert.equal((await command.entry()).phase, "sending");
    });

    it("refuses an order of something else", async () => {
        await loseAnswer();
        const { intent } = await command.entry();
        const other = await command.session.client.placeNumberOrder({ keywords: ["CHOCOLATE"] });
        const { code, stderr } = await command.runOrders(["adopt", intent, other]);
        assert.equal(code, 1);
        assert.match(stderr, /is not the one of 1 local number .*: it asked for 0 numbers and 1 keyword/);
        assert.equal((await command.entry()).phase, "sending");
    });

    it("refuses an order that another resource has", async () => {
        const other = await command.up(1, { name: "other" });
        command.simulator.faults.add({ effect: { kind: "cutBefore" } });
        await command.up(1, { byCount: true });
        const doubt = (await command.records()).find(({ entry }) => entry.phase === "sending");
        const { code, stderr } = await command.runOrders([
            "adopt",
            doubt?.entry.intent ?? "",
            other.held.orders[0]?.id ?? "",
        ]);
        assert.equal(code, 1);
        assert(stderr.includes(`belongs to ${urnOf("other")}`), stderr);
    });

    it("refuses an entry that is not in doubt, and an attempt without one, and names adoptOrderId", async () => {
        await command.up(1);
        const settled = await command.runOrders(["adopt", (await command.entry()).intent, "12"]);
        assert.equal(settled.code, 1);
        assert.match(settled.stderr, /is not in doubt; it is settled/);
        assert.match(settled.stderr, /adoptOrderId: "12"/);
        const unknown = await command.runOrders(["adopt", "0123456789ab", "12"]);
        assert.equal(unknown.code, 1);
        assert.match(unknown.stderr, /has no entry of the attempt 0123456789ab.*adoptOrderId: "12"/);
    });

    it("without credentials asks for them, or for a person's own word", async () => {
        const lost = await loseAnswer();
        const { intent } = await command.entry();
        const refused = await command.runOrders(["adopt", intent, placed().id], {});
        assert.equal(refused.code, 1);
        assert.match(refused.stderr, /CALLFIRE_LOGIN and CALLFIRE_PASSWORD are not set/);
        assert.equal((await command.entry()).phase, "sending");

        const { code, stdout } = await command.runOrders(typedIn(refused.stderr, "orders adopt"), {});
        assert.equal(code, 0);
        assert.match(stdout, /not verified/);
        assert.equal((await command.up(1, { before: lost })).problem, "");
        assert.equal(command.placed().length, 1);
    });

    it("asks the embedded simulator of this folder by itself, in a rehearsal", async () => {
        const stateFile = path.join(command.folder, ".callfire-simulator.json");
        const simulator = await startSimulator({ stateFile, orderSeconds: 0 });
        const client = createClient({ endpoint: simulator.url, login: "simulator", password: "none" });
        const id = await client.placeNumberOrder({ local: { count: 1 } });
        await simulator.close();
        const { journal } = command.session;
        const reserved = await journal.reserve("rehearsed.1", {
            stack: { name: "organization/shop/dev" },
            urn: urnOf("support"),
            uid: "one",
            attempt: "0123456789ab",
            account: `simulator/${simulator.accountId}`,
            wants: { ...noWants, local: { count: 1 } },
        });
        await journal.advance(reserved, { phase: "sending" });

        const { code, stdout, stderr } = await command.runOrders(["adopt", (await command.entry()).intent, id], {});
        assert.equal(code, 0, stderr);
        assert.match(stdout, /CallFire knows order/);
        assert.equal((await command.entry()).phase, "placed");
    });

    it("does not ask under another login, and never shows a password", async () => {
        await loseAnswer();
        const { intent } = await command.entry();
        command.simulator.clearRequests();
        const settings = { ...command.settings, CALLFIRE_LOGIN: "other" };
        const { code, stdout, stderr } = await command.runOrders(["adopt", intent, placed().id], settings);
        assert.equal(code, 1);
        assert.match(stderr, /belongs to the account 127\.0\.0\.1:\d+\/acme, but the settings are those of .*\/other/);
        assert(!`${stdout}${stderr}`.includes(credentials.password));
        assert.deepEqual(command.simulator.ledger().requests, []);
    });
});
