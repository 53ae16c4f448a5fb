import assert from "node:assert/strict";
import { EngineStack } from "../../engine/support/engine";
import { failed, succeeded } from "../../engine/support/running";
import { booksOf } from "../balance";
import { programWith, type AdapterName } from "./adapters";
import { accountAt } from "../../engine/support/account";
import { bulk, programOf, Scenario, sideBySide } from "./scenario";

/** Another stack on the same machine and account, removed with what it leaves there. */
async function besides(
    scenario: Scenario,
    { adapter, program }: { adapter: AdapterName; program: Record<string, string> },
    work: (stack: EngineStack) => Promise<void>,
): Promise<void> {
    const stack = await EngineStack.create({ ...programWith(adapter, program), config: accountAt(scenario.simulator) });
    try {
        stack.shareMachineOf(scenario.stack);
        await work(stack);
    } finally {
        stack.remove();
    }
}

describe("what somebody else holds is neither taken nor released", function () {
    this.timeout(600_000);
    const it = sideBySide();

    // First, because these look longest.
    it("what an order did not get, and another stack has bought meanwhile", () => {
        const [first, second] = ["13102345678", "13102345679"];
        const order = (...numbers: string[]): string =>
            `new NumberOrder("support", { numbers: ${JSON.stringify(numbers)} });`;
        const faults = [
            { effect: { kind: "shortfall", missing: 1 } },
            { effect: { kind: "duration", seconds: 2 } },
        ] as const;
        return Scenario.run({ program: programOf(order(first, second)), faults }, async (scenario) => {
            const up = scenario.stack.spawnUp();
            await scenario.placed(1);
            await besides(scenario, { adapter: "plugin", program: programOf(order(second)) }, async (other) => {
                succeeded(await other.up());
                const said = failed(await up.result);
                assert(said.includes(second), said);
                assert.deepEqual(await scenario.held(), [first]);
                succeeded(await scenario.stack.destroy());
                assert.deepEqual(scenario.renewing(), [second]);
            });
        });
    });

    it("an order that never arrived takes in nothing that somebody else buys meanwhile", () =>
        Scenario.run(
            {
                program: programOf(bulk(2)),
                faults: [
                    { effect: { kind: "cutBefore" }, match: { method: "POST", path: "/number/order", to: "always" } },
                ],
            },
            async (scenario) => {
                const { stack, simulator } = scenario;
                failed(await stack.up());
                simulator.faults.clear();
                const { numbers } = simulator.ledger().owned;
                assert.deepEqual(numbers, []);
                await scenario.buyElsewhere(2);
                const others = scenario.renewing();
                await scenario.recover();
                const held = await scenario.held();
                assert.equal(held.length, 2);
                assert(held.every((number) => !others.includes(number)));
                assert.deepEqual([...held, ...others].sort(), scenario.renewing());
            },
        ));

    it("a number that another stack imported outlives the destroy of the stack that bought it", () =>
        Scenario.run({ program: programOf(bulk(2)), adapter: "plugin" }, async (scenario) => {
            succeeded(await scenario.stack.up());
            const [first] = scenario.renewing() as [string];
            const program = programOf(`new NumberOrder("desk", { numbers: ["${first}"] }, { import: "${first}" });`);
            await besides(scenario, { adapter: "plugin", program }, async (other) => {
                succeeded(await other.up());
                await scenario.stack.destroy();
                assert(scenario.renewing().includes(first));
                assert.deepEqual(booksOf(await other.state()).items, [first]);
            });
        }));

    it("a number that the stack holds already is not imported into another of its resources", () =>
        Scenario.run({ program: programOf(bulk(2)), adapter: "plugin" }, async (scenario) => {
            const { stack } = scenario;
            succeeded(await stack.up());
            const [first] = scenario.renewing() as [string];
            const imported = `new NumberOrder("desk", { numbers: ["${first}"] }, { import: "${first}" });`;
            stack.write(programOf(bulk(2), imported));
            const said = failed(await stack.up());
            assert.match(
                said,
                new RegExp(`${first} \\(by urn:pulumi:test::numbers::callfire:index:NumberOrder::support\\)`),
            );
            assert.match(said, /adoptOwned: true/);
            assert.equal(await stack.resource("desk"), undefined);
            assert.equal(scenario.renewing().length, 2);
        }));

    it("a keyword that a protected Keyword imports, which depends on its batch, is not released", () => {
        const batch = (...words: string[]): string =>
            `const batch = new NumberOrder("batch", { keywords: ${JSON.stringify(words)} });`;
        const moved = `new Keyword("promo", { keyword: "CHOCOLATE" }, { import: "CHOCOLATE", protect: true, dependsOn: batch });`;
        return Scenario.run(
            { program: programOf(batch("CHOCOLATE", "VANILLA")), adapter: "plugin" },
            async (scenario) => {
                succeeded(await scenario.stack.up());
                scenario.stack.write(programOf(batch("VANILLA"), moved));
                assert.match(
                    failed(await scenario.stack.up("--skip-preview=false")),
                    /CHOCOLATE \(by urn:\S+::batch\)/,
                );
                assert.deepEqual(scenario.renewing(), ["CHOCOLATE", "VANILLA"]);
            },
        );
    });

    it("a number that moves from one resource to another is not released by an up without a preview", () => {
        const listed = (name: string, ...numbers: string[]): string =>
            `new NumberOrder("${name}", { numbers: ${JSON.stringify(numbers)} });`;
        const [one, other] = ["13102345678", "13102345679"] as const;
        return Scenario.run({ program: programOf(listed("east", one, other)) }, async (scenario) => {
            succeeded(await scenario.stack.up());
            scenario.stack.write(programOf(listed("east", one), listed("west", other)));
            await scenario.stack.up();
            assert.deepEqual(scenario.renewing(), [one, other]);
        });
    });

    it("a new stack that has the name of one that was renamed buys its own, and releases only its own", () =>
        Scenario.run({ program: programOf(bulk(2)) }, async (scenario) => {
            const { stack, simulator } = scenario;
            succeeded(await stack.up());
            const first = await scenario.held();
            await stack.rename("old");
            await stack.initialise("test");
            await stack.configure(accountAt(simulator));
            succeeded(await stack.up());
            assert.equal(simulator.ledger().orders.length, 2);
            assert.equal(scenario.renewing().length, 4);
            succeeded(await stack.destroy());
            assert.deepEqual(scenario.renewing(), first);
        }));

    it("a stack of the same name in another backend buys its own, and releases only its own", () =>
        Scenario.run({ program: programOf(bulk(2)) }, async (scenario) => {
            succeeded(await scenario.stack.up());
            const first = await scenario.held();
            const program = programOf(bulk(2));
            await besides(scenario, { adapter: "dynamic", program }, async (other) => {
                succeeded(await other.up());
                assert.equal(scenario.simulator.ledger().orders.length, 2);
                succeeded(await other.destroy());
                assert.deepEqual(scenario.renewing(), first);
            });
        }));

    it("an id that CallFire has told for another order belongs to the first; the second gets what it bought itself", () =>
        Scenario.run(
            {
                program: programOf(`const first = ${bulk(2)}`, bulk(2, "dependsOn: first", "sales")),
                faults: [{ effect: { kind: "repeatedId" } }],
            },
            async (scenario) => {
                const { stack, simulator } = scenario;
                const said = (await stack.up()).output;
                const { items, orders } = booksOf(await stack.state());
                assert.equal(new Set(items).size, items.length, `held twice:\n${said}`);
                assert.equal(new Set(orders).size, orders.length, `one order of two resources:\n${said}`);
                await scenario.recover();
                assert.deepEqual(await scenario.held(), scenario.renewing());
                assert.equal(simulator.ledger().orders.length, 2);
            },
        ));

    it("a number in Fulfilled that another resource holds stays with that one", () =>
        Scenario.run({ program: programOf(bulk(2)) }, async (scenario) => {
            const { stack, simulator } = scenario;
            succeeded(await stack.up());
            simulator.faults.add({ effect: { kind: "alreadyAcquired" } });
            const held = await scenario.held();
            stack.write(programOf(bulk(2), bulk(2, "", "sales")));
            const said = (await stack.up()).output;
            const { items } = booksOf(await stack.state());
            assert.equal(new Set(items).size, items.length, `held twice:\n${said}`);
            assert(held.every((number) => scenario.renewing().includes(number)));
        }));

    it("a number that another machine buys in the same moment is not adopted: a spare takes its place", () => {
        let sold: string | undefined;
        return Scenario.run(
            {
                program: programOf(bulk(2)),
                // The other machine's order arrives first, with one of the numbers that this one has picked.
                interference: async ({ method, path, parameters }, pass, simulator) => {
                    const picked = method === "POST" && path === "/number/order" ? parameters.get("Numbers") : null;
                    if (picked !== null && sold === undefined) {
                        sold = picked.split(/[\s,]+/)[0]!;
                        await simulator.change({ action: "give", number: sold });
                    }
                    return pass();
                },
            },
            async (scenario) => {
                succeeded(await scenario.stack.up());
                assert(sold !== undefined, "no order named what it buys");
                const held = await scenario.held();
                assert.equal(held.length, 2);
                assert(!held.includes(sold));
                assert.deepEqual([...held, sold].sort(), scenario.renewing());
            },
        );
    });
});
