import type { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { isFirstOfRun } from "./firstOfRun";
import { createLiveness, type Liveness } from "./liveness";
import { createLog, type Log } from "./log";
import { protocol } from "./protocol";
import { progressGap } from "./terminal";

/** The engine that started this process, or that is attached to it. */
export interface Engine extends Log, Pick<Liveness, "assertAlive"> {
    /** @param address host and port at which the engine listens */
    connect(address: string): void;
    disconnect(): void;
    /** A lasting line on the stack, from the first provider process of a run that has it to say. */
    noteOnce(message: string): void;
}

export interface EngineOptions {
    /** Called once for an engine that had been connected and is gone. It stays gone, even if another one takes its port. */
    readonly whenGone: () => void;
    /** Whether this process has lost the parents that the engine gave it. */
    readonly isAbandoned?: () => boolean;
}

export function createEngine({ whenGone, isAbandoned = () => false }: EngineOptions): Engine {
    let client: EngineClient | undefined;
    let connected: string | undefined;

    const log = createLog({ client: () => client, progressGap, elapsed: () => performance.now() });
    const liveness = createLiveness({
        client: () => client,
        isAbandoned,
        whenGone: () => {
            replaceClient(undefined);
            whenGone();
        },
    });

    function replaceClient(replacement: EngineClient | undefined): void {
        const earlier = client;
        client = replacement;
        // Tells those who watch it, who must then see that it is not the client any more.
        earlier?.close();
        if (replacement !== undefined) {
            liveness.watch(replacement);
        }
    }

    return {
        ...log,
        assertAlive: () => liveness.assertAlive(),
        connect(address) {
            if (client !== undefined && address === connected) {
                return;
            }
            const { EngineClient, credentials } = protocol();
            replaceClient(new EngineClient(address, credentials.createInsecure()));
            connected = address;
        },
        disconnect: () => replaceClient(undefined),
        noteOnce(message) {
            if (connected !== undefined && isFirstOfRun(connected)) {
                log.reportFor(undefined).note(message);
            }
        },
    };
}
