import assert from "node:assert/strict";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { noWants } from "../../provider/orders/items";
import { diskFiles } from "../../provider/orders/journal/files";
import { folderStore } from "../../provider/orders/journal/folderStore";
import { openJournal } from "../../provider/orders/journal/journal";
import { systemTime } from "../../provider/orders/time";
import { CommandBench, typedIn, urnOf } from "./bench";

describe("npx pulumi-callfire orders forget", () => {
    let command: CommandBench;

    beforeEach(async () => {
        command = await CommandBench.open();
    });

    afterEach(() => command.close());

    it("changes nothing without a terminal, until it is told --yes", async () => {
        command.simulator.faults.add({ effect: { kind: "cutBefore" } });
        const lost = await command.up(1, { byCount: true });
        const typed = typedIn(lost.problem, "orders forget");
        const asked = await command.runOrders(typed, {});
        assert.equal(asked.code, 1);
        assert.match(asked.stdout, /whether CallFire took it is not known/);
        assert.equal((await command.entry()).phase, "sending");

        const { code, stdout } = await command.runOrders(typedIn(asked.stdout, "orders forget"), {});
        assert.equal(code, 0);
        assert.match(stdout, /Forgotten\. The next "pulumi up" takes note and orders what is missing/);
        const { phase, outcome } = await command.entry();
        assert.deepEqual([phase, outcome], ["settled", "forgotten"]);
        assert.equal((await command.runOrders(["--fail-if-any"], {})).code, 0);

        const { held, problem } = await command.up(1, { before: lost });
        assert.equal(problem, "");
        assert.equal(held.numbers.length, 1);
        assert.equal(command.placed().length, 1);
    });

    it("said twice, keeps what the next run has to see", async () => {
        command.simulator.faults.add({ effect: { kind: "cutBefore" } });
        await command.up(1, { byCount: true });
        const { intent } = await command.entry();
        await command.runOrders(["forget", intent, "--yes"], {});
        const again = await command.runOrders(["forget", intent, "--yes"], {});
        assert.equal(again.code, 0);
        assert.match(again.stdout, /is forgotten already/);
        assert.equal((await command.entry()).outcome, "forgotten");
    });

    for (const [where, ahead] of [
        ["by this machine", 0],
        ["by a machine whose clock is half a minute ahead", 30_000],
    ] as const) {
        it(`lets a request that was sent just now ${where} have its answer`, () => assertKept(ahead));
    }

    async function assertKept(ahead: number): Promise<void> {
        const time = { ...systemTime, date: () => new Date(Date.now() + ahead) };
        const journal = openJournal(folderStore(diskFiles(command.journalFolder)), time);
        const reserved = await journal.reserve("support.1", {
            stack: { name: "organization/shop/dev" },
            urn: urnOf("support"),
            uid: "one",
            attempt: "0123456789ab",
            account: command.session.account,
            wants: { ...noWants, tollFree: 1 },
        });
        await journal.advance(reserved, { phase: "sending" });
        const { code, stderr } = await command.runOrders(["forget", (await command.entry()).intent, "--yes"], {});
        assert.equal(code, 1);
        assert.match(stderr, /its answer may still come. Nothing was changed. Try again in 1[1-5]\d s/);
        assert.equal((await command.entry()).phase, "sending");
    }

    it("says what CallFire says of an order that it gives up", async () => {
        command.simulator.faults.add({ effect: { kind: "finalStatus", status: "PAYMENT_ERROR", fulfilled: 0 } });
        const failed = await command.up(1);
        const { code, stdout } = await command.runOrders([...typedIn(failed.problem, "orders forget"), "--yes"]);
        assert.equal(code, 0);
        assert.match(stdout, /CallFire says of order \d+: PAYMENT_ERROR, nothing acquired\./);
        assert.equal((await command.entry()).outcome, "forgotten");

        const { problem, held } = await command.up(1, { before: failed });
        assert.equal(problem, "");
        assert.equal(held.numbers.length, 1);
        assert.equal(command.placed().length, 2);
    });

    it("keeps an order that CallFire has not given up, unless it is forced", async () => {
        command.simulator.faults.add({ effect: { kind: "hold" } });
        const unfinished = await command.up(1, { timeoutSeconds: 60 });
        assert.match(unfinished.problem, /is PROCESSING after/);
        const { intent } = await command.entry();
        const alive = await command.runOrders(["forget", intent, "--yes"]);
        assert.equal(alive.code, 1);
        assert.match(alive.stderr, /PROCESSING, nothing acquired\. It is not given up.*nothing was changed/);

        await command.simulator.settleOrder(command.placed()[0]!.id);
        const kept = await command.runOrders(["forget", intent, "--yes"]);
        assert.equal(kept.code, 1);
        assert.match(kept.stderr, /FINISHED, acquired \d+\. It is not given up.*nothing was changed/);
        assert.equal((await command.entry()).phase, "placed");
        const forced = await command.runOrders([...typedIn(kept.stderr, "orders forget"), "--yes"]);
        assert.equal(forced.code, 0, forced.stderr);
        assert.equal((await command.entry()).outcome, "forgotten");
    });

    it("names what it gives out of sight", async () => {
        const { held } = await command.up(1);
        const { name } = await command.entry();
        const { code, stdout } = await command.runOrders(["forget", name, "--yes"], {});
        assert.equal(code, 0);
        assert(stdout.includes(`brought ${held.numbers[0]!}`), stdout);
        assert.match(stdout, /owned and billed until they are released at CallFire/);
        assert.deepEqual(await command.journalFiles(), []);
    });

    it("ends an attempt that this journal has no entry of", async () => {
        command.simulator.faults.add({ effect: { kind: "cutBefore" } });
        const { attempt } = await command.up(1, { byCount: true });
        // As on a machine that is thrown away: the engine's state has the attempt, and no journal its order.
        await fs.rm(command.journalFolder, { recursive: true });
        const doubt = await command.up(1, { earlier: [attempt] });
        assert.match(doubt.problem, /OrderInDoubt/);
        const typed = typedIn(doubt.problem, "orders forget");
        assert.deepEqual(typed, ["forget", attempt.id]);

        const { code, stdout, stderr } = await command.runOrders([...typed, "--yes"]);
        assert.equal(code, 0, stderr);
        assert.match(stdout, /this journal has no open order of it/);
        const { phase, outcome, acquired, account } = await command.entry();
        assert.deepEqual([phase, outcome, account], ["settled", "forgotten", command.session.account]);
        assert.deepEqual(acquired, { localNumbers: [], tollFreeNumbers: [], keywords: [] });
        assert.match((await command.runOrders([...typed, "--yes"])).stdout, /is forgotten already/);
        assert.equal((await command.runOrders(["--fail-if-any"], {})).code, 0);

        const { held, problem } = await command.up(1, { before: doubt });
        assert.equal(problem, "");
        assert.equal(held.numbers.length, 1);
        assert.equal(command.placed().length, 1);
    });

    it("ends an attempt by name as its error message says, and the next run orders others", async () => {
        command.simulator.faults.add({ effect: { kind: "lostAnswer" } });
        command.simulator.faults.add({ effect: { kind: "numberLag", seconds: 1e6 } });
        const lost = await command.up(1);
        assert.match(lost.problem, /^NamesUnresolved: /);
        const typed = typedIn(lost.problem, "orders forget");
        assert.deepEqual(typed, ["forget", lost.attempt.id]);
        const { code, stderr } = await command.runOrders([...typed, "--yes"], {});
        assert.equal(code, 0, stderr);
        assert.equal((await command.entry()).outcome, "forgotten");

        const { held, problem } = await command.up(1, { before: lost });
        assert.equal(problem, "");
        assert.equal(held.numbers.length, 1);
        assert.notDeepEqual(held.numbers, lost.attempt.picks.local);
    });

    it("notes whose attempt it was, where it is told", async () => {
        const { code, stderr } = await command.runOrders([
            "forget",
            "0123456789ab",
            "--urn",
            urnOf("support"),
            "--yes",
        ]);
        assert.equal(code, 0, stderr);
        const { name, urn, stack, attempt } = await command.entry();
        assert.match(name, /^support-/);
        assert.deepEqual([urn, stack.name, attempt], [urnOf("support"), "/shop/dev", "0123456789ab"]);
        const wrong = await command.runOrders(["forget", "0123456789ac", "--urn", "support", "--yes"]);
        assert.equal(wrong.code, 2);
        assert.match(wrong.stderr, /--urn is "support", but must be a URN/);
    });

    it("does not end an attempt without knowing whose account it belongs to", async () => {
        const { code, stderr } = await command.runOrders(["forget", "0123456789ab", "--yes"], {});
        assert.equal(code, 1);
        assert.match(
            stderr,
            /whose account it belongs to is not known: CALLFIRE_LOGIN and CALLFIRE_PASSWORD are not set/,
        );
    });

    it("moves an entry that can't be read out of the way, and keeps it", async () => {
        await command.up(1);
        const name = await command.damage();
        const blocked = await command.up(1);
        assert.match(blocked.problem, /can't be used/);
        const typed = typedIn(blocked.problem, "orders forget");
        assert.deepEqual(typed, ["forget", name]);
        const { code, stdout } = await command.runOrders([...typed, "--yes"], {});
        assert.equal(code, 0);
        const kept = (await fs.readdir(command.journalFolder)).filter((file) => file.endsWith(".forgotten"));
        assert(kept.length > 0);
        for (const file of kept) {
            assert(stdout.includes(path.join(command.journalFolder, file)), stdout);
        }
        assert.match((await command.runOrders([], {})).stdout, /Nothing is open/);
        assert.equal((await command.up(1)).problem, "");
    });

    it("speaks JSON to programs, without asking", async () => {
        command.simulator.faults.add({ effect: { kind: "cutBefore" } });
        await command.up(1, { byCount: true });
        const { intent } = await command.entry();
        const asked = await command.runOrders(["forget", intent, "--json"], {});
        assert.equal(asked.code, 1);
        assert.equal((JSON.parse(asked.stdout) as Record<string, unknown>)["forgotten"], false);
        const done = await command.runOrders(["forget", intent, "--json", "--yes"], {});
        assert.equal((JSON.parse(done.stdout) as Record<string, unknown>)["forgotten"], true);
    });
});
