import assert from "node:assert/strict";
import { startSimulator, type RunningSimulator } from "../../simulator/index";
import { accountAt, password } from "./support/account";
import { EngineStack } from "./support/engine";
import { succeeded, type Result } from "./support/running";

const program = (support: string, word = "CHOCOLATE"): Record<string, string> => ({
    "index.js": `
const callfire = require("pulumi-callfire");
const support = new callfire.NumberOrder("support", ${support});
const promo = new callfire.Keyword("promo", { keyword: "${word}" });
exports.numbers = support.acquiredNumbers;
`,
});
const seattle = (count: number): string =>
    `{ bulkLocal: { count: ${count}, region: { city: "Seattle", state: "WA" } } }`;

describe("the whole life of a stack on the real engine", function () {
    this.timeout(240_000);
    let simulator: RunningSimulator;
    let stack: EngineStack;

    before(async () => {
        simulator = await startSimulator({ orderSeconds: 1 });
        stack = await EngineStack.create({
            program: program(seattle(2)),
            config: accountAt(simulator),
        });
    });
    after(async () => {
        stack.remove();
        await simulator.close();
    });

    const held = async (): Promise<string[]> => (await stack.outputs())["numbers"] as string[];
    const orders = () =>
        simulator
            .ledger()
            .orders.map(({ ordered }) =>
                Object.fromEntries(Object.entries(ordered).filter(([, count]: [string, number]) => count > 0)),
            );
    const released = () =>
        simulator
            .ledger()
            .requests.filter(({ path }) => path === "/number/release")
            .map(({ parameters }) => parameters["Keyword"] ?? parameters["Number"]);
    const owned = () => {
        const { numbers, keywords } = simulator.ledger().owned;
        return [...numbers, ...keywords].filter(({ autoRenew }) => autoRenew).map(({ value }) => value);
    };

    it("previews a first run without buying, and then buys once", async () => {
        const shown = succeeded(await stack.preview());
        assert.match(shown, /support.*create orders 2 local numbers \(city=Seattle, state=WA\)/);
        assert.match(shown, /promo.*create orders keyword CHOCOLATE/);
        assert.deepEqual(orders(), []);
        assert.doesNotMatch(succeeded(await stack.up("--skip-preview")), /orders 2 local/);
        assert.equal(orders().length, 2);
        assert.deepEqual([...(await held()), "CHOCOLATE"].sort(), owned().sort());
    });

    it("from 2 to 5: preview says so, and one order of 3 is placed", async () => {
        const before = await held();
        const count = orders().length;
        stack.write(program(seattle(5)));
        const shown = succeeded(await stack.preview());
        assert.match(shown, /orders 3 local numbers \(city=Seattle, state=WA\): about 4\.50, at 1\.50 each as last paid/);
        assert.doesNotMatch(shown, /replace/);
        assert.equal(orders().length, count);
        succeeded(await stack.up());
        assert.deepEqual(orders().slice(count), [{ local: 3 }]);
        assert.deepEqual((await held()).slice(0, 2), before);
    });

    it("from 5 to 3: the two that preview named are released", async () => {
        const before = await held();
        const count = orders().length;
        stack.write(program(seattle(3)));
        assert.match(succeeded(await stack.preview()), new RegExp(`releases 2 items: ${before.slice(3).join(", ")}`));
        assert.deepEqual(released(), []);
        succeeded(await stack.up());
        assert.deepEqual(released(), before.slice(3));
        assert.equal(orders().length, count);
        assert.deepEqual(await held(), before.slice(0, 3));
        assert.match(succeeded(await stack.preview()), /3 unchanged/);
    });

    it("an order that falls short fails by 2 of 3, and the next run orders 1", async () => {
        const count = orders().length;
        simulator.faults.add({ effect: { kind: "shortfall", missing: 1 } });
        stack.write(program(seattle(6)));
        assert.match(failed(await stack.up()), /acquired 2 of 3/);
        assert.match(succeeded(await stack.preview()), /orders 1 local number/);
        // The engine's own memory of the failure is erased by a refresh.
        succeeded(await stack.refresh());
        assert.match(succeeded(await stack.preview()), /orders 1 local number/);
        succeeded(await stack.up());
        assert.deepEqual(orders().slice(count), [{ local: 3 }, { local: 1 }]);
        assert.equal((await held()).length, 6);
    });

    it("a refresh shows what is gone, and the next run puts it right", async () => {
        const [lost] = await held();
        const count = orders().length;
        await simulator.change({ action: "sell", number: lost! });
        // Absence says nothing of what was ordered within the last minutes.
        await simulator.advanceClock(180_000);
        const shown = succeeded(await stack.refresh());
        assert.match(shown, new RegExp(`${lost!}: no longer owned`));
        assert.match(shown, /1 updated/);
        assert.match(succeeded(await stack.preview("--diff")), /orders 1 local number/);
        succeeded(await stack.up());
        assert.deepEqual(orders().slice(count), [{ local: 1 }]);
        assert.equal((await held()).length, 6);
        await simulator.advanceClock(180_000);
        assert.match(succeeded(await stack.refresh()), /3 unchanged/);
    });

    it("a refresh warns of a lease that lapses, and changes nothing", async () => {
        const [number] = await held();
        const { end } = simulator.ledger().owned.numbers.find(({ value }) => value === number)!;
        await simulator.change({ action: "lapse", number: number! });
        await simulator.change({ action: "give", number: number!, autoRenew: false, leaseEnd: end });
        assert.match(
            succeeded(await stack.refresh()),
            new RegExp(`${number!} is no longer renewed: its lease ends ${end}`),
        );
        assert.match(succeeded(await stack.preview()), /3 unchanged/);
    });

    it("another region orders the new numbers before it releases the old; another word replaces the Keyword", async () => {
        const before = await held();
        const already = released().length;
        const count = orders().length;
        stack.write(program(`{ bulkLocal: { count: 2, region: { city: "Oakland", state: "CA" } } }`, "vanilla"));
        const shown = succeeded(await stack.preview());
        assert.match(shown, /orders 2 local numbers \(city=Oakland, state=CA\): about 3\.00, at 1\.50 each as last paid; releases 6 items/);
        assert.match(shown, /promo.*replace/);
        assert.doesNotMatch(shown, /support.*replace/);
        succeeded(await stack.up());
        assert.equal(orders().length, count + 2);
        // The first one no longer renews: there is nothing left to release.
        assert.deepEqual(released().slice(already).sort(), [...before.slice(1), "CHOCOLATE"].sort());
        assert.deepEqual(owned().sort(), [...(await held()), "VANILLA"].sort());
    });

    it("state of another account is never acted on", async () => {
        const before = { orders: orders(), released: released() };
        // The environment reaches refresh and destroy too, which see the configuration of the last update.
        stack.env["CALLFIRE_LOGIN"] = "rival";
        stack.env["CALLFIRE_PASSWORD"] = password;
        for (const result of [await stack.preview(), await stack.refresh(), await stack.up(), await stack.destroy()]) {
            const said = failed(result);
            assert.match(said, /belongs to the account 127\.0\.0\.1:\d+\/acme/);
            assert.match(said, /callfire:login/);
        }
        assert.deepEqual({ orders: orders(), released: released() }, before);
        delete stack.env["CALLFIRE_LOGIN"];
        delete stack.env["CALLFIRE_PASSWORD"];
    });

    it("a destroy releases all that is held, and the state is empty", async () => {
        succeeded(await stack.destroy());
        assert.deepEqual(owned(), []);
        assert.deepEqual((await stack.state()).resources, []);
    });
});

/** Failures are told in words: a stack trace tells a person nothing about an order. */
function failed({ exitCode, output }: Result): string {
    assert.notEqual(exitCode, 0, output);
    assert.doesNotMatch(output, /^\s+at .*(\(|:\d+:\d+)/m);
    return output;
}
