import { Server, ServerCredentials } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { GetRootResourceResponse } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

/** An engine that notes what it is told. */
export interface FakeEngine {
    readonly address: string;
    readonly lines: {
        readonly message: string;
        readonly urn: string;
        readonly ephemeral: boolean;
        readonly severity: number;
    }[];
    stop(): void;
}

/** @param isSilent whether it takes calls and answers none */
export async function startEngine({ isSilent = false } = {}): Promise<FakeEngine> {
    const lines: FakeEngine["lines"] = [];
    const { server, port } = await listen((candidate) => {
        candidate.addService(EngineService, {
            log: (call: { request: LogRequest }, reply: (error: null, response: Empty) => void) => {
                lines.push(call.request.toObject());
                reply(null, new Empty());
            },
            getRootResource: (_call: unknown, reply: (error: null, response: GetRootResourceResponse) => void) => {
                if (!isSilent) {
                    reply(null, new GetRootResourceResponse());
                }
            },
        });
    });
    return { address: `127.0.0.1:${String(port)}`, lines, stop: () => server.forceShutdown() };
}

/** Serves at a free port of this machine. */
export async function listen(prepare: (server: Server) => void): Promise<{ server: Server; port: number }> {
    const server = new Server();
    prepare(server);
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
            if (error === null) {
                resolve(bound);
            } else {
                reject(error);
            }
        });
    });
    return { server, port };
}
