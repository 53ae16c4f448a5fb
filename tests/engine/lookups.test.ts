import assert from "node:assert/strict";
import { resolve } from "node:path";
import type { RunningSimulator } from "../../simulator/index";
import { accountAt, opensInTests, password } from "./support/account";
import { succeeded } from "./support/running";

const root = resolve(__dirname, "../../..");

const typedProgram = `
const callfire = require("pulumi-callfire");

const support = new callfire.NumberOrder("support", { bulkTollFree: { count: 1 } });
const region = { city: "Seattle", state: "WA" };

// Nobody waits for this one: the engine has to.
callfire.getAvailableKeywords({ keywords: ["chocolate", "vanilla"] }).then(({ keywords }) => {
    new callfire.Keyword("promo", { keyword: keywords[0] });
});

exports.forSale = callfire.getAvailableNumbers({ region, count: 2 }).then(({ numbers }) => numbers);
exports.again = callfire.getAvailableNumbersOutput({ region, count: 2 }).numbers;
exports.prefixes = callfire.getRegionsOutput({ prefix: "120655" }).regions.apply((regions) => regions.length);
exports.bought = callfire.getNumberOutput({ number: support.acquiredNumbers[0] });
exports.before = callfire.getNumbersOutput().numbers;
`;

const yamlProgram = {
    "Pulumi.yaml": `name: numbers
runtime: yaml
plugins:
  providers:
    - { name: callfire, path: ${root} }
variables:
  found:
    fn::invoke:
      function: callfire:getAvailableNumbers
      arguments: { region: { city: Seattle, state: WA }, count: 2 }
  words:
    fn::invoke:
      function: callfire:getAvailableKeywords
      arguments: { keywords: [chocolate, vanilla] }
  bought:
    fn::invoke:
      function: callfire:getNumber
      arguments: { number: "\${support.acquiredNumbers[0]}" }
resources:
  support:
    type: callfire:NumberOrder
    properties: { bulkTollFree: { count: 1 } }
  promo:
    type: callfire:Keyword
    properties: { keyword: "\${words.keywords[0]}" }
outputs:
  forSale: \${found.numbers}
  bought: \${bought}
`,
};

describe("look-ups on the real engine", function () {
    this.timeout(600_000);
    const { simulate, stackOf } = opensInTests({ orderSeconds: 0.5 });

    const searches = (simulator: RunningSimulator): number =>
        simulator.ledger().requests.filter(({ parameters }) => parameters["Count"] === "2").length;

    it("are answered in a TypeScript program's own process, once a run, by the account that the stack names", async () => {
        const simulator = await simulate();
        const stack = await stackOf({ program: { "index.js": typedProgram }, config: accountAt(simulator) });
        const preview = succeeded(await stack.preview());
        assert.match(preview, /3 to create/);
        assert.equal(searches(simulator), 1);

        const up = succeeded(await stack.up());
        assert.equal(searches(simulator), 2);
        const outputs = await stack.outputs();
        assert.deepEqual(outputs["again"], outputs["forSale"]);
        assert.equal((outputs["forSale"] as string[]).length, 2);
        assert.equal(outputs["prefixes"], 9);
        const { number, isTollFree, autoRenew } = outputs["bought"] as Record<string, unknown>;
        const held = (await stack.resource("support"))!.outputs!["acquiredNumbers"];
        assert.deepEqual([[number], isTollFree, autoRenew], [held, true, true]);
        assert.equal((await stack.resource("promo"))!.outputs!["keyword"], "CHOCOLATE");
        assert(!(JSON.stringify(await stack.state()) + preview + up).includes(password), "the password is told");
    });

    it("see on the embedded simulator what the provider's process has bought", async () => {
        const stack = await stackOf({
            program: { "index.js": typedProgram },
            config: { "callfire:endpoint": "simulator" },
        });
        const up = succeeded(await stack.up());
        assert.equal(up.match(/SIMULATOR/g)?.length, up.match(/SIMULATOR: nothing is bought/g)?.length);
        const { number } = (await stack.outputs())["bought"] as Record<string, unknown>;
        assert.deepEqual([number], (await stack.resource("support"))!.outputs!["acquiredNumbers"]);
        succeeded(await stack.destroy());
    });

    it("say which input is wrong, and ask nobody", async () => {
        const simulator = await simulate();
        const wrong = `
            const callfire = require("pulumi-callfire");
            const found = callfire.getAvailableNumbers({ region: { state: "Washington" } });
            exports.message = found.catch(({ message }) => message);`;
        const stack = await stackOf({ program: { "index.js": wrong }, config: accountAt(simulator) });
        succeeded(await stack.up());
        const { message } = await stack.outputs();
        assert.match(
            String(message),
            /^getAvailableNumbers has no answer: region\.state: must be two letters, like WA/,
        );
        assert.equal(simulator.ledger().requests.length, 0);
    });

    it("are functions of the plugin in every other language", async () => {
        const simulator = await simulate();
        const stack = await stackOf({ program: yamlProgram, package: "none", config: accountAt(simulator) });
        assert.match(succeeded(await stack.preview()), /3 to create/);
        succeeded(await stack.up());
        const { forSale, bought } = (await stack.outputs()) as { forSale: string[]; bought: Record<string, unknown> };
        assert.ok(forSale.length === 2 && forSale.every((number) => number.startsWith("1206")));
        assert.deepEqual([bought["number"]], (await stack.resource("support"))!.outputs!["acquiredNumbers"]);
        assert.equal((await stack.resource("promo"))!.id, "CHOCOLATE");

        stack.write({ "Pulumi.yaml": yamlProgram["Pulumi.yaml"].replace("count: 2 }", "count: 0 }") });
        const { exitCode, output } = await stack.preview();
        assert.notEqual(exitCode, 0);
        assert.match(
            output,
            /getAvailableNumbers invoke failed: must be a whole number from 1 to 1000, not 0 \(count\)/,
        );
        // What is for sale changes: the word that was found and bought is not found again. The docs say so.
        assert.match(output, /releases 1 item: keyword CHOCOLATE/);
    });
});
