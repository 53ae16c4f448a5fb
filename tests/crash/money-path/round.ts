import * as path from "node:path";
import { orderId } from "../../../provider/callfire/types";
import { folderStore } from "../../../provider/orders/folderStore";
import { openJournal } from "../../../provider/orders/journal";
import type { Record as Entry } from "../../../provider/orders/journal";
import type { Properties } from "../../../provider/resources/resource";
import { startSimulator } from "../../../simulator";
import type { LedgerOrder, RunningSimulator } from "../../../simulator";
import { clockOf, timeTimes } from "../../support/fastTime";
import { makeFolder, removeFolder } from "../../support/folders";
import type { Call, Job } from "./job";
import { points } from "./points";
import type { Processes } from "./processes";
import { Random } from "./random";
import { countDeclared } from "../../support/inputs";

export interface Figures {
    /** Of processes, while they worked. */
    kills: number;
    /** Of these, at a point of the protocol that was named before. */
    atPoints: number;
    /** Items that were ordered beyond what the program declares. */
    boughtTwice: number;
    /** Items that are owned and paid for, and that neither the state nor the journal knows. */
    lost: number;
    /** Orders that ended in `OrderInDoubt`. */
    leftToPerson: number;
}

export const noFigures: Figures = { kills: 0, atPoints: 0, boughtTwice: 0, lost: 0, leftToPerson: 0 };

export interface Pace {
    /** How much faster than real time. The faster, the longer seem requests beside the orders. */
    readonly speed: number;
    /** How long an undisturbed process works, learnt from those before. */
    milliseconds: number;
}

/** Resources as a program declares them, at first and grown. */
interface Declared {
    readonly name: string;
    readonly first: Properties;
    readonly grown: Properties;
}

const seattle = { city: "Seattle", state: "WA" };
const shapes: readonly [Declared, ...Declared[]] = [
    {
        name: "bulk",
        first: { bulkLocal: { count: 2, region: seattle } },
        grown: { bulkLocal: { count: 3, region: seattle } },
    },
    {
        name: "mixed",
        first: { bulkTollFree: { count: 1 }, keywords: ["CHOCOLATE"] },
        grown: { bulkTollFree: { count: 2 }, keywords: ["CHOCOLATE", "VANILLA"] },
    },
    { name: "listed", first: { numbers: ["12135550101"] }, grown: { numbers: ["12135550101", "12135550102"] } },
    {
        name: "portland",
        first: { bulkLocal: { count: 1, region: { city: "Portland", state: "OR" } } },
        grown: { bulkLocal: { count: 2, region: { city: "Portland", state: "OR" } } },
    },
    // Of the same region as the first: each could account for the other's numbers.
    {
        name: "sibling",
        first: { bulkLocal: { count: 1, region: seattle } },
        grown: { bulkLocal: { count: 2, region: seattle } },
    },
];

/** An order normally takes up to 20 seconds. */
const orderSeconds = { from: 4, to: 16 };
/** One kill in so many is at a named point, the others at any moment. */
const killsPerNamed = 16;

/**
 * A stack on an account of its own: creates one to three resources and then lets them grow, killing the process at each of these
 * at least once, until an undisturbed one gets through. The engine's part is played here: it knows what a process reported.
 */
export class Round {
    readonly figures: Figures = { ...noFigures };
    private readonly random: Random;
    private readonly declared: readonly Declared[];
    private readonly known = new Map<string, { id: string; state: Properties }>();
    private readonly start = process.hrtime.bigint();
    private readonly time;
    private readonly problems: string[] = [];
    private folder = "";

    private constructor(
        seed: number,
        private readonly processes: Processes,
        private readonly pace: Pace,
    ) {
        this.time = timeTimes(pace.speed, this.start);
        this.random = new Random(seed);
        const count = 1 + this.random.below(3);
        const rest = [...shapes];
        this.declared = Array.from(
            { length: count },
            () => rest.splice(this.random.below(rest.length), 1)[0] ?? shapes[0],
        );
    }

    /** @throws Error that tells what was found at the end, when it is not what was declared. */
    static async run(seed: number, processes: Processes, pace: Pace): Promise<Figures> {
        const round = new Round(seed, processes, pace);
        round.folder = await makeFolder("callfire-crash-");
        const simulator = await startSimulator({
            orderSeconds: orderSeconds.from + round.random.below(orderSeconds.to - orderSeconds.from),
            clock: clockOf(round.time),
        });
        try {
            await round.bringTo("first", simulator);
            await round.bringTo("grown", simulator);
            await round.count(simulator);
            return round.figures;
        } finally {
            await simulator.close();
            await removeFolder(round.folder);
        }
    }

    private async bringTo(stage: "first" | "grown", simulator: RunningSimulator): Promise<void> {
        const kills = 1 + this.random.below(3);
        for (let kill = 0; kill < kills; kill++) {
            const isNamed = this.random.below(killsPerNamed) === 0;
            const at = {
                point: points[this.random.below(points.length)] ?? "",
                nth: 1 + this.random.below(this.declared.length),
            };
            const moment = this.random.next() * this.pace.milliseconds;
            const run = await this.runProcess(stage, simulator, isNamed ? at : {}, isNamed ? undefined : moment);
            if (run.wasKilled) {
                this.figures.kills += 1;
                this.figures.atPoints += isNamed ? 1 : 0;
            }
        }
        for (let attempt = 0; ; attempt++) {
            const run = await this.runProcess(stage, simulator, {});
            const failed = run.outcomes.filter(({ problem }) => problem !== "");
            if (failed.length === 0) {
                this.pace.milliseconds += (run.milliseconds - this.pace.milliseconds) / 20;
                return;
            }
            const inDoubt = failed.filter(({ problem }) => problem.includes("OrderInDoubt"));
            if (inDoubt.length < failed.length || attempt === 3) {
                throw new Error(failed.map(({ name, problem }) => `${name}: ${problem}`).join("\n"));
            }
            this.figures.leftToPerson += await this.settleByHand(simulator);
        }
    }

    private async runProcess(
        stage: "first" | "grown",
        simulator: RunningSimulator,
        at: { point?: string; nth?: number },
        killAfter?: number,
    ) {
        const calls = this.declared.map((resource): Call => ({
            name: resource.name,
            inputs: resource[stage],
            ...this.known.get(resource.name),
        }));
        const { url } = simulator;
        const job: Job = { url, folder: this.folder, speed: this.pace.speed, start: String(this.start), calls, ...at };
        const run = await this.processes.run(job, killAfter);
        for (const { name, id, state } of run.outcomes) {
            if (id !== undefined && state !== undefined) {
                this.known.set(name, { id, state });
            }
        }
        return run;
    }

    /** What a person does who is told of a doubt: looks at CallFire's site, and says which order it is, or that there is none. */
    private async settleByHand(simulator: RunningSimulator): Promise<number> {
        const journal = openJournal(folderStore(path.join(this.folder, "journal")), this.time);
        const { records } = await journal.read();
        const doubts = records.filter(({ entry }) => entry.phase === "sending");
        const known = new Set(records.flatMap(({ entry }) => entry.orderId ?? []));
        const held = new Set(this.items());
        for (const doubt of doubts) {
            const order = simulator
                .ledger()
                .orders.find(
                    (candidate) =>
                        !known.has(orderId(candidate.id)) &&
                        !candidate.fulfilled.some((item) => held.has(item)) &&
                        isOrderOf(candidate, doubt),
                );
            if (order === undefined) {
                await journal.advance(doubt, { phase: "settled", outcome: "forgotten" });
            } else {
                known.add(orderId(order.id));
                await journal.advance(doubt, { phase: "placed", orderId: orderId(order.id) });
            }
        }
        return doubts.length;
    }

    /** What the server sold against what the stack holds. */
    private async count(simulator: RunningSimulator): Promise<void> {
        const { orders, owned } = simulator.ledger();
        const bought = [...owned.numbers, ...owned.keywords].filter(({ autoRenew }) => autoRenew);
        const wanted = this.declared.map(({ grown }) => countDeclared(grown)).reduce((sum, count) => sum + count, 0);
        const ordered = orders.flatMap((order) => Object.values(order.ordered)).reduce((sum, count) => sum + count, 0);
        const held = this.items();
        this.figures.boughtTwice += Math.max(0, ordered - wanted);
        this.figures.lost += bought.filter(({ value }) => !held.includes(value)).length;
        if (new Set(held).size !== held.length) {
            this.problems.push(`two resources hold the same: ${held.join(", ")}`);
        }
        if (held.length !== wanted || held.some((item) => !bought.some(({ value }) => value === item))) {
            this.problems.push(`${String(wanted)} are declared, the state has ${held.join(", ")}`);
        }
        const journal = openJournal(folderStore(path.join(this.folder, "journal")), this.time);
        const { unreadable } = await journal.read();
        this.problems.push(...unreadable.map(({ name, reason }) => `${name}: ${reason}`));
        if (this.problems.length > 0) {
            throw new Error(this.problems.join("\n"));
        }
    }

    private items(): string[] {
        return [...this.known.values()].flatMap(({ state }) => [
            ...((state["acquiredNumbers"] as readonly string[] | undefined) ?? []),
            ...((state["acquiredKeywords"] as readonly string[] | undefined) ?? []),
        ]);
    }
}

function isOrderOf({ ordered, parameters }: LedgerOrder, { entry }: Entry): boolean {
    const { wants } = entry;
    return (
        (parameters["Numbers"] ?? "") === wants.numbers.join(" ") &&
        (parameters["Keywords"] ?? "") === wants.keywords.join(" ") &&
        ordered.local === (wants.local?.count ?? 0) + wants.numbers.length &&
        ordered.tollFree === wants.tollFree &&
        (parameters["City"] ?? "") === (wants.local?.region?.city ?? "")
    );
}
