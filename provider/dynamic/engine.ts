import { credentials, Metadata, status, type ServiceError } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { GetRootResourceRequest, LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { closeSync, openSync, readFileSync, readlinkSync } from "node:fs";
import { EngineGone } from "../orders/errors";
import type { Report } from "../orders/session";

/** The engine that started this process, as the provider of dynamic resources. */
export interface Engine {
    /** Where an operation of this resource tells how it goes; the stack itself for no URN. */
    reportFor(urn: string | undefined): Report;
    /** @throws EngineGone also where the engine does not answer in time. */
    assertAlive(): Promise<void>;
    /** Whether the engine is certainly gone. */
    isGone(): Promise<boolean>;
    /** Resolves when all lines are delivered, or soon after. */
    flush(): Promise<void>;
}

const aliveMilliseconds = 10_000;
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

    /** Asks the engine something harmless; undefined when it answers. */
    async function ask(): Promise<"gone" | ServiceError | undefined> {
        if (client === undefined || ancestors().join() !== started.join()) {
            return "gone";
        }
        const deadline = Date.now() + aliveMilliseconds;
        return new Promise((resolve) => {
            client.getRootResource(new GetRootResourceRequest(), new Metadata(), { deadline }, (error) =>
                resolve(error ?? undefined),
            );
        });
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
            if ((await ask()) !== undefined) {
                throw new EngineGone();
            }
        },

        async isGone() {
            const answer = await ask();
            return answer === "gone" || (answer !== undefined && answer.code === status.UNAVAILABLE);
        },

        async flush() {
            const enough = new Promise((resolve) => setTimeout(resolve, flushMilliseconds).unref());
            await Promise.race([Promise.all(pending), enough]);
        },
    };
}

/**
 * The processes that this one descends from, up to the engine. A shell script starts this process; it outlives its engine,
 * and then only its own parent tells.
 */
function ancestors(): number[] {
    try {
        // "pid (name) state parent ...": the name may hold anything.
        const text = readFileSync(`/proc/${String(process.ppid)}/stat`, "utf8");
        const [, name = "", parent] = /^\d+ \((.*)\) \S+ (\d+)/s.exec(text) ?? [];
        // The engine's own parent may well end before it.
        return /^(ba|da|a|k|z)?sh$|^busybox$/.test(name) ? [process.ppid, Number(parent)] : [process.ppid];
    } catch {
        return [process.ppid]; // Not a Linux.
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
