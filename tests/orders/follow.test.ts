import * as assert from "node:assert/strict";
import type { CallFireClient } from "../../provider/callfire/client";
import { orderId } from "../../provider/callfire/types";
import type { NumberOrderAnswer } from "../../provider/callfire/types";
import type { OrderSeen } from "../../provider/orders/decide";
import { Ended } from "../../provider/orders/errors";
import { follow, takeIn } from "../../provider/orders/follow";
import { startProgress } from "../../provider/orders/goal";
import type { Progress } from "../../provider/orders/goal";
import type { Held } from "../../provider/orders/held";
import { nothing } from "../../provider/orders/items";
import type { Entry } from "../../provider/orders/journal/entry";
import type { Operation } from "../../provider/orders/session";
import { attemptOf, entryOf, heldOf, ownedNumber, seattle, urnOf } from "./model/fixtures";
import { OrderBench, failureOf } from "./model/orderBench";

const id = orderId("1000");
const one = "12065550101";
const two = "12065550102";
const three = "12065550103";
const acquired = { ...nothing, localNumbers: [one, two] };
const placed = entryOf({ phase: "placed", orderId: id });

function answer(status: string, ...fulfilled: string[]): NumberOrderAnswer {
    return { id, status, totalCost: 3, created: "2026-11-23T12:00:00Z", localNumbers: { ordered: 2, fulfilled } };
}

/** An account that answers each poll so, and owns these numbers. */
function benchOf(
    poll: NumberOrderAnswer,
    owned: readonly string[] = [],
    client: Partial<CallFireClient> = {},
): OrderBench {
    return new OrderBench({
        getNumberOrder: () => Promise.resolve(poll),
        getNumber: (number) => Promise.resolve(owned.includes(number) ? ownedNumber(number) : undefined),
        ...client,
    });
}

async function seenIn(bench: OrderBench, entry?: Entry): Promise<OrderSeen> {
    const record = entry && (await bench.leave(entry));
    const { intent, wants } = entry ?? placed;
    return { intent, orderId: id, wants, isByCount: false, isSettled: false, ...(record && { record }) };
}

describe("an order that is followed", () => {
    const go = async (
        bench: OrderBench,
        {
            held = {},
            entry = placed,
            ...changes
        }: { held?: Partial<Held>; entry?: Entry | "lost" } & Partial<Operation> = {},
    ): Promise<Progress> => {
        const seen = await seenIn(bench, entry === "lost" ? undefined : entry);
        const operation = bench.operation({ attempt: attemptOf(), ...changes });
        return bench.time.run(follow(seen, startProgress(heldOf(held), []), await bench.look(), operation));
    };
    const end = async (...parameters: Parameters<typeof go>): Promise<Ended> => {
        const error = await failureOf(go(...parameters));
        assert.ok(error instanceof Ended, error.message);
        return error;
    };

    it("brings what it acquired into the state and the journal", async () => {
        const bench = benchOf(answer("FINISHED", one, two));
        const { held, hasOrdered } = await go(bench);
        assert.deepEqual(held.numbers, [one, two]);
        assert.deepEqual(held.orders, [
            { id, intent: "intent", status: "FINISHED", totalCost: 3, createdAt: "2026-11-23T12:00:00Z" },
        ]);
        assert.deepEqual(held.bulk, { "local CITY=SEATTLE, STATE=WA": [one, two] });
        assert.deepEqual(held.wants, {});
        assert.ok(hasOrdered);
        const [entry] = await bench.entries();
        assert.deepEqual([entry?.phase, entry?.outcome, entry?.acquired], ["settled", "ordered", acquired]);
    });

    it("of an earlier attempt leaves this operation's own attempt to be ordered", async () => {
        const { hasOrdered } = await go(benchOf(answer("FINISHED", one)), { attempt: attemptOf({ id: "later" }) });
        assert.equal(hasOrdered, false);
    });

    it("settles the names that it ordered, and not the rest of its attempt", async () => {
        const wants = { ...placed.wants, local: { count: 1, region: seattle } };
        const entry = { ...placed, wants, picks: { local: [one], tollFree: [] } };
        const held = { unresolved: [attemptOf()] };
        const part = await go(benchOf(answer("FINISHED", one)), { held, entry });
        assert.deepEqual(
            part.held.unresolved.map((attempt) => [attempt.wants.local?.count, attempt.picks.local[0]]),
            [[1, two]],
        );
        const whole = await go(benchOf(answer("FINISHED", one, two)), { held });
        assert.deepEqual([whole.held.unresolved, whole.held.resolved], [[], ["attempt"]]);
    });

    it("has brought what the account owns of its names, whatever its answer lists", async () => {
        const { held } = await go(benchOf(answer("FINISHED"), [one, two]));
        assert.deepEqual(held.numbers, [one, two]);
        const older = benchOf(answer("FINISHED"), [], {
            getNumber: (number) => Promise.resolve(ownedNumber(number, { begin: "2026-10-01Z" })),
        });
        assert.deepEqual((await go(older)).held.numbers, [], "what was leased before was not its own");
    });

    it("has not brought what it did not ask for, nor what another resource holds", async () => {
        const bench = benchOf(answer("FINISHED", one, three));
        assert.deepEqual((await go(bench)).held.numbers, [one]);
        assert.match(bench.warnings[0] ?? "", new RegExp(`acquired ${three}, which it did not ask for`));
        const other = benchOf(answer("FINISHED", one, two));
        other.holders.push({ urn: urnOf("sales"), uid: "sales", names: [two], orderIds: [], isDeleted: false });
        assert.deepEqual((await go(other)).held.numbers, [one]);
    });

    it("that failed allows another one, and what it brought is kept", async () => {
        const { held, problem } = await end(benchOf(answer("ERRORED", one)));
        assert.deepEqual([held.numbers, held.orders[0]?.status], [[one], "ERRORED"]);
        assert.match(problem.message, new RegExp(`ended ERRORED but acquired ${one}, which are saved`));
    });

    it("whose payment failed stays open until a person says otherwise", async () => {
        const bench = benchOf(answer("PAYMENT_ERROR"));
        const { held, problem } = await end(bench);
        assert.match(problem.message, /its payment failed, and CallFire may still collect it.*orders forget intent/);
        assert.equal((await bench.entries())[0]?.phase, "placed");
        assert.deepEqual(Object.keys(held.wants), ["intent"]);
    });

    it("that is not over in time is in the state, with what it asked for, name by name", async () => {
        const { held, problem } = await end(benchOf(answer("PROCESSING")), {
            signal: AbortSignal.abort(new Error("SIGINT")),
        });
        assert.match(problem.message, /Order 1000 is NEW .*It is placed and saved/);
        const asked = { ...placed.wants, picks: placed.picks };
        assert.deepEqual([held.orders[0]?.id, held.wants["intent"]], ["1000", asked]);
    });

    it("that the state alone knows is in the journal from now on", async () => {
        const bench = benchOf(answer("FINISHED", one, two));
        await go(bench, { entry: "lost" });
        assert.deepEqual(
            (await bench.entries()).map(({ phase, orderId: known, intent }) => [phase, known, intent]),
            [["settled", "1000", "intent"]],
        );
    });

    it("goes on under the uid that the resource has now", async () => {
        const bench = benchOf(answer("FINISHED", one, two));
        await go(bench, { entry: { ...placed, uid: "earlier" } });
        assert.equal((await bench.entries())[0]?.uid, "uid-of-support");
    });

    it("is in the state also where the journal has disappeared meanwhile", async () => {
        const bench: OrderBench = benchOf(answer("NEW"), [], {
            getNumberOrder: () => {
                bench.disk.clear();
                return Promise.resolve(answer("FINISHED", one, two));
            },
        });
        assert.deepEqual((await go(bench)).held.numbers, [one, two]);
        assert.match(bench.warnings[0] ?? "", /EntryGone/);
    });
});

describe("what an earlier run has settled", () => {
    const settled = entryOf({
        phase: "settled",
        outcome: "ordered",
        orderId: id,
        status: "FINISHED",
        createdAt: "2026-11-23T09:00:00Z",
        settledAt: "2026-11-23T11:59:00Z",
        acquired,
    });
    const take = async (bench: OrderBench, entry: Entry, held: Partial<Held> = {}): Promise<Progress> =>
        takeIn(await seenIn(bench, entry), startProgress(heldOf(held), []), bench.operation());

    it("is taken in", async () => {
        const { held } = await take(benchOf(answer("FINISHED"), [one, two]), settled);
        assert.deepEqual([held.numbers, held.orders[0]?.status], [[one, two], "FINISHED"]);
    });

    it("is taken in although lists do not show it yet, while it has just come by CallFire's clock", async () => {
        assert.deepEqual((await take(benchOf(answer("FINISHED")), settled)).held.numbers, [one, two]);
    });

    it("is taken in without what is no longer there, and the journal forgets that", async () => {
        const bench = benchOf(answer("FINISHED"), [one]);
        const { held } = await take(bench, { ...settled, settledAt: "2026-11-23T11:57:00Z" });
        assert.deepEqual(held.numbers, [one]);
        assert.deepEqual((await bench.entries())[0]?.released, [two]);
        assert.match(bench.warnings[0] ?? "", new RegExp(`${two}: brought by an earlier run, but no longer owned`));
    });

    it("is taken in without what was released since", async () => {
        const getNumber = (number: string) => Promise.resolve(ownedNumber(number, { autoRenew: number === one }));
        const { held } = await take(benchOf(answer("FINISHED"), [], { getNumber }), settled);
        assert.deepEqual(held.numbers, [one]);
    });

    it("settles of its attempt only what it found", async () => {
        const found = entryOf({ phase: "settled", outcome: "found", acquired: { ...nothing, localNumbers: [one] } });
        const { held } = await take(benchOf(answer("FINISHED"), [one]), found, { unresolved: [attemptOf()] });
        assert.deepEqual(
            held.unresolved.map(({ picks }) => picks.local[0]),
            [two],
        );
    });
});
