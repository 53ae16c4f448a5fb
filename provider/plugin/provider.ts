import {
    CheckResponse,
    CreateResponse,
    ReadResponse,
    UpdateResponse,
    type CheckRequest,
    type CreateRequest,
    type DeleteRequest,
    type DiffRequest,
    type DiffResponse,
    type ReadRequest,
    type UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import type { Engine } from "../engine/connection";
import type { Operations } from "../engine/interrupts";
import { encodeState, openBy, openExported, openState, secretsOfState } from "../engine/sealing";
import { hasSecrets, redacted, redactor, secretsAmong, secretTexts, type Decoded } from "../engine/values";
import { ownPart } from "../orders/attempt";
import type { CheckedAttempt } from "../orders/attempt";
import { sealIn } from "../orders/seal";
import type { Operation, Owner, Report, Session } from "../orders/session";
import {
    PartialFailure,
    type CallOptions,
    type Difference,
    type Found,
    type Properties,
    type Resource,
} from "../resources/resource";
import type { Settings } from "../settings/read";
import type { Stack } from "../stack/view";
import type { Configuration } from "./configuration";
import { describeDifference, previewOfCreate, previewOfUpdate } from "./difference";
import { checkFailure, Failure, partialFailure } from "./failures";
import {
    decode,
    encode,
    inputsOf,
    knownToRead,
    presentOrUndefined,
    split,
    toStruct,
    withAttempt,
    type Split,
} from "./properties";

/** What the calls about resources need beside the calls themselves. */
export interface ProviderHost {
    readonly engine: Engine;
    readonly operations: Operations;
    readonly configuration: Configuration;
    loadResources(): Promise<readonly Resource[]>;
    openSession(settings: Settings, report: Pick<Report, "note">): Promise<Session>;
    describeError(error: unknown, settings: Settings | undefined): Promise<string>;
    /** What the engine's state knows of the stack of this resource. */
    stackOf(urn: string): Promise<Stack>;
    /** Notes what the engine is about to forget of interrupted runs. */
    rememberAttempts(stack: Stack, session: Session): Promise<void>;
    /** Notes that an import holds something from now on. */
    noteImport(found: Found, operation: Operation): Promise<void>;
}

/** The engine's calls about resources, each in the form of the protocol. */
export interface Provider {
    readonly check: (request: CheckRequest) => Promise<CheckResponse>;
    readonly diff: (request: DiffRequest) => Promise<DiffResponse>;
    readonly create: (request: CreateRequest) => Promise<CreateResponse>;
    readonly read: (request: ReadRequest) => Promise<ReadResponse>;
    readonly update: (request: UpdateRequest) => Promise<UpdateResponse>;
    readonly delete: (request: DeleteRequest) => Promise<void>;
}

/** What every request about a resource has. */
interface Request {
    getUrn(): string;
}

export function createProvider(host: ProviderHost): Provider {
    const { engine, operations, configuration } = host;
    /** Resources whose next diff is of a program, not of a refresh: a refresh reads, and compares without a check. */
    const declared = new Set<string>();
    /** What was read without a state. A check after it says that it was an import, not a look at somebody else's. */
    const imported = new Map<string, Found>();
    /** What the creates of resources will order, by URN, as their check has said. */
    const announced = new Map<string, string>();

    return {
        check: (request) =>
            perform(request, decode(request.getNews()), async (resource, options, news) => {
                const olds = split(decode(request.getOlds()).values);
                const { seal } = options.session;
                const before = presentOrUndefined(olds.values);
                const checked = await resource.check(news.values, before, {
                    ...options,
                    previous: olds.attempt,
                    // No call of the engine tells; what a preview picks is forgotten.
                    isPreview: false,
                    earlier: async () => {
                        const { own, others } = await options.stack.earlier([request.getUrn()]);
                        return { own: openBy(own, news.values, seal), others };
                    },
                    outputs: async () => {
                        // A replacement is another resource of the same name.
                        if (before === undefined) {
                            return undefined;
                        }
                        const outputs = (await options.stack.read()).outputs.get(request.getUrn());
                        return outputs && openExported(outputs, news.values, seal);
                    },
                });
                const { inputs, failures, attempt, summary } = checked;
                if (summary !== undefined) {
                    announced.set(request.getUrn(), summary);
                }
                declared.add(request.getUrn());
                await takeImport(request.getUrn(), options);

                const response = new CheckResponse();
                const secrets = secretsAmong(inputs, news);
                const normalised: Decoded = { values: inputs, secrets };
                const sealed = attempt && sealIn(attempt, secretTexts(news, normalised), seal);
                response.setInputs(encode(withAttempt(inputs, sealed), secrets));
                const redact = redactor(news, normalised);
                response.setFailuresList(
                    failures.map(({ property, reason }) => checkFailure(property, redact(reason))),
                );
                return response;
            }),

        diff: (request) =>
            perform(request, decode(request.getNews()), async (resource, options, news) => {
                const difference = await diff(resource, request, split(news.values), options);
                const isRefresh = !declared.has(request.getUrn());
                const secret = hasSecrets(news.secrets) || hasSecrets(decode(request.getOlds()).secrets);
                if (difference.summary !== undefined && !isRefresh && !secret) {
                    const report = engine.reportFor(request.getUrn());
                    if (difference.releases === true) {
                        report.warn(difference.summary);
                    } else {
                        report.note(difference.summary);
                    }
                    announced.delete(request.getUrn());
                }
                return describeDifference(difference, resource.declaration, isRefresh);
            }),

        create: (request) =>
            perform(request, decode(request.getProperties()), async (resource, { operation, session }, inputs) => {
                const response = new CreateResponse();
                if (request.getPreview()) {
                    announce(request.getUrn(), operation(0).report);
                    const { values } = split(inputs.values);
                    response.setProperties(encode(...previewOfCreate({ ...inputs, values }, resource.declaration)));
                    return response;
                }
                const { values, attempt } = split(inputs.values);
                const { seal } = session;
                const ownAttempt = openBy(attempt, values, seal);
                const { id, state } = await resource.create(values, operation(request.getTimeout(), ownAttempt));
                response.setId(id);
                response.setProperties(toStruct(encodeState(state, inputs, undefined, seal)));
                return response;
            }),

        read: (request) => {
            const { values: state } = decode(request.getProperties());
            const heldSecrets = secretsOfState(state);
            return perform(
                request,
                knownToRead(request),
                async (resource, { operation, session }, known) => {
                    declared.delete(request.getUrn());
                    const { values, attempt } = split(decode(request.getInputs()).values);
                    const inputs = presentOrUndefined(values);
                    const before = presentOrUndefined(openBy(openState(state), values, session.seal));
                    const ofState = await operation.ofState(request.getTimeout(), { ...values, ...before });
                    const found = await resource.read(request.getId(), before, inputs, ofState);
                    if (found !== undefined && before === undefined) {
                        imported.set(request.getUrn(), found);
                    }

                    const response = new ReadResponse();
                    if (found !== undefined) {
                        response.setId(found.id);
                        response.setProperties(toStruct(encodeState(found.state, known, heldSecrets, session.seal)));
                        response.setInputs(
                            encode(withAttempt(found.inputs, attempt), secretsAmong(found.inputs, known)),
                        );
                    }
                    return response;
                },
                heldSecrets,
            );
        },

        update: (request) => {
            const olds = decode(request.getOlds());
            return perform(
                request,
                decode(request.getNews()),
                async (resource, options, news) => {
                    const response = new UpdateResponse();
                    const { values, attempt } = split(news.values);
                    if (request.getPreview()) {
                        const silent = { ...options, warn: () => undefined };
                        const { stables } = await diff(resource, request, { values, attempt }, silent);
                        const shown = previewOfUpdate(olds, { ...news, values }, stables, resource.declaration);
                        response.setProperties(encode(...shown));
                        return response;
                    }
                    const { seal } = options.session;
                    const operation = options.operation(request.getTimeout(), openBy(attempt, values, seal));
                    const before = openBy(openState(olds.values), values, seal);
                    const state = await resource.update(request.getId(), before, values, operation);
                    response.setProperties(toStruct(encodeState(state, news, inputsOf(olds, resource), seal)));
                    return response;
                },
                olds,
            );
        },

        delete: (request) =>
            perform(request, decode(request.getProperties()), async (resource, { operation }, { values }) => {
                const state = openState(values);
                return resource.delete(request.getId(), state, await operation.ofState(request.getTimeout(), state));
            }),
    };

    /** Once: a replacement was told by its diff. */
    function announce(urn: string, report: Operation["report"]): void {
        const summary = announced.get(urn);
        if (summary !== undefined) {
            announced.delete(urn);
            report.note(summary);
        }
    }

    /** Whoever imports something holds it: the next release by another resource or stack must see it. */
    async function takeImport(urn: string, options: RequestOptions): Promise<void> {
        const found = imported.get(urn);
        if (found !== undefined) {
            imported.delete(urn);
            await host.noteImport(found, options.operation(0));
        }
    }

    async function diff(
        resource: Resource,
        request: DiffRequest | UpdateRequest,
        { values, attempt }: Split,
        options: CallOptions,
    ): Promise<Difference> {
        return resource.diff(request.getId(), openState(decode(request.getOlds()).values), values, {
            ...options,
            attempt,
        });
    }

    /** Runs one call. Whatever it throws leaves in the engine's form, without secrets and without a stack trace. */
    async function perform<T>(
        request: Request,
        declaration: Decoded,
        work: (resource: Resource, options: RequestOptions, declaration: Decoded) => Promise<T>,
        before?: Decoded,
    ): Promise<T> {
        const redact = redactor(declaration, before);
        const stateOf = ({ state }: PartialFailure, resource: Resource, { seal }: Session): Record<string, unknown> =>
            encodeState(state, declaration, before && inputsOf(before, resource), seal);
        let settings: Settings | undefined;
        try {
            return await operations.run(async (signal) => {
                const resource = await resourceOf(request.getUrn());
                settings = await configuration.settings();
                const session = await host.openSession(settings, engine.reportFor(undefined));
                const report = redacted(engine.reportFor(request.getUrn()), redact);
                const stack = await host.stackOf(request.getUrn());
                await host.rememberAttempts(stack, session);
                const owner: Owner = { urn: request.getUrn(), aliases: [], stack };
                const operation = (timeoutSeconds: number, attempt?: CheckedAttempt): Operation => ({
                    session,
                    owner,
                    report,
                    signal,
                    timeoutSeconds,
                    ...(attempt && { attempt: ownPart(attempt) }),
                    earlier: attempt?.earlier ?? [],
                    assertEngineAlive: () => engine.assertAlive(),
                });
                const ofState = async (timeoutSeconds: number, state: Properties): Promise<Operation> => ({
                    ...operation(timeoutSeconds),
                    earlier: openBy((await stack.earlier([request.getUrn()])).own, state, session.seal),
                });
                const options: RequestOptions = {
                    session,
                    owner,
                    stack,
                    signal,
                    warn: (message) => report.warn(message),
                    operation: Object.assign(operation, { ofState }),
                };
                return await work(resource, options, declaration)
                    .catch((error: unknown) => {
                        throw error instanceof PartialFailure
                            ? partialFailure(error, stateOf(error, resource, session), redact)
                            : error;
                    })
                    .finally(() => report.end());
            });
        } catch (error) {
            throw await failureOf(error, settings, redact);
        }
    }

    async function resourceOf(urn: string): Promise<Resource> {
        const resources = await host.loadResources();
        const token = typeOf(urn);
        const resource = resources.find((candidate) => candidate.token === token);
        if (resource === undefined) {
            const tokens = resources.map((candidate) => candidate.token).join(", ");
            throw new Failure(`There is no resource ${token}. There are ${tokens}.`);
        }
        return resource;
    }

    async function failureOf(
        error: unknown,
        settings: Settings | undefined,
        redact: (text: string) => string,
    ): Promise<Failure> {
        if (error instanceof Failure) {
            return error;
        }
        if (error instanceof Error && error.stack !== undefined) {
            engine.debug(redact(error.stack));
        }
        return new Failure(redact(await host.describeError(error, settings)));
    }
}

interface RequestOptions extends CallOptions {
    readonly session: Session;
    readonly stack: Stack;
    readonly operation: ((timeoutSeconds: number, attempt?: CheckedAttempt) => Operation) & {
        /** For calls that know the state alone: what earlier runs left without an end is in the engine's state. */
        ofState(timeoutSeconds: number, state: Properties): Promise<Operation>;
    };
}

/** `urn:pulumi:stack::project::parents$type::name` */
function typeOf(urn: string): string {
    return urn.split("::")[2]?.split("$").at(-1) ?? urn;
}
