import assert from "node:assert/strict";
import { failed, succeeded } from "../../engine/support/running";
import { bulk, programOf, Scenario, sideBySide } from "./scenario";

/** Buys four numbers, and ends the update that lets three of them go while it releases. Answers with one that was released. */
async function interruptRelease(
    scenario: Scenario,
    interrupt: (moment: () => Promise<void>) => Promise<unknown>,
): Promise<string> {
    const { stack, simulator } = scenario;
    succeeded(await stack.up());
    stack.write(programOf(bulk(1)));
    const release = { method: "PUT", path: "/number/release" };
    simulator.faults.add({ effect: { kind: "slow", answer: 3_000 }, match: { ...release, to: "always" } });
    await interrupt(() => scenario.sees("a number is released", () => scenario.renewing().length < 4));
    simulator.faults.clear();
    return simulator.ledger().owned.numbers.find(({ autoRenew }) => !autoRenew)!.value;
}

describe("what a person reads of an order or a release that was interrupted", function () {
    this.timeout(600_000);
    const it = sideBySide();

    for (const wanted of [4, 3] as const) {
        it(`a release is interrupted and ${String(wanted)} of 4 numbers are wanted again: what no longer renews is named, not counted`, () =>
            Scenario.run({ program: programOf(bulk(4)) }, async (scenario) => {
                const { stack } = scenario;
                const lapsing = await interruptRelease(scenario, (moment) => scenario.killUp("both", moment));
                stack.write(programOf(bulk(wanted)));
                const said = await scenario.recover();
                assert(said.includes(lapsing), said);
                assert.match(said, /no longer (renews|renewed)|is no longer/);
                assert(scenario.renewing().length >= 3);
            }));
    }

    it("a release is interrupted on a lost machine and taken back: what no longer renews is named", () =>
        Scenario.run({ program: programOf(bulk(4)) }, async (scenario) => {
            const { stack } = scenario;
            const lapsing = await interruptRelease(scenario, (moment) => scenario.loseMachineInUp(moment));
            stack.write(programOf(bulk(4)));
            const said = await scenario.recover();
            assert(said.includes(lapsing), said);
        }));

    it("a number that no longer renews is let go before one that does", () =>
        Scenario.run({ program: programOf(bulk(3)) }, async (scenario) => {
            const { stack, simulator } = scenario;
            succeeded(await stack.up());
            const numbers = (await stack.resource("support"))?.outputs?.["acquiredNumbers"] as string[];
            const { end } = simulator.ledger().owned.numbers.find(({ value }) => value === numbers[0])!;
            await simulator.change({ action: "lapse", number: numbers[0]! });
            await simulator.change({ action: "give", number: numbers[0]!, autoRenew: false, leaseEnd: end });
            succeeded(await stack.refresh());
            stack.write(programOf(bulk(2)));
            succeeded(await stack.up());
            assert.deepEqual(scenario.renewing(), numbers.slice(1).sort());
            assert.deepEqual(await scenario.held(), numbers.slice(1).sort());
        }));

    it("a preview of an order that is under way does not say that it orders the same numbers again", () =>
        Scenario.run(
            {
                program: programOf(bulk(2, `customTimeouts: { create: "8s" }`)),
                faults: [{ effect: { kind: "hold" } }],
            },
            async (scenario) => {
                const { stack, simulator } = scenario;
                failed(await stack.up());
                const { id } = simulator.ledger().orders[0]!;
                const said = succeeded(await stack.preview());
                assert(said.includes(id), said);
                assert.doesNotMatch(said, /orders \d+ local/);
            },
        ));

    it("a preview after a payment that failed neither goes on with the order nor orders again", () =>
        Scenario.run(
            {
                program: programOf(bulk(2)),
                faults: [{ effect: { kind: "finalStatus", status: "PAYMENT_ERROR", fulfilled: 0 } }],
            },
            async (scenario) => {
                const { stack, simulator } = scenario;
                assert.match(failed(await stack.up()), /PAYMENT_ERROR/);
                const { exitCode, output } = await stack.preview();
                assert.doesNotMatch(output, /goes on with order|orders \d+ local/);
                assert(exitCode !== 0 || output.includes("PAYMENT_ERROR"), output);
                const said = failed(await stack.up());
                assert(said.includes(simulator.ledger().orders[0]!.id), said);
                assert.equal(simulator.ledger().orders.length, 1);
            },
        ));

    it("a resource that was renamed without an alias is told of aliases, not to forget its order", () => {
        const listed = (name: string): string => `new NumberOrder("${name}", { numbers: ["13102345678"] });`;
        return Scenario.run({ program: programOf(listed("support")) }, async (scenario) => {
            const { stack, simulator } = scenario;
            await scenario.killUp("both", () => scenario.placed(1));
            scenario.stack.unlock();
            await simulator.settleOrder(simulator.ledger().orders[0]!.id);
            stack.write(programOf(listed("help")));
            const said = failed(await stack.up());
            assert.match(said, /aliases/);
            assert.doesNotMatch(said, /orders forget/);
        });
    });
});
