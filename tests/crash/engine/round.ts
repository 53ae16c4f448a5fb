import { setTimeout as sleep } from "node:timers/promises";
import { startSimulator, type Fault } from "../../../simulator/index";
import { EngineStack } from "../../engine/support/engine";
import { paidFor } from "../balance";
import type { PostgresServer } from "../../support/postgres";
import type { Random } from "../money-path/random";
import { programWith, type AdapterName } from "./adapters";
import { DatabaseOutages } from "./databaseOutages";
import { DeclaredProgram } from "./declared";
import { balance, noFigures, type RoundResult } from "./figures";
import { Killing, mostRuns } from "./killing";
import { Person } from "./person";
import { accountAt, login, password } from "../../engine/support/account";

export interface RoundOptions {
    readonly adapter: AdapterName;
    /** `count` lets CallFire choose bulk numbers; the provider's own default if absent. */
    readonly bulkOrders?: "name" | "count";
    /** Keeps the journal, and is killed now and then; a folder of the machine if absent. */
    readonly database?: PostgresServer;
}

/** Runs one round on an account and a stack of its own, and removes them however it ended. */
export async function onOwnStack(
    random: Random,
    { adapter, bulkOrders, database }: RoundOptions,
    program: DeclaredProgram,
    usualRequests: number,
    work: (killing: Killing) => Promise<RoundResult>,
): Promise<RoundResult> {
    const simulator = await startSimulator({ login, password, orderSeconds: 0.3 + random.next() * 2 });
    faultsOf(random).forEach((fault) => simulator.faults.add(fault));
    const journal = database?.url({ database: await database.createDatabase() });
    const outages = database && new DatabaseOutages(random.below(2 ** 31), database);
    try {
        const stack = await EngineStack.create({
            ...programWith(adapter, program.files()),
            startsProgram: true,
            config: {
                ...accountAt(simulator),
                // By the order the rounds are faster, by the account they are closer to the usual.
                ...(random.next() < 0.5 && { "callfire:pollScope": "order" }),
                ...(bulkOrders !== undefined && { "callfire:bulkOrders": bulkOrders }),
                ...(journal !== undefined && { "callfire:journal": { secret: journal } }),
            },
        });
        try {
            const person = new Person(simulator, stack, program, journal);
            return await work(new Killing(random, simulator, stack, usualRequests, person));
        } finally {
            stack.remove();
        }
    } finally {
        await outages?.end();
        await simulator.close();
    }
}

/** A stack with three orders that is killed at least twice, at random, and then brought to its end. */
export function runRound(random: Random, options: RoundOptions): Promise<RoundResult> {
    const program = new DeclaredProgram({
        resources: [
            { name: "item-0", kind: "local", city: "Seattle", count: 2 },
            { name: "item-1", kind: "listed", numbers: ["13102340100", "13102340101"] },
            { name: "item-2", kind: "keyword", keyword: "CHOCOLATE" },
        ],
    });
    return onOwnStack(random, options, program, 18, (killing) => killedAndRecovered(killing, program));
}

async function killedAndRecovered(killing: Killing, program: DeclaredProgram): Promise<RoundResult> {
    const { random, simulator, stack, log } = killing;
    const grow = (): void => {
        program.grow(random, { mayAdd: false });
        stack.write(program.files());
    };
    const wanted = 2 + random.below(2);
    for (let runs = 0; killing.kills < wanted && runs < mostRuns * 2; runs++) {
        const up = stack.spawnUp();
        if (await killing.atRandom(up, ["engine", "provider", "both"])) {
            await sleep(random.below(1_000));
            stack.unlock();
            if (random.next() < 0.2) grow();
        } else if ((await up.result).exitCode === 0) {
            // It was faster, and has nothing left to do: more is needed.
            grow();
        }
    }
    const { last, runs, leftToPerson, isStuck } = await killing.recover();
    const isAtEnd = last.exitCode === 0;
    // Whoever reads of no order in doubt is told nothing that helps.
    const found = balance(simulator, program, await stack.state(), { said: isStuck ? "" : last.output, isAtEnd });
    log.push(`ledger: ${JSON.stringify(simulator.ledger().orders)}`);
    const isDestroyed = isAtEnd && found.lost === 0 && random.next() < 0.3;
    const left = isDestroyed ? await destroyed(killing) : 0;
    const { kills } = killing;
    return { ...noFigures, ...found, lost: found.lost + left, kills, leftToPerson, moreRuns: runs - 1, log };
}

/** What is still paid for when the stack is gone. */
async function destroyed(killing: Killing): Promise<number> {
    const { random, simulator, stack } = killing;
    const destroy = stack.start(["destroy", "--yes", "--skip-preview"]);
    if (random.next() < 0.5) {
        await killing.atRandom(destroy, ["engine", "provider", "both"]);
    }
    killing.note("pulumi destroy", await destroy.result);
    for (let run = 1; run <= mostRuns; run++) {
        stack.unlock();
        const result = await stack.destroy();
        killing.note("pulumi destroy", result);
        if (result.exitCode === 0) break;
    }
    return paidFor(simulator).length;
}

function faultsOf(random: Random): Fault[] {
    const post = { method: "POST", path: "/number/order" };
    const faults: Fault[] = [];
    if (random.next() < 0.3) {
        faults.push({ effect: { kind: "lostAnswer" }, match: { ...post, from: 1 + random.below(3) } });
    }
    if (random.next() < 0.4) {
        const effect = { kind: "slow", before: random.below(600), answer: random.below(900) } as const;
        faults.push({ effect, match: { ...post, to: "always" } });
    }
    return faults;
}
