import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { preferMemoryToSpeed } from "../memory";
import { EngineGone } from "../orders/errors";
import { createEngine } from "./engine";
import { createOperations, Interrupted } from "./operations";
import { loadResources } from "./resources";
import { createService } from "./server";
import { version } from "./version";

// The engine reads the port from this process as soon as it stands, and waits for nothing else: what only the calls need
// (resources, client, simulator) is loaded by them.

/** How long an answer takes to leave this process after its operation has ended. */
const answerMilliseconds = 100;
/** Where the engine that started this process listens. None when a person started it, to attach engines to it. */
const address = process.argv.slice(2).findLast((argument) => /^\S+:\d+$/.test(argument));

preferMemoryToSpeed();

const operations = createOperations();
const engine = createEngine(() => {
    operations.interrupt(new EngineGone());
    if (address !== undefined) {
        void leave();
    }
});

const service = createService({
    engine,
    operations,
    version,
    environment: process.env,
    programFolder: process.cwd(),
    loadSchema: async () => {
        const { createSchema } = await import("./schema.js");
        return JSON.stringify(await createSchema(await loadResources()));
    },
    loadResources,
    openSession: async (settings, report) => (await import("../sessions.js")).openSession(settings, report),
    describeError: async (error, settings) => (await import("../config.js")).describeError(error, settings),
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

// The engine interrupts its plugins when it ends, and waits for them.
for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => {
        operations.interrupt(new Interrupted());
        void leave();
    });
}

async function leave(): Promise<void> {
    const answers = operations.busy ? answerMilliseconds : 0;
    await operations.idle();
    await engine.flush();
    setTimeout(() => process.exit(0), answers);
}
