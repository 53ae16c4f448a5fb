import { setTimeout as sleep } from "node:timers/promises";
import { startSimulator, type Fault, type LedgerOrder, type RunningSimulator } from "../../../simulator/index";
import { EngineStack } from "../../engine/support/engine";
import { kill } from "../../engine/support/processes";
import type { Result, RunningCommand } from "../../engine/support/running";
import { booksOf, paidFor } from "../balance";
import { Random } from "../money-path/random";
import { programWith, type FaceName } from "./faces";
import { accountAt, bulk, login, password, programOf, type Victim } from "./scenario";

export interface RoundResult {
    readonly kills: number;
    readonly orders: number;
    /** Numbers and keywords that were ordered beyond what was declared. */
    readonly boughtTwice: number;
    /** Numbers and keywords that are paid for, in no state, and named to nobody. */
    readonly lost: number;
    /** Orders in doubt that were left to a person, by name. */
    readonly leftToPerson: number;
    /** What happened, for whoever looks into a round that went wrong. */
    readonly log: readonly string[];
}

/** What the program declares: it only ever grows, so all that is ordered is still wanted. */
interface Declared {
    local: number;
    numbers: string[];
    keywords: string[];
}

const mostRuns = 6;

/** A stack with three orders that is killed at least twice, at random, and then brought to its end. */
export async function runRound(random: Random, face: FaceName): Promise<RoundResult> {
    const simulator = await startSimulator({ login, password, orderSeconds: 0.3 + random.next() * 2 });
    faultsOf(random).forEach((fault) => simulator.faults.add(fault));
    try {
        const declared: Declared = { local: 2, numbers: ["13102345678", "13102345679"], keywords: ["CHOCOLATE"] };
        const stack = await EngineStack.create({
            ...programWith(face, programFor(declared)),
            config: {
                ...accountAt(simulator),
                // By the order the rounds are faster, by the account they are closer to the usual.
                ...(random.next() < 0.5 && { "callfire:pollScope": "order" }),
            },
        });
        try {
            return await new Round(random, declared, simulator, stack).run();
        } finally {
            stack.remove();
        }
    } finally {
        await simulator.close();
    }
}

class Round {
    private kills = 0;
    private readonly log: string[] = [];

    constructor(
        private readonly random: Random,
        private readonly declared: Declared,
        private readonly simulator: RunningSimulator,
        private readonly stack: EngineStack,
    ) {}

    async run(): Promise<RoundResult> {
        const wanted = 2 + this.random.below(2);
        for (let runs = 0; this.kills < wanted && runs < mostRuns * 2; runs++) {
            const up = this.stack.spawnUp();
            if (await this.killAtRandom(up)) {
                await sleep(this.random.below(1_000));
                await this.stack.cancel();
                if (this.random.next() < 0.2) this.grow();
            } else if ((await up.result).exitCode === 0) {
                // It was faster, and has nothing left to do: more is needed.
                this.grow();
            }
        }
        const last = await this.recover();
        const leftToPerson = new Set(last.output.match(/OrderInDoubt: .*?\(intent [0-9a-f]+\)/g)).size;
        const isStuck = last.exitCode !== 0 && leftToPerson === 0;
        // Whoever reads of no order in doubt is told nothing that helps.
        const { lost, ...balance } = await this.compare(isStuck ? "" : last.output);
        if (isStuck) {
            return { ...balance, lost: Math.max(1, lost), leftToPerson };
        }
        if (leftToPerson > 0 || lost > 0 || this.random.next() < 0.7) {
            return { ...balance, lost, leftToPerson };
        }
        return { ...balance, lost: await this.destroy(), kills: this.kills, leftToPerson };
    }

    /** False when it ended before its time had come. */
    private async killAtRandom(up: RunningCommand): Promise<boolean> {
        const provider = await Promise.race([up.providerPid().catch(() => undefined), up.result.then(() => undefined)]);
        const victim = this.random.pick<Victim>(["engine", "provider", "both"]);
        const ended = new AbortController();
        const end = up.result.finally(() => ended.abort());
        const moment = await this.moment(ended.signal);
        if (provider === undefined || ended.signal.aborted) {
            this.note(up.name, await end);
            return false;
        }
        if (victim !== "provider") up.signal("SIGKILL");
        if (victim !== "engine") kill(provider, "SIGKILL");
        this.kills += 1;
        this.log.push(`killed: ${victim}, ${moment}`);
        this.note(up.name, await up.result);
        return true;
    }

    /** By the clock, or by what CallFire was asked: the latter finds the same moments on a slow machine. */
    private async moment(ended: AbortSignal): Promise<string> {
        const milliseconds = this.random.below(3_500);
        if (this.random.next() < 0.3) {
            await sleep(milliseconds, undefined, { signal: ended }).catch(() => undefined);
            return `${String(milliseconds)} ms after the start of the provider`;
        }
        const count = () => this.simulator.ledger().requests.length;
        const [before, requests] = [count(), 1 + this.random.below(18)];
        while (count() < before + requests && !ended.aborted) {
            await sleep(2);
        }
        await sleep(milliseconds / 20);
        return `${String(milliseconds / 20)} ms after its request ${String(requests)}`;
    }

    private async recover(): Promise<Result> {
        for (let run = 1; ; run++) {
            await this.stack.cancel();
            const result = await this.stack.up();
            this.note("pulumi up", result);
            if (result.exitCode === 0 || run === mostRuns) return result;
            // The order in doubt stays so, whoever looks: another few runs can't tell.
            if (run >= 2 && result.output.includes("OrderInDoubt")) return result;
        }
    }

    private grow(): void {
        this.declared.local += 1;
        if (this.random.next() < 0.5) {
            this.declared.numbers.push(`1310234${String(6000 + this.declared.numbers.length)}`);
        }
        this.log.push(`grown: ${JSON.stringify(this.declared)}`);
        this.stack.write(programFor(this.declared));
    }

    private async compare(said: string): Promise<Omit<RoundResult, "leftToPerson">> {
        const { orders } = this.simulator.ledger();
        const books = booksOf(await this.stack.state());
        const local = orders.filter(({ parameters }) => parameters["localCount"] !== undefined);
        const listed = orders.filter(({ parameters }) => parameters["localCount"] === undefined);
        const { local: bulk, numbers, keywords } = this.declared;
        const boughtTwice =
            Math.max(0, itemsOf(local).length - bulk) +
            Math.max(0, itemsOf(listed).length - numbers.length - keywords.length) +
            (books.items.length - new Set(books.items).size);
        const missing = paidFor(this.simulator).filter((item) => !books.items.includes(item));
        const lost = missing.filter((item) => !this.isNamed(item, said));
        this.log.push(`ledger: ${JSON.stringify(orders)}`, `state: ${JSON.stringify(books)}`);
        return { kills: this.kills, orders: orders.length, boughtTwice, lost: lost.length, log: this.log };
    }

    /** By itself, by its order, or as what an order in doubt has asked for. */
    private isNamed(item: string, said: string): boolean {
        const order = this.simulator.ledger().orders.find(({ fulfilled }) => fulfilled.includes(item));
        const isLocal = order?.parameters["localCount"] !== undefined;
        return (
            said.includes(item) ||
            (order !== undefined && said.includes(order.id)) ||
            (isLocal && /OrderInDoubt: an order of \d+ local number/.test(said))
        );
    }

    /** What is still paid for when the stack is gone. */
    private async destroy(): Promise<number> {
        const destroy = this.stack.start(["destroy", "--yes", "--skip-preview"]);
        if (this.random.next() < 0.5) {
            await this.killAtRandom(destroy);
        }
        this.note("pulumi destroy", await destroy.result);
        for (let run = 1; run <= mostRuns; run++) {
            await this.stack.cancel();
            const result = await this.stack.destroy();
            this.note("pulumi destroy", result);
            if (result.exitCode === 0) break;
        }
        return paidFor(this.simulator).length;
    }

    private note(command: string, { exitCode, output }: Result): void {
        this.log.push(`${command}: exit ${String(exitCode)}\n${output}`);
    }
}

function itemsOf(orders: readonly LedgerOrder[]): string[] {
    return orders.flatMap(({ fulfilled }) => fulfilled);
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

function programFor({ local, numbers, keywords }: Declared): Record<string, string> {
    return programOf(
        bulk(local),
        `new NumberOrder("sales", ${JSON.stringify({ numbers })});`,
        `new Keyword("promo", ${JSON.stringify({ keyword: keywords[0] })});`,
    );
}
