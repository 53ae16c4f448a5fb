import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { createEngine } from "../engine/connection";
import { createOperations, leaveWhenInterrupted } from "../engine/interrupts";
import { EngineGone } from "../orders/errors";
import { version } from "../settings/version";
import { createService } from "./server";

// The engine reads the port from this process as soon as it stands, and waits for nothing else: what only the calls need
// (resources, client, simulator) is loaded by them (decisions/0038).

/** Where the engine that started this process listens. None when a person started it, to attach engines to it. */
const address = process.argv.slice(2).findLast((argument) => /^\S+:\d+$/.test(argument));

const operations = createOperations();
const engine = createEngine({
    whenGone: () => {
        operations.interrupt(new EngineGone());
        if (address !== undefined) {
            void leave();
        }
    },
});
const leave = leaveWhenInterrupted({
    signals: process,
    operations,
    flush: () => engine.flush(),
    exit: () => process.exit(0),
});

const service = createService({
    engine,
    operations,
    version,
    environment: process.env,
    programFolder: process.cwd(),
    loadSchema: async () => (await import("./packageSchema.js")).packageSchema,
    loadResources: async () => Object.values((await import("../resources/all.js")).resources),
    loadLookUps: async () => (await import("../functions/lookUps.js")).lookUps,
    openSession: async (settings, onSimulator) =>
        (await import("../settings/openSession.js")).openSession(settings, onSimulator),
    openStack: async (urn) => {
        const { openStack } = await import("../stack/view.js");
        const { rootFolder, stackAndProjectOf } = await import("../stack/address.js");
        return openStack({
            ...stackAndProjectOf(urn),
            ...(address !== undefined && { engine: address }),
            folder: rootFolder(process.cwd()),
            environment: process.env,
            warn: (message) => engine.reportFor(undefined).warn(message),
        });
    },
    rememberAttempts: async (stack, session) => {
        const { rememberAttempts } = await import("../orders/remember.js");
        await stack.remember((attempts) => rememberAttempts(attempts, stack, session));
    },
    takeImport: async (found, operation) => (await import("../resources/takeImport.js")).takeImport(found, operation),
    describeError: async (error, settings) => (await import("../settings/read.js")).describeError(error, settings),
});

const server = new Server({ "grpc.max_receive_message_length": -1 });
server.addService(ResourceProviderService, service);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) {
        console.error(error.message);
        process.exit(1);
    }
    // The first line is the port; nothing else may be written to it.
    console.log(port);
    if (address !== undefined) {
        engine.connect(address);
    }
});
