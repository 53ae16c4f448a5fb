import * as assert from "node:assert/strict";
import { RefusedError, SlowDownError, UnclearError, UnsentError } from "../../provider/callfire/errors";
import { orderId } from "../../provider/callfire/types";
import type { NumberOrderAnswer } from "../../provider/callfire/types";
import { withDeadline } from "../../provider/orders/deadline";
import type { Operation } from "../../provider/orders/session";
import { describeOrder, itemsOf, waitForOrder } from "../../provider/orders/wait";
import { OrderBench } from "./model/orderBench";

const id = orderId("1428507003");
const one = "12065550101";
const two = "12065550102";
const facts = { method: "GET", path: `/number/order/${id}`, what: "of the test" };

function answer(status: string, ...fulfilled: string[]): NumberOrderAnswer {
    return { id, status, localNumbers: { ordered: 2, fulfilled } };
}

/** Polls a second apart, each answered by the next of these; the last one again and again. */
async function wait(
    polls: readonly (NumberOrderAnswer | Error)[],
    changes: Partial<Operation> & { knownStatus?: string } = {},
) {
    const waiting = [...polls];
    const at: number[] = [];
    const bench: OrderBench = new OrderBench({
        getNumberOrder: () => {
            at.push(bench.time.now / 1000);
            const next = waiting.length > 1 ? waiting.shift() : waiting[0];
            return next instanceof Error ? Promise.reject(next) : Promise.resolve(next ?? answer("NEW"));
        },
    });
    const { operation, end } = withDeadline(bench.operation(changes));
    const outcome = await bench.time.run(waitForOrder(id, changes.knownStatus ?? "NEW", operation));
    end();
    return { ...outcome, progress: bench.progress, notes: bench.notes, at, seconds: bench.time.now / 1000 };
}

describe("a wait for an order", () => {
    it("ends with the answer that says it is over", async () => {
        const { value, problem, at } = await wait([
            answer("NEW"),
            answer("PROCESSING", one),
            answer("FINISHED", one, two),
        ]);
        assert.equal(problem, undefined);
        assert.deepEqual(value && itemsOf(value).localNumbers, [one, two]);
        assert.deepEqual(at, [1, 2, 3]);
    });

    it("goes on at a status that nobody knows", async () => {
        const { value } = await wait([answer("AWAITING_CARRIER"), answer("FINISHED", one, two)]);
        assert.equal(value?.status, "FINISHED");
    });

    for (const [what, error] of [
        ["a cut connection", new UnclearError(facts, true)],
        ["no connection", new UnsentError(facts)],
        ["a server that asks for patience", new SlowDownError({ ...facts, status: 503 })],
        ["an order that can't be seen yet", new RefusedError({ ...facts, status: 404 })],
    ] as const) {
        it(`goes on after ${what}`, async () => {
            const { value, progress, notes } = await wait([error, error, answer("FINISHED", one, two)]);
            assert.equal(value?.status, "FINISHED");
            assert.equal(progress.length, 2);
            assert.deepEqual(notes, [`order ${id} FINISHED, 2 of 2`]);
        });
    }

    it("leaves a server alone for as long as it asks", async () => {
        const busy = new SlowDownError({ ...facts, status: 429, retryAfterMs: 5_000 });
        const { at } = await wait([busy, answer("FINISHED", one, two)]);
        assert.deepEqual(at, [1, 7]);
    });

    for (const [what, error] of [
        ["that is refused for good", new RefusedError({ ...facts, status: 403, words: "not yours" })],
        ["whose answer can't be read", new UnclearError(facts, false)],
    ] as const) {
        it(`ends at a poll ${what}, and names the order`, async () => {
            const { value, problem } = await wait([answer("PROCESSING", one), error]);
            assert.equal(value?.status, "PROCESSING", "what is known is handed on");
            assert.match(
                problem?.message ?? "",
                new RegExp(`^OrderUnfinished: Order ${id} is PROCESSING after 2 s .*saved; run "pulumi up"`),
            );
        });
    }

    it("gives an order that stays invisible up after a minute", async () => {
        const { value, problem, seconds } = await wait([new RefusedError({ ...facts, status: 404 })]);
        assert.equal(value, undefined);
        assert.match(problem?.message ?? "", /is NEW after 60 s/);
        assert.equal(seconds, 60);
    });

    it("looks at a finished order that brought less again, for as long as an order normally takes", async () => {
        const filled = await wait([answer("FINISHED"), answer("FINISHED", one), answer("FINISHED", one, two)]);
        assert.deepEqual(filled.at, [1, 2, 3]);
        const short = await wait([answer("FINISHED", one)]);
        assert.equal(short.problem, undefined);
        assert.equal(short.seconds, 21);
    });

    for (const status of ["ERRORED", "VOID", "REJECTED", "PAYMENT_ERROR", "ACH_ERROR"]) {
        it(`takes ${status} at its first word`, async () => {
            const { value, seconds } = await wait([answer(status)]);
            assert.equal(value?.status, status);
            assert.equal(seconds, 1);
        });
    }

    it("ends with its time-out, and says how to go on", async () => {
        const { problem, value } = await wait([answer("PROCESSING")], { timeoutSeconds: 30 });
        assert.equal(value?.status, "PROCESSING");
        assert.match(
            problem?.message ?? "",
            /is PROCESSING after 30 s\. It is placed and saved; run "pulumi up" to go on/,
        );
    });

    it("ends with its time-out after ten minutes where none is given", async () => {
        assert.equal((await wait([answer("PROCESSING")])).seconds, 600);
    });

    for (const [status, words] of [
        ["WAIT_FOR_PAYMENT", /waits for a payment/],
        ["APPROVE_TIER_ONE", /waits for a person at CallFire to approve it/],
        ["APPROVE_TIER_TWO", /waits for a person at CallFire to approve it, second stage/],
    ] as const) {
        it(`says in words what an order that is ${status} waits for`, async () => {
            const { problem, progress } = await wait([answer(status)], { timeoutSeconds: 10 });
            assert.match(problem?.message ?? "", words);
            assert.match(progress[0] ?? "", words);
        });
    }

    it("ends at an interrupt, also before the first answer", async () => {
        const signal = AbortSignal.abort(new Error("SIGINT"));
        const { value, problem } = await wait([answer("NEW")], { signal, knownStatus: "PROCESSING" });
        assert.equal(value, undefined);
        assert.match(problem?.message ?? "", /is PROCESSING after 0 s \(interrupted\)/);
    });
});

describe("an order in one line", () => {
    it("says how far it is, and in the end what it cost", () => {
        assert.equal(describeOrder(answer("PROCESSING", one), 12_300), `order ${id} PROCESSING, 12 s, 1 of 2`);
        const over = { ...answer("FINISHED", one, two), totalCost: 3 };
        assert.equal(describeOrder(over, 12_300), `order ${id} FINISHED, 2 of 2, 3.00`);
    });
});
