import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startSimulator } from "../../../simulator";
import type { RunningSimulator } from "../../../simulator";
import { clockOf, timeTimes } from "../../support/fastTime";
import { makeFolder, removeFolder } from "../../support/folders";
import { itemsOf, paidFor } from "../balance";
import { balance } from "./books";
import { countItems, declare } from "./declared";
import type { Declared, Stage } from "./declared";
import { EngineState } from "./engineState";
import { noFigures } from "./figures";
import type { Figures } from "./figures";
import type { Call, Job, Outcome } from "./job";
import { settleDoubts } from "./person";
import type { Processes } from "./processes";
import { Random } from "./random";

/** What dies with the process, and how bulk numbers are ordered. */
export type Kind = "sameMachine" | "machineLost" | "byCount";

export interface Pace {
    /** How much faster than real time. The faster, the longer seem requests beside the orders. */
    readonly speed: number;
    /** How long an undisturbed process works, and how many points it passes for each resource: learnt from those before. */
    milliseconds: number;
    points: number;
}

export interface RoundResult {
    readonly figures: Figures;
    /** What is not as it should be in the end. */
    readonly problems: readonly string[];
    /** What happened, in order. */
    readonly log: readonly string[];
}

/** An order normally takes up to 20 seconds. */
const orderSeconds = { from: 4, to: 16 };
const mostRuns = 4;

/**
 * A stack on an account of its own: one to three resources are created, grow, sometimes shrink again and are destroyed, and
 * the process is killed at each of these at least once, until an undisturbed one gets through. The engine's part is played here.
 */
export class Round {
    private figures: Figures = noFigures;
    private readonly problems: string[] = [];
    private readonly log: string[] = [];
    private readonly declared: readonly Declared[];
    private readonly time;
    private readonly engine: EngineState;
    private readonly machine: string;
    private readonly isPlugin: boolean;
    private most: Stage = "first";

    private constructor(
        private readonly kind: Kind,
        private readonly random: Random,
        private readonly processes: Processes,
        private readonly pace: Pace,
        folder: string,
        private readonly simulator: RunningSimulator,
        private readonly start: bigint,
    ) {
        this.time = timeTimes(pace.speed, start);
        this.declared = declare(random);
        this.isPlugin = random.below(2) === 0;
        this.engine = new EngineState(path.join(folder, "engine.json"), this.time.date().toISOString());
        this.machine = path.join(folder, "machine");
        this.log.push(`${kind}, ${this.isPlugin ? "plugin" : "dynamic"}: ${JSON.stringify(this.declared)}`);
    }

    static async run(kind: Kind, seed: number, processes: Processes, pace: Pace): Promise<RoundResult> {
        const random = new Random(seed);
        const folder = await makeFolder("callfire-crash-");
        const start = process.hrtime.bigint();
        const simulator = await startSimulator({
            orderSeconds: orderSeconds.from + random.below(orderSeconds.to - orderSeconds.from),
            clock: clockOf(timeTimes(pace.speed, start)),
        });
        const round = new Round(kind, random, processes, pace, folder, simulator, start);
        try {
            await round.live();
        } catch (error) {
            round.problems.push(error instanceof Error ? error.message : String(error));
        } finally {
            await simulator.close();
            await removeFolder(folder);
        }
        return { figures: round.figures, problems: round.problems, log: round.log };
    }

    private async live(): Promise<void> {
        await this.disturb("up", "first");
        await this.recover("up", "first");
        this.count("first");
        this.most = "grown";
        await this.disturb("up", "grown");
        const isReverted = this.random.below(3) === 0;
        if (!isReverted) {
            await this.recover("up", "grown");
        }
        const isShrunk = isReverted || this.random.below(4) === 0;
        if (isShrunk && !isReverted) {
            await this.disturb("up", "first");
        }
        const last = isShrunk ? "first" : "grown";
        await this.recover("up", last);
        await this.comeToRest(last);
        this.count(last);
        if (this.random.below(3) === 0) {
            await this.disturb("destroy", last);
            await this.recover("destroy", last);
            const left = paidFor(this.simulator);
            this.add({ lost: left.length });
            this.problems.push(...(left.length === 0 ? [] : [`lost in the end: ${left.join(", ")}`]));
        }
        this.countPolls();
    }

    /** Kills processes, and looks in between as people and pipelines do. */
    private async disturb(command: "up" | "destroy", stage: Stage): Promise<void> {
        const kills = 1 + this.random.below(3);
        for (let kill = 0; kill < kills; kill++) {
            const isAtPoint = this.random.below(4) > 0;
            const killAt = 1 + this.random.below(Math.round(this.pace.points * this.declared.length));
            const moment = this.random.next() * this.pace.milliseconds;
            const isMachineLost = this.kind === "machineLost" && this.random.below(5) > 0;
            const isLookedAt = this.random.below(6);
            const { wasKilled } = await this.runProcess(command, stage, isAtPoint ? { killAt } : { moment });
            if (wasKilled) {
                this.add({ kills: 1, atPoints: isAtPoint ? 1 : 0, machinesLost: isMachineLost ? 1 : 0 });
                await this.loseMachine(isMachineLost);
            }
            if (isLookedAt === 0) {
                await this.runProcess(command === "up" ? "preview" : "refresh", stage, {});
            } else if (isLookedAt === 1) {
                await this.runProcess("refresh", stage, {});
            }
        }
    }

    private async loseMachine(isLost: boolean): Promise<void> {
        if (isLost) {
            this.log.push("the machine is lost");
            await removeFolder(this.machine);
        }
    }

    private async recover(command: "up" | "destroy", stage: Stage): Promise<void> {
        for (let runs = 1; ; runs++) {
            const { failed } = await this.runProcess(command, stage, {});
            if (failed.length === 0) {
                return;
            }
            const inDoubt = failed.filter(({ problem }) => problem.includes("OrderInDoubt"));
            if (this.kind === "byCount" && inDoubt.length > 0) {
                const held = this.items();
                const folder = path.join(this.machine, "journal");
                this.add({ inDoubt: await settleDoubts(folder, this.time, this.simulator, held) });
            } else {
                this.add({ moreRuns: 1 });
            }
            if (runs === mostRuns) {
                this.add({ leftToPerson: 1 });
                throw new Error(
                    `it does not get through: ${failed.map(({ urn, problem }) => `${urn}: ${problem}`).join("\n")}`,
                );
            }
        }
    }

    /** What a reverted growth still had under way arrives, and the next runs bring it in and let it go. */
    private async comeToRest(stage: Stage): Promise<void> {
        const isOpen = ({ status }: { status: string }): boolean => status === "NEW" || status === "PROCESSING";
        while (this.simulator.ledger().orders.some(isOpen)) {
            await sleep(1000 / this.pace.speed);
        }
        for (let runs = 0; runs < mostRuns; runs++) {
            const { changed } = await this.runProcess("up", stage, {});
            if (changed.length === 0) {
                return;
            }
        }
        throw new Error("it does not come to rest");
    }

    private async runProcess(command: Job["command"], stage: Stage, kill: { killAt?: number; moment?: number }) {
        const calls = this.declared.map((resource): Call => {
            const stored = this.engine.stored(resource.urn);
            return { urn: resource.urn, inputs: resource[stage], ...(stored && { stored }) };
        });
        const { moment, ...at } = kill;
        const job: Job = {
            command,
            url: this.simulator.url,
            machine: this.machine,
            stateFile: this.engine.file,
            speed: this.pace.speed,
            start: String(this.start),
            isPlugin: this.isPlugin,
            bulkOrders: this.kind === "byCount" ? "count" : "name",
            calls,
            ...at,
        };
        const failed: Outcome[] = [];
        const changed: string[] = [];
        this.log.push(`${command} ${stage} ${JSON.stringify(kill)}`);
        this.engine.beginCommand();
        const run = await this.processes.run(
            job,
            {
                begin: (operation) => {
                    changed.push(operation.urn);
                    this.log.push(
                        `  ${operation.operation} ${nameOf(operation.urn)} ${JSON.stringify(operation.inputs)}`,
                    );
                    this.engine.begin(operation);
                },
                end: (outcome) => {
                    this.log.push(`  ended ${nameOf(outcome.urn)} ${JSON.stringify(outcome)}`);
                    this.engine.end(outcome);
                    failed.push(...(outcome.problem === "" ? [] : [outcome]));
                },
            },
            moment,
        );
        this.log.push(run.wasKilled ? "  killed" : `  ${String(run.points)} points`);
        if (!run.wasKilled && command === "up" && changed.length > 0) {
            this.pace.milliseconds += (run.milliseconds - this.pace.milliseconds) / 20;
            this.pace.points += (run.points / this.declared.length - this.pace.points) / 20;
        }
        return { wasKilled: run.wasKilled, failed, changed };
    }

    private count(stage: Stage): void {
        const { boughtTwice, lost, problems } = balance(this.simulator, this.items(), {
            now: countItems(this.declared, stage),
            most: countItems(this.declared, this.most),
        });
        this.add({ boughtTwice, lost });
        this.problems.push(...problems);
        if (problems.length > 0) {
            this.log.push(...this.simulator.ledger().orders.map((order) => `  ${JSON.stringify(order)}`));
        }
    }

    /** CallFire's rule; between machines only a shared journal can keep it. */
    private countPolls(): void {
        const gaps = this.simulator.ledger().pollGaps.filter((gap) => gap < 1000);
        if (this.kind !== "machineLost" && gaps.length > 0) {
            this.problems.push(`polls ${gaps.join(", ")} ms apart`);
        }
    }

    private items(): string[] {
        return this.engine.all().flatMap(itemsOf);
    }

    private add(more: Partial<Figures>): void {
        for (const [name, count] of Object.entries(more) as [keyof Figures, number][]) {
            this.figures = { ...this.figures, [name]: this.figures[name] + count };
        }
    }
}

function nameOf(urn: string): string {
    return urn.slice(urn.lastIndexOf("::") + 2);
}
