import * as assert from "node:assert/strict";
import type { Held } from "../../provider/orders/held";
import { nothing } from "../../provider/orders/items";
import { attemptAt, attemptOf, entryOf, goalOf, heldOf, ownedNumber, urnOf, wantsOf } from "./model/fixtures";
import type { OrderBench } from "./model/orderBench";
import { see } from "./model/see";
import type { Given } from "./model/see";

const [one, two] = ["12065550101", "12065550102"];

describe("what is seen of attempts", () => {
    const ids = async (given: Given): Promise<string[]> => (await see(given)).attempts.map(({ attempt }) => attempt.id);

    it("is those of the state, those that the engine left, and those of the journal whose answer is lost", async () => {
        const seen = await ids({
            held: { unresolved: [attemptOf({ id: "of the state" })], resolved: ["over"] },
            earlier: [attemptOf({ id: "of the engine" }), attemptOf({ id: "over" }), attemptOf({ id: "of the state" })],
            prepare: async (bench) => {
                await bench.leave(entryOf({ attempt: "of the journal", intent: "1" }));
                await bench.leave(entryOf({ attempt: "over", intent: "2" }));
                await bench.leave(entryOf({ attempt: "of the state", intent: "3" }));
            },
        });
        assert.deepEqual(seen, ["of the state", "of the engine", "of the journal"]);
    });

    it("waits while an order can be followed", async () => {
        const prepare = (bench: OrderBench) => bench.leave(entryOf({ phase: "placed", orderId: "1000" as never }));
        const { attempts, orders } = await see({ earlier: [attemptOf()], prepare });
        assert.deepEqual([attempts.length, orders[0]?.orderId], [0, "1000"]);
    });

    for (const [what, countedIn, leave, seen] of [
        ["which the journal does not have, that was to note it", "this journal", undefined, "not sent"],
        ["which it has reserved", "this journal", { phase: "reserved" }, "not sent"],
        ["which it knows as over", "this journal", { phase: "closed", outcome: "forgotten" }, "followed by its entry"],
        ["of another journal, or of one that this is a copy of", "another journal", undefined, "unknown"],
        ["of another journal, whose copy has it reserved", "another journal", { phase: "reserved" }, "unknown"],
    ] as const) {
        it(`by count, ${what}: ${seen}`, async () => {
            const given: Given = {
                prepare: async (bench) => {
                    bench.session.journal.identity = () => Promise.resolve("this journal");
                    const { picks: _picks, ...entry } = entryOf(leave);
                    await (leave && bench.leave(entry));
                },
                earlier: [attemptOf({ countedIn, picks: { local: [], tollFree: [] } })],
            };
            assert.equal((await see(given)).attempts[0]?.orderByCount, seen);
        });
    }
});

describe("what is seen of orders", () => {
    const acquired = { ...nothing, localNumbers: [one] };
    const orders = async (entry: object, held: Partial<Held> = {}): Promise<string[]> => {
        const given = { held, prepare: (bench: OrderBench) => bench.leave(entryOf(entry)) };
        return (await see(given)).orders.map(
            (order) =>
                `${order.orderId ?? "no id"}${order.isByCount ? " by count" : ""}${order.isSettled ? " settled" : ""}`,
        );
    };
    const record = { intent: "intent", id: "1000", status: "PROCESSING" };

    for (const [what, entry, held, seen] of [
        ["a reservation: nothing was sent", { phase: "reserved" }, {}, []],
        ["an order by name whose answer is lost: its names are looked for", {}, {}, []],
        ["an order by count whose answer is lost", { picks: undefined }, {}, ["no id by count"]],
        ["an order that is placed", { phase: "placed", orderId: "1000" }, {}, ["1000"]],
        ["an order whose id the state alone knows", {}, { orders: [record] }, ["1000"]],
        ["a settled order that no state shows", { phase: "settled", orderId: "1000", acquired }, {}, ["1000 settled"]],
        [
            "a settled order that the state shows",
            { phase: "settled", orderId: "1000", acquired },
            { orders: [{ ...record, status: "FINISHED" }] },
            [],
        ],
        [
            "a closed entry that a state that was rolled back does not know",
            { phase: "closed", orderId: "1000", acquired },
            {},
            ["1000 settled"],
        ],
        ["a closed entry of another uid", { phase: "closed", orderId: "1000", acquired, uid: "old" }, {}, []],
    ] as const) {
        it(`with ${what}`, async () => {
            assert.deepEqual(await orders(entry, held), seen);
        });
    }

    it("is also what the state knows and no journal does", async () => {
        const wants = { intent: wantsOf({ numbers: [one] }) };
        const { orders: seen } = await see({ held: { orders: [record], wants } });
        assert.deepEqual([seen[0]?.orderId, seen[0]?.wants, seen[0]?.record], ["1000", wants.intent, undefined]);
        const over = await see({ held: { orders: [{ ...record, status: "FINISHED" }], wants } });
        assert.deepEqual(over.orders, []);
    });
});

describe("what is seen of listed names", () => {
    const listed = async (given: Given) =>
        (
            await see({
                goal: goalOf([one, two]),
                operation: { attempt: { ...attemptAt(one, two), owned: [one] } },
                ...given,
            })
        ).owned;

    it("is those that were owned at check and are missing", async () => {
        assert.deepEqual(await listed({ owned: [ownedNumber(one), ownedNumber(two)] }), [
            { name: one, isInherited: false },
        ]);
        assert.deepEqual(await listed({ owned: [ownedNumber(one)], held: { numbers: [one] } }), []);
        assert.deepEqual(await listed({}), [], "it is owned no longer");
    });

    it("is none that an attempt without a known end may have bought, whoever knows of that", async () => {
        const owned = [ownedNumber(one)];
        assert.deepEqual(await listed({ owned, earlier: [{ ...attemptAt(one), id: "earlier" }] }), []);
        const entry = entryOf({
            attempt: "earlier",
            wants: wantsOf({ numbers: [one] }),
            picks: { local: [], tollFree: [] },
        });
        assert.deepEqual(await listed({ owned, prepare: (bench) => bench.leave(entry) }), []);
    });

    it("tells those that the older resource of this URN holds", async () => {
        const holder = { uid: "old", names: [one], orderIds: [], isDeleted: false };
        const inherited = await listed({
            owned: [ownedNumber(one)],
            prepare: (bench) => void bench.holders.push({ ...holder, urn: urnOf("support") }),
        });
        assert.deepEqual(inherited, [{ name: one, isInherited: true }]);
        const [foreign] = await listed({
            owned: [ownedNumber(one)],
            prepare: (bench) => void bench.holders.push({ ...holder, urn: urnOf("sales") }),
        });
        assert.match(foreign?.obstacle ?? "", /is held by .*::sales/);
    });

    it("tells what no longer renews", async () => {
        const [lapsing] = await listed({ owned: [ownedNumber(one, { autoRenew: false })] });
        assert.match(
            lapsing?.obstacle ?? "",
            /was released: its lease ends 2026-12-22Z\. It can't be renewed through this API/,
        );
    });
});

describe("what is seen of the rest", () => {
    it("is what may go: held before this operation, and wanted no longer", async () => {
        const before = heldOf({ numbers: [one] });
        const { surplus } = await see({ held: { numbers: [one, two] }, goal: goalOf([]), progress: { before } });
        assert.deepEqual(surplus, [one]);
    });

    it("is the order that the program names, unless it is known", async () => {
        const goal = goalOf([], { adoptOrderId: "1000" });
        assert.equal((await see({ goal })).adoptOrderId, "1000");
        const orders = [{ intent: "intent", id: "1000", status: "FINISHED" }];
        assert.equal((await see({ goal, held: { orders } })).adoptOrderId, undefined);
    });

    it("is an entry that can't be read, by name", async () => {
        const prepare = async (bench: OrderBench): Promise<void> => {
            const { name } = await bench.leave(entryOf());
            bench.disk.set(`${name}.1.json`, "{");
        };
        assert.match((await see({ prepare })).blocked?.message ?? "", /support-[0-9a-f]{12}\.1 .*damaged/);
    });
});
