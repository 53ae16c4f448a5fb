import { setTimeout as sleep } from "node:timers/promises";
import type { RunningSimulator } from "../../../simulator/index";
import type { EngineStack } from "../../engine/support/engine";
import { kill } from "../../engine/support/processes";
import type { Result, RunningCommand } from "../../engine/support/running";
import type { Random } from "../money-path/random";
import type { Person } from "./person";
import type { Victim } from "./scenario";

export const mostRuns = 6;

export interface Recovery {
    readonly last: Result;
    readonly runs: number;
    /** Orders in doubt that a person has settled, and 1 for a stack that is stuck all the same. */
    readonly leftToPerson: number;
    /** Nothing helps on: the last run failed without naming an order in doubt that nobody has settled yet. */
    readonly isStuck: boolean;
}

/** Kills the engine's commands at moments that the seed chooses, and brings a stack to its end again. */
export class Killing {
    kills = 0;
    readonly log: string[] = [];

    constructor(
        readonly random: Random,
        readonly simulator: RunningSimulator,
        readonly stack: EngineStack,
        /** How many requests a run makes, about: a moment is found by counting them. */
        private readonly usualRequests: number,
        private readonly person: Person,
    ) {}

    /** False when it ended before its time had come. */
    async atRandom(command: RunningCommand, victims: readonly [Victim, ...Victim[]]): Promise<boolean> {
        const provider = await Promise.race([
            command.providerPid().catch(() => undefined),
            command.result.then(() => undefined),
        ]);
        const victim = this.random.pick(victims);
        const ended = new AbortController();
        const end = command.result.finally(() => ended.abort());
        const moment = await this.moment(ended.signal);
        if (provider === undefined || ended.signal.aborted) {
            this.note(command.name, await end);
            return false;
        }
        // A machine that is lost loses everything in one moment: the program and its language host, too.
        if (victim === "both") command.killAll();
        if (victim === "engine") command.signal("SIGKILL");
        if (victim === "provider") kill(provider, "SIGKILL");
        this.kills += 1;
        this.log.push(`killed: ${victim}, ${moment}`);
        this.note(command.name, await command.result);
        return true;
    }

    /** Runs until all is well; a few runs that fail are all that a pipeline would try. */
    async recover(...options: readonly string[]): Promise<Recovery> {
        for (let runs = 1; ; runs++) {
            this.stack.unlock();
            const last = await this.stack.up(...options);
            this.note(["pulumi up", ...options].join(" "), last);
            if (last.exitCode === 0) {
                return { last, runs, leftToPerson: this.person.settled.size, isStuck: false };
            }
            // An order in doubt stays so, whoever looks: another few runs can't tell.
            const settled = await this.person.settle(last.output);
            this.log.push(...settled);
            if (runs >= mostRuns && settled.length === 0) {
                return { last, runs, leftToPerson: 1 + this.person.settled.size, isStuck: true };
            }
        }
    }

    note(command: string, { exitCode, output }: Result): void {
        this.log.push(`${command}: exit ${String(exitCode)}\n${output}`);
    }

    /** By the clock, or by what CallFire was asked: the latter finds the same moments on a slow machine. */
    private async moment(ended: AbortSignal): Promise<string> {
        const milliseconds = this.random.below(3_500);
        if (this.random.next() < 0.3) {
            await sleep(milliseconds, undefined, { signal: ended }).catch(() => undefined);
            return `${String(milliseconds)} ms after the start of the provider`;
        }
        const count = () => this.simulator.ledger().requests.length;
        const [before, requests] = [count(), 1 + this.random.below(this.usualRequests)];
        while (count() < before + requests && !ended.aborted) {
            await sleep(2);
        }
        await sleep(milliseconds / 20);
        return `${String(milliseconds / 20)} ms after its request ${String(requests)}`;
    }
}
