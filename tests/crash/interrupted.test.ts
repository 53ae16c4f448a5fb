import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createAccountMemory } from "../../provider/orders/accountMemory";
import type { Session } from "../../provider/orders/session";
import type { Properties } from "../../provider/resources/resource";
import type { Deployment } from "../../provider/stack/export";
import { attemptProperty, readAttempt, readDeployment } from "../../provider/stack/reading";
import { openStack } from "../../provider/stack/view";
import { local } from "../resources/stackedResource";
import { Bench, fastTime } from "../support/bench";
import { removeFolder } from "../support/folders";
import { itemsOf, paidFor } from "./balance";
import { Commands } from "./money-path/commands";
import { EngineState } from "./money-path/engineState";
import type { Job, Outcome } from "./money-path/job";
import { settleDoubts } from "./money-path/person";

/** Where a process dies: its order is about to leave, or CallFire has taken it. */
type Death = "before the order" | "after the order";

type Program = Readonly<Record<string, Properties>>;

/** The calls of the engine's commands, each in a process of its own as far as the provider can tell. */
class Interrupted {
    private constructor(
        readonly bench: Bench,
        private readonly engine: EngineState,
    ) {}

    static async open(): Promise<Interrupted> {
        const bench = await Bench.open();
        return new Interrupted(
            bench,
            new EngineState(join(bench.folder, "engine.json"), fastTime.date().toISOString()),
        );
    }

    /** Names that the operations under way may order in place of "any". */
    get picks(): string[] {
        const { pending_operations: operations = [] } = JSON.parse(
            readFileSync(this.engine.file, "utf8"),
        ) as Deployment;
        const attempts = operations.map(({ resource }) => readAttempt(resource.inputs?.[attemptProperty]));
        return attempts.flatMap((attempt) => attempt?.picks.local ?? []);
    }

    get held(): string[] {
        return this.engine.all().flatMap(itemsOf).sort();
    }

    get paid(): string[] {
        return paidFor(this.bench.simulator).sort();
    }

    /** @returns what went wrong, and which resources were created or updated */
    async run(command: Job["command"], program: Program, options: Partial<Session> = {}) {
        this.engine.beginCommand();
        const outcomes: Outcome[] = [];
        const changed: string[] = [];
        const commands = this.commands(options, (message) => {
            if (message.kind === "begin") {
                this.engine.begin(message);
                changed.push(nameOf(message.urn));
            } else {
                this.engine.end(message);
                outcomes.push(message);
            }
            return Promise.resolve();
        });
        await commands.run({ command, calls: this.callsOf(program) });
        return { problems: outcomes.map(({ problem }) => problem).filter((problem) => problem !== ""), changed };
    }

    async up(program: Program, options: Partial<Session> = {}): Promise<void> {
        assert.deepEqual((await this.run("up", program, options)).problems, []);
    }

    /** An update of which nothing is heard any more, once its first order is or is not at CallFire. */
    async die(program: Program, death: Death, options: Partial<Session> = {}): Promise<void> {
        this.engine.beginCommand();
        let reject: (reason: Error) => void = () => undefined;
        const died = new Promise<never>((_, fail) => (reject = fail));
        const { client } = this.bench.session;
        const dying: Session["client"] = {
            ...client,
            placeNumberOrder: async (request) => {
                if (death === "after the order") {
                    await client.placeNumberOrder(request);
                }
                reject(new Dead());
                return new Promise(() => undefined);
            },
        };
        const commands = this.commands({ ...options, client: dying }, (message) => {
            if (message.kind === "begin") {
                this.engine.begin(message);
            }
            return Promise.resolve();
        });
        const run = commands.run({ command: "up", calls: this.callsOf(program) });
        await assert.rejects(Promise.race([run, died]), Dead);
    }

    async loseMachine(): Promise<void> {
        await removeFolder(this.bench.journalFolder);
    }

    private commands(options: Partial<Session>, tell: ConstructorParameters<typeof Commands>[2]): Commands {
        this.bench.nextProcess();
        const stack = openStack(
            {
                project: "shop",
                stack: "dev",
                organization: "organization",
                folder: "/nowhere",
                environment: {},
                warn: () => undefined,
            },
            () => Promise.resolve(readDeployment(JSON.parse(readFileSync(this.engine.file, "utf8")) as Deployment)),
        );
        return new Commands({ ...this.bench.session, ...options }, stack, tell);
    }

    private callsOf(program: Program): Job["calls"] {
        return Object.entries(program).map(([name, inputs]) => {
            const stored = this.engine.stored(this.bench.urn(name));
            return { urn: this.bench.urn(name), inputs, ...(stored && { stored }) };
        });
    }
}

class Dead extends Error {}

const one = { numbers: ["12135550101"] };
const two = { numbers: ["12135550101", "12135550102"] };

describe("a change that was interrupted", () => {
    let stack: Interrupted;
    beforeEach(async () => {
        stack = await Interrupted.open();
        await stack.up({ support: one });
    });
    afterEach(() => stack.bench.close());

    async function growsAndDies(death: Death): Promise<void> {
        await stack.die({ support: two }, death);
        await stack.loseMachine();
        // What the engine is about to forget is in the outputs from now on.
        await stack.run("refresh", { support: two });
    }

    it("is not taken for what the account owned before, after a refresh has seen it", async () => {
        await growsAndDies("after the order");
        await stack.bench.simulator.advanceClock(60_000);
        await stack.up({ support: two });
        assert.deepEqual(stack.held, two.numbers);
        assert.equal(stack.bench.orders(), 2);
    });

    it("brings in what it bought, and lets it go, when it is taken back after a refresh", async () => {
        await growsAndDies("after the order");
        await stack.bench.simulator.advanceClock(60_000);
        await stack.up({ support: one });
        assert.deepEqual(stack.held, two.numbers);
        await stack.up({ support: one });
        assert.deepEqual(stack.held, one.numbers);
        assert.deepEqual(stack.paid, one.numbers);
    });

    it("comes to rest when it is taken back and had ordered nothing", async () => {
        await stack.die({ support: two }, "before the order");
        await stack.up({ support: one });
        assert.deepEqual(await stack.run("up", { support: one }), { problems: [], changed: [] });
        assert.deepEqual(stack.paid, one.numbers);
    });

    it("orders by count again when a person has forgotten its order", async () => {
        const byCount = { bulkOrders: "count" } as const;
        const program = { sales: local(2) };
        await stack.die(program, "before the order", byCount);
        const { problems } = await stack.run("up", program, byCount);
        assert.match(problems.join(), /^OrderInDoubt: .*orders forget/);
        const { journalFolder, simulator } = stack.bench;
        assert.equal(await settleDoubts(journalFolder, fastTime, simulator, stack.held), 1);
        await stack.up(program, byCount);
        assert.equal(stack.bench.orders(), 2);
        assert.deepEqual(stack.held, stack.paid);
    });

    it("asks for no name that the attempt of another resource may have", async () => {
        const few: Session["client"] = {
            ...stack.bench.session.client,
            // An attempt takes two spares.
            searchNumbers: async (query, signal) =>
                (await stack.bench.session.client.searchNumbers(query, signal)).slice(0, 5),
        };
        const withFew = (): Partial<Session> => ({ memory: createAccountMemory(few, fastTime) });
        await stack.die({ sales: local(1) }, "before the order", withFew());
        await stack.loseMachine();
        await stack.die({ help: local(2) }, "before the order", withFew());
        assert.equal(stack.picks.length, 5);
        assert.equal(new Set(stack.picks).size, 5);
        await stack.loseMachine();
        await stack.up({ sales: local(1), help: local(2) });
        assert.equal(stack.held.length, 4);
        assert.deepEqual(stack.held, stack.paid);
    });

    it("is carried on by every update that comes before its own", async () => {
        const grown = { first: local(2), second: local(2) };
        await stack.up({ first: local(1), second: local(1) });
        await stack.die({ second: local(2) }, "after the order");
        for (let killed = 0; killed < 2; killed++) {
            await stack.loseMachine();
            await stack.die({ first: local(2) }, "before the order");
        }
        await stack.loseMachine();
        await stack.bench.simulator.advanceClock(60_000);
        await stack.up(grown);
        assert.equal(stack.paid.length, 5);
        assert.deepEqual(stack.paid, stack.held);
    });
});

function nameOf(urn: string): string {
    return urn.slice(urn.lastIndexOf("::") + 2);
}
