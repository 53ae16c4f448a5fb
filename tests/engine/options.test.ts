import assert from "node:assert/strict";
import { startSimulator, type RunningSimulator } from "../../simulator/index";
import { accountAt } from "./support/account";
import { EngineStack } from "./support/engine";
import { failedInWords, type Result, succeeded } from "./support/running";

/** A program whose resources are `new` calls, with `callfire` and `pulumi` at hand. */
const program = (...resources: string[]): Record<string, string> => ({
    "index.js": `
const pulumi = require("@pulumi/pulumi");
const callfire = require("pulumi-callfire");
class Shop extends pulumi.ComponentResource {
    constructor(name, opts) {
        super("shop:index:Shop", name, {}, opts);
    }
}
${resources.join("\n")}
`,
});

const order = (name: string, inputs: string, options = ""): string =>
    `new callfire.NumberOrder("${name}", ${inputs}, { ${options} });`;
const tollFree = (count: number): string => `{ bulkTollFree: { count: ${count} } }`;

describe("Pulumi's own options on the real engine", function () {
    this.timeout(600_000);
    let simulator: RunningSimulator;
    let stack: EngineStack;

    beforeEach(async () => {
        simulator = await startSimulator({ orderSeconds: 0 });
        stack = await EngineStack.create({
            program: program(),
            config: accountAt(simulator),
        });
    });
    afterEach(async () => {
        stack.remove();
        await simulator.close();
    });

    const say = (...resources: string[]): void => stack.write(program(...resources));
    const released = () =>
        simulator
            .ledger()
            .requests.filter(({ path }) => path === "/number/release")
            .map(({ parameters }) => parameters["Keyword"] ?? parameters["Number"]);
    /** What was spent, in the order in which it was: order or release. */
    const spent = () =>
        simulator
            .ledger()
            .requests.filter(({ method }) => method !== "GET")
            .map(({ method }) => (method === "POST" ? "order" : "release"));
    const numbersOf = async (name: string): Promise<string[]> =>
        ((await stack.resource(name))?.outputs?.["acquiredNumbers"] ?? []) as string[];

    it("protect, retainOnDelete, ignoreChanges, aliases and parents", async () => {
        say(
            order("protected", tollFree(1), "protect: true"),
            `new callfire.Keyword("word", { keyword: "CHOCOLATE" }, { protect: true });`,
            order("retained", tollFree(1), "retainOnDelete: true"),
            order("ignored", tollFree(1)),
            order("renamed", `{ numbers: ["12065550101"] }`),
            order("moved", tollFree(1)),
            `const shop = new Shop("old-shop"); ${order("old-shop-child", tollFree(1), "parent: shop")}`,
        );
        succeeded(await stack.up());
        const orders = simulator.ledger().orders.length;
        assert.equal(orders, 7);

        // Everything changes its name or its place; nothing may be bought or released.
        say(
            order("protected", tollFree(1), "protect: true"),
            `new callfire.Keyword("word", { keyword: "CHOCOLATE" }, { protect: true });`,
            order("retained", tollFree(1), "retainOnDelete: true"),
            order("ignored", tollFree(3), `ignoreChanges: ["bulkTollFree"]`),
            order("new-name", `{ numbers: ["12065550101"] }`, `aliases: [{ name: "renamed" }]`),
            `const shop = new Shop("shop", { aliases: [{ name: "old-shop" }] });`,
            order("shop-child", tollFree(1), "parent: shop"),
            order("moved", tollFree(1), "parent: shop, aliases: [{ parent: pulumi.rootStackResource }]"),
        );
        assert.match(succeeded(await stack.preview()), /Resources:\n +9 unchanged\n/);
        succeeded(await stack.up());
        assert.equal(simulator.ledger().orders.length, orders);
        assert.deepEqual(released(), []);

        // What an alias brought along grows and shrinks under its new name.
        const before = await numbersOf("shop-child");
        say(
            order("protected", tollFree(1), "protect: true"),
            `new callfire.Keyword("word", { keyword: "CHOCOLATE" }, { protect: true });`,
            order("ignored", tollFree(1)),
            order("new-name", `{ numbers: ["12065550101"] }`),
            `const shop = new Shop("shop");`,
            order("shop-child", tollFree(2), "parent: shop"),
        );
        const [moved] = await numbersOf("moved");
        const [retained] = await numbersOf("retained");
        succeeded(await stack.up());
        assert.deepEqual((await numbersOf("shop-child")).slice(0, 1), before);
        assert.deepEqual(released(), [moved], "what is retained is not released");
        assert(simulator.ledger().owned.numbers.some(({ value, autoRenew }) => value === retained && autoRenew));

        const refused = failedInWords(await stack.destroy());
        assert.match(refused, /protected/);
        const kept = [...(await numbersOf("protected")), "CHOCOLATE"];
        assert.equal(kept.length, 2);
        assert(!released().some((item) => kept.includes(item ?? "")), "what is protected is not released");
        assert.equal((await stack.run(["state", "unprotect", "--all", "--yes"])).exitCode, 0);
        succeeded(await stack.destroy());
        const { numbers, keywords } = simulator.ledger().owned;
        assert.deepEqual(
            [...numbers, ...keywords].filter(({ autoRenew }) => autoRenew).map(({ value }) => value),
            [retained],
        );
    });

    it("deleteBeforeReplace, replaceOnChanges and --replace", async () => {
        const word = (keyword: string, options = ""): string =>
            `new callfire.Keyword("word", { keyword: "${keyword}" }, { ${options} });`;
        const grown = (count: number): string => order("grown", tollFree(count), `replaceOnChanges: ["bulkTollFree"]`);
        const listed = order("listed", `{ numbers: ["12065550101"], keywords: ["LEMON"] }`);
        say(word("CHOCOLATE"), grown(1), listed);
        succeeded(await stack.up());
        const before = await numbersOf("grown");

        simulator.clearRequests();
        say(word("VANILLA"), grown(1), listed);
        succeeded(await stack.up());
        assert.deepEqual(spent(), ["order", "release"], "the new one is there before the old one goes");

        simulator.clearRequests();
        say(word("CHERRY", "deleteBeforeReplace: true"), grown(1), listed);
        succeeded(await stack.up());
        assert.deepEqual(spent(), ["release", "order"]);

        simulator.clearRequests();
        say(word("CHERRY"), grown(2), listed);
        const replaced = succeeded(await stack.preview());
        assert.match(replaced, /\+-.*grown.*replace/);
        assert.match(
            replaced,
            new RegExp(
                `orders 2 toll-free numbers: about 4.00, at 2.00 each as last paid; releases 1 item: ${before.join()}`,
            ),
        );
        succeeded(await stack.up());
        assert.deepEqual(spent(), ["order", "release"]);
        assert.deepEqual(released(), before);
        assert.equal((await numbersOf("grown")).length, 2);

        // A replacement goes on holding what it lists: it is neither bought again nor released.
        simulator.clearRequests();
        const urns = [(await stack.resource("listed"))!.urn, (await stack.resource("word"))!.urn];
        succeeded(await stack.up(...urns.flatMap((urn) => ["--replace", urn])));
        assert.deepEqual(spent(), []);
        assert.deepEqual(await numbersOf("listed"), ["12065550101"]);
        assert.match(succeeded(await stack.preview()), /4 unchanged/);
        succeeded(await stack.destroy());
        assert.equal(released().length, 5);
    });

    it("customTimeouts of create, update and delete", async () => {
        const slow = (count: number): string =>
            order("slow", tollFree(count), `customTimeouts: { create: "8s", update: "9s", delete: "10s" }`);
        const hold = (): string => simulator.faults.add({ effect: { kind: "hold" } });
        const newest = () => simulator.ledger().orders.at(-1)!.id;
        const timedOut = (result: Result, seconds: number): void => {
            // From the moment it was placed; the time-out counts from the beginning.
            const [, waited = ""] =
                new RegExp(`Order ${newest()} is PROCESSING after (\\d+) s`).exec(failedInWords(result)) ?? [];
            assert.ok(waited !== "" && Number(waited) <= seconds, result.output);
        };
        hold();
        say(slow(1));
        timedOut(await stack.up(), 8);
        await simulator.settleOrder(newest());
        succeeded(await stack.up());
        assert.equal(simulator.ledger().orders.length, 1);

        hold();
        say(slow(2));
        timedOut(await stack.up(), 9);
        assert.match(succeeded(await stack.preview()), new RegExp(`goes on with order ${newest()}`));

        // What an open order may still bring would be nobody's: the deletion waits for it.
        timedOut(await stack.destroy(), 10);
        assert.deepEqual(released(), []);
        await simulator.settleOrder(newest());
        succeeded(await stack.destroy());
        assert.equal(released().length, 2);
        assert.equal(simulator.ledger().orders.length, 2);
    });
});
