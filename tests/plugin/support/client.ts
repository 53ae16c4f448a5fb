import assert from "node:assert/strict";
import { Client, credentials, type ServiceError } from "@grpc/grpc-js";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { ResourceProviderClient, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { createEngine } from "../../../provider/engine/connection";
import { createOperations } from "../../../provider/engine/interrupts";
import { createService, type ServerHost } from "../../../provider/plugin/server";
import { ModelEngine } from "../../support/modelEngine";
import { listen, startEngine, type FakeEngine } from "../../provider-engine/fakeEngine";
import { createThing, fakeSession } from "./fakes";

export type Bag = Record<string, unknown>;

/** The calls that the tests make, under their names in the protocol. */
const calls = {
    handshake: messages.ProviderHandshakeRequest,
    attach: PluginAttach,
    getPluginInfo: Empty,
    getSchema: messages.GetSchemaRequest,
    checkConfig: messages.CheckRequest,
    diffConfig: messages.DiffRequest,
    configure: messages.ConfigureRequest,
    check: messages.CheckRequest,
    diff: messages.DiffRequest,
    create: messages.CreateRequest,
    read: messages.ReadRequest,
    update: messages.UpdateRequest,
    delete: messages.DeleteRequest,
    cancel: Empty,
    invoke: messages.InvokeRequest,
};
export type Call = keyof typeof calls;

export const secret = (value: unknown): Bag => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value,
});
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A provider as the engine sees it: calls and answers in the plain form of the protocol. */
export interface Peer {
    call(name: Call, request?: Bag): Promise<Bag>;
    stop(): void;
}

/** What a call failed with; `partial` is what the engine saves. */
export class CallFailure extends Error {
    constructor(
        readonly code: number,
        message: string,
        readonly partial?: { readonly id: string; readonly properties: Bag; readonly reasons: string[] },
    ) {
        super(message);
    }
}

export function connect(port: number): Peer {
    const client = new ResourceProviderClient(`127.0.0.1:${String(port)}`, credentials.createInsecure());
    return {
        call: (name, fields = {}) =>
            new Promise((resolve, reject) => {
                const { path, requestSerialize, responseDeserialize } = ResourceProviderService[name];
                const serialize = requestSerialize as (value: unknown) => Buffer;
                const request = build(name, fields);
                const done = (error: ServiceError | null, response?: { toObject(): Bag }): void => {
                    if (error === null && response !== undefined) {
                        resolve(plain(response));
                    } else {
                        reject(failureOf(error));
                    }
                };
                (client as Client).makeUnaryRequest(
                    path,
                    serialize,
                    responseDeserialize as never,
                    request,
                    done as never,
                );
            }),
        stop: () => client.close(),
    };
}

function build(name: Call, fields: Bag): object {
    const request = new calls[name]() as unknown as Record<string, (value: unknown) => void>;
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(request));
    for (const [field, value] of Object.entries(fields)) {
        // The generated code writes some names, but not all, without their capitals: setAcceptsecrets, setOldInputs.
        const setter = methods.find((method) => method.toLowerCase() === `set${field}`.toLowerCase());
        const isStruct = typeof value === "object" && value !== null && !Array.isArray(value);
        assert.ok(setter, `${name} has no field ${field}`);
        request[setter]!(isStruct ? Struct.fromJavaScript(value as Record<string, JavaScriptValue>) : value);
    }
    return request;
}

/** The fields of an answer by their names, structures as plain objects, maps as objects. */
function plain(response: object): Bag {
    const getters = Object.entries(Object.getPrototypeOf(response) as Bag).filter(
        ([name, value]) => typeof value === "function" && /^get[A-Z]/.test(name) && !/_as(U8|B64)$/.test(name),
    );
    const found = getters.map(([name]): [string, unknown] => [
        name.charAt(3).toLowerCase() + name.slice(4).replace(/(List|Map)$/, ""),
        simple((response as Record<string, () => unknown>)[name]!()),
    ]);
    return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

function simple(value: unknown): unknown {
    if (value instanceof Struct) {
        return value.toJavaScript();
    }
    if (Array.isArray(value)) {
        return value.map(simple);
    }
    if (typeof value === "object" && value !== null && "toArray" in value && "entries" in value) {
        const map = value as unknown as { forEach(visit: (inner: unknown, key: string) => void): void };
        const entries: [string, unknown][] = [];
        map.forEach((inner, key) => entries.push([key, simple(inner)]));
        return Object.fromEntries(entries);
    }
    return typeof value === "object" && value !== null ? plain(value) : value;
}

function failureOf(error: ServiceError | null): CallFailure {
    const { code = -1, details = "no answer" } = error ?? {};
    const [bytes] = error?.metadata.get("grpc-status-details-bin") ?? [];
    if (!(bytes instanceof Buffer)) {
        return new CallFailure(code, details);
    }
    const [detail] = Status.deserializeBinary(bytes).getDetailsList();
    const failed = messages.ErrorResourceInitFailed.deserializeBinary(detail!.getValue_asU8());
    return new CallFailure(code, details, {
        id: failed.getId(),
        properties: failed.getProperties()!.toJavaScript(),
        reasons: failed.getReasonsList(),
    });
}

/** The provider in this process, between a fake engine and fake resources. */
export interface Bench extends Peer {
    readonly engine: FakeEngine;
    /** Settings that the provider opened its account with. */
    readonly opened: unknown[];
    readonly gone: Promise<void>;
}

export async function startBench(overrides: Partial<ServerHost> = {}): Promise<Bench> {
    const fake = await startEngine();
    const operations = createOperations();
    let noteGone = (): void => undefined;
    const gone = new Promise<void>((resolve) => {
        noteGone = resolve;
    });
    const engine = createEngine({ whenGone: () => noteGone() });
    const opened: unknown[] = [];
    const host: ServerHost = {
        engine,
        operations,
        version: "0.1.0",
        environment: { CALLFIRE_LOGIN: "acme", CALLFIRE_PASSWORD: "sesame" },
        programFolder: "/program",
        loadSchema: () => Promise.resolve("{}"),
        loadResources: () => Promise.resolve([createThing()]),
        loadLookUps: () => Promise.resolve([]),
        openSession: (settings) => {
            opened.push(settings);
            return Promise.resolve(fakeSession());
        },
        openStack: () => Promise.resolve(new ModelEngine().stack()),
        rememberAttempts: () => Promise.resolve(),
        takeImport: () => Promise.resolve(),
        describeError: (error) => Promise.resolve(error instanceof Error ? error.message : String(error)),
        ...overrides,
    };
    const { server, port } = await listen((candidate) =>
        candidate.addService(ResourceProviderService, createService(host)),
    );
    const peer = connect(port);
    await peer.call("handshake", { engineAddress: fake.address });
    return {
        ...peer,
        engine: fake,
        opened,
        gone,
        stop() {
            engine.disconnect();
            peer.stop();
            fake.stop();
            server.forceShutdown();
        },
    };
}
