import assert from "node:assert/strict";
import { startSimulator, type RunningSimulator } from "../../../simulator/index";
import { programWith, type AdapterName } from "../../crash/engine/adapters";
import { accountAt } from "../support/account";
import { EngineStack } from "../support/engine";
import { failedInWords, succeeded } from "../support/running";
import { Transcript, type Display } from "./transcript";

const seattle = { city: "Seattle", state: "WA" };
const oakland = { city: "Oakland", state: "CA" };

/** One after the other, so that what is shown has one order. */
const program = (count: number, region = seattle, word = "CHOCOLATE"): Record<string, string> => ({
    "index.js": `
const callfire = require("./callfire");
const support = new callfire.NumberOrder("support", { bulkLocal: { count: ${String(count)}, region: ${JSON.stringify(region)} } });
const promo = new callfire.Keyword("promo", { keyword: "${word}" }, { dependsOn: support });
`,
});

/** A stack from its first preview to its end: what it buys and releases, and what a person sees of it. */
export function describeWholeStack(adapter: AdapterName, display: Display, title: string): void {
    describe(`a stack from its first preview to its destroy, ${adapter} adapter, ${display}`, function () {
        this.timeout(600_000);
        let simulator: RunningSimulator;
        let stack: EngineStack;
        let transcript: Transcript;

        before(async () => {
            simulator = await startSimulator({ orderSeconds: 1 });
            stack = await EngineStack.create({ ...programWith(adapter, program(2)), config: accountAt(simulator) });
            transcript = new Transcript(`${adapter}-${display}`, title, stack, display);
        });
        after(async () => {
            stack.remove();
            await simulator.close();
        });

        const held = async (): Promise<string[]> =>
            (await stack.resource("support"))!.outputs!["acquiredNumbers"] as string[];
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

        it("previews what it buys, and then buys it once", async () => {
            const shown = succeeded(await transcript.show("Create", "2 local numbers and a keyword.", "up", "--yes"));
            const [preview = "", update = ""] = shown.split("Updating (test)");
            assert.match(preview, /orders 2 local numbers \(city=Seattle, state=WA\)/);
            assert.match(preview, /orders keyword CHOCOLATE/);
            assert.doesNotMatch(update, /orders 2 local/);
            assert.match(update, /order \d+ FINISHED, 2 of 2, 3\.00/);
            assert.deepEqual(orders(), [{ local: 2 }, { keyword: 1 }]);
            assert.deepEqual([...(await held()), "CHOCOLATE"].sort(), owned().sort());
        });

        it("from 2 to 5: preview says so, and one order of 3 is placed", async () => {
            const before = await held();
            stack.write(program(5));
            const shown = succeeded(await transcript.show("Grow", "From 2 to 5.", "up", "--yes"));
            assert.match(
                shown,
                /orders 3 local numbers \(city=Seattle, state=WA\): about 4\.50, at 1\.50 each as last paid/,
            );
            assert.doesNotMatch(shown, /replace/);
            assert.deepEqual(orders().slice(2), [{ local: 3 }]);
            assert.deepEqual((await held()).slice(0, 2), before);
        });

        it("from 5 to 3: the two that preview named are released", async () => {
            const before = await held();
            stack.write(program(3));
            const shown = succeeded(await transcript.show("Shrink", "From 5 to 3, in detail.", "preview", "--diff"));
            assert.match(shown, new RegExp(`releases 2 items: ${before.slice(3).join(", ")}`));
            assert.doesNotMatch(shown, /\[unknown\]/);
            assert.deepEqual(released(), []);
            succeeded(
                await transcript.show(
                    "Shrink: the update",
                    "The two are named as they go.",
                    "up",
                    "--yes",
                    "--skip-preview",
                ),
            );
            assert.deepEqual(released(), before.slice(3));
            assert.equal(orders().length, 3);
            assert.deepEqual(await held(), before.slice(0, 3));
        });

        it("an order that falls short fails by 2 of 3, with all that it brought in the state", async () => {
            simulator.faults.add({ effect: { kind: "shortfall", missing: 1 } });
            stack.write(program(6));
            const explanation = "From 3 to 6, but CallFire has only 2 more.";
            assert.match(
                failedInWords(await transcript.show("Failure", explanation, "up", "--yes")),
                /acquired 2 of 3/,
            );
            assert.equal((await held()).length, 5);
        });

        it("the next run orders what is missing; where its machine is lost, another one goes on and buys nothing twice", async () => {
            succeeded(await stack.up());
            assert.deepEqual(orders().slice(3), [{ local: 3 }, { local: 1 }]);
            stack.write(program(7));
            simulator.faults.add({ effect: { kind: "hold" } });
            const lost = stack.spawnUp();
            await lost.says(/order \d+ placed/);
            stack.loseMachine();
            await lost.result;
            await simulator.settleOrder(simulator.ledger().orders.at(-1)!.id);
            stack.unlock();
            const explanation =
                "From 6 to 7. The machine was lost while it waited for the order; after `pulumi cancel`, on another machine:";
            succeeded(await transcript.show("Resume", explanation, "up", "--yes"));
            assert.deepEqual(orders().slice(5), [{ local: 1 }]);
            assert.equal((await held()).length, 7);
        });

        it("a refresh shows what is gone and warns of a lease that lapses", async () => {
            const [lost, lapsing] = (await held()) as [string, string];
            await simulator.change({ action: "sell", number: lost });
            const { end } = simulator.ledger().owned.numbers.find(({ value }) => value === lapsing)!;
            await simulator.change({ action: "lapse", number: lapsing });
            await simulator.change({ action: "give", number: lapsing, autoRenew: false, leaseEnd: end });
            // Absence says nothing of what was ordered within the last minutes.
            await simulator.advanceClock(180_000);
            const explanation = "CallFire has taken one number away, and somebody has ended the renewal of another.";
            const shown = succeeded(
                await transcript.show("Refresh", explanation, "refresh", "--yes", "--parallel", "1"),
            );
            assert.match(shown, new RegExp(`${lost}: no longer owned`));
            assert.match(shown, new RegExp(`${lapsing} is no longer renewed: its lease ends ${end}`));
            assert.match(shown, /1 updated/);
            assert.equal((await held()).length, 6);
            succeeded(await stack.up());
            assert.equal((await held()).length, 7);
        });

        it("another region orders the new numbers before it releases the old; another word replaces the Keyword", async () => {
            const before = await held();
            const count = orders().length;
            const already = released().length;
            stack.write(program(2, oakland, "vanilla"));
            const explanation = "2 numbers of Oakland in place of those of Seattle, and another keyword.";
            const shown = succeeded(await transcript.show("Another region", explanation, "up", "--yes"));
            assert.match(
                shown,
                /orders 2 local numbers \(city=Oakland, state=CA\): about 3\.00, at 1\.50 each as last paid; releases 7 items/,
            );
            assert.match(shown, /promo +replace|promo.*replace/);
            assert.doesNotMatch(shown, /support +replace/);
            assert.deepEqual(orders().slice(count), [{ local: 2 }, { keyword: 1 }]);
            // The first one no longer renews: there is nothing left to release.
            assert.deepEqual(released().slice(already).sort(), [...before.slice(1), "CHOCOLATE"].sort());
            assert.deepEqual(owned().sort(), [...(await held()), "VANILLA"].sort());
        });

        it("a destroy releases all that is held, and the state is empty", async () => {
            const explanation = "Pulumi asks no provider when it previews a deletion; what goes is named as it goes.";
            succeeded(await transcript.show("Destroy", explanation, "destroy", "--yes"));
            assert.deepEqual(owned(), []);
            assert.deepEqual((await stack.state()).resources, []);
        });

        it("is shown as the documentation says", () => transcript.assertKept());
    });
}
