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
import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { encodeState, openBy, openExported, openState, secretsOfState } from "../engine/sealing";
import { tellDifference } from "../engine/tellDifference";
import { redactor, secretsAmong, secretTexts, type Decoded } from "../engine/values";
import { sealIn } from "../orders/seal";
import type { Operation } from "../orders/session";
import type { CallOptions, Difference, Properties, Resource } from "../resources/resource";
import { describeDifference, previewOf } from "./difference";
import { checkFailure, unary } from "./failures";
import type { ProviderHost } from "./host";
import { createPerform, type Perform } from "./perform";
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

/** What the calls share. */
interface Shared {
    readonly host: ProviderHost;
    readonly perform: Perform;
    /** Resources whose next diff is of a program, not of a refresh: a refresh reads, and compares without a check. */
    readonly declaredSinceRead: Set<string>;
    /** What the creates of resources will order, by URN, as their check has said. */
    readonly announced: Map<string, string>;
}

/** The engine's calls about resources, each in the form of the protocol. */
export function resourceCalls(host: ProviderHost): UntypedServiceImplementation {
    const shared: Shared = {
        host,
        perform: createPerform(host),
        declaredSinceRead: new Set(),
        announced: new Map(),
    };
    return {
        check: unary((request: CheckRequest) => check(shared, request)),
        diff: unary((request: DiffRequest) => diff(shared, request)),
        create: unary((request: CreateRequest) => create(shared, request)),
        read: unary((request: ReadRequest) => read(shared, request)),
        update: unary((request: UpdateRequest) => update(shared, request)),
        delete: unary((request: DeleteRequest) => remove(shared, request)),
    };
}

function check({ perform, declaredSinceRead, announced }: Shared, request: CheckRequest): Promise<CheckResponse> {
    const declaredBefore = decode(request.getOlds());
    return perform(
        request,
        decode(request.getNews()),
        async (resource, options, news) => {
            const olds = split(declaredBefore.values);
            const { seal } = options.session;
            const before = presentOrUndefined(olds.values);
            const checked = await resource.check(news.values, before, {
                ...options,
                previous: olds.attempt,
                // No call of the engine tells; what a preview picks is forgotten.
                isPreview: false,
                outputs: async () => {
                    // A replacement is another resource of the same name.
                    if (before === undefined) {
                        return undefined;
                    }
                    const { outputs: known } = await options.stack.read();
                    const urns = [request.getUrn(), ...options.owner.aliases];
                    const outputs = urns.map((urn) => known.get(urn)).find((found) => found !== undefined);
                    return outputs && openExported(outputs, news.values, seal);
                },
            });
            const { inputs, failures, attempt, summary } = checked;
            if (summary !== undefined) {
                announced.set(request.getUrn(), summary);
            }
            declaredSinceRead.add(request.getUrn());

            const response = new CheckResponse();
            const secrets = secretsAmong(inputs, news);
            const normalised: Decoded = { values: inputs, secrets };
            const sealed = attempt && sealIn(attempt, secretTexts(news, normalised), seal);
            response.setInputs(encode(withAttempt(inputs, sealed), secrets));
            const redact = redactor(news, normalised, declaredBefore);
            response.setFailuresList(failures.map(({ property, reason }) => checkFailure(property, redact(reason))));
            return response;
        },
        declaredBefore,
    );
}

function diff(shared: Shared, request: DiffRequest): Promise<DiffResponse> {
    const { perform, declaredSinceRead, announced } = shared;
    const olds = decode(request.getOlds());
    return perform(
        request,
        decode(request.getNews()),
        async (resource, options, news) => {
            const isRefresh = !declaredSinceRead.has(request.getUrn());
            // What a refresh has read it has told already.
            const listening = isRefresh ? { ...options, warn: () => undefined } : options;
            const difference = await differenceOf(
                resource,
                request.getId(),
                olds.values,
                split(news.values),
                listening,
            );
            if (difference.summary !== undefined && !isRefresh) {
                tellDifference(difference, options.operation(0).report);
                announced.delete(request.getUrn());
            }
            return describeDifference(difference, resource.declaration, isRefresh);
        },
        olds,
    );
}

function create({ perform, announced }: Shared, request: CreateRequest): Promise<CreateResponse> {
    return perform(request, decode(request.getProperties()), async (resource, { operation, session }, inputs) => {
        const response = new CreateResponse();
        const { values, attempt } = split(inputs.values);
        if (request.getPreview()) {
            announce(announced, request.getUrn(), operation(0).report);
            response.setProperties(encode(...previewOf({ ...inputs, values }, resource.declaration)));
            return response;
        }
        const { seal } = session;
        const ownAttempt = openBy(attempt, values, seal);
        const { id, state } = await resource.create(values, operation(request.getTimeout(), ownAttempt));
        response.setId(id);
        response.setProperties(toStruct(encodeState(state, inputs, undefined, seal)));
        return response;
    });
}

/** Once: a replacement was told by its diff. */
function announce(announced: Shared["announced"], urn: string, report: Operation["report"]): void {
    const summary = announced.get(urn);
    if (summary !== undefined) {
        announced.delete(urn);
        report.note(summary);
    }
}

function read({ host, perform, declaredSinceRead }: Shared, request: ReadRequest): Promise<ReadResponse> {
    const { values: state } = decode(request.getProperties());
    const heldSecrets = secretsOfState(state);
    return perform(
        request,
        knownToRead(request),
        async (resource, { operationOfState, session }, known) => {
            declaredSinceRead.delete(request.getUrn());
            const { values, attempt } = split(decode(request.getInputs()).values);
            const inputs = presentOrUndefined(values);
            const before = presentOrUndefined(openBy(openState(state), values, session.seal));
            const ofState = await operationOfState(request.getTimeout(), { ...values, ...before });
            const found = await resource.read(request.getId(), before, inputs, ofState);
            // An import comes without inputs; what a program only reads comes with some, if none are in them.
            if (found !== undefined && before === undefined && !request.hasInputs()) {
                await host.takeImport(found, ofState);
            }

            const response = new ReadResponse();
            if (found !== undefined) {
                response.setId(found.id);
                response.setProperties(toStruct(encodeState(found.state, known, heldSecrets, session.seal)));
                response.setInputs(encode(withAttempt(found.inputs, attempt), secretsAmong(found.inputs, known)));
            }
            return response;
        },
        heldSecrets,
    );
}

function update({ perform }: Shared, request: UpdateRequest): Promise<UpdateResponse> {
    const olds = decode(request.getOlds());
    return perform(
        request,
        decode(request.getNews()),
        async (resource, options, news) => {
            const response = new UpdateResponse();
            const { values, attempt } = split(news.values);
            if (request.getPreview()) {
                const silent = { ...options, warn: () => undefined };
                const { stables } = await differenceOf(
                    resource,
                    request.getId(),
                    olds.values,
                    { values, attempt },
                    silent,
                );
                const shown = previewOf({ ...news, values }, resource.declaration, olds.values, stables);
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
}

function remove({ perform }: Shared, request: DeleteRequest): Promise<Empty> {
    return perform(request, decode(request.getProperties()), async (resource, { operationOfState }, { values }) => {
        const state = openState(values);
        await resource.delete(request.getId(), state, await operationOfState(request.getTimeout(), state));
        return new Empty();
    });
}

async function differenceOf(
    resource: Resource,
    id: string,
    olds: Properties,
    { values, attempt }: Split,
    options: CallOptions,
): Promise<Difference> {
    return resource.diff(id, openState(olds), values, { ...options, attempt });
}
