import assert from "node:assert/strict";
import { succeeded } from "../../engine/support/running";
import { bulk, programOf, Scenario, sideBySide } from "./scenario";

const desk = (city: string, state: string): Record<string, string> =>
    programOf(`new PhoneNumber("desk", { local: { region: { city: "${city}", state: "${state}" } } });`);
const seattle = desk("Seattle", "WA");
const oakland = desk("Oakland", "CA");

/** Takes the machine away while the order of a replacement is under way. */
async function loseInReplacement(scenario: Scenario, ...options: string[]): Promise<void> {
    scenario.simulator.faults.add({ effect: { kind: "duration", seconds: 3 } });
    await scenario.loseMachineInUp(() => scenario.placed(2), ...options);
    scenario.stack.unlock();
}

describe("a replacement whose machine is lost", function () {
    this.timeout(600_000);
    const it = sideBySide();

    it("is bought once although a refresh comes before it is repeated, and released with the stack", () =>
        Scenario.run({ program: seattle }, async (scenario) => {
            const { stack } = scenario;
            succeeded(await stack.up());
            stack.write(oakland);
            await loseInReplacement(scenario);
            succeeded(await stack.refresh());
            await assertOneIsLeft(scenario, succeeded(await stack.up()));
        }));

    it("is bought once when it is repeated at once, and released with the stack", () =>
        Scenario.run({ program: seattle, adapter: "plugin" }, async (scenario) => {
            const { stack } = scenario;
            succeeded(await stack.up());
            stack.write(oakland);
            await loseInReplacement(scenario);
            await assertOneIsLeft(scenario, succeeded(await stack.up()));
        }));

    it("is bought once although a refresh comes before it is asked for again", () =>
        Scenario.run({ program: programOf(bulk(2)), adapter: "plugin" }, async (scenario) => {
            const { stack } = scenario;
            succeeded(await stack.up());
            const { urn } = (await stack.resource("support"))!;
            await loseInReplacement(scenario, "--replace", urn);
            succeeded(await stack.refresh());
            succeeded(await stack.up("--replace", urn));
            await scenario.assertBalanced(2);
            assert.equal(scenario.renewing().length, 2);
        }));

    it("is brought in and let go by name where the program takes it back after a refresh", () =>
        Scenario.run({ program: seattle }, async (scenario) => {
            const { stack } = scenario;
            succeeded(await stack.up());
            const before = await scenario.held();
            stack.write(oakland);
            await loseInReplacement(scenario);
            succeeded(await stack.refresh());
            stack.write(seattle);
            let preview = "";
            for (let run = 0; run < 2; run++) {
                preview += succeeded(await stack.preview());
                succeeded(await stack.up());
            }
            assert.deepEqual(scenario.renewing(), before);
            for (const number of scenario.simulator.ledger().orders[1]!.fulfilled) assert(preview.includes(number));
        }));
});

/** By the journal of the machine that has repeated the replacement, too. */
async function assertOneIsLeft(scenario: Scenario, output: string): Promise<void> {
    await scenario.assertBalanced(2);
    assert.equal(scenario.renewing().length, 1);
    assert.doesNotMatch(output, /held by no state/);
    assert.doesNotMatch(succeeded(await scenario.stack.destroy()), /is not released/);
    assert.deepEqual(scenario.renewing(), []);
}
