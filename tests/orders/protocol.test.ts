import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import type { Properties } from "../../provider/resources/resource";
import { ModelAccount } from "./model/account";
import type { AccountOptions, Fate } from "./model/account";
import type { Disk } from "./model/files";
import { ModelStack } from "./model/stack";
import { ModelProcess, ModelWorld } from "./model/world";
import type { Death } from "./model/world";

const seattle = { city: "SEATTLE", state: "WA" };

/** What a resource declares, larger or smaller. Listed names are never given up: they could not be had again. */
const shapes: readonly ((size: number, largest: number) => Properties)[] = [
    (size) => ({ bulkLocal: { count: size, region: seattle } }),
    (size) => ({ bulkLocal: { count: size, region: seattle }, bulkTollFree: { count: 1 } }),
    (_size, largest) => ({ numbers: ["12135550101", "12135550102", "12135550103"].slice(0, largest) }),
    (size, largest) => ({
        bulkTollFree: { count: size },
        keywords: ["CHOCOLATE", "VANILLA", "MINT"].slice(0, largest),
    }),
];

interface Run {
    readonly death?: Death;
    /** The engine dies and its process goes on, on the same machine; the next run begins beside it. */
    readonly isOrphaned: boolean;
    /** The next run has another machine, and no journal. */
    readonly losesMachine: boolean;
    /** How many each resource asks for. */
    readonly sizes: readonly number[];
}

interface Scenario extends AccountOptions {
    /** Which shapes the program declares, each as a resource. */
    readonly shapes: readonly number[];
    readonly runs: readonly Run[];
}

const fates: readonly Fate[] = ["ok", "ok", "lost", "cut", "late", "unsent", "refused", "rival", "short", "errored"];

const scenarios: fc.Arbitrary<Scenario> = fc.record({
    shapes: fc.uniqueArray(fc.nat({ max: shapes.length - 1 }), { minLength: 1, maxLength: 3 }),
    fates: fc.array(fc.constantFrom(...fates), { maxLength: 5 }),
    // CallFire: normally up to 20 seconds; some are slower.
    durations: fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 6 }),
    lag: fc.constantFrom(0, 0, 10, 45),
    hasVersion2: fc.boolean(),
    runs: fc.array(
        fc.record(
            {
                death: fc.record({
                    step: fc.integer({ min: 1, max: 70 }),
                    side: fc.constantFrom<Death["side"]>("before", "after"),
                }),
                isOrphaned: fc.boolean(),
                losesMachine: fc.boolean(),
                sizes: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 3 }),
            },
            { requiredKeys: ["isOrphaned", "losesMachine", "sizes"] },
        ),
        { minLength: 1, maxLength: 4 },
    ),
});

/** What a program declares in a run, and the most that a resource was ever to have. */
class Program {
    readonly most = new Map<string, number>();

    constructor(private readonly scenario: Scenario) {}

    get names(): string[] {
        return this.scenario.shapes.map((shape) => `r${String(shape)}`);
    }

    in(run: number): Map<string, Properties> {
        const declared = new Map<string, Properties>();
        for (const [index, shape] of this.scenario.shapes.entries()) {
            const sizes = this.scenario.runs.slice(0, run + 1).map((one) => one.sizes[index] ?? 1);
            const inputs = shapes[shape]?.(sizes[sizes.length - 1] ?? 1, Math.max(...sizes)) ?? {};
            const name = `r${String(shape)}`;
            declared.set(name, inputs);
            this.most.set(name, Math.max(this.most.get(name) ?? 0, countOf(inputs)));
        }
        return declared;
    }
}

function countOf({ numbers, keywords, bulkLocal, bulkTollFree }: Properties): number {
    const listed = [numbers ?? [], keywords ?? []].flat().length;
    return [bulkLocal, bulkTollFree].reduce<number>(
        (sum, bulk) => sum + ((bulk as { count?: number } | undefined)?.count ?? 0),
        listed,
    );
}

const quietRuns = 7;

class History {
    readonly account: ModelAccount;
    readonly stack: ModelStack;
    readonly program: Program;

    constructor(
        private readonly world: ModelWorld,
        private readonly scenario: Scenario,
    ) {
        this.account = new ModelAccount(world, scenario);
        this.stack = new ModelStack(this.account);
        this.program = new Program(scenario);
    }

    /** The disturbed runs, then undisturbed ones until nothing changes any more. */
    async happen(): Promise<void> {
        const { world } = this;
        let disk: Disk = new Map();
        for (const [index, { death, isOrphaned, losesMachine }] of this.scenario.runs.entries()) {
            const process = new ModelProcess(world, death);
            const work = this.stack.up(this.program.in(index), process, disk);
            if (isOrphaned) {
                // A while later the engine is killed; the process notices before it buys or releases anything.
                await world.run(Promise.race([world.sleep(1500), work, process.death]));
                process.isOrphan = true;
            } else {
                await world.run(Promise.race([work, process.death]));
                process.isDead = true;
                disk = losesMachine ? new Map<string, string>() : disk;
            }
            this.assertNeverTooMuch();
        }
        const last = this.scenario.runs.length - 1;
        for (let run = 0; run < quietRuns; run++) {
            await world.run(this.stack.up(this.program.in(last), new ModelProcess(world, undefined), disk));
            this.assertNeverTooMuch();
            await world.run(world.sleep(60_000));
        }
        this.assertKept(this.program.in(last));
    }

    private assertNeverTooMuch(): void {
        for (const name of this.program.names) {
            const renewing = this.account.renewingOf(name);
            assert.ok(renewing.length <= (this.program.most.get(name) ?? 0), `bought twice: ${this.tell(name)}`);
        }
    }

    private assertKept(declared: ReadonlyMap<string, Properties>): void {
        for (const [name, inputs] of declared) {
            const held = this.heldBy(name);
            const problem = this.stack.problems.get(name) ?? "";
            const bought = this.account.boughtBy(name);
            assert.ok(
                this.account.renewingOf(name).every((item) => held.includes(item)),
                `lost: ${this.tell(name)}`,
            );
            assert.ok(
                held.every((item) => bought.includes(item)),
                `holds what it did not buy: ${this.tell(name)}`,
            );
            if (problem === "") {
                assert.equal(held.length, countOf(inputs), `not what was declared: ${this.tell(name)}`);
            } else {
                // Listed names and those of unresolved attempts may have gone to somebody else: the only thing to ask about.
                assert.ok(
                    this.scenario.fates.some((fate) => fate === "rival" || fate === "short"),
                    this.tell(name),
                );
                assert.match(problem, /NamesUnresolved|unavailable numbers|not for sale|acquired/, this.tell(name));
            }
        }
    }

    private heldBy(name: string): string[] {
        const { acquiredNumbers = [], acquiredKeywords = [] } = this.stack.known.get(name)?.outputs ?? {};
        return [acquiredNumbers, acquiredKeywords].flat() as string[];
    }

    private tell(name: string): string {
        return JSON.stringify(
            {
                name,
                most: this.program.most.get(name),
                orders: this.account.orders,
                released: [...this.account.released],
                state: this.stack.known.get(name),
                problem: this.stack.problems.get(name),
            },
            undefined,
            1,
        );
    }
}

describe("the order protocol, whatever dies between any two steps", () => {
    it("buys nothing twice and loses nothing", async () => {
        await fc.assert(
            fc.asyncProperty(fc.scheduler(), scenarios, async (scheduler, scenario) => {
                await new History(new ModelWorld(scheduler), scenario).happen();
            }),
            { numRuns: Number(process.env["PROTOCOL_RUNS"] ?? 100) },
        );
    }).timeout(0);
});
