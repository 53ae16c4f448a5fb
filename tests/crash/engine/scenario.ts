import { setTimeout as sleep } from "node:timers/promises";
import assert from "node:assert/strict";
import { startSimulator, type Ledger, type RunningSimulator, type SimulatorOptions } from "../../../simulator/index";
import { accountAt, login, password } from "../../engine/support/account";
import { EngineStack, type StackOptions } from "../../engine/support/engine";
import { isAlive, kill, waitFor } from "../../engine/support/processes";
import { succeeded } from "../../engine/support/running";
import { assertBalanced, booksOf, paidFor } from "../balance";
import { programWith, type AdapterName } from "./adapters";
import { startProxy, type Interference } from "./proxy";

/** Whom a crash hits. A provider outlives its engine; an engine notices at once that its provider is gone. */
export type Victim = "engine" | "provider" | "both";

/** A program of these lines, with all that it may need at hand. */
export function programOf(...lines: readonly string[]): Record<string, string> {
    const imports = [
        `const pulumi = require("@pulumi/pulumi");`,
        `const { Keyword, NumberOrder, PhoneNumber } = require("./callfire");`,
    ];
    return { "index.js": [...imports, ...lines, ""].join("\n") };
}

export function bulk(count: number, options = "", name = "support"): string {
    return `new NumberOrder("${name}", { bulkLocal: { count: ${String(count)}, region: { city: "Seattle", state: "WA" } } }, { ${options} });`;
}

export interface ScenarioOptions extends SimulatorOptions {
    readonly program: Record<string, string>;
    /** The dynamic one if absent. */
    readonly adapter?: AdapterName;
    /** What stands between the stack and the account, and changes what is asked or answered. */
    readonly interference?: Interference;
    readonly config?: NonNullable<StackOptions["config"]>;
    readonly startsProgram?: boolean;
}

/** A stack on the real engine, and the account that it buys from: outside, so that it sees everything and survives it. */
export class Scenario {
    /** Runs a scenario and removes what it leaves on this machine, however it ended. */
    static async run(options: ScenarioOptions, work: (scenario: Scenario) => Promise<void>): Promise<void> {
        const {
            program,
            adapter = "dynamic",
            interference,
            config = {},
            startsProgram = false,
            ...simulated
        } = options;
        const simulator = await startSimulator({ login, password, orderSeconds: 1, ...simulated });
        const proxy = interference === undefined ? undefined : await startProxy(simulator, interference);
        const account = { ...accountAt(simulator), ...(proxy && { "callfire:endpoint": proxy.url }) };
        try {
            const stack = await EngineStack.create({
                ...programWith(adapter, program),
                config: { ...account, ...config },
                startsProgram,
            });
            try {
                await work(new Scenario(simulator, stack));
            } finally {
                stack.remove();
            }
        } finally {
            await proxy?.close();
            await simulator.close();
        }
    }

    private constructor(
        readonly simulator: RunningSimulator,
        readonly stack: EngineStack,
    ) {}

    /** Starts an `up`, and kills as soon as the moment has come. */
    async killUp(victim: Victim, moment: () => Promise<unknown>, ...options: string[]): Promise<{ provider: number }> {
        const up = this.stack.spawnUp(...options);
        const provider = await up.providerPid();
        await moment();
        if (victim === "both") up.killAll();
        if (victim === "engine") up.signal("SIGKILL");
        if (victim === "provider") kill(provider, "SIGKILL");
        assert.notEqual((await up.result).exitCode, 0, `killed too late:\n${up.output}`);
        return { provider };
    }

    /** Kills as soon as the moment has come, and takes the machine away with all that it knew. */
    async loseMachineInUp(moment: () => Promise<unknown>, ...options: string[]): Promise<void> {
        await this.killUp("both", moment, ...options);
        this.stack.loseMachine();
    }

    /** Waits until a provider that has outlived its engine is done, and gone. */
    async outlives(provider: number): Promise<void> {
        await waitFor("the orphan to leave", () => (isAlive(provider) ? undefined : true));
    }

    /** What a person does next: unlocks the stack, and runs it again. */
    async recover(...options: string[]): Promise<string> {
        this.stack.unlock();
        return succeeded(await this.stack.up(...options));
    }

    async assertBalanced(orders: number): Promise<void> {
        assertBalanced(this.simulator, await this.stack.state(), orders);
    }

    /** Waits until an order was placed, the first one or a later one. */
    placed(count: number): Promise<void> {
        return this.sees(`order ${String(count)} is taken`, ({ orders }) => orders.length >= count);
    }

    /** Somebody else in the company buys local numbers of the region in which `bulk` does. */
    async buyElsewhere(count: number): Promise<void> {
        for (let index = 0; index < count; index++) {
            await this.simulator.change({ action: "give", number: `1206234567${String(index)}` });
        }
    }

    /** What the account pays for, in order. */
    renewing(): string[] {
        return paidFor(this.simulator).sort();
    }

    /** What the state says it holds, in order. */
    async held(): Promise<string[]> {
        return [...booksOf(await this.stack.state()).items].sort();
    }

    /** Waits, closely, until the ledger shows something. */
    async sees(what: string, look: (ledger: Ledger) => boolean): Promise<void> {
        const end = Date.now() + 240_000;
        while (!look(this.simulator.ledger())) {
            assert(Date.now() < end, `waited in vain until ${what}`);
            await sleep(2);
        }
    }
}

const mostAtOnce = 3;

/** Declares tests that mostly wait for other processes: from the first one on, a few of them run at any time. */
export function sideBySide(): (title: string, work: () => Promise<void>) => void {
    const works: (() => Promise<void>)[] = [];
    const ends: Promise<void>[] = [];
    let running = 0;
    function start(): void {
        while (running < mostAtOnce && ends.length < works.length) {
            running += 1;
            const end = works[ends.length]!().finally(() => {
                running -= 1;
                start();
            });
            end.catch(() => undefined);
            ends.push(end);
        }
    }
    return (title, work) => {
        const place = works.push(work) - 1;
        it(title, async () => {
            start();
            // Those before it have ended, so that it has begun; unless mocha gave one of them up.
            assert(ends.length > place, "earlier tests still run");
            await ends[place];
        });
    };
}
