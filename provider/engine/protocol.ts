type Protocol = typeof import("@pulumi/pulumi/proto/engine_grpc_pb") &
    typeof import("@pulumi/pulumi/proto/engine_pb") &
    Pick<typeof import("@grpc/grpc-js"), "credentials" | "Metadata" | "status">;

/** The engine's side of the protocol, loaded at the first use: the engine waits for the plugin's port, which needs none of it. */
export function protocol(): Protocol {
    /* eslint-disable @typescript-eslint/no-require-imports -- An import would be loaded at the start. */
    const services =
        require("@pulumi/pulumi/proto/engine_grpc_pb") as typeof import("@pulumi/pulumi/proto/engine_grpc_pb");
    const messages = require("@pulumi/pulumi/proto/engine_pb") as typeof import("@pulumi/pulumi/proto/engine_pb");
    const { credentials, Metadata, status } = require("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
    /* eslint-enable @typescript-eslint/no-require-imports */
    return { ...services, ...messages, credentials, Metadata, status };
}
