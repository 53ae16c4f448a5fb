import assert from "node:assert/strict";
import * as fs from "node:fs/promises";
import { createSeal } from "../../provider/orders/seal";
import type { FaultEffect } from "../../simulator";
import { Bench } from "../support/bench";
import { credentials } from "../support/session";
import { adapterKinds } from "./adapterKinds";
import { AdapterStack, type Bag } from "./adapterStack";

const seal = createSeal(credentials.login, credentials.password);
const secret = (value: unknown): Bag => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value,
});
const number = "12065550142";
const bulk = { bulkTollFree: { count: 2 } };
const secretProgram = { ...bulk, numbers: secret(["(206) 555-0142"]) };

const failing: FaultEffect = { kind: "finalStatus", status: "ERRORED", fulfilled: 1 };

/** What the account would pay for again. */
function renewing({ simulator }: Bench): string[] {
    const { numbers, keywords } = simulator.ledger().owned;
    return [...numbers, ...keywords].filter(({ autoRenew }) => autoRenew).map(({ value }) => value);
}

for (const [adapter, kind] of Object.entries(adapterKinds)) {
    describe(`what the engine stores before it orders: ${adapter}`, function () {
        this.timeout(60_000);
        let bench: Bench;
        let stack: AdapterStack;
        beforeEach(async () => {
            bench = await Bench.open();
            stack = new AdapterStack(bench, kind);
        });
        afterEach(() => bench.close());

        /** Another machine knows nothing of the journal. */
        const loseMachine = (): Promise<void> => fs.rm(bench.journalFolder, { recursive: true, force: true });
        const ordered = (): number => bench.simulator.ledger().orders.length;

        it("is a new attempt for a new resource, which names what may be ordered", async () => {
            const { inputs } = await stack.check(bulk);
            const attempt = inputs["__attempt"] as { uid: string; picks: { tollFree: string[] } };
            assert.match(attempt.uid, /^\w+$/);
            assert(attempt.picks.tollFree.length >= 2);
            assert.equal(await stack.up(bulk), undefined);
            const names = stack.state()["acquiredNumbers"] as string[];
            assert(names.every((name) => stack.attempt()?.picks.tollFree.includes(name)));
        });

        it("is as before for a declaration that is as before", async () => {
            await stack.up(bulk);
            const { inputs } = await stack.check(bulk);
            assert.deepEqual(inputs, stack.inputs());
        });

        it("is a new attempt of the same resource for another declaration: for what is missing", async () => {
            await stack.up(bulk);
            const [before, held] = [stack.attempt(), stack.state()["acquiredNumbers"] as string[]];
            await stack.up({ bulkTollFree: { count: 3 } });
            const after = stack.attempt();
            assert.equal(after?.uid, before?.uid);
            assert.notEqual(after?.id, before?.id);
            assert.equal(after?.wants.tollFree, 1);
            assert(after.picks.tollFree.every((name) => !held.includes(name)));
            assert.equal((stack.state()["acquiredNumbers"] as string[]).length, 3);
        });

        it("is in the inputs, and never in the outputs", async () => {
            await stack.up(bulk);
            assert("__attempt" in stack.inputs());
            await stack.up({ bulkTollFree: { count: 3 } });
            assert(!("__attempt" in stack.state()));
            await stack.refresh();
            assert(!("__attempt" in stack.state()));
            assert("__held" in stack.state());
        });

        it("is not in what a partial failure saves either", async () => {
            bench.simulator.faults.add({ effect: failing });
            assert.match((await stack.up(bulk)) ?? "", /ended ERRORED but acquired/);
            assert("__attempt" in stack.inputs());
            assert(!("__attempt" in stack.state()));
        });

        it("lets another machine find what an interrupted run has ordered, and orders nothing twice", async () => {
            await stack.upAndDie(bulk);
            await loseMachine();
            assert.equal(await stack.up(bulk), undefined);
            assert.equal(ordered(), 1);
            assert.equal((stack.state()["acquiredNumbers"] as string[]).length, 2);
        });
    });

    describe(`a secret name: ${adapter}`, function () {
        this.timeout(60_000);
        let bench: Bench;
        let stack: AdapterStack;
        beforeEach(async () => {
            bench = await Bench.open();
            stack = new AdapterStack(bench, kind);
        });
        afterEach(async () => {
            const shown = JSON.stringify([stack.exported(), stack.lines]);
            for (const clear of [number, number.slice(1), "(206) 555-0142"]) {
                assert(!shown.includes(clear), `${clear} in ${shown}`);
            }
            await bench.close();
        });

        const loseMachine = (): Promise<void> => fs.rm(bench.journalFolder, { recursive: true, force: true });

        it("is ordered, held and released, and in clear nowhere in the state or the log", async () => {
            assert.equal(await stack.up(secretProgram), undefined);
            assert.deepEqual(stack.attempt()?.wants.numbers, [seal(number)]);
            assert(bench.simulator.ledger().orders[0] !== undefined);
            await stack.refresh();
            assert.deepEqual((await stack.check(secretProgram)).inputs, stack.inputs());
            assert.equal(await stack.up({ ...secretProgram, bulkTollFree: { count: 3 } }), undefined);
            assert.equal(stack.attempt()?.wants.tollFree, 1);
            assert.deepEqual(stack.attempt()?.wants.numbers, []);
            assert.equal(await stack.up(bulk), undefined);
            await stack.refresh();
            await stack.destroy();
            assert.deepEqual(renewing(bench), []);
        });

        it("is found by another machine after an interrupted run, and not ordered twice", async () => {
            await stack.upAndDie(secretProgram);
            await loseMachine();
            assert.equal(await stack.up(secretProgram), undefined);
            assert.equal(bench.simulator.ledger().orders.length, 1);
        });

        it("is found after growth that was interrupted", async () => {
            await stack.up(bulk);
            await stack.upAndDie(secretProgram);
            await loseMachine();
            assert.equal(await stack.up(secretProgram), undefined);
            assert.equal(bench.simulator.ledger().orders.length, 2);
        });

        it("stays sealed where it is declared no more, and is found when it is declared again", async () => {
            await stack.upAndDie(secretProgram);
            await loseMachine();
            assert.equal(await stack.up(bulk), undefined);
            const { unresolved } = stack.state()["__held"] as { unresolved: { wants: { numbers: string[] } }[] };
            assert.deepEqual(unresolved[0]?.wants.numbers, [seal(number)]);
            assert.equal(await stack.up(secretProgram), undefined);
            assert.equal(bench.simulator.ledger().orders.length, 1);
            await stack.refresh();
        });

        it("is told to nobody by what CallFire says of it", async () => {
            await bench.simulator.change({ action: "sell", number });
            assert.match((await stack.up(secretProgram)) ?? "", /unavailable numbers: \[secret\]/);
            await stack.up(bulk);
        });

        it("is told to nobody by a failure, nor in what is saved of it", async () => {
            bench.simulator.faults.add({ effect: { ...failing, fulfilled: 3 } });
            assert.match((await stack.up(secretProgram)) ?? "", /ended ERRORED but acquired .*\[secret\]/);
            // The list of what is held is encrypted; what it still has from the first declaration is so in the second.
            bench.simulator.faults.add({ effect: failing });
            assert.match((await stack.up({ bulkTollFree: { count: 4 } })) ?? "", /ended ERRORED but acquired/);
            await stack.refresh();
        });

        it("is guarded: another resource that lists it is told who holds it", async () => {
            await stack.up(secretProgram);
            await loseMachine();
            const failure = await stack.up({ numbers: secret([number]) }, "sales");
            assert.equal(failure?.includes(`[secret] is held by ${stack.urn("support")}`), true, failure);
        });

        it("is not released by a resource that lost it to another", async () => {
            await stack.up(secretProgram);
            const copy = { ...stack.state(), __held: { ...(stack.state()["__held"] as object), uid: "copy" } };
            const mine = stack.resources.get(stack.urn("support"));
            assert(mine !== undefined);
            stack.resources.set(stack.urn("sales"), { ...mine, urn: stack.urn("sales"), outputs: copy });
            await loseMachine();
            await stack.destroy("sales");
            assert.equal(renewing(bench).length, 3);
        });
    });

    describe(`a keyword that is secret: ${adapter}`, function () {
        this.timeout(60_000);
        let bench: Bench;
        let stack: AdapterStack;
        beforeEach(async () => {
            bench = await Bench.open();
            stack = new AdapterStack(bench, kind, "Keyword");
        });
        afterEach(() => bench.close());
        const program = { keyword: secret("chocolate") };

        it("is in clear in its id alone, which is the keyword", async () => {
            await stack.upAndDie(program);
            await fs.rm(bench.journalFolder, { recursive: true, force: true });
            assert.equal(await stack.up(program), undefined);
            assert.equal(bench.simulator.ledger().orders.length, 1);
            await stack.refresh();
            const [resource] = stack.exported().resources ?? [];
            assert.equal(resource?.id, "CHOCOLATE");
            assert(!/chocolate/i.test(JSON.stringify([resource.inputs, resource.outputs, stack.lines])));
            await stack.destroy();
            assert.deepEqual(renewing(bench), []);
        });
    });

    describe(`a phone number, whose machine is lost: ${adapter}`, function () {
        this.timeout(60_000);
        let bench: Bench;
        let stack: AdapterStack;
        beforeEach(async () => {
            bench = await Bench.open();
            stack = new AdapterStack(bench, kind, "PhoneNumber");
        });
        afterEach(() => bench.close());
        const ordered = (): number => bench.simulator.ledger().orders.length;
        const loseMachine = (): Promise<void> => fs.rm(bench.journalFolder, { recursive: true, force: true });

        for (const program of [{ local: { region: { state: "WA" } } }, { tollFree: true }, { number }]) {
            it(`in its create, is brought in by the next one and bought once: ${JSON.stringify(program)}`, async () => {
                await stack.upAndDie(program);
                await loseMachine();
                assert.equal(await stack.up(program), undefined);
                assert.equal(ordered(), 1);
                const [resource] = stack.exported().resources ?? [];
                assert.deepEqual([resource?.id], renewing(bench));
                const { inputs } = await stack.check(program);
                assert.deepEqual(inputs, stack.inputs(), "another check changes nothing");
            });
        }

        it("in its create, is another one after that if another one is declared then, and the first is let go by name", async () => {
            await stack.upAndDie({ tollFree: true });
            const [first] = renewing(bench);
            await loseMachine();
            const program = { local: { region: { state: "WA" } } };
            assert.equal(await stack.up(program), undefined);
            assert.equal(renewing(bench).length, 2);
            assert.equal(await stack.up(program), undefined);
            assert.match(stack.lines.join("\n"), new RegExp(`releases 1 item: ${first!}`));
            assert.deepEqual(renewing(bench), [stack.state()["number"]]);
            assert.equal(ordered(), 2);
        });

        it("is in clear in its id alone where it is secret", async () => {
            const program = { number: secret("(206) 555-0142") };
            await stack.upAndDie(program);
            await loseMachine();
            assert.equal(await stack.up(program), undefined);
            assert.equal(ordered(), 1);
            await stack.refresh();
            const [resource] = stack.exported().resources ?? [];
            assert.equal(resource?.id, number);
            const told = JSON.stringify([resource.inputs, resource.outputs, stack.lines]);
            assert(!/555.?0142/.test(told), told);
            await stack.destroy();
            assert.deepEqual(renewing(bench), []);
        });
    });
}
