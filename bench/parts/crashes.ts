import { setTimeout as sleep } from "node:timers/promises";
import { startSimulator } from "../../simulator/index";
import { login, password } from "../../tests/engine/support/account";
import { kill } from "../../tests/engine/support/processes";
import { DeclaredProgram } from "../../tests/crash/engine/declared";
import { balance, noFigures, sum, type Figures } from "../../tests/crash/engine/figures";
import { Killing } from "../../tests/crash/engine/killing";
import { Person } from "../../tests/crash/engine/person";
import type { Victim } from "../../tests/crash/engine/scenario";
import { Random } from "../../tests/crash/money-path/random";
import { ordersAreOver, sides, stackOf, type Side } from "../contenders";
import type { Row, Table } from "../table";

export interface CrashOptions {
    readonly rounds: number;
    readonly seed: number;
    /** Nothing of the machine is left for the run after the kill. */
    readonly isMachineLost: boolean;
}

/** When a run dies, and of what: the same for both. */
interface Plan {
    readonly orderSeconds: number;
    /** After how many orders were sent, and how many milliseconds later. */
    readonly order: number;
    readonly delay: number;
    readonly victim: Victim;
}

/** A stack of three orders, killed while it orders, and then brought to its end as a person or a pipeline would. */
export async function measureCrashes({ rounds, seed, isMachineLost }: CrashOptions): Promise<Record<Side, Figures>> {
    const random = new Random(seed);
    const figures = { ours: noFigures, handWritten: noFigures };
    for (let round = 0; round < rounds; round++) {
        const plan = planOf(random, isMachineLost);
        const results = await Promise.all(sides.map((side) => runRound(side, plan, isMachineLost)));
        sides.forEach((side, index) => (figures[side] = sum(figures[side], results[index] ?? noFigures)));
        console.error(`${isMachineLost ? "machine lost" : "process killed"}: round ${round + 1} of ${rounds}`);
    }
    return figures;
}

export async function tableOfCrashes(options: Omit<CrashOptions, "isMachineLost">): Promise<Table> {
    const rows: Row[] = [];
    for (const isMachineLost of [false, true]) {
        const { ours, handWritten } = await measureCrashes({ ...options, isMachineLost });
        const row = (what: string, name: keyof Figures, atMost?: number): Row => ({
            what: `${isMachineLost ? "machine lost" : "process killed"}: ${what}`,
            ours: ours[name],
            handWritten: handWritten[name],
            ...(atMost !== undefined && { atMost }),
        });
        rows.push(
            row("kills", "kills"),
            row("orders placed", "orders"),
            row("numbers bought beyond what is declared", "boughtTwice", 0),
            row("numbers paid for and in no state", "lost", 0),
            row("numbers missing at the end", "missing", 0),
            row("runs needed after the kill, beyond the first", "moreRuns"),
        );
    }
    const { rounds, seed } = options;
    return { title: `Killed while it orders: ${rounds} rounds of 3 orders and 6 numbers each, seed ${seed}`, rows };
}

function planOf(random: Random, isMachineLost: boolean): Plan {
    return {
        orderSeconds: 2 + random.next() * 2,
        order: 1 + random.below(3),
        delay: random.below(2_500),
        victim: isMachineLost ? "both" : random.pick<Victim>(["engine", "provider", "both"]),
    };
}

async function runRound(side: Side, plan: Plan, isMachineLost: boolean): Promise<Figures> {
    const program = new DeclaredProgram({
        resources: [
            { name: "item-0", kind: "local", city: "Seattle", count: 2 },
            { name: "item-1", kind: "local", city: "Oakland", count: 1 },
            { name: "item-2", kind: "local", city: "Boston", count: 3 },
        ],
    });
    const simulator = await startSimulator({ login, password, orderSeconds: plan.orderSeconds });
    try {
        const stack = await stackOf(side, program.files(), simulator);
        try {
            const person = new Person(simulator, stack, program, undefined);
            const killing = new Killing(new Random(0), simulator, stack, 0, person);
            const kills = await killUp(killing, plan);
            if (kills > 0 && isMachineLost) stack.loseMachine();
            const { leftToPerson, runs, last } = await killing.recover();
            await ordersAreOver(simulator);
            // What was still under way when the stack came to its end is brought in by the next run, whenever it is.
            await stack.up();
            const found = balance(simulator, program, await stack.state(), { said: "", isAtEnd: last.exitCode === 0 });
            return { ...noFigures, ...found, kills, leftToPerson, moreRuns: runs - 1 };
        } finally {
            stack.remove();
        }
    } finally {
        await simulator.close();
    }
}

/** How often it was killed: not at all where it ended before its time had come. */
async function killUp({ stack, simulator }: Killing, { order, delay, victim }: Plan): Promise<number> {
    const up = stack.spawnUp();
    const provider = await Promise.race([up.providerPid().catch(() => undefined), up.result.then(() => undefined)]);
    const isPost = ({ method, path }: { method: string; path: string }): boolean =>
        method === "POST" && path === "/number/order";
    while (!up.isOver && simulator.ledger().requests.filter(isPost).length < order) {
        await sleep(2);
    }
    await Promise.race([sleep(delay), up.result]);
    if (up.isOver || provider === undefined) return 0;
    if (victim === "both") up.killAll();
    if (victim === "engine") up.signal("SIGKILL");
    if (victim === "provider") kill(provider, "SIGKILL");
    await up.result;
    return 1;
}
