import * as assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { PartialFailure, unknownValue } from "../../provider/resources/resource";
import { ownPart } from "../../provider/orders/attempt";
import type { CheckedAttempt } from "../../provider/orders/attempt";
import type { CheckFailure, Difference, Properties, Resource } from "../../provider/resources/resource";
import type { LedgerRequest } from "../../simulator";
import type { Bench } from "../support/bench";

/** What is said of everything that is released. Which day it is depends on how many tests have run before. */
export const untilItsEnd = " (leased until <day>; a release can't be undone through this API)";

function withoutDays(summary: string | undefined): string {
    return (summary ?? "").replace(/until \d{4}-\d\d-\d\dZ/g, "until <day>");
}

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
export class StackedResource {
    id: string | undefined;
    inputs: Properties | undefined;
    state: Properties = {};
    /** Of the bench's fast time. */
    timeoutSeconds = 240;
    /** An interrupt of the runs from now on. */
    signal: AbortSignal | undefined;
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
            this.bench.engine.replace(this.urn);
            await this.check(program, undefined);
            const problem = await this.create(this.checked);
            return problem === "" ? this.remove(id, state) : problem;
        }
        if (!difference.changes && !this.isFailed) {
            return "";
        }
        return this.update(inputs);
    }

    /** An update whose machine is lost once so many calls have changed something at CallFire: nobody hears what came of it. */
    async die(program: Properties, changes: number): Promise<void> {
        this.bench.nextProcess();
        const { failures, difference } = await this.look(program);
        assert.deepEqual(failures, []);
        const { id, state } = this;
        const isUpdate = id !== undefined && difference?.replaces.length === 0;
        if (id !== undefined && !isUpdate) {
            await this.check(program, undefined);
        }
        const { checked } = this;
        this.bench.engine.begin(isUpdate ? "updating" : "creating", this.urn, checked, this.nextAttempt);
        const client = dyingAfter(changes, this.bench.session.client);
        const operation = { ...this.operation(), session: { ...this.bench.session, client } };
        const work = isUpdate
            ? this.resource.update(id, state, checked, operation)
            : this.resource.create(checked, operation);
        await work.catch(() => undefined);
    }

    async mustUp(program: Properties): Promise<void> {
        assert.equal(await this.up(program), "");
    }

    /** As the engine's own `refresh`, which also forgets that the resource failed. */
    async refresh(): Promise<void> {
        // Absence says nothing of what was ordered within the last minutes.
        await this.bench.simulator.advanceClock(180_000);
        await this.refreshAtOnce();
    }

    async refreshAtOnce(): Promise<void> {
        this.bench.nextProcess();
        this.isFailed = false;
        const fresh = await this.resource.read(this.id ?? "", this.state, this.inputs, await this.operationOfState());
        this.id = fresh?.id;
        this.state = fresh?.state ?? {};
        this.inputs = fresh?.inputs;
        this.bench.engine.forgetUpdates();
        if (fresh === undefined) {
            this.bench.engine.remove(this.urn);
        } else {
            this.bench.engine.store(this.urn, this.id, this.inputs, this.state, this.attempt);
        }
    }

    async destroy(): Promise<string> {
        this.bench.nextProcess();
        return this.remove(this.id ?? "", this.state);
    }

    private get urn(): string {
        return this.bench.urn(this.name);
    }

    private async remove(id: string, state: Properties): Promise<string> {
        const problem = await this.caught(async () => this.resource.delete(id, state, await this.operationOfState()));
        if (problem === "" && this.id === id) {
            this.bench.engine.remove(this.urn);
        }
        return problem;
    }

    private checked: Properties = {};
    /** Of a create, what check says that it will order. */
    private summary: string | undefined;
    /** What the engine has stored with the inputs, and what the last check returned. */
    private attempt: CheckedAttempt | undefined;
    private nextAttempt: CheckedAttempt | undefined;

    private async check(program: Properties, olds: Properties | undefined): Promise<readonly CheckFailure[]> {
        const options = this.bench.options(this.name);
        const urns = [this.urn];
        const { inputs, failures, attempt, summary } = await this.resource.check(program, olds, {
            ...options,
            previous: olds === undefined ? undefined : this.attempt,
            isPreview: false,
            earlier: () => this.bench.stack.earlier(urns),
            outputs: async () => olds && (await this.bench.stack.read()).outputs.get(this.urn),
        });
        this.checked = inputs;
        this.summary = summary;
        this.nextAttempt = attempt === unknownValue ? undefined : attempt;
        return failures;
    }

    private async look(program: Properties): Promise<Preview> {
        const failures = await this.check(program, this.inputs);
        const inputs = this.checked;
        if (failures.length > 0 || this.id === undefined) {
            return { failures, summary: failures.length > 0 ? "" : withoutDays(this.summary) };
        }
        const difference = await this.resource.diff(this.id, this.state, inputs, {
            ...this.bench.options(this.name),
            attempt: this.nextAttempt,
        });
        return { failures, summary: withoutDays(difference.summary), difference };
    }

    private async create(inputs: Properties): Promise<string> {
        this.bench.engine.begin("creating", this.urn, inputs, this.nextAttempt);
        return this.caught(async () => {
            const { id, state } = await this.resource.create(inputs, this.operation());
            this.attempt = this.nextAttempt;
            this.keep(id, state, inputs, false);
        }, inputs);
    }

    private async update(inputs: Properties): Promise<string> {
        this.bench.engine.begin("updating", this.urn, inputs, this.nextAttempt);
        return this.caught(async () => {
            const id = this.id ?? "";
            const state = await this.resource.update(id, this.state, inputs, this.operation());
            this.attempt = this.nextAttempt;
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
                this.attempt = this.id === undefined ? this.nextAttempt : this.attempt;
                this.keep(error.id, error.state, inputs, true);
            } else {
                this.bench.engine.end(this.urn);
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
        this.bench.engine.end(this.urn, id, inputs, plain, this.attempt);
    }

    private operation() {
        const attempt = this.nextAttempt;
        return this.bench.operation(this.name, {
            timeoutSeconds: this.timeoutSeconds,
            ...(attempt && { attempt: ownPart(attempt) }),
            ...(this.signal && { signal: this.signal }),
            earlier: attempt?.earlier ?? [],
        });
    }

    private async operationOfState() {
        const { own } = await this.bench.stack.earlier([this.urn]);
        return this.bench.operation(this.name, { timeoutSeconds: this.timeoutSeconds, earlier: own });
    }
}

/** The same client, until so many calls have changed something: all later ones fail, as nothing is sent any more. */
function dyingAfter(changes: number, client: Bench["session"]["client"]): Bench["session"]["client"] {
    let left = changes;
    return new Proxy(client, {
        get: (target, name: keyof typeof client) => {
            return (...parameters: unknown[]) => {
                const isChange = /^(configure|label|unlabel|create|update|delete)/.test(name);
                if (left < 0 || (isChange && left === 0)) {
                    left = -1;
                    return Promise.reject(new Error("this machine is lost"));
                }
                left -= isChange ? 1 : 0;
                return (target[name] as (...all: unknown[]) => unknown)(...parameters);
            };
        },
    });
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
