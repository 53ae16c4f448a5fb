import type { ServerResponse } from "node:http";
import { bareJson, documentedPrefixes, jsonEnvelope, xmlEnvelope, type Envelope } from "./envelopes";
import type { FaultEffect } from "../faults/faults";
import { effectOf } from "../faults/rules";
import type { ApiRequest } from "./requests";
import type { Answer } from "./routes";

/** An answer as bytes. */
export interface Reply {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    /** Cut the connection when half of the body is out. */
    readonly cut?: boolean;
}

export function replyOf(
    answer: Answer,
    format: ApiRequest["format"],
    effects: readonly FaultEffect[],
    headers: Readonly<Record<string, string>> = {},
): Reply {
    if (effectOf(effects, "entityBomb") !== undefined) {
        return { status: 200, headers: { ...headers, "Content-Type": "application/xml" }, body: entityBomb };
    }
    if (answer.envelope === undefined) {
        return { status: answer.status, headers, body: "" };
    }
    const envelope = distorted(answer.envelope, effects);
    const body = documentOf(envelope, format, effects);
    const contentType = `application/${format === "xml" ? "xml" : "json"};charset=UTF-8`;
    const whole = { status: answer.status, headers: { ...headers, "Content-Type": contentType }, body };
    const truncated = effectOf(effects, "truncated");
    if (truncated === undefined) {
        return whole;
    }
    return truncated.cut === true ? { ...whole, cut: true } : { ...whole, body: half(body) };
}

/** The answer of something between the client and CallFire. */
export function interposed(effects: readonly FaultEffect[], format: ApiRequest["format"]): Reply | undefined {
    const status = effectOf(effects, "status");
    if (status !== undefined) {
        const message = status.message ?? reasons[status.status] ?? "error";
        const headers: Record<string, string> =
            status.retryAfter === undefined ? {} : { "Retry-After": String(status.retryAfter) };
        const envelope: Envelope = { kind: "exception", status: status.status, message };
        return replyOf({ status: status.status, envelope }, format, [], headers);
    }
    const html = effectOf(effects, "html");
    if (html !== undefined) {
        const code = html.status ?? 502;
        const title = `${code} ${reasons[code] ?? "Error"}`;
        const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
        return { status: code, headers: { "Content-Type": "text/html" }, body };
    }
    return undefined;
}

export function send(response: ServerResponse, reply: Reply): void {
    response.statusCode = reply.status;
    for (const [name, value] of Object.entries(reply.headers)) {
        response.setHeader(name, value);
    }
    if (reply.body === "" || reply.status === 204) {
        response.end();
        return;
    }
    response.setHeader("Content-Length", Buffer.byteLength(reply.body));
    if (reply.cut === true) {
        response.write(half(reply.body), () => response.destroy());
    } else {
        response.end(reply.body);
    }
}

function documentOf(envelope: Envelope, format: ApiRequest["format"], effects: readonly FaultEffect[]): string {
    if (format === "xml") {
        const prefix = effectOf(effects, "prefix");
        return xmlEnvelope(
            envelope,
            prefix === undefined ? documentedPrefixes : { envelope: prefix.prefix, payload: prefix.payload ?? "" },
        );
    }
    return format === "json" ? jsonEnvelope(envelope) : bareJson(envelope);
}

function distorted(envelope: Envelope, effects: readonly FaultEffect[]): Envelope {
    if (envelope.kind === "reference" && effectOf(effects, "noId") !== undefined) {
        return { kind: "reference" };
    }
    if (envelope.kind === "list" && effectOf(effects, "oddPages") !== undefined) {
        return { ...envelope, totalResults: envelope.totalResults + 1 };
    }
    return envelope;
}

function half(body: string): string {
    return body.slice(0, Math.ceil(body.length / 2));
}

const reasons: Readonly<Record<number, string>> = {
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
};

const entityBomb = [
    '<?xml version="1.0"?>',
    "<!DOCTYPE bomb [",
    '<!ENTITY e0 "FINISHED">',
    ...Array.from({ length: 9 }, (_, level) => `<!ENTITY e${level + 1} "${`&e${level};`.repeat(10)}">`),
    "]>",
    '<r:Resource xmlns="http://api.callfire.com/data" xmlns:r="http://api.callfire.com/resource">',
    '<NumberOrder id="1"><Status>&e9;</Status></NumberOrder></r:Resource>',
].join("\n");
