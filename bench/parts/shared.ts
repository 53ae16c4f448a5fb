import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { createClient } from "../../provider/callfire/client";
import { startSimulator } from "../../simulator";
import type { RunningSimulator } from "../../simulator";
import { startPostgres } from "../../tests/support/postgres";
import type { PostgresServer } from "../../tests/support/postgres";
import { startTcpProxy } from "../../tests/support/tcpProxy";
import { median, type Row, type Table } from "../table";
import type { PipelineJob, Wish, WishEnd } from "./sharedPipeline";

export interface SharedLoad {
    readonly accounts: number;
    readonly pipelines: number;
    /** Orders of each pipeline on each account. */
    readonly orders: number;
    /** How often a pipeline's machine is lost, and how often the database's server, while orders run. */
    readonly kills: number;
    readonly serverKills: number;
    /** How long an order takes at CallFire; the usual time where absent. */
    readonly orderSeconds?: number;
}

export type SharedSizes = Omit<SharedLoad, "orderSeconds">;

export interface SharedResult {
    readonly seconds: number;
    readonly declared: number;
    /** Orders at CallFire. */
    readonly placed: number;
    readonly owned: number;
    /** From each answer to the next request of the same account, in milliseconds, of all accounts. */
    readonly gaps: readonly number[];
    readonly problems: readonly string[];
    readonly mostConnections: number;
}

/** What an order takes at CallFire, here. */
export const orderSeconds = 10;

/** Pipelines that share accounts and a database, as processes of their own, while machines and the server are lost. */
export async function measureShared(load: SharedLoad): Promise<SharedResult> {
    const postgres = await startPostgres({ max_connections: "400" });
    const simulators = await Promise.all(
        Array.from({ length: load.accounts }, () =>
            startSimulator({ orderSeconds: load.orderSeconds ?? orderSeconds }),
        ),
    );
    try {
        return await new SharedRun(load, postgres, simulators).run();
    } finally {
        await Promise.all(simulators.map((simulator) => simulator.close()));
        await postgres.close();
    }
}

/** Round trips to the database beside polls: of one order in a process of its own, and of each of ten at once. */
export async function countRoundTrips(): Promise<{ readonly one: number; readonly ofMany: number }> {
    const postgres = await startPostgres();
    const proxy = await startTcpProxy(postgres.port);
    const simulator = await startSimulator({ orderSeconds: 1 });
    try {
        const run = async (pipeline: string, orders: number): Promise<number> => {
            const before = { sent: proxy.sent, polls: simulator.ledger().polls.length };
            const numbers = await numbersOf(simulator, orders);
            const wishes = numbers.map((number) => attempted(wishOf(simulator, pipeline, number)));
            await endOf(startPipeline({ database: postgres.url({ port: proxy.port }), pipeline, wishes }));
            // Begin, turn and commit of each poll; what keeps a long one alive does not happen here.
            return proxy.sent - before.sent - 3 * (simulator.ledger().polls.length - before.polls);
        };
        await run("warm-up", 1);
        const one = await run("one", 1);
        return { one, ofMany: ((await run("eleven", 11)) - one) / 10 };
    } finally {
        await simulator.close();
        await proxy.close();
        await postgres.close();
    }
}

export async function tableOfShared(sizes: SharedSizes): Promise<Table> {
    const { orders, pipelines, kills, serverKills } = sizes;
    const { one, ofMany } = await countRoundTrips();
    const rows: Row[] = [
        { what: "round trips an order, beside its polls", ours: ofMany, atMost: 6 },
        { what: "the same of one order alone, with opening the database", ours: one },
    ];
    for (const accounts of [1, sizes.accounts]) {
        const result = await measureShared({ accounts, pipelines, orders, kills, serverKills });
        const row = (what: string, ours: number, atMost?: number, unit = ""): Row => ({
            what: `${accounts === 1 ? "1 account" : `${accounts} accounts`}: ${what}`,
            unit,
            ours,
            ...(atMost !== undefined && { atMost }),
        });
        rows.push(
            row("orders more or less than declared", Math.abs(result.placed - result.declared), 0),
            row("numbers more or less than declared", Math.abs(result.owned - result.declared), 0),
            row("left to a person", result.problems.length, 0),
            row("polls too early", result.gaps.filter((gap) => gap < 1000).length, 0),
            row("median gap between polls", median(result.gaps), 1030, "ms"),
            {
                ...row("duration", result.seconds),
                unit: "s",
                floor: pipelines * orders + orderSeconds,
                floorsAtMost: 1.1,
            },
            row("connections to the database, at most", result.mostConnections, pipelines * (1 + accounts)),
        );
        result.problems.forEach((problem) => console.error(problem));
    }
    const title =
        `${pipelines} pipelines with ${orders} orders each on one PostgreSQL; ` +
        `killed: machines ${kills}, the database's server ${serverKills}`;
    return { title, rows };
}

class SharedRun {
    private readonly open = new Map<string, Map<string, Wish>>();
    private readonly running = new Map<string, ChildProcess>();
    private readonly problems: string[] = [];
    private mostConnections = 0;

    constructor(
        private readonly load: SharedLoad,
        private readonly postgres: PostgresServer,
        private readonly simulators: readonly RunningSimulator[],
    ) {}

    async run(): Promise<SharedResult> {
        const { pipelines, accounts, orders } = this.load;
        for (const simulator of this.simulators) {
            const numbers = await numbersOf(simulator, pipelines * orders);
            for (const [index, number] of numbers.entries()) {
                const pipeline = `pipeline-${String(index % pipelines)}`;
                const wishes = this.open.get(pipeline) ?? new Map<string, Wish>();
                const wish = wishOf(simulator, pipeline, number);
                this.open.set(pipeline, wishes.set(wish.name, wish));
            }
        }
        const began = performance.now();
        const all = Promise.all([...this.open.keys()].map((pipeline) => this.runToEnd(pipeline)));
        await this.disturb(1000 * pipelines * orders);
        await all;
        const ledgers = this.simulators.map((simulator) => simulator.ledger());
        return {
            seconds: (performance.now() - began) / 1000,
            declared: accounts * pipelines * orders,
            placed: ledgers.reduce((sum, ledger) => sum + ledger.orders.length, 0),
            owned: ledgers.reduce((sum, ledger) => sum + ledger.owned.numbers.length, 0),
            gaps: ledgers.flatMap(({ pollGaps }) => pollGaps),
            problems: this.problems,
            mostConnections: this.mostConnections,
        };
    }

    /** Spread over the time that the polls need at least. */
    private async disturb(milliseconds: number): Promise<void> {
        const { kills, serverKills } = this.load;
        const all = kills + serverKills;
        const serverKillsBefore = (event: number): number => Math.floor((event * serverKills) / Math.max(all, 1));
        for (let event = 0; event < all; event++) {
            await new Promise((resolve) => setTimeout(resolve, (milliseconds / (all + 1)) * (0.5 + Math.random() / 2)));
            await this.countConnections();
            if (serverKillsBefore(event + 1) > serverKillsBefore(event)) {
                await this.postgres.kill();
                await this.postgres.start();
            } else {
                const living = [...this.running.values()];
                living[Math.floor(Math.random() * living.length)]?.kill("SIGKILL");
            }
        }
    }

    private async countConnections(): Promise<void> {
        const [row] = await this.postgres.run(
            "SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'pulumi-callfire'",
        );
        this.mostConnections = Math.max(this.mostConnections, Number(row?.["count"]));
    }

    private async runToEnd(pipeline: string): Promise<void> {
        const wishes = this.open.get(pipeline) ?? new Map<string, Wish>();
        while (wishes.size > 0) {
            wishes.forEach((wish, name) => wishes.set(name, attempted(wish)));
            const child = startPipeline({
                database: this.postgres.url(),
                pipeline,
                wishes: [...wishes.values()],
            });
            this.running.set(pipeline, child);
            child.on("message", ({ name, problem }: WishEnd) => {
                wishes.delete(name);
                if (problem !== undefined) {
                    this.problems.push(`${name}: ${problem}`);
                }
            });
            await once(child, "exit");
            this.running.delete(pipeline);
        }
    }
}

function startPipeline(job: PipelineJob): ChildProcess {
    const child = fork(path.join(__dirname, "sharedPipeline.js"));
    child.send(job);
    return child;
}

async function endOf(child: ChildProcess): Promise<void> {
    const problems: string[] = [];
    child.on("message", ({ problem }: WishEnd) => problems.push(...(problem === undefined ? [] : [problem])));
    await once(child, "exit");
    if (problems.length > 0) {
        throw new Error(problems.join("\n"));
    }
}

async function numbersOf(simulator: RunningSimulator, count: number): Promise<readonly string[]> {
    const client = createClient({ endpoint: simulator.url, login: "acme", password: "secret" });
    const numbers = (await client.searchNumbers({ count, tollFree: false })).map(({ number }) => number);
    if (numbers.length < count) {
        throw new Error(`The simulator offers only ${String(numbers.length)} of ${String(count)} numbers.`);
    }
    return numbers;
}

function wishOf(simulator: RunningSimulator, pipeline: string, number: string): Wish {
    const name = `${pipeline}-${String(simulator.port)}-${number}`;
    return { account: simulator.url, name, number, attempts: [] };
}

/** As the engine has it when another run has begun. */
function attempted(wish: Wish): Wish {
    return { ...wish, attempts: [...wish.attempts, `${wish.name}-${String(wish.attempts.length)}`] };
}
