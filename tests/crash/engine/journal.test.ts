import assert from "node:assert/strict";
import { cpSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { failed, succeeded } from "../../engine/support/running";
import { bulk, programOf, Scenario, sideBySide } from "./scenario";

const listedUrn = (type: string): string => `urn:pulumi:test::numbers::pulumi-nodejs:dynamic/callfire:${type}::support`;

describe("a journal that does not tell the whole", function () {
    this.timeout(600_000);
    const it = sideBySide();

    for (const isAnswerLost of [false, true]) {
        const moment = isAnswerLost ? "in doubt" : "waited for";
        it(`is removed while an order is ${moment}: the order is not placed again`, () =>
            Scenario.run({ program: programOf(bulk(2)) }, async (scenario) => {
                const { stack, simulator } = scenario;
                const journal = join(stack.folder, "journal");
                await stack.configure({ "callfire:journal": `file:${journal}` });
                simulator.faults.add({ effect: { kind: "hold" } });
                if (isAnswerLost) simulator.faults.add({ effect: { kind: "lostAnswer" } });
                const up = stack.spawnUp();
                await scenario.sees("the order is looked for", ({ requests }) => {
                    const post = requests.findIndex(({ method }) => method === "POST");
                    return post >= 0 && requests.slice(post + 1).some(({ answeredAt }) => answeredAt !== undefined);
                });
                // In one moment, as no removal of a folder is in which somebody writes.
                renameSync(journal, join(stack.folder, "removed"));
                const { id } = simulator.ledger().orders[0]!;
                await simulator.settleOrder(id);
                const { exitCode, output } = await up.result;
                assert.equal(simulator.ledger().orders.length, 1, output);
                assert(exitCode === 0 || output.includes(id) || isAnswerLost, output);
                await scenario.recover();
                await scenario.assertBalanced(1);
            }));
    }

    it("is newer than a state that was rolled back: growth is not ordered a second time", () =>
        Scenario.run({ program: programOf(bulk(2)) }, async (scenario) => {
            const { stack } = scenario;
            succeeded(await stack.up());
            const file = join(stack.folder, "older.json");
            writeFileSync(file, succeeded(await stack.run(["stack", "export"])));
            stack.write(programOf(bulk(4)));
            succeeded(await stack.up());
            // Whatever is closed only by a later run is closed now.
            succeeded(await stack.up());
            succeeded(await stack.run(["stack", "import", "--file", file]));
            succeeded(await stack.up());
            await scenario.assertBalanced(2);
            assert.equal(scenario.renewing().length, 4);
        }));

    it("is gone, and the next machine's clock is an hour behind: a replacement of a listed number releases nothing", () =>
        Scenario.run(
            { program: programOf(`new NumberOrder("support", { numbers: ["13102345678"], adoptOwned: true });`) },
            async (scenario) => {
                const { stack, simulator } = scenario;
                await simulator.change({ action: "give", number: "13102345678" });
                succeeded(await stack.up());
                stack.loseMachine();
                stack.moveClock(-60);
                succeeded(await stack.up("--replace", listedUrn("NumberOrder")));
                await scenario.assertBalanced(0);
                assert.deepEqual(scenario.renewing(), ["13102345678"]);
            },
        ));

    for (const how of ["--replace", "taint"] as const) {
        it(`is gone with its machine when listed numbers and keywords are replaced by ${how}: they are kept`, () =>
            Scenario.run(
                {
                    program: programOf(
                        `new NumberOrder("support", { numbers: ["13102345678"], keywords: ["LEMON"] });`,
                        `new Keyword("support", { keyword: "CHOCOLATE" });`,
                    ),
                },
                async (scenario) => {
                    const { stack } = scenario;
                    succeeded(await stack.up());
                    stack.loseMachine();
                    const urns = [listedUrn("NumberOrder"), listedUrn("Keyword")];
                    if (how === "taint") {
                        for (const urn of urns) succeeded(await stack.run(["state", "taint", urn, "--yes"]));
                        succeeded(await stack.up());
                    } else {
                        succeeded(await stack.up(...urns.flatMap((urn) => ["--replace", urn])));
                    }
                    await scenario.assertBalanced(2);
                    assert.deepEqual(scenario.renewing(), ["13102345678", "CHOCOLATE", "LEMON"]);
                },
            ));
    }

    it("is an older copy than what a lost machine did: an order by count that it does not know goes to a person", () =>
        Scenario.run({ program: programOf(bulk(1)), config: { "callfire:bulkOrders": "count" } }, async (scenario) => {
            const { stack, simulator } = scenario;
            succeeded(await stack.up());
            const [kept, copy] = [join(stack.home, "callfire"), join(stack.folder, "cached")];
            cpSync(kept, copy, { recursive: true });
            stack.write(programOf(bulk(2)));
            await scenario.loseMachineInUp(() => scenario.placed(2));
            cpSync(copy, join(stack.home, "callfire"), { recursive: true });
            stack.unlock();
            assert.match(failed(await stack.up()), /OrderInDoubt: .*1 local number/);
            assert.equal(simulator.ledger().orders.length, 2);
        }));

    it("deleteBeforeReplace of a name that is still wanted is refused in preview", () => {
        const word = (options: string): string => `new Keyword("support", { keyword: "CHOCOLATE" }, { ${options} });`;
        return Scenario.run({ program: programOf(word("")) }, async (scenario) => {
            const { stack } = scenario;
            succeeded(await stack.up());
            stack.write(programOf(word("deleteBeforeReplace: true")));
            const { exitCode, output } = await stack.preview("--replace", listedUrn("Keyword"));
            assert.notEqual(exitCode, 0, output);
            assert.match(output, /CHOCOLATE/);
            assert.match(output, /deleteBeforeReplace/);
        });
    });
});
