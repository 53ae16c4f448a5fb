import type { Operation, Owner, Session } from "../../../provider/orders/session";
import { keyword } from "../../../provider/resources/keyword";
import { numberOrder } from "../../../provider/resources/numberOrder";
import { PartialFailure, unknownValue } from "../../../provider/resources/resource";
import type { Properties, Resource } from "../../../provider/resources/resource";
import type { CheckedAttempt } from "../../../provider/orders/attempt";
import { attemptProperty, readAttempt, writeAttempt } from "../../../provider/stack/reading";
import type { Stack } from "../../../provider/stack/view";
import type { Begin, Call, Job, Outcome, Stored } from "./job";

/** What the program declares, and what the engine has stored with it. */
interface Inputs {
    readonly values: Properties;
    readonly attempt: CheckedAttempt | undefined;
}

/** In fast time, so that a busy machine does not end a wait. */
const patience = 3600;

/** The calls that the engine makes of a provider in one command, in the engine's order. */
export class Commands {
    constructor(
        private readonly session: Session,
        private readonly stack: Stack,
        private readonly tell: (message: Begin | Outcome) => Promise<void>,
    ) {}

    /** Checks and diffs come one after another; creates and updates go on beside those of the next resources. */
    async run({ command, calls }: Pick<Job, "command" | "calls">): Promise<void> {
        const underWay: Promise<void>[] = [];
        for (const call of calls) {
            if (command === "refresh" || command === "destroy") {
                underWay.push(command === "refresh" ? this.refresh(call) : this.destroy(call));
                continue;
            }
            const inputs = await this.check(call);
            const summary = inputs === undefined ? undefined : await this.diff(call, inputs);
            if (inputs !== undefined && command === "up") {
                underWay.push(this.bring(call, inputs, summary));
            }
        }
        await Promise.all(underWay);
    }

    private async check({ urn, inputs: program, stored }: Call): Promise<Inputs | undefined> {
        const olds = stored && split(stored.inputs);
        const { inputs, failures, attempt } = await resourceOf(urn).check(program, olds?.values, {
            ...this.options(urn),
            previous: olds?.attempt,
            isPreview: false,
            outputs: async () => (stored === undefined ? undefined : (await this.stack.read()).outputs.get(urn)),
        });
        if (failures.length > 0) {
            const problem = failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n");
            await this.tell({ kind: "outcome", urn, isGone: false, problem });
            return undefined;
        }
        return { values: inputs, attempt: attempt === unknownValue ? undefined : attempt };
    }

    /** @returns what changes, in words; undefined where nothing does */
    private async diff({ urn, stored }: Call, { values, attempt }: Inputs): Promise<string | undefined> {
        if (stored === undefined) {
            return "";
        }
        const options = { ...this.options(urn), attempt };
        const { changes, summary } = await resourceOf(urn).diff(stored.id, stored.outputs, values, options);
        return changes ? (summary ?? "") : stored.isFailed ? "" : undefined;
    }

    private async bring({ urn, stored }: Call, inputs: Inputs, summary: string | undefined): Promise<void> {
        const resource = resourceOf(urn);
        const joined = join(inputs);
        if (stored !== undefined && summary === undefined) {
            // Hidden inputs are stored although nothing changes.
            const isSame = JSON.stringify(joined) === JSON.stringify(stored.inputs);
            await this.end(urn, "", isSame ? undefined : { ...stored, inputs: joined });
            return;
        }
        const operation = stored === undefined ? "creating" : "updating";
        await this.tell({ kind: "begin", operation, urn, inputs: joined });
        try {
            const options = this.operation(urn, inputs.attempt);
            const made =
                stored === undefined
                    ? await resource.create(inputs.values, options)
                    : {
                          id: stored.id,
                          state: await resource.update(stored.id, stored.outputs, inputs.values, options),
                      };
            await this.end(urn, "", { id: made.id, inputs: joined, outputs: made.state, isFailed: false }, summary);
        } catch (error) {
            const kept =
                error instanceof PartialFailure
                    ? { id: error.id, inputs: stored?.inputs ?? joined, outputs: error.state, isFailed: true }
                    : undefined;
            await this.end(urn, error instanceof Error ? error.message : String(error), kept, summary);
        }
    }

    private async refresh({ urn, stored }: Call): Promise<void> {
        if (stored === undefined) {
            return;
        }
        const { values, attempt } = split(stored.inputs);
        const found = await resourceOf(urn).read(stored.id, stored.outputs, values, await this.operationOfState(urn));
        const kept = found && {
            id: found.id,
            inputs: join({ values: found.inputs, attempt }),
            outputs: found.state,
            isFailed: false,
        };
        await (kept === undefined ? this.gone(urn) : this.end(urn, "", kept));
    }

    private async destroy({ urn, stored }: Call): Promise<void> {
        if (stored === undefined) {
            return;
        }
        try {
            await resourceOf(urn).delete(stored.id, stored.outputs, await this.operationOfState(urn));
            await this.gone(urn);
        } catch (error) {
            await this.end(urn, error instanceof Error ? error.message : String(error));
        }
    }

    private gone(urn: string): Promise<void> {
        return this.tell({ kind: "outcome", urn, isGone: true, problem: "" });
    }

    private end(urn: string, problem: string, stored?: Stored, summary?: string): Promise<void> {
        const kept = stored && { stored };
        return this.tell({ kind: "outcome", urn, isGone: false, problem, ...kept, ...(summary && { summary }) });
    }

    private options(urn: string) {
        const signal = new AbortController().signal;
        return {
            session: this.session,
            owner: this.owner(urn),
            signal,
            warn: () => undefined,
            earlier: () => this.stack.earlier([urn]),
        };
    }

    private operation(urn: string, attempt: CheckedAttempt | undefined): Operation {
        return {
            session: this.session,
            owner: this.owner(urn),
            report: { progress: () => undefined, note: () => undefined, warn: () => undefined },
            signal: new AbortController().signal,
            timeoutSeconds: patience,
            ...(attempt && { attempt }),
            earlier: attempt?.earlier ?? [],
            others: attempt?.others ?? {},
            assertEngineAlive: () => Promise.resolve(),
        };
    }

    private async operationOfState(urn: string): Promise<Operation> {
        return { ...this.operation(urn, undefined), earlier: (await this.stack.earlier([urn])).own };
    }

    private owner(urn: string): Owner {
        return { urn, aliases: [], stack: this.stack };
    }
}

function resourceOf(urn: string): Resource {
    return urn.includes("::callfire:index:Keyword::") ? keyword : numberOrder;
}

function split({ [attemptProperty]: attempt, ...values }: Properties): Inputs {
    return { values, attempt: readAttempt(attempt) };
}

function join({ values, attempt }: Inputs): Properties {
    return attempt === undefined ? values : { ...values, [attemptProperty]: writeAttempt(attempt) };
}
