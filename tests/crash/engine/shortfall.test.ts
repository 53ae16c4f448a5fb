import assert from "node:assert/strict";
import { succeeded, failed } from "../../engine/support/running";
import { programOf, Scenario, sideBySide } from "./scenario";

const order = (...numbers: string[]): Record<string, string> =>
    programOf(`new NumberOrder("support", { numbers: ${JSON.stringify(numbers)} });`);
const both = order("13102345678", "13102345679");
const shortByOne = [{ effect: { kind: "shortfall", missing: 1 } }] as const;

/** Brings in what came of the killed run, and lets it go once a preview has named it. */
async function assertNothingStays(scenario: Scenario, missing: string): Promise<void> {
    const { stack } = scenario;
    let shown = "";
    for (let run = 0; run < 2; run++) {
        shown += succeeded(await stack.preview());
        succeeded(await stack.up());
    }
    assert(shown.includes(missing), shown);
    assert.deepEqual(scenario.renewing(), await scenario.held());
    assert.equal(scenario.renewing().length, 1);
}

describe("the rest of an order that came short", function () {
    this.timeout(600_000);
    const it = sideBySide();

    it("is brought in although its machine is lost while it is ordered, and the program asks for it no longer", () =>
        Scenario.run({ program: both, faults: shortByOne }, async (scenario) => {
            const { stack, simulator } = scenario;
            failed(await stack.up());
            const held = await scenario.held();
            await scenario.loseMachineInUp(() => scenario.placed(2));
            stack.unlock();
            stack.write(order(...held));
            await assertNothingStays(scenario, simulator.ledger().orders[1]!.parameters["Numbers"]!);
        }));

    it("is brought in although the run that orders it is killed and a preview comes first", () =>
        Scenario.run({ program: both, adapter: "plugin", faults: shortByOne }, async (scenario) => {
            const { stack, simulator } = scenario;
            failed(await stack.up());
            const held = await scenario.held();
            simulator.faults.add({
                effect: { kind: "slow", answer: 4_000 },
                match: { method: "POST", path: "/number/order" },
            });
            await scenario.killUp("both", () => scenario.placed(2));
            stack.unlock();
            stack.write(order(...held));
            await assertNothingStays(scenario, simulator.ledger().orders[1]!.parameters["Numbers"]!);
        }));
});
