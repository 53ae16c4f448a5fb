import assert from "node:assert/strict";
import { startSimulator } from "../../../simulator/index";
import type { Fault } from "../../../simulator/index";
import { descendantsOf, kill } from "../../engine/support/processes";
import { booksOf, paidFor } from "../balance";
import { failed, succeeded } from "../../engine/support/running";
import { accountAt, login, password } from "../../engine/support/account";
import { bulk, programOf, Scenario, sideBySide } from "./scenario";

const post: NonNullable<Fault["match"]> = { method: "POST", path: "/number/order" };
const urn = "urn:pulumi:test::numbers::pulumi-nodejs:dynamic/callfire:NumberOrder::support";
const elsewhere = (count: number): string =>
    `new NumberOrder("support", { bulkLocal: { count: ${String(count)}, region: { city: "Chicago", state: "IL" } } });`;

describe("a schedule found by thinking", function () {
    this.timeout(600_000);
    const it = sideBySide();
    const placed = (count: number) => (scenario: Scenario) =>
        scenario.sees("the order is taken", ({ orders }) => orders.length === count);

    it("an order of a name that never arrived is placed again: a name can't be bought twice", () =>
        Scenario.run(
            {
                program: programOf(`new Keyword("promo", { keyword: "chocolate" });`),
                faults: [{ effect: { kind: "cutBefore" } }],
            },
            async (scenario) => {
                await scenario.recover();
                await scenario.assertBalanced(1);
                assert.deepEqual(paidFor(scenario.simulator), ["CHOCOLATE"]);
            },
        ));

    it("an order by count that never arrived is left to a person, by name, and never sent again on a guess", () =>
        Scenario.run(
            {
                program: programOf(bulk(2)),
                config: { "callfire:bulkOrders": "count" },
                faults: [{ effect: { kind: "cutBefore" } }],
            },
            async (scenario) => {
                const { stack, simulator } = scenario;
                failed(await stack.up());
                await stack.refresh();
                const said = failed(await stack.up());
                assert.match(said, /OrderInDoubt: .*2 local numbers/);
                assert.match(said, /orders forget|adoptOrderId/);
                const posts = simulator.ledger().requests.filter(({ method }) => method === "POST");
                assert.deepEqual(
                    posts.map(({ parameters }) => parameters["localCount"]),
                    ["2"],
                );
                await scenario.assertBalanced(0);
            },
        ));

    it("growth is killed after its order was sent", () =>
        Scenario.run({ program: programOf(bulk(2)) }, async (scenario) => {
            succeeded(await scenario.stack.up());
            scenario.stack.write(programOf(bulk(4)));
            scenario.simulator.faults.add({ effect: { kind: "slow", answer: 1_000 }, match: post });
            await scenario.killUp("both", () => placed(2)(scenario));
            await scenario.recover();
            await scenario.assertBalanced(2);
        }));

    it("growth times out, and is repeated", () =>
        Scenario.run({ program: programOf(bulk(2)) }, async (scenario) => {
            succeeded(await scenario.stack.up());
            scenario.stack.write(programOf(bulk(4, `customTimeouts: { update: "8s" }`)));
            scenario.simulator.faults.add({ effect: { kind: "duration", seconds: 20 } });
            const said = failed(await scenario.stack.up());
            assert(said.includes(scenario.simulator.ledger().orders[1]!.id), said);
            while ((await scenario.stack.up()).exitCode !== 0) {
                assert.equal(scenario.simulator.ledger().orders.length, 2);
            }
            await scenario.assertBalanced(2);
        }));

    it("an answer is lost while a sibling order of the same region finishes", () =>
        Scenario.run(
            {
                program: programOf(bulk(2), bulk(3, "", "sales")),
                faults: [{ effect: { kind: "lostAnswer" } }],
            },
            async (scenario) => {
                await scenario.recover();
                await scenario.assertBalanced(2);
            },
        ));

    it("a resource that is replaced, and tainted, right after it was made gets numbers of its own each time", () =>
        Scenario.run({ program: programOf(bulk(2)) }, async (scenario) => {
            const { stack } = scenario;
            succeeded(await stack.up());
            succeeded(await stack.up("--replace", urn));
            await scenario.assertBalanced(2);
            succeeded(await stack.run(["state", "taint", urn, "--yes"]));
            succeeded(await stack.up());
            await scenario.assertBalanced(3);
            assert.equal(paidFor(scenario.simulator).length, 2);
        }));

    it("a replacement is killed after its order was sent", () =>
        Scenario.run({ program: programOf(bulk(2)) }, async (scenario) => {
            const { stack } = scenario;
            succeeded(await stack.up());
            succeeded(await stack.preview());
            await scenario.killUp("both", () => placed(2)(scenario), "--replace", urn);
            await scenario.recover();
            await scenario.assertBalanced(2);
            assert.equal(paidFor(scenario.simulator).length, 4);
            succeeded(await stack.up());
            await scenario.assertBalanced(2);
            assert.equal(paidFor(scenario.simulator).length, 2);
        }));

    it("an orphan, whose engine died before it could release, releases nothing", () =>
        Scenario.run({ program: programOf(bulk(2)) }, async (scenario) => {
            succeeded(await scenario.stack.up());
            scenario.stack.write(programOf(elsewhere(1)));
            const { provider } = await scenario.killUp("engine", () => placed(2)(scenario));
            await scenario.outlives(provider);
            assert.equal(paidFor(scenario.simulator).length, 3);
            assert.deepEqual(
                scenario.simulator.ledger().requests.filter(({ path }) => path === "/number/release"),
                [],
            );
            await scenario.recover();
            await scenario.assertBalanced(2);
            assert.equal(paidFor(scenario.simulator).length, 1);
        }));

    it("an orphan, whose engine dies during a release, releases no more", () =>
        Scenario.run({ program: programOf(bulk(4)) }, async (scenario) => {
            succeeded(await scenario.stack.up());
            scenario.stack.write(programOf(bulk(1)));
            scenario.simulator.faults.add({
                effect: { kind: "slow", before: 700 },
                match: { method: "PUT", path: "/number/release" },
            });
            const { provider } = await scenario.killUp("engine", () =>
                scenario.sees("a release arrives", ({ requests }) =>
                    requests.some(({ path }) => path === "/number/release"),
                ),
            );
            await scenario.outlives(provider);
            assert.equal(paidFor(scenario.simulator).length, 3);
            await scenario.recover();
            await scenario.assertBalanced(1);
            assert.equal(paidFor(scenario.simulator).length, 1);
        }));

    it("the login is another one before the retry", () =>
        Scenario.run({ program: programOf(bulk(2)) }, async (scenario) => {
            await scenario.killUp("both", () => placed(1)(scenario));
            scenario.stack.unlock();
            await scenario.stack.configure({ "callfire:login": "other" });
            const said = failed(await scenario.stack.up());
            assert.match(said, /belongs to the account 127\.0\.0\.1:\d+\/acme/);
            await scenario.stack.configure({ "callfire:login": login });
            await scenario.recover();
            await scenario.assertBalanced(1);
        }));

    it("the endpoint is another one before the retry", () =>
        Scenario.run({ program: programOf(bulk(2)) }, async (scenario) => {
            const other = await startSimulator({ login, password, orderSeconds: 1 });
            try {
                await scenario.killUp("both", () => placed(1)(scenario));
                scenario.stack.unlock();
                await scenario.stack.configure(accountAt(other));
                const said = failed(await scenario.stack.up());
                assert.match(said, /belongs to the account/);
                assert.equal(other.ledger().orders.length, 0);
                await scenario.stack.configure(accountAt(scenario.simulator));
                await scenario.recover();
                await scenario.assertBalanced(1);
            } finally {
                await other.close();
            }
        }));

    it("two resources of the same name have different parents", () =>
        Scenario.run(
            {
                program: programOf(
                    `class Shop extends pulumi.ComponentResource { constructor() { super("my:Shop", "shop"); } }`,
                    `class Desk extends pulumi.ComponentResource { constructor() { super("my:Desk", "desk"); } }`,
                    bulk(2, "parent: new Shop()"),
                    bulk(3, "parent: new Desk()"),
                ),
            },
            async (scenario) => {
                await scenario.killUp("both", () =>
                    scenario.sees(
                        "both orders are polled",
                        ({ polls }) => new Set(polls.map(({ orderId }) => orderId)).size === 2,
                    ),
                );
                await scenario.recover();
                await scenario.assertBalanced(2);
                const held = (await scenario.stack.state()).resources.map(
                    ({ outputs }) => outputs?.["acquiredNumbers"],
                );
                assert.deepEqual(
                    held.flatMap((numbers) => (Array.isArray(numbers) ? [numbers.length] : [])).sort(),
                    [2, 3],
                );
            },
        ));

    it("the program asks for more between the kill and the next run", () =>
        Scenario.run({ program: programOf(bulk(2)) }, async (scenario) => {
            await scenario.killUp("both", () => placed(1)(scenario));
            scenario.stack.write(programOf(bulk(5)));
            await scenario.recover();
            await scenario.assertBalanced(2);
            assert.equal(paidFor(scenario.simulator).length, 5);
        }));

    it("the program asks for another region between the kill and the next run: what came is held until a preview names it", () =>
        Scenario.run({ program: programOf(bulk(2)) }, async (scenario) => {
            await scenario.killUp("both", () => placed(1)(scenario));
            scenario.stack.write(programOf(elsewhere(1)));
            await scenario.recover();
            await scenario.assertBalanced(2);
            const [first] = scenario.simulator.ledger().orders;
            const preview = succeeded(await scenario.stack.preview());
            for (const number of first!.fulfilled) assert(preview.includes(number), preview);
            succeeded(await scenario.stack.up());
            await scenario.assertBalanced(2);
            assert.equal(paidFor(scenario.simulator).length, 1);
        }));

    it("the program asks for another keyword between the kill and the next run", () =>
        Scenario.run({ program: programOf(`new Keyword("promo", { keyword: "CHOCOLATE" });`) }, async (scenario) => {
            await scenario.killUp("both", () => placed(1)(scenario));
            scenario.stack.write(programOf(`new Keyword("promo", { keyword: "VANILLA" });`));
            await scenario.recover();
            assert.deepEqual(paidFor(scenario.simulator).sort(), ["CHOCOLATE", "VANILLA"]);
            const preview = succeeded(await scenario.stack.preview());
            assert.match(preview, /CHOCOLATE/);
            succeeded(await scenario.stack.up());
            assert.deepEqual(paidFor(scenario.simulator), ["VANILLA"]);
        }));

    it("a create ends at its time-out, a refresh forgets that, and the next run goes on", () =>
        Scenario.run(
            {
                program: programOf(bulk(2, `customTimeouts: { create: "8s" }`)),
                faults: [{ effect: { kind: "hold" } }],
            },
            async (scenario) => {
                const said = failed(await scenario.stack.up());
                const { id } = scenario.simulator.ledger().orders[0]!;
                assert(said.includes(id), said);
                succeeded(await scenario.stack.refresh());
                await scenario.simulator.settleOrder(id);
                scenario.stack.write(programOf(bulk(2)));
                await scenario.recover();
                await scenario.assertBalanced(1);
            },
        ));

    it("a person interrupts the wait", () =>
        Scenario.run({ program: programOf(bulk(2)), faults: [{ effect: { kind: "hold" } }] }, async (scenario) => {
            const up = scenario.stack.spawnUp();
            await scenario.sees("the order is polled", ({ polls }) => polls.length > 0);
            // A terminal interrupts the engine and everything that it has started.
            for (const { pid } of [...descendantsOf(up.pid), { pid: up.pid }]) kill(pid, "SIGINT");
            const said = failed(await up.result);
            const { id } = scenario.simulator.ledger().orders[0]!;
            assert(said.includes(id), said);
            assert(booksOf(await scenario.stack.state()).orders.includes(id), said);
            await scenario.simulator.settleOrder(id);
            await scenario.recover();
            await scenario.assertBalanced(1);
        }));

    it("the answers to orders of all kinds are lost in one run", () =>
        Scenario.run(
            {
                program: programOf(
                    bulk(2),
                    `new NumberOrder("listed", { numbers: ["13102345678", "13102345679"] });`,
                    `new Keyword("promo", { keyword: "chocolate" });`,
                ),
                faults: [{ effect: { kind: "lostAnswer" }, match: { ...post, to: "always" } }],
            },
            async (scenario) => {
                await scenario.recover();
                await scenario.assertBalanced(3);
            },
        ));
});
