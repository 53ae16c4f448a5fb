import * as assert from "node:assert/strict";
import type { OwnedNumber } from "../../provider/callfire/types";
import type { NameSeen } from "../../provider/orders/decide";
import { attemptAt, attemptOf, goalOf, ownedNumber, urnOf, wantsOf } from "./model/fixtures";
import type { OrderBench } from "./model/orderBench";
import { see, wantsTwo } from "./model/see";
import type { Given } from "./model/see";

const [one, two, three, four] = ["12065550101", "12065550102", "12065550103", "12065550104"];

/** `01 wanted absent`: a name by its last digits. */
function inWords({ name, role, status, obstacle }: NameSeen): string {
    return `${name.slice(-2)} ${role} ${status}${obstacle === undefined ? "" : " elsewhere"}`;
}

describe("what is seen of an attempt's names", () => {
    const owned = (...numbers: string[]): OwnedNumber[] => numbers.map((number) => ownedNumber(number));
    const names = async (given: Given): Promise<string[]> =>
        (await see({ earlier: [attemptOf()], ...given })).attempts.flatMap((attempt) => attempt.names).map(inWords);
    const holds =
        (number: string) =>
        (bench: OrderBench): void =>
            void bench.holders.push({
                urn: urnOf("sales"),
                uid: "sales",
                names: [number],
                orderIds: [],
                isDeleted: false,
            });

    for (const [what, given, seen] of [
        ["nothing there", {}, ["01 wanted absent", "02 wanted absent", "03 spare absent", "04 spare absent"]],
        [
            "one there",
            { owned: owned(two) },
            ["01 wanted absent", "02 wanted owned", "03 spare absent", "04 spare absent"],
        ],
        [
            "a spare that took the place of a refused name",
            { owned: owned(two, three) },
            ["01 spare absent", "02 wanted owned", "03 wanted owned", "04 spare absent"],
        ],
        [
            "a spare, and nothing else yet",
            { owned: owned(three) },
            ["01 wanted absent", "02 spare absent", "03 wanted owned", "04 spare absent"],
        ],
        [
            "a spare that another resource holds",
            { owned: owned(three), prepare: holds(three) },
            ["01 wanted absent", "02 wanted absent", "03 spare owned elsewhere", "04 spare absent"],
        ],
        [
            "a name that another resource holds",
            { owned: owned(one, two), prepare: holds(one) },
            ["01 wanted owned elsewhere", "02 wanted owned", "03 spare absent", "04 spare absent"],
        ],
        [
            "a name leased before the attempt's day",
            { owned: [ownedNumber(one, { begin: "2026-10-01Z" })] },
            ["01 wanted owned elsewhere", "02 wanted absent", "03 spare absent", "04 spare absent"],
        ],
        [
            "a name that no longer renews",
            { owned: [ownedNumber(one, { autoRenew: false })] },
            ["01 wanted lapsing", "02 wanted absent", "03 spare absent", "04 spare absent"],
        ],
        [
            "one held by now",
            { held: { numbers: [one] } },
            ["01 wanted held", "02 wanted absent", "03 spare absent", "04 spare absent"],
        ],
        [
            "only one still wanted",
            { held: { numbers: [four.replace("04", "99")] } },
            ["01 wanted absent", "02 unwanted absent", "03 spare absent", "04 spare absent"],
        ],
        [
            "another region wanted",
            { goal: { ...wantsTwo, missing: () => wantsOf({ local: { count: 2, region: { city: "PORTLAND" } } }) } },
            ["01 unwanted absent", "02 unwanted absent", "03 spare absent", "04 spare absent"],
        ],
    ] as const) {
        it(`with ${what}`, async () => {
            assert.deepEqual(await names(given), seen);
        });
    }

    it("are listed ones without those that were owned at check: it did not order them", async () => {
        const earlier = [{ ...attemptAt(one, two), owned: [one] }];
        assert.deepEqual(await names({ earlier, goal: goalOf([two]) }), ["02 wanted absent"]);
        assert.deepEqual(await names({ earlier, goal: goalOf([]) }), ["02 unwanted absent"]);
    });

    it("that were refused in this operation", async () => {
        const { attempts } = await see({ earlier: [attemptOf()], progress: { refused: [one] } });
        assert.deepEqual(
            attempts[0]?.names.filter(({ isRefused }) => isRefused).map(({ name }) => name),
            [one],
        );
    });

    it("with the patience that is left", async () => {
        const patience = async (answerLostAt: number, watchedSince: number) => {
            const [attempt] = (
                await see({
                    earlier: [attemptOf()],
                    progress: { answerLostAt: { attempt: answerLostAt }, watchedSince: { attempt: watchedSince } },
                })
            ).attempts;
            return [attempt?.isFresh, attempt?.isOverdue];
        };
        assert.deepEqual(await patience(0, 0), [true, false]);
        assert.deepEqual(await patience(-19_999, -79_999), [true, false]);
        assert.deepEqual(await patience(-20_000, -80_000), [false, true]);
    });

    for (const [what, changes, isExpired] of [
        ["of today", {}, false],
        ["of 35 days ago", { day: "2026-10-19" }, false],
        ["of 36 days ago", { day: "2026-10-18" }, true],
        ["of a stack that was destroyed since", { stack: "2026-10-30" }, true],
        ["without a day that can be read", { day: "" }, false],
    ] as const) {
        it(`${what}: the attempt is ${isExpired ? "over" : "still open"}`, async () => {
            const { attempts } = await see({ earlier: [attemptOf(changes)] });
            assert.equal(attempts[0]?.isExpired, isExpired);
        });
    }
});
