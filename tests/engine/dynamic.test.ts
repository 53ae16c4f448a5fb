import assert from "node:assert/strict";
import { descendantsOf, kill } from "./support/processes";
import { accountAt, opensInTests, password } from "./support/account";
import type { ResourceState } from "./support/checkpoint";
import type { EngineStack } from "./support/engine";
import { readingsOfState } from "./support/readings";
import { failedInWords, type Result, succeeded } from "./support/running";

const program = `
import { Keyword, NumberOrder } from "pulumi-callfire";
const support = new NumberOrder("support", {
    bulkLocal: { count: 2, region: { city: "Seattle", state: "WA" } },
    bulkTollFree: { count: 1 },
});
const promo = new Keyword("promo", { keyword: "chocolate" });
export const { orderId, acquiredNumbers, totalCost } = support;
export const { keyword, shortCode } = promo;
`;
const esModule = { "package.json": `{ "type": "module", "main": "index.js" }` };

const oneOrder = (options = ""): Record<string, string> => ({
    "index.js": `
const callfire = require("pulumi-callfire");
const support = new callfire.NumberOrder("support", { bulkTollFree: { count: 1 } }, { ${options} });
exports.orderId = support.orderId;
exports.numbers = support.acquiredNumbers;
`,
});

describe("the dynamic adapter on the real engine", function () {
    this.timeout(600_000);
    const { simulate, stackOf } = opensInTests({ orderSeconds: 1 });

    for (const mode of ["packed", "linked"] as const) {
        it(`buys once, changes nothing, and releases what it holds: ${mode}`, async () => {
            const simulator = await simulate();
            const files = { "index.js": program, ...esModule };
            const stack = await stackOf({ package: mode, program: files, config: accountAt(simulator) });
            succeeded(await stack.up());
            const outputs = await stack.outputs();
            assert.equal(outputs["keyword"], "CHOCOLATE");
            assert.equal(outputs["shortCode"], "67076");
            assert.equal((outputs["acquiredNumbers"] as string[]).length, 3);

            const before = await stack.state();
            assert.match(succeeded(await stack.preview()), /3 unchanged/);
            assert.match(succeeded(await stack.refresh()), /3 unchanged/);
            assert.match(succeeded(await stack.up()), /3 unchanged/);
            assert.equal(simulator.ledger().orders.length, 2);

            const bought = before.resources.filter(({ type }) => type.includes("callfire"));
            assert.equal(bought.length, 2);
            for (const resource of bought) {
                assertSmall(resource);
            }
            assert(!JSON.stringify(before).includes(password), "the password is in the state");

            succeeded(await stack.destroy());
            assert.deepEqual((await stack.state()).resources, []);
        });
    }

    it("reads the state once in a preview, beside the program; in an update the program reads it first", async () => {
        const simulator = await simulate();
        const stack = await stackOf({ program: oneOrder(), config: accountAt(simulator) });
        succeeded(await stack.up());
        const readings = readingsOfState(stack);
        succeeded(await stack.preview("--expect-no-changes"));
        assert.deepEqual(readings(), ["dynamic-provider"]);
        succeeded(await stack.up("--expect-no-changes"));
        assert.deepEqual(readings(), ["run", "dynamic-provider"]);
    });

    it("reads an order that exists, without managing it", async () => {
        const simulator = await simulate();
        const stack = await stackOf({ program: oneOrder(), config: accountAt(simulator) });
        succeeded(await stack.up());
        const { orderId, numbers } = await stack.outputs();
        stack.write({
            "index.js": `
const callfire = require("pulumi-callfire");
const support = new callfire.NumberOrder("support", { bulkTollFree: { count: 1 } });
const same = callfire.NumberOrder.get("same", "${String(orderId)}");
exports.numbers = same.acquiredNumbers;
`,
        });
        succeeded(await stack.up());
        assert.deepEqual((await stack.outputs())["numbers"], numbers);
        assert.equal((await stack.resource("same"))?.external, true);
        assert.equal(simulator.ledger().orders.length, 1);
    });

    it("is known to the engine by the program's own line", async () => {
        const simulator = await simulate();
        const stack = await stackOf({ program: oneOrder(), config: accountAt(simulator) });
        succeeded(await stack.up());
        assert.match((await stack.resource("support"))?.sourcePosition ?? "", /^project:\/\/\/index\.js#3,/);
    });

    it("takes new time-outs without a change", async () => {
        const simulator = await simulate();
        const stack = await stackOf({ program: oneOrder(), config: accountAt(simulator) });
        succeeded(await stack.up());
        stack.write(oneOrder(`customTimeouts: { create: "20m", update: "5m", delete: "1m" }`));
        assert.match(succeeded(await stack.preview()), /2 unchanged/);
    });

    it("follows a renamed resource to a new parent, and keeps a secret one", async () => {
        const simulator = await simulate();
        const head = `const pulumi = require("@pulumi/pulumi");\nconst { Keyword } = require("pulumi-callfire");\n`;
        const args = `{ keyword: pulumi.secret("chocolate") }`;
        const stack = await stackOf({
            program: { "index.js": `${head}new Keyword("promo", ${args});` },
            config: accountAt(simulator),
        });
        succeeded(await stack.up());
        stack.write({
            "index.js": `${head}
const parent = new pulumi.ComponentResource("acme:index:Shop", "shop");
new Keyword("shop-promo", ${args}, { parent, aliases: [{ name: "promo", parent: pulumi.rootStackResource }] });`,
        });
        succeeded(await stack.up());
        assert.equal(typeof (await stack.resource("shop-promo"))?.outputs?.["keyword"], "object", "it is in clear");
        succeeded(await stack.destroy());
        const { orders, owned } = simulator.ledger();
        assert.equal(orders.length, 1);
        assert.deepEqual(
            owned.keywords.map(({ value, autoRenew }) => [value, autoRenew]),
            [["CHOCOLATE", false]],
        );
    });

    it("keeps secret what is declared as a secret", async () => {
        const simulator = await simulate();
        const program = (count: number): Record<string, string> => ({
            "index.js": `
const pulumi = require("@pulumi/pulumi");
const { NumberOrder } = require("pulumi-callfire");
const numbers = [pulumi.secret("12065550142")];
new NumberOrder("support", { numbers, bulkTollFree: { count: ${String(count)} } });`,
        });
        const stack = await stackOf({ program: program(1), config: accountAt(simulator) });
        const output = succeeded(await stack.preview("--diff")) + succeeded(await stack.up());
        assert.match(output, /order \d+ placed/);
        stack.write(program(0));
        const refused = (await stack.up()).output;
        stack.write({ "index.js": program(1)["index.js"]!.replace('[pulumi.secret("12065550142")]', "[]") });
        const released = succeeded(await stack.preview());
        assert.match(released, /releases 1 item: \[secret\]/);
        await simulator.change({ action: "lapse", number: "12065550142" });
        await simulator.change({ action: "sell", number: "12065550142" });
        stack.write(program(2));
        const later =
            succeeded(await stack.refresh()) + (await stack.preview("--diff")).output + (await stack.up()).output;
        assert.match(later, /\[secret\]/);
        assert(!(output + refused + released + later).includes("12065550142"), output + refused + released + later);
        const { inputs, outputs } = (await stack.resource("support"))!;
        assert(!JSON.stringify([inputs, outputs]).includes("12065550142"), JSON.stringify(outputs));
    });

    it("saves an order that is not finished in time, and goes on waiting for it", async () => {
        const simulator = await simulate({ orderSeconds: 14 });
        const stack = await stackOf({
            program: oneOrder(`customTimeouts: { create: "5s" }`),
            config: accountAt(simulator),
        });
        const failed = await stack.up();
        const id = await unfinishedOrder(failed, stack);
        stack.write(oneOrder());
        succeeded(await stack.up());
        assert.equal((await stack.outputs())["orderId"], id);
        assert.equal(simulator.ledger().orders.length, 1);
    });

    it("ends a wait at an interrupt of the provider, with the order in the state", async () => {
        const simulator = await simulate({ orderSeconds: 30 });
        const stack = await stackOf({ program: oneOrder(), config: accountAt(simulator) });
        const up = stack.spawnUp();
        await up.says(/order \d+ placed/);
        const started = Date.now();
        for (const { pid, command } of descendantsOf(up.pid)) {
            if (command.includes("dynamic-provider")) {
                kill(pid, "SIGINT");
            }
        }
        const id = await unfinishedOrder(await up.result, stack);
        assert(Date.now() - started < 5_000, "the interrupt took too long");
        await simulator.settleOrder(id);
        succeeded(await stack.up());
        assert.equal((await stack.outputs())["orderId"], id);
        assert.equal(simulator.ledger().orders.length, 1);
    });

    describe("says what is wrong", () => {
        it("with a missing login, and how to try without one", async () => {
            const stack = await stackOf({ program: oneOrder() });
            const said = failedInWords(await stack.preview());
            for (const name of ["callfire:login", "CALLFIRE_LOGIN", "callfire:endpoint simulator"]) {
                assert(said.includes(name), said);
            }
        });

        it("with a password that CallFire refuses", async () => {
            const simulator = await simulate();
            const config = { ...accountAt(simulator), "callfire:password": { secret: "mistyped" } };
            const stack = await stackOf({ program: oneOrder(), config });
            const said = failedInWords(await stack.up());
            assert.match(said, /callfire:password/);
            assert(!said.includes("mistyped"), said);
            assert.equal(simulator.ledger().orders.length, 0);
        });

        it("with a declaration, by the property's name, before anything is bought", async () => {
            const wrong = (args: string): Record<string, string> => ({
                "index.js": `new (require("pulumi-callfire").NumberOrder)("support", ${args});`,
            });
            const stack = await stackOf({
                program: wrong(`{ bulkLocal: { count: 2, region: { state: "Washington" } } }`),
                config: { "callfire:endpoint": "simulator" },
            });
            assert.match(failedInWords(await stack.preview()), /problem: bulkLocal\.region\.state/);
            stack.write(wrong(`{ bulkTolFree: { count: 1 } }`));
            assert.match(failedInWords(await stack.preview()), /problem: bulkTolFree/);
        });

        it("with a password that is kept in clear", async () => {
            const simulator = await simulate();
            const stack = await stackOf({
                program: oneOrder(),
                config: { ...accountAt(simulator), "callfire:password": password },
            });
            assert.match(succeeded(await stack.preview()), /callfire:password is kept in clear/);
            await stack.configure(accountAt(simulator));
            assert.doesNotMatch(succeeded(await stack.preview()), /in clear/);
        });
    });
});

/** The order that a failed run left behind: named to the person, and kept in the state. */
async function unfinishedOrder(result: Result, stack: EngineStack): Promise<string> {
    const said = failedInWords(result);
    const resource = await stack.resource("support");
    const id = resource?.outputs?.["orderId"];
    assert(typeof id === "string", `no order in the state:\n${said}`);
    assert(said.includes(id), said);
    return id;
}

function assertSmall({ urn, inputs = {}, outputs = {} }: ResourceState): void {
    const size = JSON.stringify(inputs).length + JSON.stringify(outputs).length;
    assert(size <= 1500, `${urn} takes ${size} bytes of the state`);
    assert.match(
        String(inputs["__provider"]),
        /^exports\.handler = \(\) => require\("pulumi-callfire\/dynamic\/[a-z-]+"\);$/,
    );
}
