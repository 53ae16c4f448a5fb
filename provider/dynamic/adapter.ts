import { isDeepStrictEqual } from "node:util";
import type { Engine } from "../engine/connection";
import type { Operations } from "../engine/interrupts";
import type { OperationReport } from "../engine/log";
import { openBy } from "../engine/sealing";
import { tellDifference } from "../engine/tellDifference";
import { redacted, redactor } from "../engine/values";
import { ownPart } from "../orders/attempt";
import type { Operation, Session } from "../orders/session";
import { keepingCarried } from "../resources/keepingCarried";
import { PartialFailure, type CallOptions, type CheckFailure, type Resource } from "../resources/resource";
import { describeError, readSettings, SettingsError, type Settings, type SettingSources } from "../settings/read";
import { rootFolder, stackOf, type Stack, type StackOptions } from "../stack/view";
import {
    attemptIn,
    contextOf,
    declared,
    secondsOf,
    visible,
    withAttempt,
    withHidden,
    type Bag,
    type Context,
} from "./context";
import { Failure, InitFailure } from "./failure";
import { replacedBy } from "./replaceOnChanges";
import { stackSettings, type ConfigureRequest } from "./settings";
import { earlierFor, earlierOf, outputsOf, type StackOwner } from "./stackState";

/** The process that the engine calls. */
export interface Host {
    readonly engine: Pick<Engine, "reportFor" | "assertAlive" | "noteOnce">;
    readonly operations: Pick<Operations, "run">;
    readonly environment: SettingSources["environment"];
    readonly programFolder: string;
    openSession(settings: Settings, onSimulator: (message: string) => void): Promise<Session>;
    /** What the engine's state knows of a stack. */
    stackView(options: StackOptions): Stack;
}

/** The calls of a dynamic provider, as `pulumi.dynamic.ResourceProvider` has them. */
export interface Adapter {
    readonly configure: (request: ConfigureRequest) => void;
    readonly check: (olds: Bag, news: Bag) => Promise<{ inputs: Bag; failures: CheckFailure[] }>;
    readonly diff: (id: string, olds: Bag, news: Bag) => Promise<Changes>;
    readonly create: (inputs: Bag) => Promise<{ id: string; outs: Bag }>;
    readonly read: (id: string, state: Bag) => Promise<{ id: string; props: Bag; inputs?: Bag }>;
    readonly update: (id: string, olds: Bag, news: Bag) => Promise<{ outs: Bag }>;
    readonly delete: (id: string, state: Bag) => Promise<void>;
}

interface Changes {
    changes: boolean;
    replaces: string[];
    stables: string[];
    deleteBeforeReplace: boolean;
}

type Call = "create" | "read" | "update" | "delete";

/** Translates between the engine's calls and a resource, whichever it is. */
export function createAdapter(bare: Resource, host: Host): Adapter {
    const resource = keepingCarried(bare);
    let sources: SettingSources = { ...host, stack: {} };
    let settings: Settings | undefined;
    /** Resources that the program has declared since they were read: a difference of another one is a refresh's. */
    const declaredSinceRead = new Set<string>();
    /** Resources whose diff has told what will be done with them. */
    const announced = new Set<string>();

    /** Throws what is wrong with the settings anew for every resource: the SDK would lose it in `configure`. */
    function openSession(): Promise<Session> {
        settings ??= readSettings(sources);
        return host.openSession(settings, (message) => host.engine.noteOnce(message));
    }

    async function perform<T>(
        call: Call,
        id: string,
        bag: Bag,
        work: (operation: Operation) => Promise<T>,
        before?: Bag,
    ): Promise<T> {
        let session: Session | undefined;
        try {
            return await host.operations.run(async (signal) => {
                const context = contextOf(bag);
                session = await openSession();
                const report = reportOn(bag, before);
                const owner = ownerOf(context ?? { urn: `${resource.token}::${id}`, aliases: [], organization: "" });
                const attempt = openBy(attemptIn(bag), visible(bag), session.seal);
                const isFromProgram = call === "create" || call === "update";
                const earlier = isFromProgram ? (attempt?.earlier ?? []) : await earlierOf(owner);
                return await work({
                    session,
                    owner,
                    report,
                    signal,
                    timeoutSeconds: timeoutOf(call, context),
                    ...(isFromProgram && attempt && { attempt: ownPart(attempt) }),
                    earlier: openBy(earlier, visible(bag), session.seal),
                    others: isFromProgram ? (attempt?.others ?? {}) : {},
                    assertEngineAlive: () => host.engine.assertAlive(),
                }).finally(() => report.end());
            });
        } catch (error) {
            throw failureOf(error, bag, before, session);
        }
    }

    async function optionsFor(bag: Bag, signal: AbortSignal): Promise<AdapterOptions> {
        const report = reportOn(bag);
        const context = contextOf(bag);
        const owner = context && ownerOf(context);
        const session = await openSession();
        return {
            session,
            owner,
            signal,
            warn: (message) => report.warn(message),
            earlier: () => earlierFor(owner, context?.earlier, visible(bag), session),
        };
    }

    function ownerOf({ urn, aliases, organization }: Pick<Context, "urn" | "aliases" | "organization">): StackOwner {
        const stack = host.stackView({
            ...stackOf(urn),
            organization,
            folder: rootFolder(host.programFolder),
            environment: host.environment,
            warn: (message) => host.engine.reportFor(undefined).warn(message),
        });
        return { urn, aliases, stack };
    }

    function reportOn(bag: Bag, before: Bag = {}): OperationReport {
        return redacted(host.engine.reportFor(contextOf(bag)?.urn), redactor(declared(bag), declared(before)));
    }

    function failureOf(error: unknown, bag: Bag, before: Bag = {}, session?: Session): Failure {
        const redact = redactor(declared(bag), declared(before));
        return error instanceof PartialFailure && session !== undefined
            ? new InitFailure(error.id, withHidden(error.state, bag, session.seal, before), error.reasons.map(redact))
            : new Failure(redact(describeError(error, settings)));
    }

    return {
        // Not asynchronous: the SDK does not wait for it before the next calls.
        configure({ config }) {
            sources = { ...host, ...stackSettings(config) };
            settings = undefined;
        },

        async check(olds, news) {
            try {
                return await host.operations.run(async (signal) => {
                    const before = Object.keys(olds).length === 0 ? undefined : visible(olds);
                    const options = await optionsFor(news, signal);
                    const { owner, session } = options;
                    const context = contextOf(news);
                    const checked = await resource.check(visible(news), before, {
                        ...options,
                        previous: attemptIn(olds),
                        deletesBeforeReplace: context?.deletesBeforeReplace === true,
                        isPreview: context?.isPreview === true,
                        outputs: async () => before && outputsOf(owner, visible(news), session),
                    });
                    const { inputs, failures, summary } = checked;
                    const urn = context?.urn ?? "";
                    declaredSinceRead.add(urn);
                    // The engine asks no dynamic provider in the preview of a create. A replacement was told by its diff.
                    if (context?.isPreview === true && summary !== undefined && !announced.has(urn)) {
                        reportOn(news).note(summary);
                    }
                    const redact = redactor(declared(news), declared({ ...news, ...inputs }));
                    const told = failures.map(named).map((failure) => ({ ...failure, reason: redact(failure.reason) }));
                    return { inputs: withAttempt(checked, news, session.seal), failures: told };
                });
            } catch (error) {
                const problems =
                    error instanceof SettingsError ? error.problems : [{ reason: describeError(error, settings) }];
                const redact = redactor(declared(news));
                return {
                    inputs: news,
                    failures: problems.map(({ reason }) => ({ property: "", reason: redact(reason) })),
                };
            }
        },

        async diff(id, olds, news) {
            try {
                return await host.operations.run(async (signal) => {
                    const [before, after] = [visible(olds), visible(news)];
                    const { urn = "", replaceOnChanges = [] } = contextOf(news) ?? {};
                    const isRefresh = !declaredSinceRead.has(urn);
                    const options = await optionsFor(news, signal);
                    const replaced = replacedBy(replaceOnChanges, resource.declaration, before, after);
                    const difference = await resource.diff(id, before, after, {
                        ...options,
                        // What a refresh has read it has told already.
                        ...(isRefresh && { warn: () => undefined }),
                        attempt: attemptIn(news),
                        isReplaced: replaced.length > 0,
                    });
                    const { changes, replaces, stables, deleteBeforeReplace, summary } = difference;
                    // What is only missing would be announced as an order by a refresh.
                    if (summary !== undefined && !isRefresh) {
                        // The engine shows only how many properties of a dynamic resource change.
                        announced.add(urn);
                        tellDifference(difference, reportOn(news, olds));
                    }
                    return {
                        // State of the plugin does not name its code yet; without it nobody could delete the resource (decisions/0044).
                        changes: changes || !("__provider" in olds),
                        replaces: changes ? [...new Set([...replaces, ...replaced])] : [],
                        stables: [...stables],
                        deleteBeforeReplace,
                    };
                });
            } catch (error) {
                throw failureOf(error, news, olds);
            }
        },

        create: (inputs) =>
            perform("create", "new", inputs, async (operation) => {
                const { id, state } = await resource.create(visible(inputs), operation);
                return { id, outs: withHidden(state, inputs, operation.session.seal) };
            }),

        read: (id, bag) =>
            perform("read", id, bag, async (operation) => {
                declaredSinceRead.delete(operation.owner.urn);
                const { seal } = operation.session;
                const state = visible(bag);
                const { inputs: mayDeclare, outputs } = resource.declaration;
                // `NumberOrder.get` knows nothing but the id.
                const known = Object.keys(outputs).some((name) => name in state && !(name in mayDeclare));
                const inputs = Object.entries(state).filter(([name]) => name in mayDeclare);
                const declaredInputs = Object.fromEntries(inputs);
                const answer = known
                    ? await resource.read(id, state, declaredInputs, operation)
                    : await resource.read(id, undefined, undefined, operation);
                return answer === undefined
                    ? { id: "", props: {} }
                    : {
                          id: answer.id,
                          props: withHidden(answer.state, bag, seal),
                          // Inputs that are told take the place of all others, the hidden ones included.
                          ...(!isDeepStrictEqual(answer.inputs, declaredInputs) && {
                              inputs: withHidden(answer.inputs, bag, seal),
                          }),
                      };
            }),

        update: (id, olds, news) =>
            perform(
                "update",
                id,
                news,
                async (operation) => {
                    const { seal } = operation.session;
                    const before = openBy(visible(olds), visible(news), seal);
                    const state = await resource.update(id, before, visible(news), operation);
                    return { outs: withHidden(state, news, seal, olds) };
                },
                olds,
            ),

        delete: (id, bag) => perform("delete", id, bag, (operation) => resource.delete(id, visible(bag), operation)),
    };
}

/** The engine shows a property together with its whole value, in Go's notation, or with `<nil>` where it is a nested one. */
function named({ property, reason }: CheckFailure): CheckFailure {
    return property === "" || reason.includes(property)
        ? { property: "", reason }
        : { property: "", reason: `${property}: ${reason}` };
}

function timeoutOf(call: Call, context: Context | undefined): number {
    return call === "read" ? 0 : secondsOf(context?.timeouts[call]);
}

interface AdapterOptions extends CallOptions {
    readonly session: Session;
    readonly owner: StackOwner | undefined;
}
