import * as assert from "node:assert/strict";
import { createOnce } from "../../provider/resources/createOnce";
import type { Creation } from "../../provider/resources/createOnce";
import { noPicks, noWants } from "../../provider/orders/items";
import type { Attempt } from "../../provider/orders/attempt";
import { Bench } from "../support/bench";

const uid = "0000000000aa";

function attemptOf(id: string): Attempt {
    return { id, uid, day: "2026-01-01", wants: noWants, picks: noPicks, owned: [], wish: "other" };
}

/** A CallFire that remembers each RequestId for ever, also of what is deleted. */
class Remembering {
    readonly ids = new Map<string, string>();
    readonly there = new Map<string, string>();

    creation(declared: string, tried: readonly Attempt[]): Creation {
        return {
            what: "thing",
            uid,
            tried,
            wish: () => declared,
            post: (requestId) => {
                const known = this.ids.get(requestId);
                const id = known ?? `id-${String(this.ids.size)}`;
                if (known === undefined) {
                    this.ids.set(requestId, id);
                    this.there.set(id, declared);
                }
                return Promise.resolve(id);
            },
            findEqual: () => Promise.resolve([]),
            isEqual: (id) => Promise.resolve(this.there.has(id) ? this.there.get(id) === declared : undefined),
            remove: (id) => {
                this.there.delete(id);
                return Promise.resolve();
            },
        };
    }
}

describe("what is made once, where CallFire remembers what is deleted", () => {
    let bench: Bench;
    beforeEach(async () => {
        bench = await Bench.open();
    });
    afterEach(() => bench.close());

    it("is made under the next RequestId, and none is left of another declaration", async () => {
        const callfire = new Remembering();
        const [first, second, third] = [attemptOf("01"), attemptOf("02"), attemptOf("03")];
        for (const [declared, tried, attempt] of [
            ["one", [], first],
            ["two", [first], second],
            ["three", [first, second], third],
        ] as const) {
            const id = await createOnce(callfire.creation(declared, tried), bench.operation("thing", { attempt }));
            assert.deepEqual([...callfire.there], [[id, declared]]);
        }
        callfire.there.clear();
        const tried = [first, second, third];
        const operation = bench.operation("thing", { attempt: attemptOf("04") });
        const id = await createOnce(callfire.creation("three", tried), operation);
        assert.deepEqual([...callfire.there], [[id, "three"]]);
    });
});
