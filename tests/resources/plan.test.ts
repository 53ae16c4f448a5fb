import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { orderId } from "../../provider/callfire/types";
import type { Entry } from "../../provider/orders/journal/entry";
import { countItems, countWanted, subtract } from "../../provider/orders/items";
import type { Items, Wants } from "../../provider/orders/items";
import { absorb, holdNothing, itemsHeld, without } from "../../provider/orders/held";
import type { Held } from "../../provider/orders/held";
import { describePlan, isEmpty, planFor, wantsOf } from "../../provider/resources/plan";
import type { Declared } from "../../provider/resources/plan";

const listedNumbers = ["12065550101", "12065550102", "13105550103", "18005550104", "18885550105"];
const regions = [undefined, { city: "Seattle", state: "WA" }, { city: "Oakland", state: "CA" }, { prefix: "1310" }];

const declarations: fc.Arbitrary<Declared> = fc
    .record({
        numbers: fc.option(fc.subarray(listedNumbers)),
        keywords: fc.option(fc.subarray(["CHOCOLATE", "VANILLA", "LEMON"])),
        local: fc.option(fc.record({ count: fc.integer({ min: 1, max: 6 }), region: fc.constantFrom(...regions) })),
        tollFree: fc.option(fc.integer({ min: 1, max: 4 })),
    })
    .map(({ numbers, keywords, local, tollFree }) => ({
        ...(numbers && { numbers }),
        ...(keywords && { keywords }),
        ...(local && { bulkLocal: { count: local.count, ...(local.region && { region: local.region }) } }),
        ...(tollFree !== null && { bulkTollFree: { count: tollFree } }),
    }));

/** A CallFire that fulfils `share` of what is asked for, from numbers that nobody had before. */
class Shop {
    private sold = 0;

    order(wants: Wants, share = 1): Entry {
        this.sold += 1;
        const local = this.numbers("1425", wants.local?.count ?? 0);
        const tollFree = this.numbers("1866", wants.tollFree);
        const isTollFree = (number: string): boolean => number.startsWith("18");
        const some = <T>(items: readonly T[]): T[] => items.slice(0, Math.floor(items.length * share));
        const acquired: Items = {
            localNumbers: some([...wants.numbers.filter((number) => !isTollFree(number)), ...local]),
            tollFreeNumbers: some([...wants.numbers.filter(isTollFree), ...tollFree]),
            keywords: some(wants.keywords),
        };
        return {
            version: 2,
            intent: `intent-${this.sold}`,
            phase: "settled",
            outcome: "ordered",
            stack: { name: "organization/shop/dev" },
            urn: "urn:pulumi:dev::shop::callfire:index:NumberOrder::support",
            attempt: "a1",
            uid: "uid",
            account: "127.0.0.1/acme",
            wants,
            orderId: orderId(String(this.sold)),
            status: "FINISHED",
            acquired,
            reservedAt: "",
            changedAt: "",
            process: "",
        };
    }

    private numbers(areaCode: string, count: number): string[] {
        return Array.from(
            { length: count },
            (_, index) => `${areaCode}2${String(this.sold * 10 + index).padStart(6, "0")}`,
        );
    }
}

/** What one update does, by the plan alone. */
function follow(held: Held, declared: Declared, shop: Shop, share = 1): Held {
    const { order } = planFor(held, declared);
    const arrived = countWanted(order) === 0 ? held : absorb(held, shop.order(order, share));
    if (countWanted(planFor(arrived, declared).order) > 0) {
        return arrived;
    }
    const { release } = planFor(arrived, declared);
    return without(arrived, [...release.numbers, ...release.keywords]);
}

const histories = fc.array(fc.record({ declared: declarations, share: fc.constantFrom(1, 1, 0.5, 0) }), {
    maxLength: 5,
});

function live(history: readonly { declared: Declared; share: number }[], shop: Shop): Held {
    return history.reduce((held, { declared, share }) => follow(held, declared, shop, share), holdNothing("uid"));
}

describe("a plan", () => {
    const property = (name: string, check: (held: Held, declared: Declared, shop: Shop) => void): void => {
        it(name, () => {
            fc.assert(
                fc.property(histories, declarations, (history, declared) => {
                    const shop = new Shop();
                    check(live(history, shop), declared, shop);
                }),
                { numRuns: 500 },
            );
        });
    };

    property("is empty once it was followed", (held, declared, shop) => {
        const plan = planFor(follow(held, declared, shop), declared);
        assert.ok(isEmpty(plan), describePlan(plan));
        assert.equal(describePlan(plan), "");
    });

    property("holds in the end exactly as many as are declared", (held, declared, shop) => {
        const { numbers, keywords } = follow(held, declared, shop);
        const wants = wantsOf(declared);
        assert.deepEqual([...keywords].sort(), [...wants.keywords].sort());
        assert.equal(numbers.length, countWanted(wants) - wants.keywords.length);
        wants.numbers.forEach((number) => assert.ok(numbers.includes(number)));
    });

    property("converges through whatever falls short on the way", (held, declared, shop) => {
        let now = held;
        for (const share of [0, 0.5, 0.5, 1, 1]) {
            now = follow(now, declared, shop, share);
        }
        assert.ok(isEmpty(planFor(now, declared)));
    });

    property("never releases what is declared, and never orders what is held", (held, declared) => {
        const { order, release } = planFor(held, declared);
        const listed = [...(declared.numbers ?? []), ...(declared.keywords ?? [])];
        assert.deepEqual(
            listed.filter((item) => [...release.numbers, ...release.keywords].includes(item)),
            [],
        );
        const has = [...held.numbers, ...held.keywords];
        assert.deepEqual(
            [...order.numbers, ...order.keywords].filter((item) => has.includes(item)),
            [],
        );
    });

    property("releases only what is held, and names each of it", (held, declared) => {
        const plan = planFor(held, declared);
        const items = [...plan.release.numbers, ...plan.release.keywords];
        assert.deepEqual(
            items.filter((item) => ![...held.numbers, ...held.keywords].includes(item)),
            [],
        );
        assert.equal(new Set(items).size, items.length);
        items.forEach((item) => assert.ok(describePlan(plan).includes(item)));
    });

    property("does not order and release the same kind of the same region", (held, declared) => {
        const { order, release } = planFor(held, declared);
        if (order.tollFree > 0) {
            const bulk = held.bulk["tollFree"] ?? [];
            assert.deepEqual(
                release.numbers.filter((number) => bulk.includes(number)),
                [],
            );
        }
    });

    property("keeps the place of what stays held", (held, declared, shop) => {
        const after = follow(held, declared, shop).numbers;
        const stayed = held.numbers.filter((number) => after.includes(number));
        assert.deepEqual(after.slice(0, stayed.length), stayed);
    });

    property("releases the newest of a group", (held, declared) => {
        const { release } = planFor(held, declared);
        for (const [group, numbers] of Object.entries(held.bulk)) {
            const bulk = numbers.filter((number) => !(declared.numbers ?? []).includes(number));
            const gone = bulk.map((number) => release.numbers.includes(number));
            assert.equal(gone.indexOf(true) === -1 || gone.slice(gone.indexOf(true)).every(Boolean), true, group);
        }
    });

    property("is the same whatever the order of the lists", (held, declared) => {
        const turned = {
            ...declared,
            ...(declared.numbers && { numbers: [...declared.numbers].reverse() }),
            ...(declared.keywords && { keywords: [...declared.keywords].reverse() }),
        };
        const sorted = ({ order, release }: ReturnType<typeof planFor>) => ({
            order: { ...order, numbers: [...order.numbers].sort(), keywords: [...order.keywords].sort() },
            release,
        });
        assert.deepEqual(sorted(planFor(held, turned)), sorted(planFor(held, declared)));
    });

    it("less what was accepted as short is never below nothing", () => {
        fc.assert(
            fc.property(declarations, declarations, (one, other) => {
                const left = subtract(wantsOf(one), wantsOf(other));
                assert.ok(countWanted(left) <= countWanted(wantsOf(one)));
                assert.equal(countWanted(subtract(wantsOf(one), wantsOf(one))), 0);
                assert.deepEqual(subtract(wantsOf(one), undefined), wantsOf(one));
            }),
        );
    });
});

describe("what is held", () => {
    it("does not change when the same order is taken in again", () => {
        fc.assert(
            fc.property(histories, declarations, (history, declared) => {
                const shop = new Shop();
                const held = live(history, shop);
                const entry = shop.order(planFor(held, declared).order);
                const once = absorb(held, entry);
                assert.deepEqual(absorb(once, entry), once);
            }),
        );
    });

    it("is of one kind each, and every bulk number is among the numbers", () => {
        fc.assert(
            fc.property(histories, (history) => {
                const held = live(history, new Shop());
                assert.equal(countItems(itemsHeld(held)), held.numbers.length + held.keywords.length);
                const bulk = Object.values(held.bulk).flat();
                assert.equal(new Set(bulk).size, bulk.length);
                assert.ok(bulk.every((number) => held.numbers.includes(number)));
            }),
        );
    });

    it("takes nothing in from an order that a person gave up", () => {
        const shop = new Shop();
        const entry = shop.order({ numbers: [listedNumbers[0]!], keywords: [], tollFree: 0 });
        const held = absorb(holdNothing("uid"), { ...entry, outcome: "forgotten" });
        assert.deepEqual(held.numbers, []);
        assert.equal(held.orders[0]?.status, "forgotten");
    });
});
