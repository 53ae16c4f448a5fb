import assert from "node:assert/strict";
import * as fs from "node:fs/promises";
import { folderStore } from "../../provider/orders/folderStore";
import { openJournal } from "../../provider/orders/journal";
import { systemTime } from "../../provider/orders/time";
import { numbersOf } from "../support/bench";
import { CommandBench, seattle } from "./bench";

describe("npx pulumi-callfire orders forget", () => {
    let command: CommandBench;

    beforeEach(async () => {
        command = await CommandBench.open();
    });

    afterEach(() => command.close());

    it("changes nothing without a terminal, until it is told --yes", async () => {
        command.bench.simulator.faults.add({ effect: { kind: "cutBefore" } });
        const lost = await command.up(seattle(1));
        const [, typed = ""] = /"npx pulumi-callfire orders (forget [^"]*)"/.exec(lost.problem) ?? [];
        const asked = await command.orders(typed.split(" "), {});
        assert.equal(asked.code, 1);
        assert.match(asked.stdout, /whether CallFire took it is not known/);
        assert(asked.stdout.includes(`npx pulumi-callfire orders ${typed} --yes`), asked.stdout);
        assert.equal((await command.entry()).phase, "sending");

        const { code, stdout } = await command.orders([...typed.split(" "), "--yes"], {});
        assert.equal(code, 0);
        assert.match(stdout, /Forgotten\. The next "pulumi up" takes note and orders what is missing/);
        const { phase, outcome } = await command.entry();
        assert.deepEqual([phase, outcome], ["settled", "forgotten"]);
        assert.equal((await command.orders(["--fail-if-any"], {})).code, 0);

        const { state = {}, problem } = await command.up(seattle(1), lost);
        assert.equal(problem, "");
        assert.equal(numbersOf(state).length, 1);
        assert.equal(command.bench.orders(), 1);
    });

    it("lets a request that was sent just now have its answer", async () => {
        const { account } = command.bench.session;
        const journal = openJournal(folderStore(command.journalFolder), systemTime);
        const look = await journal.look([{ organization: "organization", urn: "urn:a::b" }], account);
        await journal.advance(await journal.claim(look, { life: "one", account }), { phase: "sending" });
        const { code, stderr } = await command.orders(["forget", (await command.entry()).intent, "--yes"], {});
        assert.equal(code, 1);
        assert.match(stderr, /its answer may still come. Nothing was changed. Try again in 1[12]\d s/);
        assert.equal((await command.entry()).phase, "sending");
    });

    it("says what CallFire says of an order that it gives up", async () => {
        command.bench.simulator.faults.add({ effect: { kind: "finalStatus", status: "PAYMENT_ERROR", fulfilled: 0 } });
        const failed = await command.up(seattle(1));
        const [, typed = ""] = /"npx pulumi-callfire orders (forget [^"]*)"/.exec(failed.problem) ?? [];
        const { code, stdout } = await command.orders([...typed.split(" "), "--yes"]);
        assert.equal(code, 0);
        assert.match(stdout, /CallFire says: PAYMENT_ERROR, nothing acquired\./);
        assert.equal((await command.entry()).outcome, "forgotten");

        const { problem, state = {} } = await command.up(seattle(1), failed);
        assert.equal(problem, "");
        assert.equal(numbersOf(state).length, 1);
        assert.equal(command.bench.orders(), 2);
    });

    it("names what it gives out of sight", async () => {
        const { state = {} } = await command.up(seattle(1));
        const { name } = await command.entry();
        const { code, stdout } = await command.orders(["forget", name, "--yes"], {});
        assert.equal(code, 0);
        assert(stdout.includes(`brought ${numbersOf(state)[0]!}`), stdout);
        assert.match(stdout, /owned and billed until they are released at CallFire/);
        assert.deepEqual(await command.bench.journalFiles(), []);
    });

    it("moves an entry that can't be read out of the way, and keeps it", async () => {
        await command.up(seattle(1));
        const name = await command.damage();
        const blocked = await command.up(seattle(1));
        assert.match(blocked.problem, /can't be used/);
        const [, typed = ""] = /"npx pulumi-callfire orders (forget [^"]*)"/.exec(blocked.problem) ?? [];
        assert.equal(typed, `forget ${name}`);
        const { code, stdout } = await command.orders([...typed.split(" "), "--yes"], {});
        assert.equal(code, 0);
        const kept = (await fs.readdir(command.journalFolder)).filter((file) => file.endsWith(".forgotten"));
        assert(kept.length > 0);
        for (const file of kept) {
            assert(stdout.includes(file), stdout);
        }
        assert.match((await command.orders([], {})).stdout, /Nothing is open/);
        assert.equal((await command.up(seattle(1))).problem, "");
    });
});
