import * as assert from "node:assert/strict";
import { acquire } from "../../provider/orders/acquire";
import { NamesUnresolved, Shortfall } from "../../provider/orders/errors";
import type { Goal } from "../../provider/orders/goal";
import { namesHeld } from "../../provider/orders/held";
import type { Held } from "../../provider/orders/held";
import { noPicks } from "../../provider/orders/items";
import type { Operation, Outcome } from "../../provider/orders/session";
import type { Fate } from "./model/account";
import { attemptAt, attemptOf, entryOf, goalOf, heldOf, seattle, wantsOf } from "./model/fixtures";
import { OrderBench } from "./model/orderBench";

const [x, y] = ["12135550101", "12135550102"];
const [one, two, three] = ["12065550101", "12065550102", "12065550103"];
const region = seattle;

/** Any so many numbers of a region. */
function bulk(count: number): Goal {
    return goalOf([], {
        missing: (held) =>
            wantsOf(held.numbers.length < count ? { local: { count: count - held.numbers.length, region } } : {}),
        surplus: (held) => held.numbers.slice(count),
    });
}

describe("an operation", () => {
    let bench: OrderBench;
    const open = (...fates: Fate[]): void => void (bench = new OrderBench({}, { fates }));
    const bring = (goal: Goal, changes: Partial<Operation> = {}, before: Partial<Held> = {}): Promise<Outcome<Held>> =>
        bench.time.run(acquire(heldOf(before), goal, bench.operation(changes)));
    /** Numbers of each order that CallFire took, by their last digits. */
    const orders = (): string[] => bench.account.orders.map(({ asked }) => asked.map((name) => name.slice(-2)).join());
    /** What another process of this resource has ordered, and could tell nobody. */
    const orderElsewhere = async (...numbers: string[]): Promise<void> => {
        await bench.session.client.placeNumberOrder({ numbers });
    };
    beforeEach(() => open());

    it("orders what is missing, and holds it", async () => {
        const { value, problem } = await bring(bulk(2), { attempt: attemptOf() });
        assert.equal(problem, undefined);
        assert.deepEqual([value.numbers, value.attempt, value.unresolved], [[one, two], "attempt", []]);
        assert.deepEqual(orders(), ["01,02"]);
    });

    it("orders a spare in the place of a name that is refused on its first order", async () => {
        open("rival", "ok");
        const { value, problem } = await bring(bulk(2), { attempt: attemptOf() });
        assert.deepEqual([value.numbers, problem], [[two, three], undefined]);
        assert.match(bench.notes.join("\n"), new RegExp(`${one}: sold to somebody else meanwhile; ordering others`));
    });

    it("finds what an order brought whose answer is lost, and orders nothing else", async () => {
        open("lost");
        const { value, problem } = await bring(bulk(2), { attempt: attemptOf() });
        assert.deepEqual([value.numbers, problem, orders()], [[one, two], undefined, ["01,02"]]);
        assert.deepEqual(
            (await bench.entries()).map(({ phase, outcome }) => [phase, outcome]),
            [["settled", "found"]],
        );
    });

    it("orders the same names again where they do not come", async () => {
        open("cut", "ok");
        const { value, problem } = await bring(bulk(2), { attempt: attemptOf() });
        assert.deepEqual([value.numbers, problem, orders()], [[one, two], undefined, ["01,02"]]);
    });

    it("keeps names that neither come nor are for sale, and replaces them by no others", async () => {
        open("cut", "rival", "ok");
        const { value, problem } = await bring(bulk(2), { attempt: attemptOf() });
        assert.ok(problem instanceof NamesUnresolved);
        assert.deepEqual(problem.names, [one]);
        assert.deepEqual([value.numbers, value.unresolved.map(({ id }) => id)], [[two], ["attempt"]]);
    });

    it("takes what an earlier attempt bought on a machine that was lost", async () => {
        await orderElsewhere(one, two);
        const { value, problem } = await bring(bulk(2), { attempt: attemptOf({ id: "next" }), earlier: [attemptOf()] });
        assert.deepEqual([value.numbers, problem, value.resolved], [[one, two], undefined, ["attempt"]]);
        assert.equal(bench.account.orders.length, 1);
    });

    it("does not give up the other names of an attempt, when some of them are ordered again", async () => {
        await orderElsewhere(one);
        const next = attemptOf({ id: "next", picks: { local: [three], tollFree: [] } });
        const { value, problem } = await bring(bulk(2), { attempt: next, earlier: [attemptOf()] });
        assert.deepEqual([[...value.numbers].sort(), problem], [[one, two], undefined]);
        assert.deepEqual(orders(), ["01", "02"]);
    });

    it("looks whether a later attempt has bought something before it orders an earlier one again", async () => {
        await orderElsewhere(three);
        const later = attemptOf({
            id: "later",
            wants: wantsOf({ local: { count: 1, region } }),
            picks: { local: [three], tollFree: [] },
        });
        const { value } = await bring(bulk(1), { attempt: attemptOf({ id: "next" }), earlier: [attemptOf(), later] });
        assert.deepEqual([value.numbers, orders()], [[three], ["03"]]);
    });

    it("knows from the journal of an attempt that the engine has forgotten, and tells the state", async () => {
        open("cut");
        await bench.leave(entryOf());
        const { value, problem } = await bring(bulk(2), { attempt: attemptOf({ id: "next" }), timeoutSeconds: 1 });
        assert.match(problem?.message ?? "", new RegExp(`LookEnded: 1 s are over while .*${two}`));
        assert.deepEqual(
            value.unresolved.map(({ id }) => id),
            ["attempt"],
        );
    });

    it("takes what the journal says an attempt may have bought for its own, not for somebody else's", async () => {
        await bench.leave(entryOf({ wants: wantsOf({ numbers: [x] }), picks: noPicks }));
        await orderElsewhere(x);
        await bench.time.run(bench.time.sleep(5_000));
        const { value, problem } = await bring(goalOf([x]), { attempt: { ...attemptAt(x), id: "next", owned: [x] } });
        assert.deepEqual([value.numbers, problem], [[x], undefined]);
    });

    it("leaves what nobody wants any more unresolved: its order may still come", async () => {
        const { value, problem } = await bring(bulk(0), { earlier: [attemptOf()] });
        assert.deepEqual([problem, value.unresolved.map(({ id }) => id), orders()], [undefined, ["attempt"], []]);
        // As long as an order takes and lists lag behind it, from the first look on.
        assert.equal(bench.time.now, 82_000);
    });

    it("looks for all that nobody wants any more at once", async () => {
        const earlier = [attemptOf(), { ...attemptAt(x), id: "other" }, { ...attemptAt(y), id: "third" }];
        const { value } = await bring(bulk(0), { earlier });
        assert.deepEqual(
            value.unresolved.map(({ id }) => id),
            ["attempt", "other", "third"],
        );
        assert.equal(bench.time.now, 82_000);
    });

    it("takes also what nobody wants any more, and does not release it at once", async () => {
        await orderElsewhere(one, two);
        const { value } = await bring(bulk(0), { earlier: [attemptOf()] });
        assert.deepEqual([value.numbers, [...bench.account.released]], [[one, two], []]);
    });

    it("tells a shortfall, and accepts it with allowPartial", async () => {
        open("short");
        const short = await bring(goalOf([x, y]), { attempt: attemptAt(x, y) });
        assert.ok(short.problem instanceof Shortfall);
        assert.deepEqual(short.value.numbers, [y]);
        open("short");
        const accepted = await bring(goalOf([x, y], { allowPartial: true }), { attempt: attemptAt(x, y) });
        assert.equal(accepted.problem, undefined);
        assert.match(bench.warnings.join(), /Accepted, because allowPartial is true/);
    });

    it("releases what is no longer wanted when all that is wanted has arrived", async () => {
        await orderElsewhere(one);
        await bench.time.run(bench.time.sleep(5_000));
        const before = { numbers: [one] };
        const { value } = await bring(goalOf([x]), { attempt: attemptAt(x) }, before);
        assert.deepEqual([value.numbers, [...bench.account.released]], [[x], [one]]);
    });

    it("releases nothing while something wanted has not arrived", async () => {
        open("ok", "short");
        await orderElsewhere(one);
        const { value, problem } = await bring(goalOf([x]), { attempt: attemptAt(x) }, { numbers: [one] });
        assert.ok(problem instanceof Shortfall);
        assert.deepEqual([value.numbers, [...bench.account.released]], [[one], []]);
    });

    it("with an attempt that an earlier one has used orders nothing: the next one gets another", async () => {
        const used = { attempt: "attempt" };
        for (const [goal, attempt] of [
            [bulk(2), attemptOf()],
            [goalOf([x]), attemptAt(x)],
        ] as const) {
            const { value, problem } = await bring(goal, { attempt }, used);
            assert.ok(problem instanceof Shortfall);
            assert.deepEqual([namesHeld(value), orders()], [[], []]);
        }
    });

    it("that is interrupted while it looks for what it may have bought does not say that nothing was bought", async () => {
        open("lost");
        const interrupt = new AbortController();
        void bench.time.sleep(1_500).then(() => interrupt.abort(new Error("SIGINT")));
        bench.session.client.getNumber = () => Promise.resolve(undefined);
        const { value, problem } = await bring(bulk(2), { attempt: attemptOf(), signal: interrupt.signal });
        assert.match(
            problem?.message ?? "",
            new RegExp(
                `LookEnded: SIGINT while ${one}, ${two} was looked for, which may have been ordered and paid for`,
            ),
        );
        assert.deepEqual(
            value.unresolved.map(({ id }) => id),
            ["attempt"],
        );
    });

    it("that is interrupted before anything was ordered says so", async () => {
        const signal = AbortSignal.abort(new Error("SIGINT"));
        const { value, problem } = await bring(bulk(2), { attempt: attemptOf(), signal });
        assert.match(problem?.message ?? "", /could not be sent: SIGINT\. Nothing was bought/);
        assert.deepEqual(value.unresolved, []);
    });

    it("keeps no entry of an attempt that is settled", async () => {
        await bench.leave(entryOf());
        await orderElsewhere(one);
        await bench.time.run(bench.time.sleep(5_000));
        await bring(bulk(2), { attempt: attemptOf({ id: "next" }) });
        assert.deepEqual(
            (await bench.entries()).map(({ phase }) => phase),
            ["settled", "settled"],
        );
    });
});
