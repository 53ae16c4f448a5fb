import type { CheckedAttempt } from "../../provider/orders/attempt";
import type { Deployment, ExportedResource } from "../../provider/stack/export";
import { readAttempt, readDeployment, type Reading } from "../../provider/stack/reading";
import { openStack, type Stack } from "../../provider/stack/view";
import type { Bench } from "../support/bench";
import { asExported } from "../provider-engine/exported";

/** Properties in the engine's form: with its marks around what is secret. */
export type Bag = Record<string, unknown>;

/** What became of a create or an update, with what the engine saves of it. */
export interface Answer {
    readonly id: string;
    readonly state: Bag;
    /** Why it is a partial failure. */
    readonly failure?: string;
}

/** One process of a provider, as the engine calls it. Its errors are thrown. */
export interface AdapterProcess {
    check(olds: Bag, program: Bag): Promise<{ readonly inputs: Bag; readonly reasons: readonly string[] }>;
    diff(id: string, state: Bag, inputs: Bag): Promise<boolean>;
    create(inputs: Bag): Promise<Answer>;
    update(id: string, state: Bag, inputs: Bag): Promise<Answer>;
    read(id: string, state: Bag, inputs: Bag): Promise<Answer>;
    remove(id: string, state: Bag): Promise<void>;
    stop(): void;
}

export interface ProcessOptions {
    readonly bench: Bench;
    readonly urn: string;
    /** What a provider sees of the engine's state. */
    readonly view: Stack;
    /** What a program reads of it before anything is registered. */
    readonly reading: Reading;
    readonly isPreview: boolean;
    /** Everything that is shown to a person. */
    readonly lines: string[];
}

export type ResourceName =
    "NumberOrder" | "Keyword" | "PhoneNumber" | "NumberConfiguration" | "Subscription" | "AutoReply" | "NumberLabel";

export interface AdapterKind {
    readonly type: (resource: ResourceName) => string;
    start(options: ProcessOptions): Promise<AdapterProcess>;
}

interface Stored extends ExportedResource {
    readonly id: string;
    readonly inputs: Bag;
    readonly outputs: Bag;
}

/** A stack from run to run: what the engine stores, what it encrypts and what it forgets. Each call is a run, in a process of its own. */
export class AdapterStack {
    readonly resources = new Map<string, Stored>();
    readonly lines: string[] = [];
    private pending: { type: string; resource: ExportedResource }[] = [];

    constructor(
        readonly bench: Bench,
        private readonly kind: AdapterKind,
        private readonly resource: ResourceName = "NumberOrder",
    ) {}

    urn(name: string): string {
        return `urn:pulumi:dev::shop::${this.kind.type(this.resource)}::${name}`;
    }

    state(name = "support"): Bag {
        return this.resources.get(this.urn(name))?.outputs ?? {};
    }

    inputs(name = "support"): Bag {
        return this.resources.get(this.urn(name))?.inputs ?? {};
    }

    /** What the engine has stored of the last attempt. */
    attempt(name = "support"): CheckedAttempt | undefined {
        return readAttempt(this.inputs(name)["__attempt"]);
    }

    /** As `pulumi stack export` prints it. */
    exported(): Deployment {
        const shown = { resources: [...this.resources.values()], pending_operations: this.pending };
        return JSON.parse(JSON.stringify(asExported(shown))) as Deployment;
    }

    /** The inputs that a preview or an update would have, or what is wrong with them. */
    check(program: Bag, name = "support", isPreview = false): ReturnType<AdapterProcess["check"]> {
        return this.run(name, isPreview, (provider) => provider.check(this.inputs(name), program));
    }

    /** Brings a resource to what the program declares. @returns why it failed */
    async up(program: Bag, name = "support"): Promise<string | undefined> {
        return this.run(name, false, async (provider) => {
            const { inputs, reasons } = await provider.check(this.inputs(name), program);
            if (reasons.length > 0) {
                return reasons.join("; ");
            }
            const answer = await this.bring(provider, name, inputs);
            return typeof answer === "string" ? answer : answer?.failure;
        });
    }

    /** The same, and the engine dies before it has the answer. */
    async upAndDie(program: Bag, name = "support"): Promise<void> {
        const [resources, pending] = [new Map(this.resources), [...this.pending]];
        await this.up(program, name);
        const operation = this.began;
        this.resources.clear();
        resources.forEach((resource, urn) => this.resources.set(urn, resource));
        this.pending = [...pending.filter(({ type }) => type === "creating"), ...(operation ? [operation] : [])];
    }

    async refresh(name = "support"): Promise<void> {
        await this.run(name, false, async (provider) => {
            const { id, state, inputs } = await this.readWith(provider, name);
            this.resources.set(this.urn(name), { ...this.stored(name, inputs), id, outputs: state });
        });
    }

    async destroy(name = "support"): Promise<void> {
        await this.run(name, false, async (provider) => {
            await provider.remove(this.resources.get(this.urn(name))?.id ?? "", this.state(name));
            this.resources.delete(this.urn(name));
        });
    }

    private began: { type: string; resource: ExportedResource } | undefined;

    private async run<T>(name: string, isPreview: boolean, work: (provider: AdapterProcess) => Promise<T>): Promise<T> {
        this.bench.nextProcess();
        const options = { project: "shop", stack: "dev", organization: "acme", folder: "/program", environment: {} };
        const warn = (message: string): void => void this.lines.push(message);
        const provider = await this.kind.start({
            bench: this.bench,
            urn: this.urn(name),
            view: openStack({ ...options, warn }, () => Promise.resolve(readDeployment(this.exported()))),
            reading: readDeployment(this.exported()),
            isPreview,
            lines: this.lines,
        });
        try {
            return await work(provider);
        } finally {
            provider.stop();
        }
    }

    private async bring(provider: AdapterProcess, name: string, inputs: Bag): Promise<Answer | string | undefined> {
        const old = this.resources.get(this.urn(name));
        if (old !== undefined && !(await provider.diff(old.id, old.outputs, inputs))) {
            this.resources.set(this.urn(name), { ...old, inputs });
            return undefined;
        }
        const resource = { urn: this.urn(name), type: this.kind.type(this.resource), inputs };
        this.began = { type: old === undefined ? "creating" : "updating", resource };
        const creates = this.pending.filter(({ type }) => type === "creating");
        this.pending = [...creates, this.began];
        try {
            const answer = await (old === undefined
                ? provider.create(inputs)
                : provider.update(old.id, old.outputs, inputs));
            this.resources.set(this.urn(name), { ...this.stored(name, inputs), id: answer.id, outputs: answer.state });
            return answer;
        } catch (error) {
            return error instanceof Error ? error.message : String(error);
        } finally {
            this.pending = creates;
        }
    }

    private async readWith(provider: AdapterProcess, name: string): Promise<Answer & { inputs: Bag }> {
        const old = this.resources.get(this.urn(name));
        const answer = await provider.read(old?.id ?? "", this.state(name), this.inputs(name));
        return { ...answer, inputs: this.inputs(name) };
    }

    private stored(name: string, inputs: Bag): Omit<Stored, "id" | "outputs"> {
        return { urn: this.urn(name), type: this.kind.type(this.resource), inputs };
    }
}
