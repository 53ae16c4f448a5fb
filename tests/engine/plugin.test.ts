import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { RunningSimulator } from "../../simulator/index";
import { accountAt, opensInTests, password } from "./support/account";
import { EngineStack, type StackOptions } from "./support/engine";
import { kill, waitFor } from "./support/processes";
import { succeeded } from "./support/running";

const root = resolve(__dirname, "../../..");

/** A program in YAML: its engine starts in half a second, without an SDK. */
const program = (resources: string): Record<string, string> => ({
    "Pulumi.yaml": `name: numbers\nruntime: yaml\nplugins:\n  providers:\n    - { name: callfire, path: ${root} }\n${resources}`,
});

const two = `resources:
  support:
    type: callfire:NumberOrder
    properties: { bulkLocal: { count: 2, region: { city: Seattle, state: WA } }, bulkTollFree: { count: 1 } }
  promo:
    type: callfire:Keyword
    properties: { keyword: chocolate }
outputs:
  numbers: \${support.acquiredNumbers}
`;

const one = (properties: string, options = "{}"): string => `resources:
  support:
    type: callfire:NumberOrder
    properties: ${properties}
    options: ${options}
`;

describe("the plugin on the real engine", function () {
    this.timeout(600_000);
    const { simulate, stackOf: stackWith } = opensInTests({ orderSeconds: 0.5 });

    function stackOf(resources: string, config: StackOptions["config"] = {}): Promise<EngineStack> {
        return stackWith({ program: program(resources), package: "none", config });
    }

    it("buys once, changes nothing, and releases what it holds", async () => {
        const simulator = await simulate();
        const stack = await stackOf(two, accountAt(simulator));
        const preview = succeeded(await stack.preview());
        assert.match(preview, /3 to create/);
        assert.equal(simulator.ledger().orders.length, 0);
        succeeded(await stack.up());
        assert.equal(((await stack.outputs())["numbers"] as string[]).length, 3);

        assert.match(succeeded(await stack.preview("--diff")), /3 unchanged/);
        assert.match(succeeded(await stack.refresh()), /3 unchanged/);
        assert.match(succeeded(await stack.up()), /3 unchanged/);
        assert.equal(simulator.ledger().orders.length, 2);

        const state = JSON.stringify(await stack.state());
        assert(!state.includes(password), "the password is in the state");
        succeeded(await stack.destroy());
        assert.equal(renewing(simulator).length, 0);
    });

    it("is taken up by pulumi package add", async () => {
        const stack = await stackOf("");
        stack.write({ "Pulumi.yaml": "name: numbers\nruntime: yaml\n" });
        const added = await stack.run(["package", "add", resolve(root, "pulumi-resource-callfire")], {
            withStack: false,
        });
        assert.match(succeeded(added), /Added package CallFire/);
        assert.match(readFileSync(resolve(stack.program, "Pulumi.yaml"), "utf8"), /callfire: callfire@\d/);
    });

    it("names in a preview each number that an update releases, and releases those", async () => {
        const simulator = await simulate();
        const stack = await stackOf(one("{ bulkTollFree: { count: 3 } }"), accountAt(simulator));
        assert.match(succeeded(await stack.preview()), /create orders 3 toll-free numbers/);
        assert.doesNotMatch(succeeded(await stack.up("--skip-preview")), /orders 3 toll-free/);
        const [first, second, third] = renewing(simulator) as [string, string, string];
        stack.write(program(one("{ bulkTollFree: { count: 1 } }")));
        const preview = succeeded(await stack.preview("--diff"));
        assert.match(preview, new RegExp(`releases 2 items: ${second}, ${third}`));
        assert.doesNotMatch(preview, /\[unknown\]/);
        assert.match(preview, /count: 3 => 1/);
        succeeded(await stack.up());
        assert.deepEqual(renewing(simulator), [first]);
    });

    it("shows what a refresh found, and puts it right", async () => {
        const simulator = await simulate();
        const stack = await stackOf(one("{ bulkTollFree: { count: 2 } }"), accountAt(simulator));
        succeeded(await stack.up());
        const [first] = renewing(simulator) as [string];
        await simulator.change({ action: "lapse", number: first });
        await simulator.change({ action: "sell", number: first });
        // Absence says nothing of what was ordered within the last minutes.
        await simulator.advanceClock(180_000);
        const refresh = succeeded(await stack.refresh("--diff"));
        assert.match(refresh, /1 updated|~ 1/);
        assert.match(refresh, new RegExp(`acquiredNumbers[^]*"${first}"`));
        assert.match(succeeded(await stack.up()), /1 updated/);
        assert.equal(renewing(simulator).length, 2);
        assert.equal(simulator.ledger().orders.length, 2);
    });

    it("imports an order, a list of numbers and a keyword, and then has nothing to change", async () => {
        const simulator = await simulate();
        const bought = await stackOf(two, accountAt(simulator));
        succeeded(await bought.up());
        const { orderId, acquiredNumbers } = (await bought.resource("support"))!.outputs as {
            orderId: string;
            acquiredNumbers: string[];
        };
        const numbers = JSON.stringify(acquiredNumbers);
        const imported = await stackOf(
            `${one(`{ numbers: ${numbers} }`, `{ import: "${orderId}" }`)}  promo:
    type: callfire:Keyword
    properties: { keyword: CHOCOLATE }
    options: { import: CHOCOLATE }\n`,
            accountAt(simulator),
        );
        succeeded(await imported.up());
        assert.match(succeeded(await imported.up()), /3 unchanged/);
        const command = [
            "import",
            "callfire:index:NumberOrder",
            "support",
            acquiredNumbers.join(","),
            "--yes",
            "--out",
            "code.yaml",
        ];
        const other = await stackOf("resources: {}\n", accountAt(simulator));
        succeeded(await other.run(command));
        other.write(program(one(`{ numbers: ${numbers} }`, "{ protect: true }")));
        assert.match(succeeded(await other.up()), /2 unchanged/);
        assert.equal(simulator.ledger().orders.length, 2);
    });

    it("serves two accounts in one program", async () => {
        const [east, west] = [await simulate(), await simulate({ login: "other" })];
        const account = (name: string, login: string, { url }: RunningSimulator): string => `  ${name}:
    type: pulumi:providers:callfire
    properties: { endpoint: "${url}", login: ${login}, password: "${password}" }
  order-${name}:
    type: callfire:NumberOrder
    properties: { bulkTollFree: { count: 1 } }
    options: { provider: "\${${name}}" }
`;
        const stack = await stackOf(`resources:\n${account("east", "acme", east)}${account("west", "other", west)}`);
        succeeded(await stack.up());
        assert.deepEqual([renewing(east).length, renewing(west).length], [1, 1]);
        assert.match(succeeded(await stack.preview()), /5 unchanged/);
        assert(!JSON.stringify(await stack.state()).includes(password), "the password is in the state");
        succeeded(await stack.destroy());
        assert.deepEqual([renewing(east).length, renewing(west).length], [0, 0]);
    });

    it("keeps secret what is declared as a secret", async () => {
        const simulator = await simulate();
        const stack = await stackOf(one("{ numbers: { fn::secret: [ '12065550142' ] } }"), accountAt(simulator));
        const output = succeeded(await stack.preview("--diff")) + succeeded(await stack.up());
        assert.deepEqual(renewing(simulator), ["12065550142"]);
        assert(!output.includes("12065550142"), output);
        const { inputs, outputs } = (await stack.resource("support"))!;
        assert(!JSON.stringify([inputs, outputs]).includes("12065550142"), JSON.stringify(outputs));
        assert.match(succeeded(await stack.up()), /2 unchanged/);
    });

    it("follows a rotated password, and changes nothing else", async () => {
        const simulator = await simulate();
        const stack = await stackOf(one("{ bulkTollFree: { count: 1 } }"), accountAt(simulator));
        succeeded(await stack.up());
        await simulator.close();
        assert.equal(renewing(simulator).length, 1);
        const rotated = await simulate({ port: simulator.port, password: "rotated" });
        await rotated.change({ action: "give", number: renewing(simulator)[0]! });
        const refused = await stack.refresh();
        assert.match(refused.output, /callfire:password/);
        assert(!refused.output.includes(password), refused.output);
        await stack.configure({ "callfire:password": { secret: "rotated" } });
        for (const command of ["refresh", "up", "destroy"] as const) {
            assert.doesNotMatch(succeeded(await stack[command]()), /replace|SIMULATOR/);
        }
    });

    it("ends at the first interrupt of a wait, with the order in the state, and goes on with it", async () => {
        const simulator = await simulate({ orderSeconds: 3_600 });
        const stack = await stackOf(one("{ bulkTollFree: { count: 2 } }"), accountAt(simulator));
        const up = stack.spawnUp();
        await up.says(/order \d+ (NEW|PROCESSING)/);
        const interrupted = performance.now();
        up.signal("SIGINT");
        const { exitCode, output } = await up.result;
        const milliseconds = performance.now() - interrupted;
        assert.notEqual(exitCode, 0);
        assert(milliseconds < 2_000, `took ${String(Math.round(milliseconds))} ms`);

        const [order] = simulator.ledger().orders;
        assert.match(output, new RegExp(`Order ${order!.id} is .*"pulumi up" to go on`));
        const saved = await stack.resource("support");
        assert.equal(saved?.outputs?.["orderId"], order!.id);
        await simulator.settleOrder(order!.id);
        succeeded(await stack.up());
        assert.equal(simulator.ledger().orders.length, 1);
        assert.equal(((await stack.resource("support"))?.outputs?.["acquiredNumbers"] as string[]).length, 2);
    });

    it("ends a wait when its time is up, and goes on after a refresh", async () => {
        const simulator = await simulate({ orderSeconds: 3_600 });
        const stack = await stackOf(
            one("{ bulkTollFree: { count: 1 } }", "{ customTimeouts: { create: 4s } }"),
            accountAt(simulator),
        );
        const start = performance.now();
        const { exitCode, output } = await stack.up();
        assert(performance.now() - start < 120_000);
        assert.notEqual(exitCode, 0);
        const [order] = simulator.ledger().orders;
        assert.match(output, new RegExp(`Order ${order!.id} is `));
        succeeded(await stack.refresh());
        await simulator.settleOrder(order!.id);
        succeeded(await stack.up());
        assert.equal(simulator.ledger().orders.length, 1);
    });

    it("leaves no process behind when its engine is killed, and its order is found again", async () => {
        const simulator = await simulate({ orderSeconds: 3_600 });
        const stack = await stackOf(one("{ bulkTollFree: { count: 1 } }"), accountAt(simulator));
        const up = stack.spawnUp();
        await up.says(/order \d+ (NEW|PROCESSING)/);
        const provider = await up.providerPid();
        kill(up.pid, "SIGKILL");
        await waitFor("the provider to end", () => (isRunning(provider) ? undefined : true), 5_000);
        up.killAll();
        const [order] = simulator.ledger().orders;
        await simulator.settleOrder(order!.id);
        stack.unlock();
        succeeded(await stack.up());
        assert.equal(simulator.ledger().orders.length, 1);
        assert.equal((await stack.resource("support"))?.id, order!.id);
    });

    it("says without a stack trace what is missing, and how to try", async () => {
        const stack = await stackOf(one("{ bulkTollFree: { count: 1 } }"));
        const { exitCode, output } = await stack.preview();
        assert.notEqual(exitCode, 0);
        assert.match(output, /callfire:login[^]*CALLFIRE_LOGIN[^]*simulator/);
        assert.doesNotMatch(output, /^\s+at /m);
    });

    it("tells progress while it waits", async () => {
        const simulator = await simulate({ orderSeconds: 2 });
        const stack = await stackOf(one("{ bulkTollFree: { count: 1 } }"), accountAt(simulator));
        const up = stack.spawnUp();
        const placed = await waitFor("the order to be named", () => /order (\d+) placed/.exec(up.output) ?? undefined);
        const { output } = await up.result;
        assert.match(output, new RegExp(`order ${placed[1]!} (NEW|PROCESSING), \\d+ s, 0 of 1`));
    });
});

/** The numbers that the account holds, in the order in which it got them. */
function renewing(simulator: RunningSimulator): string[] {
    const { numbers, keywords } = simulator.ledger().owned;
    return [...numbers, ...keywords].filter(({ autoRenew }) => autoRenew).map(({ value }) => value);
}

/** Not only there: who has ended, and was not asked by its parent yet, runs no more. */
function isRunning(pid: number): boolean {
    const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
    return /^[^Z\s]/.test(stdout.trim());
}
