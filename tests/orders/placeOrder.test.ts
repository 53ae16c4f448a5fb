import * as assert from "node:assert/strict";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { OrderInDoubt, OrderRefused, OrderUnsent } from "../../provider/orders/errors";
import { JournalUnavailable } from "../../provider/orders/errors";
import type { Store } from "../../provider/orders/store";
import { numberOrder } from "../../provider/resources/numberOrder";
import { PartialFailure } from "../../provider/resources/resource";
import type { Properties } from "../../provider/resources/resource";
import { createServer } from "node:net";
import type { Fault } from "../../simulator";
import { createClient } from "../../provider/callfire/client";
import { Bench, numbersOf } from "../support/bench";

const seattle = (count: number): Properties => ({ bulkLocal: { count, region: { city: "Seattle", state: "WA" } } });
const shapes: readonly [string, Properties, number][] = [
    ["bulk numbers", { ...seattle(2), bulkTollFree: { count: 1 } }, 3],
    ["listed numbers", { numbers: ["12065550101", "18005550199"] }, 2],
    ["a keyword", { keywords: ["CHOCOLATE"] }, 1],
];

const post = { method: "POST", path: "/number/order" } as const;

describe("placing an order", () => {
    let bench: Bench;
    beforeEach(async () => {
        bench = await Bench.open();
    });
    afterEach(() => bench.close());

    const create = (inputs: Properties, name?: string) => numberOrder.create(inputs, bench.operation(name));
    const posts = (): number =>
        bench.simulator.ledger().requests.filter(({ method, path: at }) => method === "POST" && at === "/number/order")
            .length;
    const held = (state: Properties): string[] => [
        ...numbersOf(state),
        ...((state["acquiredKeywords"] as readonly string[] | undefined) ?? []),
    ];
    const owned = (): string[] => {
        const { numbers, keywords } = bench.simulator.ledger().owned;
        return [...numbers, ...keywords].filter(({ autoRenew }) => autoRenew).map(({ value }) => value);
    };
    const failure = async (attempt: Promise<unknown>): Promise<Error> => {
        try {
            await attempt;
        } catch (error) {
            assert.ok(error instanceof Error);
            return error;
        }
        throw new assert.AssertionError({ message: "it did not fail" });
    };

    for (const [what, inputs, count] of shapes) {
        for (const [loss, fault] of [
            ["lost", { effect: { kind: "lostAnswer" } }],
            ["a gateway's page", { effect: { kind: "html", processed: true }, match: post }],
            ["a 503", { effect: { kind: "status", status: 503, retryAfter: 1, processed: true }, match: post }],
            ["half a document", { effect: { kind: "truncated" }, match: post }],
            ["half a document by a lost connection", { effect: { kind: "truncated", cut: true }, match: post }],
            ["without an id", { effect: { kind: "noId" } }],
        ] as [string, Fault][]) {
            it(`of ${what} whose answer is ${loss} is one order, and the same run takes it over`, async () => {
                bench.simulator.faults.add(fault);
                const { state } = await create(inputs);
                assert.equal(posts(), 1);
                assert.equal(bench.orders(), 1);
                assert.equal(held(state).length, count);
                assert.deepEqual(held(state).sort(), owned().sort());
                assert.deepEqual(state["orders"], [
                    { intent: (state["orders"] as { intent: string }[])[0]?.intent, status: "taken over" },
                ]);
            });
        }

        it(`of ${what} that was cut before CallFire took it is never sent again`, async () => {
            bench.simulator.faults.add({ effect: { kind: "cutBefore" } });
            const first = await failure(create(inputs));
            assert.match(first.message, /OrderInDoubt: .* its answer was lost .*orders adopt .*orders forget/s);
            for (let run = 0; run < 3; run++) {
                bench.nextProcess();
                const again = await failure(create(inputs));
                assert.match(again.message, /OrderInDoubt/);
            }
            assert.equal(posts(), 1);
            assert.equal(bench.orders(), 0);
        });
    }

    it("in doubt is in the state, so that another machine asks nothing again", async () => {
        bench.simulator.faults.add({ effect: { kind: "cutBefore" } });
        const first = await failure(create(seattle(2)));
        assert.ok(first instanceof PartialFailure);
        const orders = first.state["orders"] as { intent: string; status: string }[];
        assert.deepEqual(
            orders.map(({ status }) => status),
            ["in doubt"],
        );
        await fs.rm(bench.journalFolder, { recursive: true });
        bench.nextProcess();
        const second = await failure(numberOrder.update(first.id, first.state, seattle(2), bench.operation()));
        assert.match(second.message, /OrderInDoubt/);
        assert.equal(posts(), 1);
    });

    it("is tried again while it certainly was not sent, and is then one order", async () => {
        let isDown = 3;
        const inner = bench.session.client;
        const down = createClient({ endpoint: await closedPort(), login: "acme", password: "secret" });
        bench.session = {
            ...bench.session,
            client: {
                ...inner,
                placeNumberOrder: (request, signal) => (isDown-- > 0 ? down : inner).placeNumberOrder(request, signal),
            },
        };
        const { state } = await create(seattle(2));
        assert.equal(posts(), 1);
        assert.deepEqual(numbersOf(state).sort(), owned().sort());
    });

    it("that can't be sent at all leaves nothing behind", async () => {
        const down = createClient({ endpoint: await closedPort(), login: "acme", password: "secret" });
        bench.session = {
            ...bench.session,
            client: {
                ...bench.session.client,
                placeNumberOrder: (request, signal) => down.placeNumberOrder(request, signal),
            },
        };
        const error = await failure(create(seattle(2)));
        assert.ok(error instanceof OrderUnsent);
        assert.match(error.message, /2 local numbers \(city=Seattle, state=WA\) could not be sent: .*ECONNREFUSED/);
        assert.deepEqual(await bench.journalFiles(), []);
        bench.nextProcess();
        await create(seattle(2));
        assert.equal(bench.orders(), 1);
    });

    it("whose turn does not come in time was not bought, and says so", async () => {
        bench.simulator.faults.add({ effect: { kind: "slow", before: 300 }, match: post });
        const first = create(seattle(2), "first");
        const waiting = bench.operation("second", { timeoutSeconds: 1 });
        const error = await failure(numberOrder.create({ bulkTollFree: { count: 1 } }, waiting));
        assert.ok(error instanceof OrderUnsent);
        assert.match(error.message, /1 toll-free number could not be sent: 1 s are over.*Nothing was bought\. Run/);
        await first;
        assert.equal(bench.orders(), 1);
        assert.equal((await bench.journalFiles()).filter((file) => file.startsWith("second")).length, 0);
    });

    it("that CallFire refuses is reported word for word and leaves nothing behind", async () => {
        bench.simulator.faults.add({ effect: { kind: "rejectPost" } });
        const error = await failure(create(seattle(2)));
        assert.ok(error instanceof OrderRefused);
        assert.match(error.message, /no valid credit card on file\. Nothing was bought\./);
        assert.deepEqual(await bench.journalFiles(), []);
        bench.nextProcess();
        await create(seattle(2));
        assert.equal(bench.orders(), 1);
        assert.equal(posts(), 2);
    });

    it("writes at most four times durably", async () => {
        let durable = 0;
        bench.nextProcess("acme", (store) => ({
            ...store,
            write: (name, step, text, isSuccessor, isDurable) => {
                durable += isDurable ? 1 : 0;
                return store.write(name, step, text, isSuccessor, isDurable);
            },
        }));
        const { id, state } = await create({ ...seattle(2), keywords: ["CHOCOLATE"] });
        assert.equal(durable, 4);
        await numberOrder.diff(id, state, { ...seattle(2), keywords: ["CHOCOLATE"] }, bench.around());
        assert.equal(durable, 4);
    });

    it("asks for one page more per thousand numbers owned", async () => {
        await create(seattle(2));
        bench.simulator.clearRequests();
        bench.nextProcess();
        await create({ bulkTollFree: { count: 1 } }, "free");
        const lists = bench.simulator.ledger().requests.filter(({ path: at }) => at === "/number");
        assert.equal(lists.length, 1);
    });

    it("writes no secret into the journal", async () => {
        await create({ ...seattle(2), keywords: ["CHOCOLATE"] });
        for (const file of await bench.journalFiles()) {
            const text = await fs.readFile(path.join(bench.journalFolder, file), "utf8");
            assert.doesNotMatch(text, /secret|password|authorization|Basic /i);
        }
    });

    it("names the order in a lasting line the moment it is known", async () => {
        const { state } = await create(seattle(2));
        assert.match(bench.notes[0] ?? "", new RegExp(`^order ${String(state["orderId"])} placed: 2 local numbers`));
    });

    it("is nothing that an orphan does", async () => {
        bench.engineIsAlive = false;
        await assert.rejects(create(seattle(2)));
        assert.equal(posts(), 0);
        assert.deepEqual(await bench.journalFiles(), []);
    });

    describe("with a full disk", () => {
        const fullFrom = (firstFailing: number): ((store: Store) => Store) => {
            let writes = 0;
            return (store) => ({
                ...store,
                write: (...step) => {
                    writes += 1;
                    return writes < firstFailing
                        ? store.write(...step)
                        : Promise.reject(new JournalUnavailable(store.place, "ENOSPC: no space left on device"));
                },
            });
        };

        for (const [step, what] of [
            [1, "to claim"],
            [2, "to note that it will send"],
        ] as const) {
            it(`at the moment ${what}, buys nothing`, async () => {
                bench.nextProcess("acme", fullFrom(step));
                const error = await failure(create(seattle(2)));
                assert.ok(error instanceof JournalUnavailable, error.message);
                assert.match(error.message, /ENOSPC/);
                assert.equal(posts(), 0);
                bench.nextProcess();
                await create(seattle(2));
                assert.equal(bench.orders(), 1);
            });
        }

        it("at the moment to note the order's id, has it in the state, and the next run goes on with it", async () => {
            // Somebody else buys the same: looking at the account could not settle it.
            bench.simulator.faults.add({
                effect: { kind: "boughtElsewhere", count: 1, city: "Seattle", state: "WA", when: "after" },
            });
            bench.nextProcess("acme", fullFrom(3));
            const error = await failure(create(seattle(2)));
            assert.ok(error instanceof PartialFailure);
            const [order] = bench.simulator.ledger().orders;
            assert.equal(error.id, order?.id);
            assert.match(error.message, /ENOSPC/);
            bench.nextProcess();
            const state = await numberOrder.update(error.id, error.state, seattle(2), bench.operation());
            assert.equal(bench.orders(), 1);
            assert.equal(state["orderId"], order?.id);
            assert.deepEqual(numbersOf(state).sort(), [...bench.simulator.ledger().orders[0]!.fulfilled].sort());
        });

        it("at the moment to note what it brought, has it in the state", async () => {
            bench.nextProcess("acme", fullFrom(4));
            const error = await failure(create(seattle(2)));
            assert.ok(error instanceof PartialFailure);
            assert.deepEqual(numbersOf(error.state).sort(), owned().sort());
            bench.nextProcess();
            const state = await numberOrder.update(error.id, error.state, seattle(2), bench.operation());
            assert.deepEqual(numbersOf(state), numbersOf(error.state));
            assert.equal(bench.orders(), 1);
        });

        it("still shows CallFire's own words when it refuses", async () => {
            bench.simulator.faults.add({ effect: { kind: "rejectPost" } });
            bench.nextProcess("acme", fullFrom(3));
            assert.match((await failure(create(seattle(2)))).message, /no valid credit card on file/);
        });
    });

    describe("while somebody else follows the same entry", () => {
        /** The engine is killed while the order's answer is on its way; its provider lives on. */
        const orphan = async (): Promise<{ orphaned: Promise<unknown> }> => {
            const orphaned = create(seattle(2)).catch((error: unknown) => error);
            while (posts() === 0) {
                await new Promise((resolve) => setImmediate(resolve));
            }
            bench.nextProcess();
            return { orphaned };
        };

        it("hands the id to it, although it has taken the entry over meanwhile", async () => {
            bench.simulator.faults.add({ effect: { kind: "slow", answer: 2000 }, match: post });
            // Looking can't settle it, so only the orphan's word does.
            bench.simulator.faults.add({
                effect: { kind: "boughtElsewhere", count: 1, city: "Seattle", state: "WA", when: "after" },
            });
            const { orphaned } = await orphan();
            const { id, state } = await create(seattle(2));
            await orphaned;
            assert.equal(posts(), 1);
            assert.equal(id, bench.simulator.ledger().orders[0]?.id);
            assert.deepEqual(numbersOf(state).sort(), [...bench.simulator.ledger().orders[0]!.fulfilled].sort());
        });

        it("tells it that CallFire refused", async () => {
            bench.simulator.faults.add({ effect: { kind: "slow", answer: 2000 }, match: post });
            bench.simulator.faults.add({ effect: { kind: "rejectPost" } });
            const { orphaned } = await orphan();
            const { state } = await create(seattle(2));
            assert.match(String(await orphaned), /no valid credit card/);
            assert.equal(bench.orders(), 1);
            assert.equal(numbersOf(state).length, 2);
        });
    });

    it("in doubt is judged by a last look after the time that it normally takes, however slow the looks are", async () => {
        bench.simulator.faults.add({ effect: { kind: "lostAnswer" } });
        const slow: Fault = {
            effect: { kind: "slow", before: 4_000 },
            match: { method: "GET", path: "/number", from: 2, to: "always" },
        };
        bench.simulator.faults.add(slow);
        const { state } = await create(seattle(2));
        assert.deepEqual(numbersOf(state).sort(), owned().sort());
        assert.equal(posts(), 1);
    });

    it("is one after another within a process, so that it dies with one order in doubt at most", async () => {
        bench.simulator.faults.add({ effect: { kind: "slow", answer: 500 }, match: { ...post, to: "always" } });
        await Promise.all(["support", "sales", "service"].map((name) => create(seattle(1), name)));
        const sent = bench.simulator.ledger().requests.filter(({ path: at }) => at === post.path);
        assert.equal(sent.length, 3);
        sent.slice(1).forEach((request, index) => {
            assert.ok(request.arrivedAt >= (sent[index]?.answeredAt ?? Infinity));
        });
    });

    it("gives up at its time-out also while a sibling's request hangs, and leaves nothing behind", async () => {
        bench.simulator.faults.add({ effect: { kind: "slow", answer: 20_000 }, match: post });
        const hanging = create(seattle(1), "sales");
        while (posts() === 0) {
            await new Promise((resolve) => setImmediate(resolve));
        }
        const operation = bench.operation("support", { timeoutSeconds: 2 });
        const error = await failure(numberOrder.create(seattle(2), operation));
        assert.match(error.message, /2 s are over/);
        assert.equal(posts(), 1);
        assert.equal((await bench.journalFiles()).filter((file) => file.startsWith("support")).length, 0);
        await hanging;
    });

    it("waits in doubt while a sibling's open order could account for the same numbers", async () => {
        bench.simulator.faults.add({ effect: { kind: "duration", seconds: 6 } });
        bench.simulator.faults.add({ effect: { kind: "lostAnswer" }, match: { from: 2 } });
        const [first, second] = await Promise.all([create(seattle(2), "support"), create(seattle(2), "sales")]);
        assert.equal(posts(), 2);
        const all = [...numbersOf(first.state), ...numbersOf(second.state)];
        assert.equal(new Set(all).size, 4);
        assert.deepEqual(all.sort(), owned().sort());
    });

    it("does not take over what an entry that can't be read may stand for", async () => {
        await create(seattle(2), "sales");
        const file = path.join(bench.journalFolder, (await bench.journalFiles()).sort().at(-1)!);
        bench.simulator.faults.add({ effect: { kind: "cutBefore" } });
        // Bought by the sibling, in the moment after ours looked: only its entry would tell whose it is.
        const inner = bench.session.client;
        bench.nextProcess();
        bench.session = {
            ...bench.session,
            client: {
                ...inner,
                placeNumberOrder: async (request, signal) => {
                    await bench.simulator.change({ action: "give", number: "12065550101" });
                    await bench.simulator.change({ action: "give", number: "12065550102" });
                    await fs.writeFile(file, "{");
                    return inner.placeNumberOrder(request, signal);
                },
            },
        };
        const error = await failure(create(seattle(2)));
        assert.match(error.message, /OrderInDoubt/);
        assert.match(error.message, /sales-[0-9a-f]{12}\.1.* can't be read/);
    });

    it("says OrderInDoubt with what was asked, when, what is known and each way on", () => {
        const error = new OrderInDoubt("1d2c", "2 local numbers", "2026-11-23T12:00:00Z", "0 items are there.");
        for (const part of [
            "2 local numbers",
            "2026-11-23T12:00:00Z",
            "0 items are there",
            "orders adopt 1d2c",
            "orders forget 1d2c",
        ]) {
            assert.ok(error.message.includes(part), part);
        }
    });
});

/** An address where nobody listens. */
async function closedPort(): Promise<string> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    return `http://127.0.0.1:${String(typeof address === "object" ? address?.port : 0)}/api/1.1/rest`;
}
