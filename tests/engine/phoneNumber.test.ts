import assert from "node:assert/strict";
import { programOf, Scenario, sideBySide } from "../crash/engine/scenario";
import type { ResourceState } from "./support/checkpoint";
import { succeeded } from "./support/running";

const desk = (choice: string, options = ""): string => `new PhoneNumber("desk", { ${choice} }, { ${options} });`;
const seattle = `local: { region: { city: "Seattle", state: "WA" } }`;
const oakland = `local: { region: { city: "Oakland", state: "CA" } }`;
const batch = (args: string, options = ""): string => `new NumberOrder("batch", { ${args} }, { ${options} });`;
/** Its list is known before the batch is compared. */
const movingDesk = (number: string): string =>
    `const desk = new PhoneNumber("desk", { number: "${number}", adoptOwned: true });`;
const inSeattle = (count: number): string =>
    `bulkLocal: { count: ${String(count)}, region: { city: "Seattle", state: "WA" } }`;

/** What was spent, in that order. */
function spent({ simulator }: Scenario): string[] {
    const requests = simulator.ledger().requests.filter(({ method }) => method !== "GET");
    return requests.map(({ method, parameters }) => `${method} ${parameters["Numbers"] ?? parameters["Number"] ?? ""}`);
}

async function numberOf({ stack }: Scenario): Promise<string> {
    const number = (await stack.resource("desk"))?.id;
    assert(number !== undefined, "there is no PhoneNumber");
    return number;
}

/** Nothing is bought or released, and nothing is left to do. */
async function assertMoved(scenario: Scenario, held: readonly string[]): Promise<void> {
    assert.deepEqual(spent(scenario), []);
    assert.deepEqual(await scenario.held(), [...held].sort());
    assert.deepEqual(scenario.renewing(), [...held].sort());
    assert.match(succeeded(await scenario.stack.preview()), /\d unchanged/);
    assert.doesNotMatch((await scenario.stack.preview()).output, /to (update|create|replace|delete)/);
}

describe("a PhoneNumber on the real engine", function () {
    this.timeout(600_000);
    const it = sideBySide();

    for (const adapter of ["dynamic", "plugin"] as const) {
        it(`${adapter}: is bought by its region, stays as it is, and is replaced by another one that is ordered first`, () =>
            Scenario.run({ program: programOf(desk(seattle)), adapter }, async (scenario) => {
                const { stack } = scenario;
                assert.match(succeeded(await stack.preview()), /desk.*create/);
                assert.deepEqual(spent(scenario), []);
                succeeded(await stack.up());
                const first = await numberOf(scenario);
                await scenario.assertBalanced(1);
                assertSmall((await stack.resource("desk"))!);
                assert.match(succeeded(await stack.preview()), /2 unchanged/);
                assert.match(succeeded(await stack.refresh()), /2 unchanged/);
                assert.match(succeeded(await stack.up()), /2 unchanged/);

                stack.write(programOf(desk(`number: "${first}"`)));
                assert.match(succeeded(await stack.up()), /2 unchanged/, "written down, it is the same number");

                stack.write(programOf(desk(oakland)));
                const shown = succeeded(await stack.preview());
                assert.match(shown, /desk.*replace/);
                assert.match(shown, new RegExp(`orders 1 local number .*Oakland.*; releases 1 item: ${first}`));
                succeeded(await stack.up());
                const second = await numberOf(scenario);
                assert.deepEqual(spent(scenario), [`POST ${first}`, `POST ${second}`, `PUT ${first}`]);

                stack.write(programOf());
                const gone = succeeded(await stack.preview("--diff"));
                assert.match(gone, new RegExp(`id=${second}`), "the preview of a deletion names it");
                succeeded(await stack.destroy());
                assert.deepEqual(scenario.renewing(), []);
            }));

        it(`${adapter}: takes any of a batch over and gives it back, in one up each: nothing is bought or released`, () =>
            Scenario.run({ program: programOf(batch(inSeattle(3))), adapter }, async (scenario) => {
                const { stack, simulator } = scenario;
                succeeded(await stack.up());
                const all = await scenario.held();
                const oldest = ((await stack.resource("batch"))!.outputs!["acquiredNumbers"] as string[])[0]!;
                simulator.clearRequests();

                stack.write(programOf(desk(`number: "${oldest}"`), batch(inSeattle(2))));
                assert.match((await stack.preview()).output, new RegExp(`${oldest} is held by .*set adoptOwned: true`));
                stack.write(programOf(movingDesk(oldest), batch(inSeattle(2), "dependsOn: desk")));
                const shown = succeeded(await stack.preview());
                assert.match(shown, new RegExp(`leaves ${oldest} to urn:.*::desk`));
                assert.doesNotMatch(shown, /releases|orders/);
                succeeded(await stack.up());
                assert.equal(await numberOf(scenario), oldest);
                await assertMoved(scenario, all);

                stack.write(programOf(batch(`${inSeattle(2)}, numbers: ["${oldest}"], adoptOwned: true`)));
                const back = succeeded(await stack.preview());
                assert.match(back, new RegExp(`takes ${oldest} over from urn:.*::desk`));
                assert.doesNotMatch(back, /releases|orders/);
                succeeded(await stack.up());
                assert.equal(await stack.resource("desk"), undefined);
                await assertMoved(scenario, all);
                succeeded(await stack.destroy());
                assert.deepEqual(scenario.renewing(), []);
            }));
    }

    // The adapters have the same core: one of them shows it for both.

    it("is missed by a refresh when it is gone, and told when it lapses", () =>
        Scenario.run({ program: programOf(desk("tollFree: true")), adapter: "plugin" }, async (scenario) => {
            const { stack, simulator } = scenario;
            succeeded(await stack.up());
            const first = await numberOf(scenario);
            const { end } = simulator.ledger().owned.numbers[0]!;
            await simulator.change({ action: "lapse", number: first });
            await simulator.change({ action: "give", number: first, autoRenew: false, leaseEnd: end });
            assert.match(succeeded(await stack.refresh()), new RegExp(`${first} is no longer renewed: .*${end}`));
            assert.match(succeeded(await stack.preview()), new RegExp(`${first} is no longer renewed[^]*2 unchanged`));
            assert.equal((await stack.resource("desk"))?.outputs?.["autoRenew"], false);

            await simulator.change({ action: "lapse", number: first });
            await simulator.change({ action: "sell", number: first });
            // Absence says nothing of what was ordered within the last minutes.
            await simulator.advanceClock(180_000);
            succeeded(await stack.refresh());
            assert.equal(await stack.resource("desk"), undefined);
            succeeded(await stack.up());
            assert.notEqual(await numberOf(scenario), first);
            assert.equal(simulator.ledger().orders.length, 2);
        }));

    for (const [choice, adapter] of [
        [seattle, "dynamic"],
        ["tollFree: true", "plugin"],
        [`number: "13102345678"`, "dynamic"],
    ] as const) {
        it(`is bought once where the machine is lost while it waits: ${choice}, ${adapter}`, () =>
            Scenario.run({ program: programOf(desk(choice)), adapter, orderSeconds: 3 }, async (scenario) => {
                await scenario.loseMachineInUp(() => scenario.placed(1));
                await scenario.recover();
                await scenario.assertBalanced(1);
                assert.deepEqual([await numberOf(scenario)], scenario.renewing());
                succeeded(await scenario.stack.destroy());
                assert.deepEqual(scenario.renewing(), []);
            }));
    }

    it("is bought once where the machine is lost in its replacement", () =>
        Scenario.run({ program: programOf(desk(seattle)), adapter: "plugin" }, async (scenario) => {
            const { stack, simulator } = scenario;
            succeeded(await stack.up());
            stack.write(programOf(desk(oakland)));
            simulator.faults.add({ effect: { kind: "duration", seconds: 3 } });
            await scenario.loseMachineInUp(() => scenario.placed(2));
            await scenario.recover();
            await scenario.assertBalanced(2);
            assert.deepEqual([await numberOf(scenario)], scenario.renewing());
        }));

    it("has its order's number as its id when the wait is too short, and goes on waiting", () =>
        Scenario.run(
            {
                program: programOf(desk(seattle, `customTimeouts: { create: "8s" }`)),
                adapter: "dynamic",
                faults: [{ effect: { kind: "hold" } }],
            },
            async (scenario) => {
                const { stack, simulator } = scenario;
                assert.match((await stack.up()).output, /Order \d+ is PROCESSING after/);
                const [order] = simulator.ledger().orders;
                assert.equal(await numberOf(scenario), order!.parameters["Numbers"]);
                await simulator.settleOrder(order!.id);
                stack.loseMachine();
                succeeded(await stack.up());
                await scenario.assertBalanced(1);
                assert.match(succeeded(await stack.preview()), /2 unchanged/);
            },
        ));

    it("takes the last number of a batch over, which goes with it, on a machine of its own", () =>
        Scenario.run(
            { program: programOf(batch("bulkTollFree: { count: 1 }")), adapter: "dynamic" },
            async (scenario) => {
                const { stack, simulator } = scenario;
                succeeded(await stack.up());
                const held = await scenario.held();
                simulator.clearRequests();
                stack.loseMachine();
                stack.write(programOf(desk(`number: "${held[0]!}", adoptOwned: true`)));
                succeeded(await stack.up());
                assert.equal(await stack.resource("batch"), undefined);
                await assertMoved(scenario, held);
            },
        ));

    it("that a batch still counts is left by it, and the batch orders another one", () =>
        Scenario.run({ program: programOf(batch(inSeattle(2))), adapter: "plugin" }, async (scenario) => {
            const { stack } = scenario;
            succeeded(await stack.up());
            const [first] = await scenario.held();
            stack.write(programOf(movingDesk(first!), batch(inSeattle(2), "dependsOn: desk")));
            succeeded(await stack.up());
            await scenario.assertBalanced(2);
            assert.equal(scenario.renewing().length, 3);
            assert.match(succeeded(await stack.preview()), /3 unchanged/);
        }));
});

describe("a PhoneNumber that is there already", function () {
    this.timeout(600_000);

    it("is imported by its number, in any notation, and then protected", () =>
        Scenario.run({ program: programOf(), adapter: "plugin" }, async (scenario) => {
            const { stack, simulator } = scenario;
            await simulator.change({ action: "give", number: "13102345678" });
            const command = ["import", "callfire:index:PhoneNumber", "desk", "(310) 234-5678", "--yes"];
            const said = succeeded(await stack.run([...command, "--generate-code=false"]));
            assert.match(said, /desk.*import/);
            assert.equal(await numberOf(scenario), "13102345678");
            stack.write(programOf(desk(`number: "13102345678"`, "protect: true")));
            assert.match(succeeded(await stack.up()), /2 unchanged/);
            assert.deepEqual(spent(scenario), []);
            assert.match((await stack.destroy()).output, /protected/);
            assert.deepEqual(scenario.renewing(), ["13102345678"]);
        }));

    it("is imported by the option", () =>
        Scenario.run({ program: programOf(), adapter: "plugin" }, async (scenario) => {
            const { stack, simulator } = scenario;
            await simulator.change({ action: "give", number: "13102345678" });
            stack.write(programOf(desk(`number: "310-234-5678"`, `import: "13102345678"`)));
            succeeded(await stack.up());
            await assertMoved(scenario, ["13102345678"]);
        }));

    it("is read without being managed", () =>
        Scenario.run({ program: programOf() }, async (scenario) => {
            const { stack, simulator } = scenario;
            await simulator.change({ action: "give", number: "13102345678" });
            stack.write(programOf(`exports.shown = PhoneNumber.get("desk", "310 234 5678").nationalFormat;`));
            succeeded(await stack.up());
            assert.equal((await stack.outputs())["shown"], "(310) 234-5678");
            assert.equal((await stack.resource("desk"))?.external, true);
            succeeded(await stack.destroy());
            assert.deepEqual(spent(scenario), []);
        }));
});

/** Inputs and outputs together. */
function assertSmall({ inputs = {}, outputs = {} }: ResourceState): void {
    const size = JSON.stringify(inputs).length + JSON.stringify(outputs).length;
    assert(size <= 1500, `${String(size)} bytes of the state: ${JSON.stringify([inputs, outputs], undefined, 1)}`);
}
