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
import type { Settings } from "../config";
import { hasSecrets, redacted, redactor, secretsAmong, type Decoded } from "../engineValues";
import type { Operation, Owner, Report, Session } from "../orders/session";
import {
    PartialFailure,
    type Difference,
    type Properties,
    type Resource,
    type Surroundings,
} from "../resources/resource";
import type { Configuration } from "./configuration";
import { describeDifference, previewOfCreate, previewOfUpdate } from "./difference";
import type { Engine } from "./engine";
import { checkFailure, Failure, partialFailure } from "./failures";
import type { Operations } from "./operations";
import { decode, encode } from "./properties";

/** What the calls about resources need beside the calls themselves. */
export interface ProviderHost {
    readonly engine: Engine;
    readonly operations: Operations;
    readonly configuration: Configuration;
    loadResources(): Promise<readonly Resource[]>;
    openSession(settings: Settings, report: Pick<Report, "note">): Promise<Session>;
    describeError(error: unknown, settings: Settings | undefined): Promise<string>;
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

    return {
        check: (request) =>
            perform(request, decode(request.getNews()), async (resource, surroundings, news) => {
                const olds = decode(request.getOlds()).values;
                const before = Object.keys(olds).length === 0 ? undefined : olds;
                const { inputs, failures } = await resource.check(news.values, before, surroundings);
                declared.add(request.getUrn());

                const response = new CheckResponse();
                response.setInputs(encode(inputs, secretsAmong(inputs, news)));
                const redact = redactor(news, { values: inputs, secrets: secretsAmong(inputs, news) });
                response.setFailuresList(
                    failures.map(({ property, reason }) => checkFailure(property, redact(reason))),
                );
                return response;
            }),

        diff: (request) =>
            perform(request, decode(request.getNews()), async (resource, surroundings, news) => {
                const difference = await diff(resource, request, news, surroundings);
                const isRefresh = !declared.has(request.getUrn());
                const secret = hasSecrets(news.secrets) || hasSecrets(decode(request.getOlds()).secrets);
                if (difference.summary !== undefined && !isRefresh && !secret) {
                    engine.reportFor(request.getUrn()).note(difference.summary);
                }
                return describeDifference(difference, resource.declaration, isRefresh);
            }),

        create: (request) =>
            perform(request, decode(request.getProperties()), async (resource, { operation }, inputs) => {
                const response = new CreateResponse();
                if (request.getPreview()) {
                    response.setProperties(encode(...previewOfCreate(inputs, resource.declaration)));
                    return response;
                }
                const { id, state } = await resource.create(inputs.values, operation(request.getTimeout()));
                response.setId(id);
                response.setProperties(encode(state, secretsAmong(state, inputs)));
                return response;
            }),

        read: (request) =>
            perform(request, knownToRead(request), async (resource, { operation }, known) => {
                declared.delete(request.getUrn());
                const state = presentOrUndefined(decode(request.getProperties()).values);
                const inputs = request.hasInputs() ? presentOrUndefined(decode(request.getInputs()).values) : undefined;
                const found = await resource.read(request.getId(), state, inputs, operation(request.getTimeout()));

                const response = new ReadResponse();
                if (found !== undefined) {
                    response.setId(found.id);
                    response.setProperties(encode(found.state, secretsAmong(found.state, known)));
                    response.setInputs(encode(found.inputs, secretsAmong(found.inputs, known)));
                }
                return response;
            }),

        update: (request) => {
            const olds = decode(request.getOlds());
            return perform(
                request,
                decode(request.getNews()),
                async (resource, surroundings, news) => {
                    const response = new UpdateResponse();
                    if (request.getPreview()) {
                        const silent = { ...surroundings, warn: () => undefined };
                        const { stables } = await diff(resource, request, news, silent);
                        response.setProperties(encode(...previewOfUpdate(olds, news, stables, resource.declaration)));
                        return response;
                    }
                    const operation = surroundings.operation(request.getTimeout());
                    const state = await resource.update(request.getId(), olds.values, news.values, operation);
                    response.setProperties(encode(state, secretsAmong(state, news, inputsOf(olds, resource))));
                    return response;
                },
                olds,
            );
        },

        delete: (request) =>
            perform(request, decode(request.getProperties()), async (resource, { operation }, state) =>
                resource.delete(request.getId(), state.values, operation(request.getTimeout())),
            ),
    };

    async function diff(
        resource: Resource,
        request: DiffRequest | UpdateRequest,
        news: Decoded,
        surroundings: Surroundings,
    ): Promise<Difference> {
        return resource.diff(request.getId(), decode(request.getOlds()).values, news.values, surroundings);
    }

    /** Runs one call. Whatever it throws leaves in the engine's form, without secrets and without a stack trace. */
    async function perform<T>(
        request: Request,
        declaration: Decoded,
        work: (resource: Resource, surroundings: CallSurroundings, declaration: Decoded) => Promise<T>,
        before?: Decoded,
    ): Promise<T> {
        const redact = redactor(declaration, before);
        let settings: Settings | undefined;
        try {
            return await operations.run(async (signal) => {
                const resource = await resourceOf(request.getUrn());
                settings = await configuration.settings();
                const session = await host.openSession(settings, engine.reportFor(undefined));
                const report = redacted(engine.reportFor(request.getUrn()), redact);
                const owner = ownerOf(request.getUrn());
                const surroundings: CallSurroundings = {
                    session,
                    owner,
                    signal,
                    warn: (message) => report.warn(message),
                    operation: (timeoutSeconds) => ({
                        session,
                        owner,
                        report,
                        signal,
                        timeoutSeconds,
                        assertEngineAlive: () => engine.assertAlive(),
                    }),
                };
                return work(resource, surroundings, declaration);
            });
        } catch (error) {
            throw await failureOf(error, declaration, settings, redact, before);
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
        declaration: Decoded,
        settings: Settings | undefined,
        redact: (text: string) => string,
        before: Decoded | undefined,
    ): Promise<Failure> {
        if (error instanceof Failure) {
            return error;
        }
        if (error instanceof Error && error.stack !== undefined) {
            engine.debug(redact(error.stack));
        }
        return error instanceof PartialFailure
            ? partialFailure(error, secretsAmong(error.state, declaration, before), redact)
            : new Failure(redact(await host.describeError(error, settings)));
    }
}

interface CallSurroundings extends Surroundings {
    readonly operation: (timeoutSeconds: number) => Operation;
}

/**
 * No call of the engine tells the organization: two organizations with stacks of one name would share entries of one
 * machine's journal. decisions/0161.
 */
function ownerOf(urn: string): Owner {
    return { organization: "", urn, aliases: [] };
}

/** `urn:pulumi:stack::project::parents$type::name` */
function typeOf(urn: string): string {
    return urn.split("::")[2]?.split("$").at(-1) ?? urn;
}

/** Of a state what was declared: what follows from it is secret for as long as a declaration says so. */
function inputsOf({ values, secrets }: Decoded, { declaration: { inputs } }: Resource): Decoded {
    const ofInputs = <T>(properties: Readonly<Record<string, T>>): Record<string, T> =>
        Object.fromEntries(Object.entries(properties).filter(([name]) => name in inputs));
    return { values: ofInputs(values), secrets: secrets === true ? true : ofInputs(secrets) };
}

/** A read has no declaration: what was secret in the inputs or in the state stays secret. */
function knownToRead(request: ReadRequest): Decoded {
    const inputs = decode(request.getInputs());
    return hasSecrets(inputs.secrets) ? inputs : decode(request.getProperties());
}

function presentOrUndefined(properties: Properties): Properties | undefined {
    return Object.keys(properties).length === 0 ? undefined : properties;
}
