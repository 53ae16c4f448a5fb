import assert from "node:assert/strict";
import { failed, succeeded } from "../../engine/support/running";
import { paidFor } from "../balance";
import { bulk, programOf, Scenario, sideBySide } from "./scenario";

const adapters = ["dynamic", "plugin"] as const;
/** What is bought by its kind or its name, in one stack: as first declared, and as grown. */
const everyKind = [
    bulk(2),
    `new NumberOrder("free", { bulkTollFree: { count: 2 } });`,
    `new NumberOrder("listed", { numbers: ["13102345678", "13102345679"] });`,
    `new Keyword("promo", { keyword: "chocolate" });`,
];
const everyKindGrown = [
    bulk(4),
    `new NumberOrder("free", { bulkTollFree: { count: 3 } });`,
    `new NumberOrder("listed", { numbers: ["13102345678", "13102345679", "13102345680"] });`,
    everyKind[3]!,
];
const answerLate = {
    effect: { kind: "slow", answer: 1_500 },
    match: { method: "POST", path: "/number/order", to: "always" },
} as const;

describe("a machine is lost", function () {
    this.timeout(600_000);
    const it = sideBySide();

    // First, because it looks longest.
    it("twice in one growth", () =>
        Scenario.run({ program: programOf(bulk(2)) }, async (scenario) => {
            succeeded(await scenario.stack.up());
            scenario.stack.write(programOf(bulk(4)));
            scenario.simulator.faults.add({ effect: { kind: "duration", seconds: 12 } });
            await scenario.loseMachineInUp(() => scenario.placed(2));
            scenario.stack.unlock();
            const seen = scenario.simulator.ledger().requests.length;
            await scenario.loseMachineInUp(() =>
                scenario.sees("the next machine asks", ({ requests }) => requests.length > seen + 2),
            );
            await scenario.recover();
            await scenario.assertBalanced(2);
            assert.equal(scenario.renewing().length, 4);
        }));

    for (const adapter of adapters) {
        it(`while it waits for all kinds of orders (${adapter}): the next one brings in what was bought, and buys nothing`, () =>
            Scenario.run({ program: programOf(...everyKind), adapter, orderSeconds: 5 }, async (scenario) => {
                await scenario.loseMachineInUp(() => scenario.placed(4));
                await scenario.recover();
                await scenario.assertBalanced(4);
                succeeded(await scenario.stack.destroy());
                assert.deepEqual(scenario.renewing(), []);
            }));

        it(`in the growth of all kinds (${adapter}), with no answer yet: the next one brings in what was bought, and buys nothing`, () =>
            Scenario.run({ program: programOf(...everyKind), adapter }, async (scenario) => {
                succeeded(await scenario.stack.up());
                const before = await scenario.held();
                scenario.stack.write(programOf(...everyKindGrown));
                scenario.simulator.faults.add(answerLate);
                await scenario.loseMachineInUp(() => scenario.placed(7));
                scenario.simulator.faults.clear();
                await scenario.recover();
                await scenario.assertBalanced(7);
                const held = await scenario.held();
                assert(before.every((item) => held.includes(item)));
            }));
    }

    it("in two growths at once, and the next one while it is at the first of them", () =>
        Scenario.run({ program: programOf(bulk(1), bulk(1, "", "sales")) }, async (scenario) => {
            succeeded(await scenario.stack.up());
            scenario.stack.write(programOf(bulk(3), bulk(2, "", "sales")));
            await scenario.loseMachineInUp(() => scenario.placed(4));
            scenario.stack.unlock();
            const seen = scenario.simulator.ledger().requests.length;
            await scenario.loseMachineInUp(
                () => scenario.sees("the next machine asks", ({ requests }) => requests.length > seen + 2),
                "--parallel",
                "1",
            );
            await scenario.recover();
            await scenario.assertBalanced(4);
            assert.equal(scenario.renewing().length, 5);
        }));

    it("in a growth that is reverted while its order is still under way: what comes is brought in, and let go by name", () =>
        Scenario.run({ program: programOf(bulk(2)) }, async (scenario) => {
            const { stack, simulator } = scenario;
            succeeded(await stack.up());
            const before = await scenario.held();
            stack.write(programOf(bulk(4)));
            simulator.faults.add({ effect: { kind: "hold" } });
            await scenario.loseMachineInUp(() => scenario.placed(2));
            stack.write(programOf(bulk(2, `customTimeouts: { update: "3s" }`)));
            stack.unlock();
            await stack.up();
            await simulator.settleOrder(simulator.ledger().orders[1]!.id);
            // One run brings in what came, the next releases what its preview has named.
            let preview = "";
            for (let run = 0; run < 3; run++) {
                preview += (await stack.preview()).output;
                succeeded(await stack.up());
            }
            assert.deepEqual(scenario.renewing(), before);
            assert.deepEqual(await scenario.held(), before);
            assert.equal(simulator.ledger().orders.length, 2);
            for (const number of simulator.ledger().orders[1]!.fulfilled) assert(preview.includes(number), preview);
        }));

    it("in a growth of a program whose components are registered before our resources", () => {
        const components = `for (let i = 0; i < 20; i++) new pulumi.ComponentResource("my:index:Shop", "shop-" + i);`;
        const program = programOf(components, bulk(2));
        return Scenario.run({ program, startsProgram: true }, async (scenario) => {
            succeeded(await scenario.stack.up());
            scenario.stack.write(programOf(components, bulk(4)));
            await scenario.loseMachineInUp(() => scenario.placed(2));
            await scenario.recover();
            await scenario.assertBalanced(2);
            assert.equal(scenario.renewing().length, 4);
        });
    });

    for (const adapter of adapters) {
        it(`in a growth, and the next one fails at another resource before it comes to it (${adapter})`, () => {
            const salesOf = (...numbers: string[]): string =>
                `const sales = new NumberOrder("sales", { numbers: ${JSON.stringify(numbers)} });`;
            const [few, more] = [salesOf("13102345678"), salesOf("13102345678", "13102345679")];
            const shop = (sales: string, count: number): Record<string, string> =>
                programOf(sales, bulk(count, "dependsOn: [sales]"));
            return Scenario.run({ program: shop(few, 1), adapter }, async (scenario) => {
                const { stack, simulator } = scenario;
                succeeded(await stack.up());
                stack.write(shop(few, 3));
                await scenario.loseMachineInUp(() => scenario.placed(3));
                stack.write(shop(more, 3));
                simulator.faults.add({ effect: { kind: "rejectPost" } });
                stack.unlock();
                failed(await stack.up());
                stack.loseMachine();
                await scenario.recover();
                await scenario.assertBalanced(4);
                assert.equal(scenario.renewing().length, 5);
            });
        });
    }

    it("in a growth that is taken back, and the next one can't look at the account", () =>
        Scenario.run({ program: programOf(bulk(2)), adapter: "plugin" }, async (scenario) => {
            const { stack, simulator } = scenario;
            succeeded(await stack.up());
            stack.write(programOf(bulk(4)));
            await scenario.loseMachineInUp(() => scenario.placed(2));
            stack.write(programOf(bulk(1)));
            const looks = { method: "GET", path: "/number/*", to: "always" } as const;
            simulator.faults.add({ effect: { kind: "status", status: 500 }, match: looks });
            stack.unlock();
            failed(await stack.up());
            stack.loseMachine();
            simulator.faults.clear();
            await scenario.recover();
            await scenario.assertBalanced(2);
        }));

    for (const adapter of adapters) {
        it(`while it waits for an order by count (${adapter}): it is left to a person, who gives the resource the order's id`, () =>
            Scenario.run(
                { program: programOf(bulk(2)), adapter, config: { "callfire:bulkOrders": "count" }, orderSeconds: 3 },
                async (scenario) => {
                    const { stack, simulator } = scenario;
                    await scenario.loseMachineInUp(() => scenario.placed(1));
                    stack.unlock();
                    const said = failed(await stack.up());
                    assert.match(
                        said,
                        /OrderInDoubt: .*2 local numbers.*set adoptOrderId to its id\. If there is none:/,
                    );
                    const region = `{ city: "Seattle", state: "WA" }`;
                    const adoptOrderId = simulator.ledger().orders[0]!.id;
                    stack.write(
                        programOf(
                            `new NumberOrder("support", { bulkLocal: { count: 2, region: ${region} }, adoptOrderId: "${adoptOrderId}" });`,
                        ),
                    );
                    succeeded(await stack.up());
                    await scenario.assertBalanced(1);
                },
            ));
    }

    it("while an order waits for a payment: its numbers are not replaced by others", () =>
        Scenario.run(
            {
                program: programOf(bulk(2, `customTimeouts: { create: "5s" }`)),
                faults: [
                    { effect: { kind: "hold" } },
                    { effect: { kind: "unknownStatus", status: "WAIT_FOR_PAYMENT" }, match: { to: "always" } },
                ],
            },
            async (scenario) => {
                const { stack, simulator } = scenario;
                await scenario.loseMachineInUp(() => scenario.placed(1));
                stack.unlock();
                const { parameters, id } = simulator.ledger().orders[0]!;
                const said = failed(await stack.up());
                assert.equal(simulator.ledger().orders.length, 1, said);
                for (const number of parameters["Numbers"]?.split(" ") ?? []) assert(said.includes(number), said);
                simulator.faults.clear();
                await simulator.settleOrder(id, { status: "FINISHED", fulfilled: 2 });
                await scenario.recover();
                await scenario.assertBalanced(1);
            },
        ));

    it("with a pending create that stays in the state: months later it raises no alarm, and brings in nothing", () =>
        Scenario.run({ program: programOf(bulk(2)) }, async (scenario) => {
            const { stack, simulator } = scenario;
            await scenario.loseMachineInUp(() => scenario.placed(1));
            await scenario.recover();
            const first = await scenario.held();
            succeeded(await stack.destroy());
            stack.loseMachine();
            succeeded(await stack.up());
            for (const number of first) await simulator.change({ action: "lapse", number });
            // Somebody else in the company buys one of them by hand.
            await simulator.change({ action: "give", number: first[0]! });
            stack.loseMachine();
            assert.match(succeeded(await stack.up()), /2 unchanged/);
            stack.write(programOf(bulk(3)));
            succeeded(await stack.up());
            const held = await scenario.held();
            assert.equal(held.length, 3);
            assert(!held.includes(first[0]!));
            succeeded(await stack.destroy());
            assert.deepEqual(paidFor(simulator), [first[0]]);
        }));
});
