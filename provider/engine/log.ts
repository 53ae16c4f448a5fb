import type { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { Report } from "../orders/session";
import { protocol } from "./protocol";

/** Where one operation tells how it goes. */
export interface OperationReport extends Report {
    /** Shows the last progress where it was held back, so that it stays on the row. Resolves when it is delivered, or soon after. */
    end(): Promise<void>;
}

/** What the engine shows of what happens here. A line that can't be shown never fails anything. */
export interface Log {
    /** Lines on the row of this resource; of the stack itself for no URN. */
    reportFor(urn: string | undefined): OperationReport;
    /** For people who look for a fault in the provider itself: shown by `pulumi up --debug`. */
    debug(message: string): void;
    /** Resolves when all lines are delivered, or soon after. */
    flush(): Promise<void>;
}

export interface LogOptions {
    /** Undefined while no engine is connected: lines are dropped then. */
    readonly client: () => EngineClient | undefined;
    /** The least time between two lines of progress of one operation, in milliseconds; asked for at the first line. */
    readonly progressGap: () => number;
    /** Milliseconds of a clock that is never set back. */
    readonly elapsed: () => number;
}

type Severity = "DEBUG" | "INFO" | "WARNING";

const flushMilliseconds = 500;

export function createLog({ client, progressGap, elapsed }: LogOptions): Log {
    /** One line after the other: the engine handles calls side by side, and would show an earlier line last. */
    let delivered = Promise.resolve();
    let gap: number | undefined;

    function send(severity: Severity, message: string, urn: string | undefined, ephemeral: boolean): void {
        const engine = client();
        if (engine === undefined) {
            return;
        }
        const { LogRequest, LogSeverity } = protocol();
        const request = new LogRequest();
        request.setSeverity(LogSeverity[severity]);
        request.setMessage(message);
        request.setUrn(urn ?? "");
        request.setEphemeral(ephemeral);
        delivered = delivered.then(() => new Promise((resolve) => engine.log(request, () => resolve())));
    }

    async function flush(): Promise<void> {
        let timer: NodeJS.Timeout | undefined;
        const enough = new Promise((resolve) => {
            timer = setTimeout(resolve, flushMilliseconds);
        });
        await Promise.race([delivered, enough]);
        clearTimeout(timer);
    }

    function reportFor(urn: string | undefined): OperationReport {
        let shown = Number.NEGATIVE_INFINITY;
        let heldBack: string | undefined;

        function show(message: string): void {
            shown = elapsed();
            heldBack = undefined;
            send("INFO", message, urn, true);
        }

        /** A lasting line comes after what led to it. */
        function tell(severity: Severity, message: string): void {
            if (heldBack !== undefined) {
                show(heldBack);
            }
            send(severity, message, urn, false);
        }

        return {
            progress(message) {
                gap ??= progressGap();
                if (elapsed() - shown >= gap) {
                    show(message);
                } else {
                    heldBack = message;
                }
            },
            note: (message) => tell("INFO", message),
            warn: (message) => tell("WARNING", message),
            async end() {
                if (heldBack !== undefined) {
                    show(heldBack);
                    await flush();
                }
            },
        };
    }

    return { reportFor, debug: (message) => send("DEBUG", message, undefined, false), flush };
}
