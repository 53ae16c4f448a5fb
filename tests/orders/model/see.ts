import type { OwnedNumber } from "../../../provider/callfire/types";
import type { Attempt } from "../../../provider/orders/attempt";
import { startProgress } from "../../../provider/orders/goal";
import type { Goal, Progress } from "../../../provider/orders/goal";
import type { Held } from "../../../provider/orders/held";
import { observe } from "../../../provider/orders/observe";
import type { Operation } from "../../../provider/orders/session";
import { goalOf, heldOf, seattle, wantsOf } from "./fixtures";
import { OrderBench } from "./orderBench";

/** Any two numbers of a region. */
export const wantsTwo: Goal = goalOf([], {
    missing: (held) => wantsOf({ local: { count: 2 - held.numbers.length, region: seattle } }),
});

/** What there is to see. */
export interface Given {
    readonly held?: Partial<Held>;
    readonly owned?: readonly OwnedNumber[];
    readonly earlier?: readonly Attempt[];
    readonly goal?: Goal;
    readonly progress?: Partial<Progress>;
    readonly operation?: Partial<Operation>;
    readonly prepare?: (bench: OrderBench) => unknown;
}

export async function see({
    held,
    owned = [],
    earlier = [],
    goal = wantsTwo,
    progress,
    operation,
    prepare,
}: Given): ReturnType<typeof observe> {
    const bench = new OrderBench({
        getNumber: (number) => Promise.resolve(owned.find((known) => known.number === number)),
    });
    await prepare?.(bench);
    const start = { ...startProgress(heldOf(held), earlier), ...progress };
    return observe(start, goal, bench.operation({ ...operation, earlier }));
}
