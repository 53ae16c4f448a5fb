import { folderStore } from "../../../provider/orders/journal/folderStore";
import type { Operation, Session } from "../../../provider/orders/session";
import { numberOrder } from "../../../provider/resources/numberOrder";
import { PartialFailure } from "../../../provider/resources/resource";
import type { Properties } from "../../../provider/resources/resource";
import { unknownValue } from "../../../provider/resources/resource";
import type { Deployment } from "../../../provider/stack/export";
import { attemptProperty, readAttempt, readDeployment, writeAttempt } from "../../../provider/stack/reading";
import { openStack } from "../../../provider/stack/view";
import type { Stack } from "../../../provider/stack/view";
import { onceASecond, sessionOf } from "../../support/session";
import type { ModelAccount } from "./account";
import { modelFiles } from "./files";
import type { Disk } from "./files";
import type { ModelProcess } from "./world";

const type = "callfire:index:NumberOrder";
export const urnOf = (name: string): string => `urn:pulumi:dev::shop::${type}::${name}`;

/** What the engine keeps of a resource. */
interface Known {
    readonly id: string;
    readonly inputs: Properties;
    readonly outputs: Properties;
    readonly isFailed: boolean;
}

interface Pending {
    readonly type: "creating" | "updating";
    readonly urn: string;
    readonly inputs: Properties;
}

/** What a run of the engine asks of one resource. */
interface Call {
    readonly process: ModelProcess;
    readonly session: Session;
    readonly stack: Stack;
    readonly name: string;
    readonly declared: Properties;
    /** Writes into the engine's state, as long as the engine is there. */
    write(change: () => void): void;
}

/** The engine and its state, which outlives every machine: it stores what `check` returns before it calls create or update. */
export class ModelStack {
    readonly known = new Map<string, Known>();
    /** How the last run ended for a resource; empty where it went well. */
    readonly problems = new Map<string, string>();
    private pending: Pending[] = [];

    constructor(private readonly account: ModelAccount) {}

    /** One `pulumi up` by one process of the provider. */
    async up(declared: ReadonlyMap<string, Properties>, process: ModelProcess, disk: Disk): Promise<void> {
        const options = { project: "shop", stack: "dev", folder: "/nowhere", warn: () => undefined };
        const environment = { PULUMI_BACKEND_URL: "file:///state" };
        const stack = openStack({ ...options, environment }, () =>
            process.step("export", () => readDeployment(this.export())),
        );
        const session = this.sessionOf(process, disk);
        // The program reads the state before anything is registered.
        await stack.read();
        let isFirst = true;
        const write = (change: () => void): void => {
            if (process.isDead || process.isOrphan) {
                return;
            }
            // The first write of a run erases the updates that the run before it left pending, and keeps the creates.
            this.pending = isFirst ? this.pending.filter((operation) => operation.type === "creating") : this.pending;
            isFirst = false;
            change();
        };
        const calls: Promise<void>[] = [];
        for (const [name, inputs] of declared) {
            const own = { ...session, client: this.account.client(process.step, name) };
            const work = await this.register({ process, session: own, stack, name, declared: inputs, write });
            calls.push(work());
        }
        await Promise.all(calls);
    }

    private sessionOf({ time, step }: ModelProcess, disk: Disk): Session {
        const client = this.account.client(step, "nobody");
        return sessionOf({
            account: "www.callfire.com/acme",
            client,
            store: folderStore(modelFiles(disk, step)),
            pollLimiter: onceASecond(time),
            time,
        });
    }

    /** Check and diff, which come one after another; what is left to do runs beside the others. */
    private async register(call: Call): Promise<() => Promise<void>> {
        const { name, stack, session } = call;
        const urn = urnOf(name);
        const before = this.known.get(name);
        const [olds, previous] = before === undefined ? [undefined, undefined] : split(before.inputs);
        const options = {
            session,
            owner: ownerOf(call),
            signal: new AbortController().signal,
            warn: () => undefined,
            earlier: () => stack.earlier([urn]),
        };
        const checked = await numberOrder.check(call.declared, olds, {
            ...options,
            previous,
            isPreview: false,
            outputs: () => Promise.resolve(this.known.get(name)?.outputs),
        });
        if (checked.failures.length > 0) {
            this.note(call, checked.failures.map(({ reason }) => reason).join("; "));
            return () => Promise.resolve();
        }
        const attempt = checked.attempt === unknownValue ? undefined : checked.attempt;
        const inputs = stored({ ...checked.inputs, ...(attempt && { [attemptProperty]: writeAttempt(attempt) }) });
        if (before === undefined) {
            return () => this.run(call, "creating", inputs, undefined);
        }
        const [values, kept] = split(inputs);
        const { changes } = await numberOrder.diff(before.id, before.outputs, values, { ...options, attempt: kept });
        if (changes || before.isFailed) {
            return () => this.run(call, "updating", inputs, before);
        }
        if (JSON.stringify(inputs) !== JSON.stringify(before.inputs)) {
            call.write(() => this.known.set(name, { ...before, inputs }));
        }
        this.note(call, "");
        return () => Promise.resolve();
    }

    private async run(call: Call, kind: Pending["type"], inputs: Properties, before: Known | undefined): Promise<void> {
        const { name } = call;
        const urn = urnOf(name);
        const operation = { type: kind, urn, inputs };
        call.write(() => this.pending.push(operation));
        const end = (result: Known | undefined, problem: string): void => {
            call.write(() => {
                this.pending = this.pending.filter((other) => other !== operation);
                if (result !== undefined) {
                    this.known.set(name, result);
                }
            });
            this.note(call, problem);
        };
        const [values] = split(inputs);
        try {
            const { id, state } =
                before === undefined
                    ? await numberOrder.create(values, operationOf(call, inputs))
                    : {
                          id: before.id,
                          state: await numberOrder.update(before.id, before.outputs, values, operationOf(call, inputs)),
                      };
            end({ id, inputs, outputs: stored(state), isFailed: false }, "");
        } catch (error) {
            const problem = error instanceof Error ? error.message : String(error);
            const saved = error instanceof PartialFailure ? error : undefined;
            const kept = before?.inputs ?? inputs;
            end(saved && { id: saved.id, inputs: kept, outputs: stored(saved.state), isFailed: true }, problem);
        }
    }

    private note({ process, name }: Call, problem: string): void {
        if (!process.isOrphan && !process.isDead) {
            this.problems.set(name, problem);
        }
    }

    private export(): Deployment {
        const resources = [...this.known].map(([name, { id, inputs, outputs }]) => ({
            urn: urnOf(name),
            type,
            id,
            inputs,
            outputs,
        }));
        return structuredClone({
            resources: [{ urn: "stack", type: "pulumi:pulumi:Stack", created: "2026-11-01" }, ...resources],
            pending_operations: this.pending.map(({ type: kind, urn, inputs }) => ({
                type: kind,
                resource: { urn, type, inputs },
            })),
        });
    }
}

function ownerOf({ name, stack }: Call): Operation["owner"] {
    return { urn: urnOf(name), aliases: [], stack };
}

function operationOf(call: Call, inputs: Properties): Operation {
    const { process, session } = call;
    const [, attempt] = split(inputs);
    return {
        session,
        owner: ownerOf(call),
        report: { progress: () => undefined, note: () => undefined, warn: () => undefined },
        signal: new AbortController().signal,
        timeoutSeconds: 0,
        ...(attempt && { attempt }),
        earlier: attempt?.earlier ?? [],
        others: attempt?.others ?? {},
        assertEngineAlive: () =>
            process.step("engine?", () => {
                if (process.isOrphan) {
                    throw new Error("the engine is gone");
                }
            }),
    };
}

function split(properties: Properties): [Properties, ReturnType<typeof readAttempt>] {
    const { [attemptProperty]: attempt, ...values } = properties;
    return [values, readAttempt(attempt)];
}

/** What crosses the engine is plain data. */
function stored(properties: Properties): Properties {
    return JSON.parse(JSON.stringify(properties)) as Properties;
}
