import assert from "node:assert/strict";
import { succeeded } from "../../engine/support/running";
import { bulk, programOf, Scenario, sideBySide } from "./scenario";

describe("a resource that is renamed after its create was killed", function () {
    this.timeout(240_000);
    const it = sideBySide();

    for (const [adapter, options] of [
        ["dynamic", ""],
        ["plugin", `aliases: [{ name: "support" }]`],
    ] as const) {
        it(`gets what was bought, ${options === "" ? "without" : "with"} an alias, on another machine (${adapter})`, () =>
            Scenario.run({ program: programOf(bulk(2)), adapter }, async (scenario) => {
                const { stack } = scenario;
                await scenario.loseMachineInUp(() => scenario.placed(1));
                stack.write(programOf(bulk(2, options, "help")));
                await scenario.recover();
                await scenario.assertBalanced(1);
            }));
    }

    it("gets what was bought with an alias on the same machine", () =>
        Scenario.run({ program: programOf(bulk(2)), adapter: "plugin" }, async (scenario) => {
            await scenario.killUp("both", () => scenario.placed(1));
            scenario.stack.write(programOf(bulk(2, `aliases: [{ name: "support" }]`, "help")));
            await scenario.recover();
            await scenario.assertBalanced(1);
        }));

    it("and another that asks for the same beside it, each gets numbers of its own", () =>
        Scenario.run({ program: programOf(bulk(2)), adapter: "plugin" }, async (scenario) => {
            const { stack } = scenario;
            await scenario.loseMachineInUp(() => scenario.placed(1));
            await stack.cancel();
            stack.write(programOf(bulk(2, "", "help"), bulk(2)));
            await scenario.loseMachineInUp(() => scenario.placed(2), "--parallel", "1");
            await scenario.recover();
            await scenario.assertBalanced(2);
            assert.equal(scenario.renewing().length, 4);
            assert.match(succeeded(await stack.preview()), /3 unchanged/);
        }));
});
