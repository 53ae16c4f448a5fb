import { describeError, readSettings, SettingsError, type Settings, type SettingSources } from "../config";
import { redacted, redactor } from "../engineValues";
import type { Operation, Report, Session } from "../orders/session";
import {
    PartialFailure,
    type CheckFailure,
    type Properties,
    type Resource,
    type Surroundings,
} from "../resources/resource";
import { changesAt, contextOf, declared, secondsOf, visible, withHidden, type Bag, type Context } from "./context";
import type { Engine } from "./engine";
import { Failure, InitFailure } from "./failure";
import type { Running } from "./running";
import { stackSettings, type ConfigureRequest } from "./settings";

/** The process that the engine calls. */
export interface Host {
    readonly engine: Engine;
    readonly running: Running;
    readonly environment: SettingSources["environment"];
    readonly programFolder: string;
    openSession(settings: Settings, report: Pick<Report, "note">): Promise<Session>;
}

/** The calls of a dynamic provider, as `pulumi.dynamic.ResourceProvider` has them. */
export interface Face {
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
export function createFace(resource: Resource, host: Host): Face {
    let sources: SettingSources = { ...host, stack: {} };
    let settings: Settings | undefined;

    /** Throws what is wrong with the settings anew for every resource: the SDK would lose it in `configure`. */
    function openSession(): Promise<Session> {
        settings ??= readSettings(sources);
        return host.openSession(settings, host.engine.reportFor(undefined));
    }

    async function perform<T>(
        call: Call,
        id: string,
        bag: Bag,
        work: (operation: Operation) => Promise<T>,
        before?: Bag,
    ): Promise<T> {
        try {
            return await host.running.run(async (signal) => {
                const context = contextOf(bag);
                return work({
                    session: await openSession(),
                    owner: context ?? ownerWithoutContext(resource, id),
                    report: reportOn(bag, before),
                    signal,
                    timeoutSeconds: timeoutOf(call, context),
                    assertEngineAlive: () => host.engine.assertAlive(),
                });
            });
        } catch (error) {
            throw failureOf(error, bag, before);
        }
    }

    async function surroundings(bag: Bag, signal: AbortSignal): Promise<Surroundings> {
        const report = reportOn(bag);
        return { session: await openSession(), owner: contextOf(bag), signal, warn: (message) => report.warn(message) };
    }

    function reportOn(bag: Bag, before: Bag = {}): Report {
        return redacted(host.engine.reportFor(contextOf(bag)?.urn), redactor(declared(bag), declared(before)));
    }

    function failureOf(error: unknown, bag: Bag, before: Bag = {}): Failure {
        const redact = redactor(declared(bag), declared(before));
        return error instanceof PartialFailure
            ? new InitFailure(error.id, withHidden(error.state, bag, before), error.reasons.map(redact))
            : new Failure(redact(describeError(error, settings)));
    }

    /** The engine applies the option itself where it is told which properties change; the SDK's host has no words for that. */
    function replacedBy(paths: readonly string[], olds: Properties, news: Properties): string[] {
        const [before, after] = [olds, news].map((properties) =>
            Object.fromEntries(Object.keys(resource.declaration.inputs).map((name) => [name, properties[name]])),
        ) as [Properties, Properties];
        return paths.filter((path) => changesAt(path, before, after));
    }

    return {
        // Not asynchronous: the SDK does not wait for it before the next calls.
        configure({ config }) {
            sources = { ...host, ...stackSettings(config) };
            settings = undefined;
        },

        async check(olds, news) {
            try {
                return await host.running.run(async (signal) => {
                    const before = Object.keys(olds).length === 0 ? undefined : visible(olds);
                    const around = await surroundings(news, signal);
                    const { inputs, failures } = await resource.check(visible(news), before, around);
                    const redact = redactor(declared(news), declared({ ...news, ...inputs }));
                    const told = failures.map(named).map((failure) => ({ ...failure, reason: redact(failure.reason) }));
                    return { inputs: withHidden(inputs, news), failures: told };
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
                return await host.running.run(async (signal) => {
                    const [before, after] = [visible(olds), visible(news)];
                    const replaced = replacedBy(contextOf(news)?.replaceOnChanges ?? [], before, after);
                    const around = { ...(await surroundings(news, signal)), isReplaced: replaced.length > 0 };
                    const difference = await resource.diff(id, before, after, around);
                    const { changes, replaces, stables, deleteBeforeReplace, summary } = difference;
                    if (summary !== undefined) {
                        // The engine shows only how many properties of a dynamic resource change.
                        reportOn(news, olds).note(summary);
                    }
                    return {
                        // State of the plugin does not name its code yet; without it nobody could delete the resource.
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
                return { id, outs: withHidden(state, inputs) };
            }),

        read: (id, bag) =>
            perform("read", id, bag, async (operation) => {
                const state = visible(bag);
                // `NumberOrder.get` knows nothing but the id.
                const known = Object.keys(resource.declaration.outputs).some((name) => name in state);
                const inputs = Object.entries(state).filter(([name]) => name in resource.declaration.inputs);
                const answer = known
                    ? await resource.read(id, state, Object.fromEntries(inputs), operation)
                    : await resource.read(id, undefined, undefined, operation);
                return answer === undefined
                    ? { id: "", props: {} }
                    : {
                          id: answer.id,
                          props: withHidden(answer.state, bag),
                          inputs: withHidden(answer.inputs, bag),
                      };
            }),

        update: (id, olds, news) =>
            perform(
                "update",
                id,
                news,
                async (operation) => {
                    const state = await resource.update(id, visible(olds), visible(news), operation);
                    return { outs: withHidden(state, news, olds) };
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

/** State that was written without the hidden input still names its resource; no journal entry of another can match it. */
function ownerWithoutContext(resource: Resource, id: string): Context {
    return {
        organization: "",
        urn: `${resource.token}::${id}`,
        aliases: [],
        timeouts: {},
        replaceOnChanges: [],
        secrets: [],
    };
}
