import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { Line } from "../../provider/orders/line";
import { openJournal } from "../../provider/orders/journal";
import type { Operation, Session } from "../../provider/orders/session";
import { numberOrder } from "../../provider/resources/numberOrder";
import { PartialFailure } from "../../provider/resources/resource";
import type { Properties } from "../../provider/resources/resource";
import { account, urnOf } from "./entries";
import { ModelAccount, ModelProcess, ModelWorld, modelStore, namesOf } from "./model";
import type { Death, Fate } from "./model";
import { countDeclared } from "../support/inputs";

const seattle = { city: "Seattle", state: "WA" };
const shapes: readonly Properties[] = [
    { bulkLocal: { count: 2, region: seattle } },
    { bulkLocal: { count: 1, region: seattle }, bulkTollFree: { count: 1 } },
    { bulkTollFree: { count: 1 }, keywords: ["CHOCOLATE"] },
    { numbers: ["12135550101"] },
    // Of the same kind, region and count: each could account for the other's number.
    { bulkLocal: { count: 1, region: seattle } },
    { bulkLocal: { count: 1, region: seattle } },
];

interface Run {
    readonly death?: Death;
    /** The engine dies and the process lives on; the next run begins beside it. */
    readonly orphaned: boolean;
}

interface Scenario {
    /** Which shapes the program declares, each as a resource. */
    readonly shapes: readonly number[];
    readonly fates: readonly Fate[];
    readonly durations: readonly number[];
    readonly runs: readonly Run[];
}

const scenarios: fc.Arbitrary<Scenario> = fc.record({
    shapes: fc.uniqueArray(fc.nat({ max: shapes.length - 1 }), { minLength: 1, maxLength: 3 }),
    fates: fc.array(fc.constantFrom<Fate>("ok", "ok", "lost", "cut", "unsent", "refused"), { maxLength: 5 }),
    // CallFire: normally up to 20 seconds; some are slower.
    durations: fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 6 }),
    runs: fc.array(
        fc.record(
            {
                death: fc.record({
                    step: fc.integer({ min: 1, max: 60 }),
                    side: fc.constantFrom<Death["side"]>("before", "after"),
                }),
                orphaned: fc.boolean(),
            },
            { requiredKeys: ["orphaned"] },
        ),
        { minLength: 1, maxLength: 4 },
    ),
});

/** The engine's memory of one resource. */
interface Known {
    id?: string;
    state?: Properties;
    problem: string;
}

class Stack {
    private readonly files = new Map<string, string>();
    readonly account: ModelAccount;
    readonly known = new Map<string, Known>();

    constructor(
        private readonly world: ModelWorld,
        private readonly scenario: Scenario,
    ) {
        this.account = new ModelAccount(world, this.files, [...scenario.fates], [...scenario.durations]);
        this.names.forEach((name) => this.known.set(name, { problem: "never run" }));
    }

    get names(): string[] {
        return this.scenario.shapes.map((shape) => `r${String(shape)}`);
    }

    inputsOf(name: string): Properties {
        return shapes[Number(name.slice(1))] ?? {};
    }

    /** The disturbed runs, then undisturbed ones until nothing changes any more. */
    async live(): Promise<void> {
        for (const { death, orphaned } of this.scenario.runs) {
            const process = new ModelProcess(this.world, death);
            const work = this.run(process);
            if (orphaned) {
                // A while later the engine is killed; the process notices before it buys or releases anything.
                await this.world.drive(Promise.race([this.world.sleep(1500, undefined), work, process.death]));
                process.isOrphan = true;
            } else {
                await this.world.drive(Promise.race([work, process.death]));
            }
        }
        for (let quiet = 0; quiet < 5; quiet++) {
            await this.world.drive(this.run(new ModelProcess(this.world, undefined)));
        }
    }

    private async run(process: ModelProcess): Promise<void> {
        const session = this.sessionOf(process);
        await Promise.all(
            this.names.map(async (name) => {
                const result = await this.account.as(name, () => this.call(this.operation(name, session, process)));
                if (!process.isOrphan) {
                    this.known.set(name, result);
                }
            }),
        );
    }

    private async call(operation: Operation): Promise<Known> {
        const name = operation.owner.urn.replace(/^.*::/, "");
        const before = this.known.get(name);
        const inputs = this.inputsOf(name);
        try {
            if (before?.id === undefined || before.state === undefined) {
                return { ...(await numberOrder.create(inputs, operation)), problem: "" };
            }
            const { id, state } = before;
            const { changes } = await numberOrder.diff(id, state, inputs, { ...operation, warn: () => undefined });
            return { id, state: changes ? await numberOrder.update(id, state, inputs, operation) : state, problem: "" };
        } catch (error) {
            const problem = error instanceof Error ? error.message : String(error);
            const saved = error instanceof PartialFailure ? { id: error.id, state: error.state } : {};
            return { ...before, ...saved, problem };
        }
    }

    /** What all resources of one process share. */
    private sessionOf({ time, step }: ModelProcess): Session {
        return {
            account,
            client: this.account.client(step),
            journal: openJournal(modelStore(this.files, step), time),
            pollClock: {
                turn: async (_order, signal, call) => {
                    await time.sleep(1000, signal);
                    return call();
                },
            },
            orderLine: new Line(),
            time,
            maxItemsPerOrder: 100,
        };
    }

    private operation(name: string, session: Session, process: ModelProcess): Operation {
        return {
            session,
            owner: { organization: "organization", urn: urnOf(name), aliases: [] },
            report: { progress: () => undefined, note: () => undefined, warn: () => undefined },
            signal: new AbortController().signal,
            timeoutSeconds: 0,
            assertEngineAlive: () =>
                process.step("engine?", () => {
                    if (process.isOrphan) {
                        throw new Error("the engine is gone");
                    }
                }),
        };
    }
}

function heldBy({ state }: Known): string[] {
    return [
        ...((state?.["acquiredNumbers"] as readonly string[] | undefined) ?? []),
        ...((state?.["acquiredKeywords"] as readonly string[] | undefined) ?? []),
    ];
}

function assertKept(stack: Stack): void {
    const { orders, sentIntents } = stack.account;
    assert.equal(new Set(sentIntents).size, sentIntents.length, `an intent was sent twice: ${sentIntents.join(", ")}`);
    for (const [name, known] of stack.known) {
        const bought = orders.filter(({ by }) => by === name).flatMap(namesOf);
        const held = heldBy(known);
        const wanted = countDeclared(stack.inputsOf(name));
        const story = `${name} wants ${String(wanted)}, bought ${bought.join(", ")}, holds ${held.join(", ")}: ${known.problem}`;
        assert.ok(bought.length <= wanted, `bought twice: ${story}`);
        assert.ok(
            held.every((item) => bought.includes(item)),
            `holds what another's order brought: ${story}`,
        );
        if (known.problem === "") {
            assert.equal(held.length, wanted, `not what was declared: ${story}`);
            assert.equal(bought.length, wanted, `lost: ${story}`);
        } else {
            // Whatever is not settled is named to a person; nothing else may end this way.
            assert.match(known.problem, /OrderInDoubt/, story);
            assert.equal(held.length, 0, story);
        }
    }
}

describe("the order protocol, whatever dies between any two steps", () => {
    it("buys nothing twice, loses nothing and guesses nothing", async () => {
        await fc.assert(
            fc.asyncProperty(fc.scheduler(), scenarios, async (scheduler, scenario) => {
                const world = new ModelWorld(scheduler);
                const stack = new Stack(world, scenario);
                await stack.live();
                assertKept(stack);
            }),
            { numRuns: Number(process.env["PROTOCOL_RUNS"] ?? 150) },
        );
    }).timeout(0);
});
