import assert from "node:assert/strict";
import { CommandBench, urnOf } from "./bench";

describe("npx pulumi-callfire orders", () => {
    let command: CommandBench;

    beforeEach(async () => {
        command = await CommandBench.open();
    });

    afterEach(() => command.close());

    it("says where it looked when nothing is open", async () => {
        const { code, stdout } = await command.runOrders(["--fail-if-any"], {});
        assert.equal(code, 0);
        assert.equal(stdout, `Journal: ${command.journalFolder}\nNothing is open.\n`);
    });

    it("needs no credentials to tell what is in doubt, whose it is, and what to do", async () => {
        command.simulator.faults.add({ effect: { kind: "cutBefore" } });
        const { problem } = await command.up(2, { byCount: true });
        assert.match(problem, /OrderInDoubt/);
        const { intent, name } = await command.entry();
        const { code, stdout } = await command.runOrders([], {});
        assert.equal(code, 0);
        for (const part of [
            `${name}  in doubt: sent by count, and no answer is known`,
            `intent    ${intent}`,
            `resource  ${urnOf("support")}`,
            "stack     organization/shop/dev",
            `account   ${command.session.account}`,
            "2 local numbers (city=Seattle, state=WA)",
            `run       process ${String(process.pid)} on `,
            `npx pulumi-callfire orders adopt ${intent} <order id>`,
            `npx pulumi-callfire orders forget ${intent}`,
        ]) {
            assert(stdout.includes(part), `${part} in ${stdout}`);
        }
        assert.equal((await command.runOrders(["--fail-if-any"], {})).code, 1);
    });

    it("names what an order in doubt asked for, to be looked for on CallFire's site", async () => {
        command.simulator.faults.add({ effect: { kind: "cutBefore" }, match: { to: "always" } });
        const { attempt } = await command.up(2);
        const { stdout } = await command.runOrders([], {});
        assert(stdout.includes(`names     ${attempt.picks.local.join(", ")}`), stdout);
    });

    it("finds an entry by its name, its intent, its order and its attempt", async () => {
        await command.up(1);
        const { name, intent, orderId = "", attempt } = await command.entry();
        for (const word of [name, intent, orderId, attempt]) {
            const { code, stdout } = await command.runOrders(["show", word], {});
            assert.equal(code, 0);
            assert(stdout.startsWith(name), stdout);
            assert.match(stdout, /attempt +a+1\n/);
            assert.match(stdout, new RegExp(`kept as +${command.journalFolder}/${name}\\.\\d+\\.json`));
        }
        const { code, stderr } = await command.runOrders(["show", "nobody"], {});
        assert.equal(code, 1);
        assert.match(stderr, /There is no entry "nobody"/);
    });

    it("tells what was bought from what the state has, by the exported state", async () => {
        const { held } = await command.up(1);
        const failIfAny = ["--fail-if-any", "--state", "-"];
        const without = await command.runOrders(failIfAny, {}, '{"deployment": {"resources": []}}');
        assert.equal(without.code, 1);
        assert.match(without.stderr, /^1 order not brought to an end/);
        assert.equal((await command.runOrders(["--fail-if-any"], {})).code, 1);
        assert.equal((await command.runOrders(failIfAny, {}, JSON.stringify(held))).code, 0);
    });

    it("shows closed entries when all are asked for", async () => {
        const { held } = await command.up(1);
        const [record] = await command.records();
        await command.session.journal.close(record!);
        assert.match((await command.runOrders([], {})).stdout, /Nothing is open/);
        const { stdout } = await command.runOrders(["--all"], {});
        assert.match(stdout, /closed: order \d+ ended FINISHED, and in the state/);
        assert(stdout.includes(held.numbers[0]!), stdout);
    });

    it("speaks JSON to programs", async () => {
        await command.up(1);
        const { intent, name } = await command.entry();
        const list = JSON.parse((await command.runOrders(["--json"], {})).stdout) as Record<string, unknown>;
        assert.equal(list["journal"], command.journalFolder);
        assert.equal(list["open"], 1);
        const [entry] = list["entries"] as Record<string, unknown>[];
        assert.deepEqual([entry?.["name"], entry?.["intent"], entry?.["open"]], [name, intent, true]);
        assert.deepEqual(entry?.["stack"], { name: "organization/shop/dev" });
        const { stdout } = await command.runOrders(["show", intent, "--json"], {});
        assert.equal((JSON.parse(stdout) as Record<string, unknown>)["phase"], "settled");
    });

    it("explains a command that it does not know, with exit code 2", async () => {
        for (const [args, words] of [
            [["lsit"], /There is no "orders lsit"; there are list, show, adopt, forget/],
            [["--jsno"], /unknown option '--jsno'/],
            [["adopt", "intent"], /missing required argument 'order id'/],
            [["show", "entry", "--yes"], /unknown option '--yes'/],
            [["adopt", "intent", "order"], /Not a CallFire order id: "order"/],
        ] as const) {
            const { code, stderr } = await command.runOrders(args);
            assert.equal(code, 2, stderr);
            assert.match(stderr, words);
            assert.match(stderr, /npx pulumi-callfire --help/);
            assert(!stderr.includes("    at "), stderr);
        }
    });

    it("lists an entry that can't be read, and shows it without obeying it", async () => {
        await command.up(1);
        const name = await command.damage();
        const listed = await command.runOrders(["--fail-if-any"], {});
        assert.equal(listed.code, 1);
        assert(listed.stdout.includes(`${name}  can't be used: it is damaged`), listed.stdout);
        const { code, stdout } = await command.runOrders(["show", name], {});
        assert.equal(code, 0);
        assert(stdout.includes('"intent": "?[31m'), stdout);
        assert(!stdout.includes("\u001b"));
    });

    it("colours where it is asked to, and never under NO_COLOR", async () => {
        await command.up(1);
        assert((await command.runOrders([], { FORCE_COLOR: "1" })).stdout.includes("\u001b["));
        assert(!(await command.runOrders([], { NO_COLOR: "1" })).stdout.includes("\u001b["));
        assert(!(await command.runOrders([], {})).stdout.includes("\u001b["));
    });
});
