import { startSimulator } from "../../simulator/index";
import { programOf } from "../../tests/crash/engine/scenario";
import { login, password } from "../../tests/engine/support/account";
import type { ResourceState } from "../../tests/engine/support/checkpoint";
import type { EngineStack } from "../../tests/engine/support/engine";
import { secondsOf, stackOf, type Contender } from "../contenders";
import { median, type Row, type Table } from "../table";

const contenders = ["idle", "handWritten", "ours"] as const satisfies readonly Contender[];

/** Bytes of a resource. */
export const largestState = 1500;

export interface Times {
    /** Seconds of each unchanged preview. */
    readonly previews: number[];
    /** Seconds of each `up` that orders everything. */
    readonly ups: number[];
    /** Bytes of inputs and outputs in the state, of the largest resource. */
    bytes: number;
}

/** A stack of so many resources for each contender, by turns, so that whatever else this machine does meets all alike. */
export async function measurePreviews(
    resources: number,
    runs: { ups: number; previews: number },
): Promise<Record<Contender, Times>> {
    const simulators = await Promise.all(contenders.map(() => startSimulator({ login, password, orderSeconds: 0 })));
    const stacks = new Map<Contender, EngineStack>();
    const times = { ours: noTimes(), handWritten: noTimes(), idle: noTimes() };
    try {
        for (const [index, contender] of contenders.entries()) {
            // Polls of each order by itself, as the hand-written one does: else each would wait for its turn of a second.
            const config = { "callfire:pollScope": "order" };
            stacks.set(contender, await stackOf(contender, programFor(resources), simulators[index]!, config));
        }
        for (let run = 0; run < runs.ups; run++) {
            for (const [contender, stack] of stacks) {
                if (run > 0) await secondsOf(() => stack.destroy());
                times[contender].ups.push(await secondsOf(() => stack.up()));
            }
        }
        for (let run = 0; run < runs.previews; run++) {
            for (const [contender, stack] of stacks) {
                times[contender].previews.push(await secondsOf(() => stack.preview("--expect-no-changes")));
            }
        }
        for (const [contender, stack] of stacks) {
            const orders = (await stack.state()).resources.filter(({ type }) => type.endsWith("callfire:NumberOrder"));
            times[contender].bytes = Math.max(...orders.map(bytesOf));
        }
        return times;
    } finally {
        for (const stack of stacks.values()) stack.remove();
        await Promise.all(simulators.map((simulator) => simulator.close()));
    }
}

export async function tableOfPreviews({ resources, runs }: { resources: number; runs: number }): Promise<Table> {
    const rows: Row[] = [];
    for (const size of new Set([1, 20, resources])) {
        const { ours, handWritten, idle } = await measurePreviews(size, { ups: size > 20 ? 1 : runs, previews: runs });
        const row = (what: string, of: (times: Times) => number, floorsAtMost?: number): Row => ({
            what: `${what} of ${size}`,
            unit: "s",
            ours: of(ours),
            handWritten: of(handWritten),
            floor: of(idle),
            ...(floorsAtMost !== undefined && { floorsAtMost }),
        });
        // Of fewer, most of the time is the engine's start and an order's wait.
        const isLarge = size >= 500;
        rows.push(
            row("first `up`", ({ ups }) => median(ups), isLarge ? 1.5 : undefined),
            row("unchanged preview", ({ previews }) => median(previews), isLarge ? 1.3 : undefined),
        );
        if (size === 20) {
            const bytes = { ours: ours.bytes, handWritten: handWritten.bytes, floor: idle.bytes, unit: "bytes" };
            rows.push({ what: "inputs and outputs in the state, a resource", ...bytes, atMost: largestState });
        }
    }
    return { title: "Time and state, by the number of resources", rows };
}

function programFor(resources: number): Record<string, string> {
    return programOf(
        `for (let index = 0; index < ${resources}; index++) {
    new NumberOrder("number" + index, { bulkLocal: { count: 1, region: { city: "Seattle", state: "WA" } } });
}`,
    );
}

function noTimes(): Times {
    return { previews: [], ups: [], bytes: 0 };
}

function bytesOf({ inputs, outputs }: Pick<ResourceState, "inputs" | "outputs">): number {
    return Buffer.byteLength(JSON.stringify(inputs)) + Buffer.byteLength(JSON.stringify(outputs));
}
