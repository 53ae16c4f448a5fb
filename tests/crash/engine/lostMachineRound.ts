import { setTimeout as sleep } from "node:timers/promises";
import type { EngineStack } from "../../engine/support/engine";
import { paidFor } from "../balance";
import type { Random } from "../money-path/random";
import { mixedStack, type DeclaredProgram } from "./declared";
import { balance, noFigures, type RoundResult } from "./figures";
import { mostRuns, type Killing, type Recovery } from "./killing";
import { onOwnStack, type RoundOptions } from "./round";

/**
 * A mixed stack whose machine is lost in the middle of an `up`, and often once more: only the backend and the program are
 * left, and the next machine knows nothing else.
 */
export function runLostMachines(random: Random, options: RoundOptions): Promise<RoundResult> {
    const grows = random.next() < 0.6;
    // With the plugin, what the engine writes for a component before it asks us erases an interrupted growth: not promised.
    const mayHaveComponent = options.adapter === "dynamic" || !grows;
    const program = mixedStack(random, { mayHaveComponent });
    const requests = 4 * program.size;
    return onOwnStack(random, options, program, requests, (killing) => new LostMachines(killing, program).run(grows));
}

class LostMachines {
    private readonly random: Random;
    private readonly stack: EngineStack;
    private machinesLost = 0;
    private moreRuns = 0;

    constructor(
        private readonly killing: Killing,
        private readonly program: DeclaredProgram,
    ) {
        this.random = killing.random;
        this.stack = killing.stack;
    }

    async run(grows: boolean): Promise<RoundResult> {
        await this.loseFirst();
        if (this.random.next() < 0.3) await this.loseInUp();
        if (this.random.next() < 0.25) await this.lookBetween();
        let recovery = await this.recover();
        if (grows && recovery.last.exitCode === 0) {
            await this.loseInGrowth();
            recovery = await this.recover();
        }
        return this.end(recovery);
    }

    private async loseInUp(): Promise<boolean> {
        const isKilled = await this.killing.atRandom(this.stack.spawnUp(), ["both"]);
        if (isKilled) await this.loseMachine();
        return isKilled;
    }

    /** One that was faster has nothing left to do: more is needed before the next can be lost. */
    private async loseFirst(): Promise<void> {
        for (let tries = 0; tries < mostRuns && !(await this.loseInUp()); tries++) {
            this.program.grow(this.random, { mayAdd: true });
            this.stack.write(this.program.files());
        }
    }

    private async loseInGrowth(): Promise<void> {
        const isReverted = this.random.next() < 0.5;
        // A resource that is new in a run which is never repeated is asked for by nobody any more.
        const revert = this.program.grow(this.random, { mayAdd: !isReverted });
        this.stack.write(this.program.files());
        await this.loseInUp();
        if (this.random.next() < 0.3) await this.loseInUp();
        this.killing.log.push(
            `growth is ${isReverted ? "reverted" : "repeated"}: ${JSON.stringify(this.program.files())}`,
        );
        if (isReverted) {
            revert();
            this.stack.write(this.program.files());
        }
        if (this.random.next() < 0.2) await this.lookBetween();
    }

    private async loseMachine(): Promise<void> {
        this.machinesLost += 1;
        this.stack.loseMachine();
        // An order goes on while the next machine is made: as far as the seed wants it.
        await sleep(this.random.below(1_500));
        this.stack.unlock();
    }

    /** What a pipeline does on a pull request, or a person who wants to see. */
    private async lookBetween(): Promise<void> {
        const command = this.random.pick<"preview" | "refresh">(["preview", "refresh"]);
        this.killing.note(`pulumi ${command}`, await this.stack[command]());
    }

    /** An ordinary `pulumi up`, which begins with a preview; pipelines often leave that out. */
    private async recover(): Promise<Recovery> {
        const options = this.random.next() < 0.5 ? ["--skip-preview=false"] : [];
        const recovery = await this.killing.recover(...options);
        this.moreRuns += recovery.runs - 1;
        return recovery;
    }

    private async end({ last, leftToPerson, isStuck }: Recovery): Promise<RoundResult> {
        const { simulator, log, kills } = this.killing;
        const isAtEnd = last.exitCode === 0;
        let said = isStuck ? "" : last.output;
        if (isAtEnd) {
            // What a reverted growth still had under way arrives, and the next run, whenever it is, brings it in or lets it go.
            await this.ordersAreOver();
            const next = await this.stack.up();
            this.killing.note("pulumi up", next);
            said = next.output;
        }
        const found = balance(simulator, this.program, await this.stack.state(), { said, isAtEnd });
        log.push(`ledger: ${JSON.stringify(simulator.ledger().orders)}`);
        const isClean = isAtEnd && found.lost === 0;
        const left = isClean ? await this.destroy() : 0;
        const counted = { kills, machinesLost: this.machinesLost, moreRuns: this.moreRuns, leftToPerson };
        return { ...noFigures, ...found, ...counted, lost: found.lost + left, log };
    }

    private async ordersAreOver(): Promise<void> {
        const isOpen = ({ status }: { status: string }): boolean => status === "NEW" || status === "PROCESSING";
        while (this.killing.simulator.ledger().orders.some(isOpen)) {
            await sleep(50);
        }
    }

    /** What is still paid for when the stack is gone. */
    private async destroy(): Promise<number> {
        this.killing.note("pulumi destroy", await this.stack.destroy());
        return paidFor(this.killing.simulator).length;
    }
}
