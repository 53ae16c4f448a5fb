import { credentials, Metadata } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { GetRootResourceRequest, LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { closeSync, openSync, readFileSync, readlinkSync } from "node:fs";
import { EngineGone } from "../orders/errors";
import type { Report } from "../orders/session";

/** The engine that started this process, as the provider of dynamic resources. */
export interface Engine {
    /** Where an operation of this resource tells how it goes; the stack itself for no URN. */
    reportFor(urn: string | undefined): Report;
    /** @throws EngineGone */
    assertAlive(): Promise<void>;
    /** Resolves when all lines are delivered, or soon after. */
    flush(): Promise<void>;
}

const aliveMilliseconds = 5_000;
const flushMilliseconds = 500;

/** @param address host and port at which the engine listens, which is the first argument of a provider process */
export function connectEngine(address: string | undefined): Engine {
    const client = address === undefined ? undefined : new EngineClient(address, credentials.createInsecure());
    const started = ancestors();
    const progressGap = hasTerminal(started) ? 1_000 : 15_000;
    const pending = new Set<Promise<void>>();

    function log(severity: LogSeverity, message: string, urn: string | undefined, ephemeral: boolean): void {
        const request = new LogRequest();
        request.setSeverity(severity);
        request.setMessage(message);
        request.setUrn(urn ?? "");
        request.setEphemeral(ephemeral);
        // A line that can't be shown must never fail an order.
        const sent = new Promise<void>((resolve) => {
            if (client === undefined) {
                resolve();
            } else {
                client.log(request, () => resolve());
            }
        }).finally(() => pending.delete(sent));
        pending.add(sent);
    }

    return {
        reportFor(urn) {
            let shown = Number.NEGATIVE_INFINITY;
            return {
                progress(message) {
                    if (performance.now() - shown >= progressGap) {
                        shown = performance.now();
                        log(LogSeverity.INFO, message, urn, true);
                    }
                },
                note: (message) => log(LogSeverity.INFO, message, urn, false),
                warn: (message) => log(LogSeverity.WARNING, message, urn, false),
            };
        },

        async assertAlive() {
            if (client === undefined || ancestors().join() !== started.join()) {
                throw new EngineGone();
            }
            await new Promise<void>((resolve, reject) => {
                const deadline = Date.now() + aliveMilliseconds;
                client.getRootResource(new GetRootResourceRequest(), new Metadata(), { deadline }, (error) =>
                    error === null ? resolve() : reject(new EngineGone()),
                );
            });
        },

        async flush() {
            const enough = new Promise((resolve) => setTimeout(resolve, flushMilliseconds).unref());
            await Promise.race([Promise.all(pending), enough]);
        },
    };
}

/**
 * The processes that this one descends from: a shell script, and the engine that started it. Where the script outlives its
 * engine, only its own parent tells.
 */
function ancestors(): number[] {
    try {
        const status = readFileSync(`/proc/${String(process.ppid)}/stat`, "utf8");
        // "pid (name) state parent ...": the name may hold anything.
        const parent = Number(
            status
                .slice(status.lastIndexOf(")") + 1)
                .trim()
                .split(" ")[1],
        );
        return [process.ppid, parent];
    } catch {
        return [process.ppid];
    }
}

/** Whether a person watches, so that a line of progress replaces the one before instead of filling a log. */
function hasTerminal(processes: readonly number[]): boolean {
    const engine = processes.at(-1) ?? process.ppid;
    try {
        return /^\/dev\/(pts\/|tty)/.test(readlinkSync(`/proc/${String(engine)}/fd/1`));
    } catch {
        // Not a Linux: ask whether there is a terminal at all.
    }
    try {
        closeSync(openSync("/dev/tty", "r"));
        return process.env["CI"] === undefined;
    } catch {
        return false;
    }
}
