import assert from "node:assert/strict";
import { CreateInterrupted } from "../../provider/orders/errors";
import { assertNothingIsLeft } from "../../provider/resources/leftovers";
import type { Time } from "../../provider/orders/time";
import { attemptOf, urnOf, wantsOf } from "../orders/model/fixtures";
import { Bench } from "../support/bench";
import { operationOf, stackView } from "../support/session";

/** A clock that only sleeping moves, so that no wait takes time. */
function clockOfSleeps(): Time {
    let now = 0;
    return {
        elapsed: () => now,
        date: () => new Date(Date.UTC(2026, 10, 23) + now),
        sleep: (milliseconds) => {
            now += milliseconds;
            return Promise.resolve();
        },
    };
}

describe("a new resource that asks for what an interrupted create of another name has asked for", () => {
    let bench: Bench;
    before(async () => (bench = await Bench.open()));
    after(() => bench.close());

    /** @param checks when resources are checked, in seconds; the last of them is the other one */
    async function declared(checks: readonly number[]): Promise<number> {
        const time = clockOfSleeps();
        const { account } = bench.session;
        const wants = wantsOf({ local: { count: 2, region: { state: "WA" } } });
        const left = attemptOf({ account, wants, day: "2026-11-23" });
        const checked = (): number => checks.filter((second) => second * 1000 <= time.elapsed()).length;
        const stack = stackView(
            { name: "organization/shop/dev", backend: "file:///state" },
            {
                leftovers: () =>
                    Promise.resolve(new Map(checked() === checks.length ? [] : [[urnOf("support"), [left]]])),
                askedAboutCount: checked,
            },
        );
        const operation = operationOf({ ...bench.session, time }, { urn: urnOf("help"), aliases: [], stack });
        await assertNothingIsLeft(wants, operation);
        return time.elapsed() / 1000;
    }

    it("waits until the program has declared the other one too, however many come before it", async () => {
        assert.ok((await declared([1, 15, 30, 45])) >= 45);
    });

    it("is refused by name when the program declares nothing more", async () => {
        await assert.rejects(declared([1, 15, 90]), CreateInterrupted);
    });
});
