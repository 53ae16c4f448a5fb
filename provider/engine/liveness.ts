import type { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { EngineGone } from "../orders/errors";
import { findLaunchers, machineProcesses, type ProcessTable } from "../stack/processes";
import { protocol } from "./protocol";

/** Whether the engine that asked for all this is still there to record it. */
export interface Liveness {
    /** @throws EngineGone also where the engine does not answer in time */
    assertAlive(): Promise<void>;
    /** Watches a connection from now on; see `whenGone`. */
    watch(client: EngineClient): void;
}

export interface LivenessOptions {
    /** The engine that is connected; undefined before and after. */
    readonly client: () => EngineClient | undefined;
    /** Called once for an engine that is certainly gone. */
    readonly whenGone: () => void;
    /** Whether this process has lost the parents that the engine gave it. */
    readonly isAbandoned: () => boolean;
    /** How long the engine may take to answer. */
    readonly answerMilliseconds?: number;
    /** How often the parents are looked at: not every connection that breaks says so. */
    readonly lookMilliseconds?: number;
}

type Answer = "alive" | "silent" | "gone";

export function createLiveness(options: LivenessOptions): Liveness {
    const { client, whenGone, isAbandoned, answerMilliseconds = 15_000, lookMilliseconds = 10_000 } = options;

    setInterval(() => {
        if (client() !== undefined && isAbandoned()) {
            whenGone();
        }
    }, lookMilliseconds).unref();

    /** Makes a harmless call, and tells what comes of it. An engine that is late may live, and one that is abandoned may have left its port to another. */
    async function ping(engine: EngineClient): Promise<Answer> {
        if (isAbandoned()) {
            return "gone";
        }
        const { GetRootResourceRequest, Metadata, status } = protocol();
        const answers = new Map<number, Answer>([
            [status.DEADLINE_EXCEEDED, "silent"],
            [status.UNAVAILABLE, "gone"],
        ]);
        return new Promise((resolve) => {
            const deadline = Date.now() + answerMilliseconds;
            engine.getRootResource(new GetRootResourceRequest(), new Metadata(), { deadline }, (error) =>
                // Whoever answers is alive, even if it does not know the call any more.
                resolve((error === null ? undefined : answers.get(error.code)) ?? "alive"),
            );
        });
    }

    /** A connection that breaks says at once what a poll would say late; whether the engine is gone, only a call can tell. */
    function watch(watched: EngineClient): void {
        const channel = watched.getChannel();
        channel.watchConnectivityState(channel.getConnectivityState(true), Infinity, (error) => {
            if (error === undefined && watched === client()) {
                void judge(watched);
            }
        });
    }

    async function judge(watched: EngineClient): Promise<void> {
        const answer = await ping(watched);
        if (watched !== client()) {
            return; // Another one was connected meanwhile.
        }
        if (answer === "gone") {
            whenGone();
        } else {
            watch(watched);
        }
    }

    return {
        async assertAlive() {
            const engine = client();
            if (engine === undefined || (await ping(engine)) !== "alive") {
                throw new EngineGone();
            }
        },
        watch,
    };
}

/**
 * Tells whether the processes between this one and its engine are still those of now. A shell script starts the host of dynamic
 * providers and outlives its engine, whose port the engine of another run may then have.
 */
export function watchParents(
    parent: () => number = () => process.ppid,
    processes: ProcessTable = machineProcesses,
): () => boolean {
    const started = findLaunchers(parent(), processes).join();
    return () => findLaunchers(parent(), processes).join() !== started;
}
