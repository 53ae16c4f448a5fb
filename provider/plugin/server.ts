import { status, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { PluginInfo, type PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import {
    ConfigureResponse,
    GetSchemaResponse,
    ProviderHandshakeResponse,
    type ConfigureRequest,
    type GetSchemaRequest,
    type InvokeRequest,
    type ProviderHandshakeRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import type { Engine } from "../engine/connection";
import type { Stack } from "../stack/view";
import { Interrupted, type Operations } from "../engine/interrupts";
import { createConfiguration, type Configuration, type ConfigurationHost } from "./configuration";
import { Failure, unary } from "./failures";
import { createInvoke, type InvokeHost } from "./invoke";
import type { ProviderHost } from "./host";
import { resourceCalls } from "./provider";

export interface ServerHost
    extends
        Omit<ConfigurationHost, "warn">,
        Omit<ProviderHost, "engine" | "operations" | "configuration" | "stackOf">,
        Pick<InvokeHost, "loadLookUps"> {
    readonly engine: Engine;
    readonly operations: Operations;
    readonly version: string;
    /** The schema as JSON. */
    loadSchema(): Promise<string>;
    /** What the engine's state knows of a stack; opened anew for another engine. */
    openStack(urn: string): Promise<Stack>;
}

/**
 * The calls of the engine, by their names in the protocol. Those that are not here (components, parameters, other
 * providers' mappings) are answered with UNIMPLEMENTED, which the engine understands.
 */
export function createService(host: ServerHost): UntypedServiceImplementation {
    const { engine, operations } = host;
    const configuration = createConfiguration({
        ...host,
        warn: (message) => engine.reportFor(undefined).warn(message),
    });
    let stacks = new Map<string, Promise<Stack>>();
    const resources = resourceCalls({
        ...host,
        configuration,
        stackOf(urn) {
            const key = urn.split("::").slice(0, 2).join("::");
            const stack = stacks.get(key) ?? host.openStack(urn);
            stacks.set(key, stack);
            return stack;
        },
    });

    let invoke = createInvoke({ ...host, configuration });

    function connect(address: string): void {
        operations.resume();
        configuration.reset();
        stacks = new Map();
        invoke = createInvoke({ ...host, configuration });
        engine.connect(address);
    }

    return {
        ...pluginCalls(host, connect),
        ...configurationCalls(configuration),
        ...resources,

        invoke: unary((request: InvokeRequest) => invoke(request)),

        cancel: unary(() => {
            operations.interrupt(new Interrupted());
            return new Empty();
        }),
    };
}

/** Calls about the plugin itself, and those by which an engine makes itself known. */
function pluginCalls(host: ServerHost, connect: (address: string) => void): UntypedServiceImplementation {
    return {
        handshake: unary((request: ProviderHandshakeRequest) => {
            connect(request.getEngineAddress());
            const response = new ProviderHandshakeResponse();
            response.setAcceptSecrets(true);
            return response;
        }),

        attach: unary((request: PluginAttach) => {
            connect(request.getAddress());
            return new Empty();
        }),

        getPluginInfo: unary(() => {
            const response = new PluginInfo();
            response.setVersion(host.version);
            return response;
        }),

        getSchema: unary(async (request: GetSchemaRequest) => {
            if (request.getSubpackageName() !== "") {
                throw new Failure("callfire takes no parameters, so it has no subpackages.", status.INVALID_ARGUMENT);
            }
            const response = new GetSchemaResponse();
            response.setSchema(await host.loadSchema());
            return response;
        }),
    };
}

function configurationCalls(configuration: Configuration): UntypedServiceImplementation {
    return {
        checkConfig: unary(configuration.check),
        diffConfig: unary(configuration.diff),

        configure: unary((request: ConfigureRequest) => {
            configuration.configure(request);
            const response = new ConfigureResponse();
            response.setAcceptsecrets(true);
            response.setSupportspreview(true);
            return response;
        }),
    };
}
