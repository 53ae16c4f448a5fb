import * as assert from "node:assert/strict";
import { numberOrder } from "../../provider/resources/numberOrder";
import { PartialFailure } from "../../provider/resources/resource";
import type { Properties } from "../../provider/resources/resource";
import type { Fault } from "../../simulator";
import type { Operation } from "../../provider/orders/session";
import { Bench, numbersOf } from "../support/bench";
import { fastTime } from "../support/fastTime";

const wish: Properties = { bulkLocal: { count: 2, region: { city: "Seattle", state: "WA" } } };
const poll = { method: "GET", path: "/number/order/*" } as const;

describe("waiting for an order", () => {
    let bench: Bench;
    let progress: string[];
    beforeEach(async () => {
        bench = await Bench.open();
        progress = [];
    });
    afterEach(() => bench.close());

    const operation = (changes: Partial<Operation> = {}): Operation => {
        const usual = bench.operation("support", changes);
        return { ...usual, report: { ...usual.report, progress: (message) => void progress.push(message) } };
    };
    const create = (changes?: Partial<Operation>) => numberOrder.create(wish, operation(changes));
    const goOn = ({ id, state }: { id: string; state: Properties }) => {
        bench.nextProcess();
        return numberOrder.update(id, state, wish, operation());
    };
    const partly = async (attempt: Promise<unknown>): Promise<PartialFailure> => {
        const error: unknown = await attempt.then(
            () => undefined,
            (reason: unknown) => reason,
        );
        assert.ok(error instanceof PartialFailure, String(error));
        return error;
    };
    const orderId = (): string => bench.simulator.ledger().orders[0]?.id ?? "";

    it("survives gateways' pages, cut connections, 503, 429, half a document and an unknown status", async () => {
        const faults: Fault[] = [
            // Longer than all that goes wrong, on a busy machine too.
            { effect: { kind: "duration", seconds: 60 } },
            { effect: { kind: "html", status: 502 }, match: { ...poll, from: 1, to: 2 } },
            { effect: { kind: "cutBefore" }, match: { ...poll, from: 3, to: 4 } },
            { effect: { kind: "status", status: 503, retryAfter: 3 }, match: { ...poll, from: 5 } },
            { effect: { kind: "status", status: 429, retryAfter: 2 }, match: { ...poll, from: 6 } },
            { effect: { kind: "truncated" }, match: { ...poll, from: 7 } },
            { effect: { kind: "unknownStatus" }, match: { ...poll, from: 8 } },
        ];
        faults.forEach((fault) => bench.simulator.faults.add(fault));
        const { state } = await create();
        const { orders, polls, pollGaps } = bench.simulator.ledger();
        assert.equal(orders.length, 1);
        assert.equal(state["status"], "FINISHED");
        assert.deepEqual(numbersOf(state).sort(), [...orders[0]!.fulfilled].sort());
        assert.ok(polls.length >= 9, String(polls.length));
        assert.ok(Math.min(...pollGaps) >= 1000, String(Math.min(...pollGaps)));
        // From one poll's answer to the next request: CallFire asked for patience after the fifth and the sixth.
        assert.ok((pollGaps[4] ?? 0) >= 3000, String(pollGaps[4]));
        assert.ok((pollGaps[5] ?? 0) >= 2000, String(pollGaps[5]));
        assert.ok(progress.some((line) => line.includes("502")));
        assert.ok(progress.some((line) => /order \d+ AWAITING_CARRIER, \d+ s, 0 of 2/.test(line)));
    });

    it("ends at a poll that is refused for good, with the order in the state", async () => {
        const fault: Fault = { effect: { kind: "status", status: 403, message: "not yours" }, match: poll };
        bench.simulator.faults.add(fault);
        const failed = await partly(create());
        assert.match(failed.message, new RegExp(`Order ${orderId()} is NEW .*not yours.* is placed and saved`));
        assert.equal(failed.state["orderId"], orderId());
        const state = await goOn(failed);
        assert.equal(bench.orders(), 1);
        assert.equal(numbersOf(state).length, 2);
    });

    it("ends with its time-out, names the order, and goes on with it in the next run", async () => {
        bench.simulator.faults.add({ effect: { kind: "duration", seconds: 60 } });
        const began = fastTime.elapsed();
        const failed = await partly(create({ timeoutSeconds: 2 }));
        assert.ok(fastTime.elapsed() - began < 30_000, "long before the order is over");
        assert.match(failed.message, new RegExp(`Order ${orderId()} is \\w+ after \\d+ s.*run "pulumi up" to go on`));
        const state = await goOn(failed);
        assert.equal(bench.orders(), 1);
        assert.equal(state["orderId"], orderId());
        assert.equal(numbersOf(state).length, 2);
    });

    it("ends at an interrupt, also in the middle of the wait for its turn", async () => {
        bench.simulator.faults.add({ effect: { kind: "hold" } });
        const interrupt = new AbortController();
        const wait = partly(create({ signal: interrupt.signal }));
        while (bench.simulator.ledger().polls.length < 2) {
            await fastTime.sleep(100);
        }
        interrupt.abort(new Error("SIGINT"));
        const failed = await wait;
        assert.match(failed.message, /is (NEW|PROCESSING) after .*\(interrupted\)/);
        await bench.simulator.settleOrder(orderId());
        assert.equal(numbersOf(await goOn(failed)).length, 2);
        assert.equal(bench.orders(), 1);
    });

    for (const [status, words] of [
        ["WAIT_FOR_PAYMENT", /waits for a payment/],
        ["APPROVE_TIER_ONE", /waits for a person at CallFire to approve/],
        ["APPROVE_TIER_TWO", /waits for a person at CallFire to approve it, second/],
    ] as const) {
        it(`says in words what an order that is ${status} waits for`, async () => {
            bench.simulator.faults.add({ effect: { kind: "finalStatus", status } });
            const failed = await partly(create({ timeoutSeconds: 60 }));
            assert.match(failed.message, words);
            assert.ok(progress.some((line) => line.includes(status) && words.test(line)));
            await bench.simulator.settleOrder(orderId(), { status: "FINISHED" });
            assert.equal(numbersOf(await goOn(failed)).length, 2);
            assert.equal(bench.orders(), 1);
        });
    }

    for (const status of ["ERRORED", "VOID", "REJECTED"]) {
        it(`reports ${status} by name, and the next run orders anew`, async () => {
            bench.simulator.faults.add({ effect: { kind: "finalStatus", status } });
            await assert.rejects(create(), (error: Error) => {
                assert.match(error.message, new RegExp(`Order ${orderId()} ended ${status} and acquired nothing`));
                return !(error instanceof PartialFailure);
            });
            bench.nextProcess();
            const { state } = await create();
            assert.equal(bench.orders(), 2);
            assert.equal(numbersOf(state).length, 2);
        });

        it(`keeps what an order that ended ${status} acquired, and the next run orders the rest`, async () => {
            bench.simulator.faults.add({ effect: { kind: "finalStatus", status, fulfilled: 1 } });
            const failed = await partly(create());
            assert.match(
                failed.message,
                new RegExp(`ended ${status} but acquired ${String(numbersOf(failed.state)[0])}`),
            );
            const state = await goOn(failed);
            assert.equal(numbersOf(state).length, 2);
            assert.equal(bench.simulator.ledger().orders[1]?.ordered.local, 1);
        });
    }

    for (const status of ["PAYMENT_ERROR", "ACH_ERROR"]) {
        it(`leaves an order that is ${status} open: CallFire may still collect`, async () => {
            bench.simulator.faults.add({ effect: { kind: "finalStatus", status } });
            const failed = await partly(create());
            assert.match(failed.message, new RegExp(`Order ${orderId()} is ${status}: its payment failed`));
            assert.match(failed.message, /orders forget [0-9a-f]{16}/);
            await partly(goOn(failed));
            bench.nextProcess();
            await partly(numberOrder.create(wish, operation()));
            assert.equal(bench.orders(), 1);
        });
    }

    it("takes an order that is adjusted as done", async () => {
        bench.simulator.faults.add({ effect: { kind: "finalStatus", status: "PARTIALLY_ADJUSTED" } });
        const { state } = await create();
        assert.equal(state["status"], "PARTIALLY_ADJUSTED");
        assert.equal(numbersOf(state).length, 2);
    });

    it("names an order whose answers are an entity bomb", async () => {
        const fault: Fault = { effect: { kind: "entityBomb" }, match: { ...poll, from: 1, to: "always" } };
        bench.simulator.faults.add(fault);
        const failed = await partly(create());
        assert.match(failed.message, new RegExp(`Order ${orderId()} is NEW .*entit`, "i"));
    });

    it("keeps ids beyond a JavaScript number exact", async () => {
        bench.simulator.faults.add({ effect: { kind: "largeIds" } });
        const { id } = await create();
        assert.equal(id, orderId());
        assert.ok(BigInt(id) > 2n ** 53n);
    });
});
