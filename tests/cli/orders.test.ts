import assert from "node:assert/strict";
import { numberOrder } from "../../provider/resources/numberOrder";
import { numbersOf } from "../support/bench";
import { CommandBench, seattle } from "./bench";

describe("npx pulumi-callfire orders", () => {
    let command: CommandBench;

    beforeEach(async () => {
        command = await CommandBench.open();
    });

    afterEach(() => command.close());

    it("says where it looked when nothing is open", async () => {
        const { code, stdout } = await command.orders(["--fail-if-any"], {});
        assert.equal(code, 0);
        assert.equal(stdout, `Journal: ${command.journalFolder}\nNothing is open.\n`);
    });

    it("needs no credentials to tell what is in doubt, and what to do", async () => {
        command.bench.simulator.faults.add({ effect: { kind: "cutBefore" } });
        const { problem } = await command.up(seattle(2));
        assert.match(problem, /OrderInDoubt/);
        const { intent, name } = await command.entry();
        const { code, stdout } = await command.orders([], {});
        assert.equal(code, 0);
        for (const part of [
            `${name}  in doubt: sent, and no answer is known`,
            intent,
            "urn:pulumi:dev::shop::callfire:index:NumberOrder::support",
            command.bench.session.account,
            "2 local numbers (city=Seattle, state=WA)",
            `npx pulumi-callfire orders adopt ${intent} <order id>`,
            `npx pulumi-callfire orders forget ${intent}`,
        ]) {
            assert(stdout.includes(part), `${part} in ${stdout}`);
        }
        assert.equal((await command.orders(["--fail-if-any"], {})).code, 1);
    });

    it("finds an entry by its name, its intent and its order", async () => {
        await command.up(seattle(1));
        const { name, intent, orderId } = await command.entry();
        for (const word of [name, intent, orderId ?? "none"]) {
            const { code, stdout } = await command.orders(["show", word], {});
            assert.equal(code, 0);
            assert(stdout.startsWith(name), stdout);
            assert.match(stdout, /last by +process \d+ on /);
        }
        const { code, stderr } = await command.orders(["show", "nobody"], {});
        assert.equal(code, 1);
        assert.match(stderr, /There is no entry "nobody"/);
    });

    it("tells what was bought from what the state has, by the exported state", async () => {
        const { state } = await command.up(seattle(1));
        const failIfAny = ["--fail-if-any", "--state", "-"];
        const without = await command.orders(failIfAny, {}, '{"deployment": {"resources": []}}');
        assert.equal(without.code, 1);
        assert.match(without.stderr, /^1 order not brought to an end/);
        assert.equal((await command.orders(["--fail-if-any"], {})).code, 1);
        assert.equal((await command.orders(failIfAny, {}, JSON.stringify(state))).code, 0);
    });

    it("shows closed entries when all are asked for", async () => {
        const { id = "", state = {} } = await command.up(seattle(1));
        command.bench.nextProcess();
        await numberOrder.diff(id, state, seattle(1), { ...command.bench.around(), session: undefined });
        const around = command.bench.around();
        const session = { ...command.bench.session, account: String(state["account"]) };
        await numberOrder.diff(id, state, seattle(1), { ...around, session });
        assert.match((await command.orders([], {})).stdout, /Nothing is open/);
        const { stdout } = await command.orders(["--all"], {});
        assert.match(stdout, /closed: order \d+ ended FINISHED, and in the state/);
        assert(stdout.includes(numbersOf(state)[0]!), stdout);
    });

    it("speaks JSON to programs", async () => {
        await command.up(seattle(1));
        const { intent, name } = await command.entry();
        const list = JSON.parse((await command.orders(["--json"], {})).stdout) as Record<string, unknown>;
        assert.equal(list["journal"], command.journalFolder);
        assert.equal(list["pending"], 1);
        const [entry] = list["entries"] as Record<string, unknown>[];
        assert.deepEqual([entry?.["name"], entry?.["intent"], entry?.["pending"]], [name, intent, true]);
        const shown = JSON.parse((await command.orders(["show", intent, "--json"], {})).stdout) as Record<
            string,
            unknown
        >;
        assert.equal(shown["phase"], "settled");
    });

    it("explains a command that it does not know, with exit code 2", async () => {
        for (const [args, words] of [
            [["lsit"], /There is no "orders lsit"; there are list, show, adopt, forget/],
            [["--jsno"], /Unknown option '--jsno'/],
            [["adopt", "intent"], /orders adopt <intent> <order id>/],
            [["show", "entry", "--yes"], /"orders show" does not take --yes/],
            [["adopt", "intent", "order"], /Not a CallFire order id: "order"/],
        ] as const) {
            const { code, stderr } = await command.orders(args);
            assert.equal(code, 2);
            assert.match(stderr, words);
            assert(!stderr.includes("    at "), stderr);
        }
    });

    it("lists an entry that can't be read, and shows it without obeying it", async () => {
        await command.up(seattle(1));
        const name = await command.damage();
        const listed = await command.orders(["--fail-if-any"], {});
        assert.equal(listed.code, 1);
        assert(listed.stdout.includes(`${name}  can't be used: it is damaged`), listed.stdout);
        const { code, stdout } = await command.orders(["show", name], {});
        assert.equal(code, 0);
        assert(stdout.includes('"intent": "?[31m'), stdout);
        assert(!stdout.includes("\u001b"));
    });
});
