import assert from "node:assert/strict";
import { failed, succeeded } from "../../engine/support/running";
import { bulk, programOf, Scenario, sideBySide } from "./scenario";

const alias = `aliases: [{ name: "support" }]`;

describe("a resource that is renamed after its create was killed", function () {
    this.timeout(600_000);
    const it = sideBySide();

    it("gets what was bought with an alias, on another machine (dynamic)", () =>
        Scenario.run({ program: programOf(bulk(2)) }, async (scenario) => {
            await scenario.loseMachineInUp(() => scenario.placed(1));
            scenario.stack.write(programOf(bulk(2, alias, "help")));
            await scenario.recover();
            await scenario.assertBalanced(1);
        }));

    for (const isLost of [true, false]) {
        it(`is bought once with the plugin, which knows no aliases, on ${isLost ? "another" : "the same"} machine`, () =>
            Scenario.run({ program: programOf(bulk(2)), adapter: "plugin" }, async (scenario) => {
                const { stack, simulator } = scenario;
                await scenario.killUp("both", () => scenario.placed(1));
                if (isLost) stack.loseMachine();
                stack.unlock();
                stack.write(programOf(bulk(2, alias, "help")));
                const said = failed(await stack.up());
                assert.match(
                    said,
                    /CreateInterrupted: An interrupted create of urn:.*::support may have bought \d+, \d+/,
                );
                assert.equal(simulator.ledger().orders.length, 1);
                stack.write(programOf(bulk(2)));
                succeeded(await stack.up());
                stack.write(programOf(bulk(2, alias, "help")));
                succeeded(await stack.up());
                await scenario.assertBalanced(1);
            }));
    }

    it("and another that asks for the same beside it, each gets numbers of its own", () =>
        Scenario.run({ program: programOf(bulk(2)), adapter: "plugin" }, async (scenario) => {
            const { stack } = scenario;
            await scenario.loseMachineInUp(() => scenario.placed(1));
            stack.unlock();
            stack.write(programOf(bulk(2), bulk(2, "", "help")));
            succeeded(await stack.up());
            await scenario.assertBalanced(2);
            assert.equal(scenario.renewing().length, 4);
        }));

    it("is not what another provider of the same run is creating", () => {
        const settings = `const settings = new pulumi.Config("callfire");
const account = { endpoint: settings.require("endpoint"), login: settings.require("login"), password: settings.requireSecret("password") };`;
        const provider = (name: string): string =>
            `const ${name} = new (class extends pulumi.ProviderResource { constructor() { super("callfire", "${name}", account); } })();`;
        const program = programOf(
            settings,
            provider("one"),
            provider("two"),
            bulk(2, "provider: one"),
            bulk(2, "provider: two", "help"),
        );
        return Scenario.run({ program, adapter: "plugin" }, async (scenario) => {
            succeeded(await scenario.stack.up());
            await scenario.assertBalanced(2);
            assert.equal(scenario.renewing().length, 4);
        });
    });
});
