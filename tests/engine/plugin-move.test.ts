import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { startSimulator, type RunningSimulator } from "../../simulator/index";
import { EngineStack } from "./support/engine";
import { succeeded } from "./support/running";

const root = resolve(__dirname, "../../..");

/** The same numbers, declared to the dynamic adapter. */
const dynamicProgram = (properties: string, options = "{}"): Record<string, string> => ({
    "Pulumi.yaml": "name: numbers\nruntime: nodejs\n",
    "index.js": `
const { NumberOrder } = require("pulumi-callfire");
const support = new NumberOrder("support", ${properties}, ${options});
exports.orderId = support.orderId;
exports.numbers = support.acquiredNumbers;
`,
});

const pluginProgram = (properties: string, options: string): Record<string, string> => ({
    "Pulumi.yaml": `name: numbers
runtime: yaml
plugins:
  providers:
    - { name: callfire, path: ${root} }
resources:
  support:
    type: callfire:NumberOrder
    properties: ${properties}
    options: ${options}
outputs:
  orderId: \${support.orderId}
  numbers: \${support.acquiredNumbers}
`,
});

describe("moving a stack between the adapters", function () {
    this.timeout(600_000);
    let simulator: RunningSimulator;
    let stack: EngineStack;

    beforeEach(async () => {
        simulator = await startSimulator({ orderSeconds: 0 });
    });

    afterEach(async () => {
        stack.remove();
        await simulator.close();
    });

    async function start(program: Record<string, string>): Promise<{ orderId: string; numbers: string[] }> {
        stack = await EngineStack.create({
            program,
            config: {
                "callfire:endpoint": simulator.url,
                "callfire:login": "acme",
                "callfire:password": { secret: "sesame" },
            },
        });
        succeeded(await stack.up());
        return (await stack.outputs()) as { orderId: string; numbers: string[] };
    }

    async function finish(numbers: string[]): Promise<void> {
        assert.deepEqual((await stack.outputs())["numbers"], numbers);
        assert.match(succeeded(await stack.up()), /2 unchanged/);
        assert.equal(simulator.ledger().orders.length, 1);
        assert.deepEqual(renewing(simulator), numbers);
        succeeded(await stack.destroy());
        assert.deepEqual(renewing(simulator), []);
    }

    it("takes an alias to the plugin, and buys and releases nothing", async () => {
        const { numbers } = await start(dynamicProgram("{ bulkTollFree: { count: 2 } }"));
        stack.write(
            pluginProgram(
                "{ bulkTollFree: { count: 2 } }",
                `{ aliases: [ "${formerUrn("pulumi-nodejs:dynamic/callfire:NumberOrder")}" ] }`,
            ),
        );
        assert.match(succeeded(await stack.preview()), /2 unchanged/);
        succeeded(await stack.up());
        await finish(numbers);
    });

    it("takes an alias back to the dynamic adapter, and buys and releases nothing", async () => {
        const { numbers } = await start(pluginProgram("{ bulkTollFree: { count: 2 } }", "{}"));
        const options = `{ aliases: ["${formerUrn("callfire:index:NumberOrder")}"] }`;
        stack.write(dynamicProgram("{ bulkTollFree: { count: 2 } }", options));
        // The state must name the provider's code once, or nobody could delete the resource.
        assert.match(succeeded(await stack.preview()), /1 to update/);
        succeeded(await stack.up());
        await finish(numbers);
    });

    it("adopts the order where a stack is left behind, and buys and releases nothing", async () => {
        const { orderId, numbers } = await start(pluginProgram("{ bulkTollFree: { count: 2 } }", "{}"));
        // Only what is out of the state and of the journal can be taken over: the plugin's resource held it.
        succeeded(await stack.run(["state", "delete", formerUrn("callfire:index:NumberOrder"), "--yes"]));
        const forget = [join(root, "dist/provider/cli/index.js"), "orders", "forget", orderId, "--yes"];
        execFileSync(process.execPath, forget, { env: stack.env, cwd: stack.program, stdio: "pipe" });
        stack.write(dynamicProgram(`{ bulkTollFree: { count: 2 }, adoptOrderId: "${orderId}" }`));
        succeeded(await stack.up());
        await finish(numbers);
    });
});

function formerUrn(type: string): string {
    return `urn:pulumi:test::numbers::${type}::support`;
}

function renewing(simulator: RunningSimulator): string[] {
    return simulator
        .ledger()
        .owned.numbers.filter(({ autoRenew }) => autoRenew)
        .map(({ value }) => value);
}
