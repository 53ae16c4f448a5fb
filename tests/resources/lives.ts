import * as assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { PartialFailure } from "../../provider/resources/resource";
import type { CheckFailure, Difference, Properties, Resource } from "../../provider/resources/resource";
import type { LedgerRequest } from "../../simulator";
import type { Bench } from "../support/bench";

/** What a preview shows a person: refused inputs, or what will be ordered and released; empty when nothing changes. */
export interface Preview {
    readonly failures: readonly CheckFailure[];
    readonly summary: string;
    readonly difference?: Difference;
}

/**
 * One resource of a stack from run to run, in the order in which the engine makes its calls, each run a process of its own.
 * What a failure leaves in the state is what the engine keeps: `tests/engine` holds this against the real one.
 */
export class Life {
    id: string | undefined;
    inputs: Properties | undefined;
    state: Properties = {};
    /** Of the bench's fast time. */
    timeoutSeconds = 60;
    /** The engine updates a resource that failed partially even where diff sees no change. */
    private isFailed = false;

    constructor(
        readonly bench: Bench,
        readonly resource: Resource,
        readonly name = "support",
    ) {}

    get numbers(): string[] {
        return [...((this.state["acquiredNumbers"] as readonly string[] | undefined) ?? [])];
    }

    get keywords(): string[] {
        return [...((this.state["acquiredKeywords"] as readonly string[] | undefined) ?? [])];
    }

    /** Nothing in a preview buys or releases: what is asked of CallFire are GETs. */
    async preview(program: Properties): Promise<Preview> {
        this.bench.nextProcess();
        const before = this.bench.simulator.ledger().requests.length;
        const preview = await this.look(program);
        const asked = this.bench.simulator.ledger().requests.slice(before);
        assert.deepEqual(
            asked.filter(({ method }) => method !== "GET"),
            [],
        );
        return preview;
    }

    /** Previews and updates; the error's message where it fails, empty where it does not. */
    async up(program: Properties): Promise<string> {
        this.bench.nextProcess();
        const { failures, difference } = await this.look(program);
        if (failures.length > 0) {
            return failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n");
        }
        const inputs = this.checked;
        if (this.id === undefined) {
            return this.create(inputs);
        }
        if (difference?.replaces.length !== 0) {
            const { id, state } = this;
            const problem = await this.create(inputs);
            return problem === "" ? this.caught(() => this.resource.delete(id, state, this.operation())) : problem;
        }
        if (!difference.changes && !this.isFailed) {
            return "";
        }
        return this.update(inputs);
    }

    async mustUp(program: Properties): Promise<void> {
        assert.equal(await this.up(program), "");
    }

    /** As the engine's own `refresh`, which also forgets that the resource failed. */
    async refresh(): Promise<void> {
        this.bench.nextProcess();
        this.isFailed = false;
        const fresh = await this.resource.read(this.id ?? "", this.state, this.inputs, this.operation());
        this.id = fresh?.id;
        this.state = fresh?.state ?? {};
        this.inputs = fresh?.inputs;
    }

    async destroy(): Promise<string> {
        this.bench.nextProcess();
        return this.caught(() => this.resource.delete(this.id ?? "", this.state, this.operation()));
    }

    private checked: Properties = {};

    private async look(program: Properties): Promise<Preview> {
        const around = this.bench.around(this.name);
        const { inputs, failures } = await this.resource.check(program, this.inputs, around);
        this.checked = inputs;
        if (failures.length > 0 || this.id === undefined) {
            return { failures, summary: "" };
        }
        const difference = await this.resource.diff(this.id, this.state, inputs, around);
        return { failures, summary: difference.summary ?? "", difference };
    }

    private async create(inputs: Properties): Promise<string> {
        return this.caught(async () => {
            const { id, state } = await this.resource.create(inputs, this.operation());
            this.keep(id, state, inputs, false);
        }, inputs);
    }

    private async update(inputs: Properties): Promise<string> {
        return this.caught(async () => {
            const id = this.id ?? "";
            const state = await this.resource.update(id, this.state, inputs, this.operation());
            this.keep(id, state, inputs, false);
        }, this.inputs);
    }

    /** @param inputs what the engine keeps as inputs after a failure: an update's are not taken */
    private async caught(work: () => Promise<void>, inputs?: Properties): Promise<string> {
        try {
            await work();
            return "";
        } catch (error) {
            if (error instanceof PartialFailure) {
                this.keep(error.id, error.state, inputs, true);
            }
            assert.ok(error instanceof Error);
            return error.message;
        }
    }

    private keep(id: string, state: Properties, inputs: Properties | undefined, isFailed: boolean): void {
        // The state crosses the engine as plain data.
        const plain = JSON.parse(JSON.stringify(state)) as Properties;
        assert.ok(isDeepStrictEqual(plain, state), `not plain data: ${JSON.stringify(state)}`);
        Object.assign(this, { id, state: plain, inputs, isFailed });
    }

    private operation() {
        return this.bench.operation(this.name, { timeoutSeconds: this.timeoutSeconds });
    }
}

/** What each order of the account asked for, oldest first, without the kinds that it did not ask for. */
export function ordered(bench: Bench): { local?: number; tollFree?: number; keyword?: number }[] {
    return bench.simulator
        .ledger()
        .orders.map(({ ordered: kinds }) => Object.fromEntries(Object.entries(kinds).filter(([, count]) => count > 0)));
}

/** What was given up, in that order. */
export function released(bench: Bench): string[] {
    return bench.simulator
        .ledger()
        .requests.filter(({ path }) => path === "/number/release")
        .map(({ parameters }: LedgerRequest) => (parameters["Keyword"] ?? parameters["Number"])!);
}

/** What the account owns and renews. */
export function renewing(bench: Bench): string[] {
    const { numbers, keywords } = bench.simulator.ledger().owned;
    return [...numbers, ...keywords].filter(({ autoRenew }) => autoRenew).map(({ value }) => value);
}

export const seattle = { city: "Seattle", state: "WA" };

/** So many local numbers of Seattle. */
export function local(count: number, region: Properties = seattle): Properties {
    return { bulkLocal: { count, region } };
}

export function tollFree(count: number): Properties {
    return { bulkTollFree: { count } };
}
