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

    function send({ severity, message, urn, ephemeral }: Line): void {
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

    return {
        reportFor: (urn) => createReport(urn, { send, flush, gap: () => (gap ??= progressGap()), elapsed }),
        debug: (message) => send({ severity: "DEBUG", message, urn: undefined, ephemeral: false }),
        flush,
    };
}

interface Line {
    readonly severity: Severity;
    readonly message: string;
    readonly urn: string | undefined;
    /** Shown on the row until the next line. */
    readonly ephemeral: boolean;
}

/** What all reports share. */
interface Shared {
    readonly send: (line: Line) => void;
    readonly flush: () => Promise<void>;
    /** The least time between two lines of progress, in milliseconds. */
    readonly gap: () => number;
    readonly elapsed: () => number;
}

function createReport(urn: string | undefined, { send, flush, gap, elapsed }: Shared): OperationReport {
    let shown = Number.NEGATIVE_INFINITY;
    let heldBack: string | undefined;

    function show(message: string): void {
        shown = elapsed();
        heldBack = undefined;
        send({ severity: "INFO", message, urn, ephemeral: true });
    }

    /** A lasting line comes after what led to it. */
    function tell(severity: Severity, message: string): void {
        if (heldBack !== undefined) {
            show(heldBack);
        }
        send({ severity, message, urn, ephemeral: false });
    }

    return {
        progress(message) {
            const least = gap();
            if (elapsed() - shown >= least) {
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
