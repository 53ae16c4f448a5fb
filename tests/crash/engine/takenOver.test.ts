import assert from "node:assert/strict";
import { failed, succeeded } from "../../engine/support/running";
import { programOf, Scenario, sideBySide } from "./scenario";

const adapters = ["dynamic", "plugin"] as const;

describe("a name that the account owned before is taken over", function () {
    this.timeout(600_000);
    const it = sideBySide();

    for (const adapter of adapters) {
        it(`by a create that was killed while it ordered another one (${adapter})`, () => {
            const numbers = `["13102345678", "13102345679"]`;
            const program = programOf(`new NumberOrder("support", { numbers: ${numbers}, adoptOwned: true });`);
            return Scenario.run({ program, adapter }, async (scenario) => {
                await scenario.simulator.change({ action: "give", number: "13102345678" });
                await scenario.loseMachineInUp(() => scenario.placed(1));
                await scenario.recover();
                await scenario.assertBalanced(1);
                assert.equal(scenario.renewing().length, 2);
            });
        });
    }

    it("by a PhoneNumber whose create was killed before it had done so", () => {
        const program = programOf(`new PhoneNumber("support", { number: "13102345678", adoptOwned: true });`);
        return Scenario.run({ program }, async (scenario) => {
            const { simulator } = scenario;
            await simulator.change({ action: "give", number: "13102345678" });
            const get = { method: "GET", path: "/number/*", from: 2 };
            simulator.faults.add({ effect: { kind: "slow", answer: 4_000 }, match: get });
            await scenario.killUp("both", () =>
                scenario.sees(
                    "a second look",
                    ({ requests }) => requests.filter(({ path }) => /^\/number\/1/.test(path)).length >= 2,
                ),
            );
            simulator.faults.clear();
            await scenario.recover();
            await scenario.assertBalanced(0);
        });
    });

    it("that an order did not get, and that a person has bought since", () => {
        const order = (options: string): Record<string, string> =>
            programOf(`new NumberOrder("support", { numbers: ["13102345678", "13102345679"] ${options} });`);
        const faults = [{ effect: { kind: "shortfall", missing: 1 } }] as const;
        return Scenario.run({ program: order(""), faults }, async (scenario) => {
            const { stack, simulator } = scenario;
            failed(await stack.up());
            const [held] = await scenario.held();
            const other = ["13102345678", "13102345679"].find((number) => number !== held)!;
            await simulator.change({ action: "give", number: other });
            stack.write(order(", adoptOwned: true"));
            succeeded(await stack.up());
            await scenario.assertBalanced(1);
        });
    });

    for (const isLost of [true, false]) {
        it(`when a replacement that is not finished is taken back, on ${isLost ? "another" : "the same"} machine`, () => {
            const word = (keyword: string, options = ""): Record<string, string> =>
                programOf(`new Keyword("support", { keyword: "${keyword}" }, { ${options} });`);
            return Scenario.run({ program: word("CHOCOLATE") }, async (scenario) => {
                const { stack, simulator } = scenario;
                succeeded(await stack.up());
                stack.write(word("VANILLA", `customTimeouts: { create: "3s" }`));
                simulator.faults.add({ effect: { kind: "hold" } });
                failed(await stack.up());
                await simulator.settleOrder(simulator.ledger().orders[1]!.id);
                if (isLost) stack.loseMachine();
                stack.write(word("CHOCOLATE"));
                succeeded(await stack.up());
                assert.deepEqual(scenario.renewing(), ["CHOCOLATE"]);
                assert.deepEqual(await scenario.held(), ["CHOCOLATE"]);
            });
        });
    }
    it("and not released when deleteBeforeReplace would do so before its replacement comes (plugin)", () => {
        const program = programOf(`new Keyword("support", { keyword: "CHOCOLATE" }, { deleteBeforeReplace: true });`);
        return Scenario.run({ program, adapter: "plugin" }, async (scenario) => {
            const { stack } = scenario;
            succeeded(await stack.up());
            const { urn } = (await stack.resource("support"))!;
            const said = failed(await stack.up("--replace", urn));
            assert.deepEqual(scenario.renewing(), ["CHOCOLATE"], said);
            assert.match(said, /CHOCOLATE.*deleteBeforeReplace/);
        });
    });
});
