import { readFileSync, readlinkSync } from "node:fs";
import type { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { EngineGone } from "../orders/errors";
import type { Report } from "../orders/session";

/** The engine that started this process, or that is attached to it. */
export interface Engine {
    /** @param address host and port at which the engine listens */
    connect(address: string): void;
    disconnect(): void;
    /** Where an operation of this resource tells how it goes; the stack itself for no URN. */
    reportFor(urn: string | undefined): Report;
    /** For people who look for a fault in the provider itself: shown by `pulumi up --debug`. */
    debug(message: string): void;
    /** @throws EngineGone */
    assertAlive(): Promise<void>;
    /** Resolves when all lines are delivered, or soon after. */
    flush(): Promise<void>;
}

const aliveMilliseconds = 15_000;
const flushMilliseconds = 500;
type Severity = "DEBUG" | "INFO" | "WARNING";

/** @param whenGone called once for an engine that had been connected and is gone */
export function createEngine(whenGone: () => void): Engine {
    const progressGap = hasTerminal() ? 1_000 : 15_000;
    const pending = new Set<Promise<void>>();
    let client: EngineClient | undefined;
    let connected: string | undefined;

    function log(severity: Severity, message: string, urn: string | undefined, ephemeral: boolean): void {
        const target = client;
        if (target === undefined) {
            return;
        }
        const { LogRequest, LogSeverity } = protocol();
        const request = new LogRequest();
        request.setSeverity(LogSeverity[severity]);
        request.setMessage(message);
        request.setUrn(urn ?? "");
        request.setEphemeral(ephemeral);
        // A line that can't be shown must never fail an order.
        const sent = new Promise<void>((resolve) => target.log(request, () => resolve())).finally(() => {
            pending.delete(sent);
        });
        pending.add(sent);
    }

    /** What came of a call that every engine answers. */
    async function ask(target: EngineClient): Promise<"alive" | "silent" | "gone"> {
        const { GetRootResourceRequest, Metadata, status } = protocol();
        return new Promise((resolve) => {
            const deadline = Date.now() + aliveMilliseconds;
            target.getRootResource(new GetRootResourceRequest(), new Metadata(), { deadline }, (error) => {
                const outcomes = new Map([
                    [status.DEADLINE_EXCEEDED, "silent" as const],
                    [status.UNAVAILABLE, "gone" as const],
                ]);
                // Whoever answers lives, even if it does not know the call any more.
                resolve((error === null ? undefined : outcomes.get(error.code)) ?? "alive");
            });
        });
    }

    /** A connection that breaks says at once what a poll would say late; whether the engine is gone, only a call can tell. */
    function watch(watched: EngineClient): void {
        const channel = watched.getChannel();
        const state = channel.getConnectivityState(true);
        channel.watchConnectivityState(state, Infinity, (error) => {
            if (watched !== client || error !== undefined) {
                return;
            }
            void ask(watched).then((answer) => {
                if (watched !== client) {
                    return;
                }
                if (answer !== "gone") {
                    watch(watched);
                } else {
                    replaceClient(undefined);
                    whenGone();
                }
            });
        });
    }

    function replaceClient(replacement: EngineClient | undefined): void {
        const earlier = client;
        client = replacement;
        // Tells those who watch it, who must then see that it is not the client any more.
        earlier?.close();
        if (replacement !== undefined) {
            watch(replacement);
        }
    }

    return {
        connect(address) {
            if (client !== undefined && address === connected) {
                return;
            }
            const { EngineClient, credentials } = protocol();
            replaceClient(new EngineClient(address, credentials.createInsecure()));
            connected = address;
        },

        disconnect: () => replaceClient(undefined),

        reportFor(urn) {
            let shown = Number.NEGATIVE_INFINITY;
            return {
                progress(message) {
                    if (performance.now() - shown >= progressGap) {
                        shown = performance.now();
                        log("INFO", message, urn, true);
                    }
                },
                note: (message) => log("INFO", message, urn, false),
                warn: (message) => log("WARNING", message, urn, false),
            };
        },

        debug: (message) => log("DEBUG", message, undefined, false),

        async assertAlive() {
            if (client === undefined || (await ask(client)) !== "alive") {
                throw new EngineGone();
            }
        },

        async flush() {
            const enough = new Promise((resolve) => setTimeout(resolve, flushMilliseconds).unref());
            await Promise.race([Promise.all(pending), enough]);
        },
    };
}

/** Loaded at the first use: the engine waits for the port of this process, and needs none of it for that. */
function protocol() {
    /* eslint-disable @typescript-eslint/no-require-imports -- An import would be loaded at the start. */
    const { EngineClient } =
        require("@pulumi/pulumi/proto/engine_grpc_pb") as typeof import("@pulumi/pulumi/proto/engine_grpc_pb");
    const messages = require("@pulumi/pulumi/proto/engine_pb") as typeof import("@pulumi/pulumi/proto/engine_pb");
    const { credentials, Metadata, status } = require("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
    /* eslint-enable @typescript-eslint/no-require-imports */
    return { EngineClient, credentials, Metadata, status, ...messages };
}

/** Whether a person watches, so that a line of progress replaces the one before instead of filling a log. */
function hasTerminal(): boolean {
    if (process.env["CI"] !== undefined) {
        return false;
    }
    try {
        return /^\/dev\/(pts\/|tty)/.test(readlinkSync(`/proc/${String(engineProcess())}/fd/1`));
    } catch {
        // Not a Linux, so not to be found out: a line too many is better than none for a minute.
        return true;
    }
}

/** The nearest ancestor that is called pulumi: between it and this process there may be a launcher. */
function engineProcess(): number {
    let candidate = process.ppid;
    for (let distance = 0; distance < 5; distance++) {
        const status = readFileSync(`/proc/${String(candidate)}/stat`, "utf8");
        const nameEnd = status.lastIndexOf(")");
        if (status.slice(status.indexOf("(") + 1, nameEnd) === "pulumi") {
            return candidate;
        }
        // "pid (name) state parent ...": the name may hold anything.
        candidate = Number(
            status
                .slice(nameEnd + 1)
                .trim()
                .split(" ")[1],
        );
    }
    return process.ppid;
}
