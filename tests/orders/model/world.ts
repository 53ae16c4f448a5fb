import type { Scheduler } from "fast-check";
import type { Time } from "../../../provider/orders/time";
import { ControlledTime } from "./controlledTime";

/** One atomic action of a process upon the world; between any two of them it can die, or another process can act. */
export type Step = <Result>(name: string, action: () => Result) => Promise<Result>;

/** A moment at which a process dies: before or after its n-th step. */
export interface Death {
    readonly step: number;
    readonly side: "before" | "after";
}

/** Of all processes of a scenario together; the longest need a third of it. */
const mostTurns = 100_000;

/** A new one each time: what waits for it can then be forgotten. */
const never = (): Promise<never> => new Promise(() => undefined);

/** Lets the processes of a scenario act one after another, in the scheduler's order; when none can, time passes. */
export class ModelWorld extends ControlledTime {
    private turns = 0;

    constructor(private readonly scheduler: Scheduler) {
        super();
    }

    override async run<Result>(work: Promise<Result>): Promise<Result> {
        let isOpen = true;
        const finish = (): void => void (isOpen = false);
        work.then(finish, finish);
        const goesOn = (): boolean => isOpen;
        while (goesOn()) {
            if (this.turns++ > mostTurns) {
                throw new Error("The processes never come to rest.");
            }
            if (this.scheduler.count() > 0) {
                await this.scheduler.waitNext(1);
                continue;
            }
            await new Promise((resolve) => setImmediate(resolve));
            if (this.scheduler.count() === 0 && goesOn() && !this.pass()) {
                throw new Error("Everybody waits for something that never comes.");
            }
        }
        return work;
    }

    schedule(name: string): Promise<void> {
        return this.scheduler.schedule(Promise.resolve(), name);
    }
}

/** A provider's process: everything that it does upon the world is a step. A dead one never gets an answer again. */
export class ModelProcess {
    /** Resolves when it dies. */
    readonly death: Promise<void>;
    /** Its engine is gone, and it goes on for a while. */
    isOrphan = false;
    isDead = false;
    private steps = 0;
    private die = (): void => undefined;

    constructor(
        readonly world: ModelWorld,
        private readonly doom: Death | undefined,
    ) {
        this.death = new Promise((resolve) => (this.die = resolve));
    }

    readonly step: Step = async (name, action) => {
        await this.world.schedule(name);
        this.steps += 1;
        if (this.isDead || this.isDoomed("before")) {
            return never();
        }
        const result = action();
        return this.isDoomed("after") ? never() : result;
    };

    readonly time: Time = {
        elapsed: () => this.world.now,
        date: () => this.world.date(),
        sleep: async (milliseconds, signal) => {
            await this.world.sleep(milliseconds, signal);
            await (this.isDead ? never() : undefined);
        },
    };

    private isDoomed(side: Death["side"]): boolean {
        if (this.doom?.step === this.steps && this.doom.side === side) {
            this.isDead = true;
            this.die();
        }
        return this.isDead;
    }
}
