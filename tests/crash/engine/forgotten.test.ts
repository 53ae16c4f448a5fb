import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startSimulator } from "../../../simulator/index";
import { password } from "../../engine/support/account";
import { failed, succeeded } from "../../engine/support/running";
import { bulk, programOf, Scenario, sideBySide } from "./scenario";

const adapters = ["dynamic", "plugin"] as const;

// The engine forgets an interrupted update with its next write, whatever that is about.
describe("growth on a lost machine is not forgotten", function () {
    this.timeout(600_000);
    const it = sideBySide();

    for (const adapter of adapters) {
        it(`when the next run fails at a resource that is new before it comes to it (${adapter})`, () => {
            const sales = `const sales = new NumberOrder("sales", { numbers: ["13102345678"] });`;
            return Scenario.run({ program: programOf(bulk(1)), adapter }, async (scenario) => {
                const { stack, simulator } = scenario;
                succeeded(await stack.up());
                stack.write(programOf(bulk(3)));
                await scenario.loseMachineInUp(() => scenario.placed(2));
                stack.write(programOf(sales, bulk(3, "dependsOn: [sales]")));
                simulator.faults.add({ effect: { kind: "rejectPost" } });
                stack.unlock();
                failed(await stack.up());
                stack.loseMachine();
                await scenario.recover();
                await scenario.assertBalanced(3);
                assert.equal(scenario.renewing().length, 4);
            });
        });

        it(`when a refresh of another resource alone comes first (${adapter})`, () =>
            Scenario.run({ program: programOf(bulk(1), bulk(1, "", "sales")), adapter }, async (scenario) => {
                const { stack } = scenario;
                succeeded(await stack.up());
                const { urn } = (await stack.resource("sales"))!;
                stack.write(programOf(bulk(3), bulk(1, "", "sales")));
                await scenario.loseMachineInUp(() => scenario.placed(3));
                stack.unlock();
                succeeded(await stack.refresh("--target", urn));
                stack.loseMachine();
                await scenario.recover();
                await scenario.assertBalanced(3);
                assert.equal(scenario.renewing().length, 4);
            }));
    }

    it("when its resource is renamed in the state first", () =>
        Scenario.run({ program: programOf(bulk(1)) }, async (scenario) => {
            const { stack } = scenario;
            succeeded(await stack.up());
            const { urn } = (await stack.resource("support"))!;
            stack.write(programOf(bulk(3)));
            await scenario.loseMachineInUp(() => scenario.placed(2));
            stack.unlock();
            succeeded(await stack.run(["state", "rename", urn, "help", "--yes"]));
            stack.write(programOf(bulk(3, "", "help")));
            await scenario.recover();
            await scenario.assertBalanced(2);
        }));

    it("by count, when its resource gets another name with an alias: it is left to a person (plugin)", () =>
        Scenario.run(
            { program: programOf(bulk(1)), adapter: "plugin", config: { "callfire:bulkOrders": "count" } },
            async (scenario) => {
                const { stack, simulator } = scenario;
                succeeded(await stack.up());
                stack.write(programOf(bulk(3)));
                await scenario.loseMachineInUp(() => scenario.placed(2));
                stack.unlock();
                stack.write(programOf(bulk(3, `aliases: [{ name: "support" }]`, "help")));
                const said = failed(await stack.up());
                assert.match(said, /OrderInDoubt: .*2 local numbers/);
                assert.equal(simulator.ledger().orders.length, 2);
            },
        ));

    it("in a program of two accounts, whichever of their providers notes it first", async () => {
        const other = await startSimulator({ login: "other", password, orderSeconds: 0 });
        const west = `{ endpoint: "${other.url}", login: "other", password: new pulumi.Config("callfire").requireSecret("password") }`;
        const provider = `const west = new (class extends pulumi.ProviderResource { constructor() { super("callfire", "west", ${west}); } })();`;
        // One before it and one after it: some provider of the other account is asked first.
        const shop = (count: number): Record<string, string> =>
            programOf(provider, bulk(1, "provider: west", "first"), bulk(count), bulk(1, "provider: west", "last"));
        try {
            await Scenario.run({ program: shop(2), adapter: "plugin" }, async (scenario) => {
                const { stack, simulator } = scenario;
                succeeded(await stack.up());
                stack.write(shop(4));
                await scenario.loseMachineInUp(() => scenario.placed(2));
                await scenario.recover();
                assert.deepEqual([simulator.ledger().orders.length, other.ledger().orders.length], [2, 2]);
                assert.equal(scenario.renewing().length, 4);
            });
        } finally {
            await other.close();
        }
    });

    it("and an interrupted update of what orders nothing is no order in doubt", () => {
        const program = (feature: string): Record<string, string> => {
            const { "index.js": text = "" } = programOf(
                `new NumberConfiguration("line", { numbers: ["13102345678"], callFeature: "${feature}" });`,
            );
            return { "index.js": text.replace("Keyword,", "Keyword, NumberConfiguration,") };
        };
        return Scenario.run({ program: program("DISABLED"), adapter: "plugin" }, async (scenario) => {
            const { stack, simulator } = scenario;
            await simulator.change({ action: "give", number: "13102345678" });
            succeeded(await stack.up());
            stack.write(program("ENABLED"));
            const put = { method: "PUT", path: "/number/*", to: "always" } as const;
            simulator.faults.add({ effect: { kind: "slow", answer: 3_000 }, match: put });
            const puts = (): number => simulator.ledger().requests.filter(({ method }) => method === "PUT").length;
            const before = puts();
            await scenario.loseMachineInUp(() => scenario.sees("it is changed", () => puts() > before));
            simulator.faults.clear();
            await scenario.recover();
            const journal = readdirSync(stack.home, { recursive: true, withFileTypes: true })
                .filter((file) => file.isFile() && file.parentPath.includes("callfire"))
                .map((file) => readFileSync(join(file.parentPath, file.name), "utf8"));
            assert(!journal.some((text) => text.includes('"sending"')), journal.join("\n"));
        });
    });
});
