import http from "node:http";
import https from "node:https";
import { TLSSocket } from "node:tls";
import axios from "axios";
import type { Endpoint } from "./endpoint";
import { UnclearError, UnsentError } from "./errors";
import { encodeFields, type Fields } from "./form";

/** How every request of one client travels. */
export interface Wire {
    endpoint: Endpoint;
    login: string;
    password: string;
    /** From the call to the moment a connection, TLS included, stands. */
    connectTimeoutMs: number;
}

/** One request. */
export interface WireRequest {
    method: "GET" | "POST" | "PUT" | "DELETE";
    /** Below the endpoint. */
    path: string;
    /** Asks CallFire's API v2, which answers in JSON. */
    isVersion2?: boolean;
    /** The query of a GET or DELETE, the body of anything else. Contract, "Transport". */
    fields: Fields;
    /** From the connection to the end of the answer. */
    answerTimeoutMs: number;
}

/** An answer of any status, not yet judged. */
export interface WireAnswer {
    status: number;
    body: string;
    retryAfter?: string | undefined;
    location?: string | undefined;
    /** The server's clock, as the answer's `Date` tells it. */
    date?: string | undefined;
}

/** Sends one request once. Nothing in here repeats, follows or caches. */
export type Transport = (request: WireRequest, signal?: AbortSignal) => Promise<WireAnswer>;

/** 1000 numbers, the largest page, need less than 1 MB. */
const largestAnswerBytes = 10 * 1024 * 1024;

/**
 * The only place that speaks HTTP. How it knows that a request never left: decisions/0023.
 *
 * The transport rejects with `UnsentError` when no connection ever stood, else with `UnclearError`. A cancelled GET, PUT or DELETE
 * rejects with the signal's reason; a cancelled POST keeps telling the two apart, because an order may have been placed.
 */
export function createTransport(wire: Wire): Transport {
    // An instance of its own: interceptors on the shared one (axios-retry is one) could send an order twice.
    const client = axios.create({
        adapter: "http",
        maxRedirects: 0,
        maxContentLength: largestAnswerBytes,
        responseType: "arraybuffer",
        validateStatus: () => true,
        headers: { Accept: "application/xml, text/xml", "User-Agent": "pulumi-callfire" },
        auth: { username: wire.login, password: wire.password },
        // Otherwise the usual environment variables decide; https goes through the proxy's CONNECT (decisions/0024).
        ...(wire.endpoint.loopback ? { proxy: false } : {}),
    });
    const kept = agents(true);
    const fresh = agents(false);

    return async (request, signal) => {
        const inFlight = new InFlightRequest(wire, request, signal);
        const fields = encodeFields(request.fields);
        const hasBody = request.method === "POST" || request.method === "PUT";
        const query = !hasBody && fields !== "" ? `?${fields}` : "";
        try {
            const response = await client.request<Buffer>({
                method: request.method,
                url: `${request.isVersion2 === true ? wire.endpoint.version2 : wire.endpoint.base}${request.path}${query}`,
                ...(request.method === "GET"
                    ? kept
                    : {
                          ...fresh,
                          ...(hasBody && {
                              data: fields,
                              headers: { "Content-Type": "application/x-www-form-urlencoded" },
                          }),
                      }),
                transport: { request: inFlight.open },
                signal: inFlight.cut.signal,
            });
            return inFlight.answered(response.status, response.data, response.headers);
        } catch (error) {
            throw inFlight.failed(error);
        } finally {
            inFlight.done();
        }
    };
}

/**
 * Reads share connections. What changes something gets a new one: on a kept one that the server just closed nobody can tell
 * whether the request arrived.
 */
function agents(keepAlive: boolean): { httpAgent: http.Agent; httpsAgent: https.Agent } {
    return { httpAgent: new http.Agent({ keepAlive }), httpsAgent: new https.Agent({ keepAlive }) };
}

type Ending = "no connection" | "no answer" | "cancelled";

/** One request under way: watches its connection, and so knows whether anything can have left. */
class InFlightRequest {
    readonly cut = new AbortController();
    private connected = false;
    private ending: Ending | undefined;
    private timer: NodeJS.Timeout;

    constructor(
        private readonly wire: Wire,
        private readonly request: WireRequest,
        private readonly signal: AbortSignal | undefined,
    ) {
        this.timer = setTimeout(() => this.end("no connection"), wire.connectTimeoutMs);
        signal?.addEventListener("abort", this.cancel, { once: true });
        if (signal?.aborted === true) {
            this.cancel();
        }
    }

    /** Axios's documented `transport` option: the one hook that also sees connections through a proxy's tunnel. */
    readonly open = (
        options: https.RequestOptions,
        onAnswer: (answer: http.IncomingMessage) => void,
    ): http.ClientRequest => {
        const { secure } = this.wire.endpoint;
        const request = (secure ? https : http).request(options, onAnswer);
        request.once("socket", (socket) => {
            if (request.reusedSocket || (!secure && !socket.connecting)) {
                this.connect();
            } else if (!secure) {
                socket.once("connect", this.connect);
            } else if (socket instanceof TLSSocket) {
                // Nothing of the request is written before: neither to a stranger's certificate nor to a proxy.
                socket.once("secureConnect", this.connect);
            }
            // Otherwise it is the stand-in for a tunnel that the proxy refused: it leads nowhere.
        });
        return request;
    };

    answered(status: number, body: Buffer, headers: Readonly<Record<string, unknown>>): WireAnswer {
        if (!this.connected) {
            throw this.unsent(`the proxy answered ${status} to CONNECT`);
        }
        return {
            status,
            body: body.toString("utf8"),
            retryAfter: headerText(headers["retry-after"]),
            location: headerText(headers["location"]),
            date: headerText(headers["date"]),
        };
    }

    /** The error to show for what axios threw. Axios's own carries the credentials and stays here. */
    failed(error: unknown): unknown {
        if (error instanceof UnsentError) {
            return error;
        }
        if (this.ending === "cancelled" && this.request.method !== "POST") {
            return this.signal?.reason;
        }
        return this.connected ? this.unclear(error) : this.unsent(this.reasonOf(error));
    }

    done(): void {
        clearTimeout(this.timer);
        this.signal?.removeEventListener("abort", this.cancel);
    }

    private readonly connect = (): void => {
        this.connected = true;
        clearTimeout(this.timer);
        if (this.ending === undefined) {
            this.timer = setTimeout(() => this.end("no answer"), this.request.answerTimeoutMs);
        }
    };

    private readonly cancel = (): void => this.end("cancelled");

    private end(ending: Ending): void {
        this.ending ??= ending;
        this.cut.abort();
    }

    private unsent(reason: string): UnsentError {
        return new UnsentError({ ...this.facts(), what: `not sent: ${reason}` });
    }

    private unclear(error: unknown): UnclearError {
        const reason = this.reasonOf(error);
        const status = answerStatusOf(error);
        if (reason.startsWith("maxContentLength")) {
            return new UnclearError({ ...this.facts(), status, what: "an answer of more than 10 MB" }, false);
        }
        const what = status === undefined ? `sent, but ${reason}` : `the answer (${status}) broke off: ${reason}`;
        return new UnclearError({ ...this.facts(), status, what }, this.ending !== "cancelled");
    }

    private reasonOf(error: unknown): string {
        switch (this.ending) {
            case "no connection":
                return `no connection within ${this.wire.connectTimeoutMs / 1000} s`;
            case "no answer":
                return `no complete answer within ${this.request.answerTimeoutMs / 1000} s`;
            case "cancelled":
                return "cancelled";
            case undefined:
                return socketReason(error);
        }
    }

    private facts(): { method: string; path: string } {
        return { method: this.request.method, path: this.request.path };
    }
}

/** Node's own words (`connect ECONNREFUSED 127.0.0.1:9`); several addresses tried in vain have a code alone. */
function socketReason(error: unknown): string {
    const { message, code } = error as { message?: unknown; code?: unknown };
    if (code === "ERR_INVALID_URL") {
        // Ours was read when the client was made.
        return "the proxy that the environment names (HTTPS_PROXY, ALL_PROXY) is not a URL";
    }
    if (typeof message === "string" && message !== "" && message !== "Error") {
        return message;
    }
    return typeof code === "string" ? code : "the connection failed";
}

function answerStatusOf(error: unknown): number | undefined {
    const { response } = error as { response?: { status?: unknown } };
    return typeof response?.status === "number" ? response.status : undefined;
}

function headerText(value: unknown): string | undefined {
    return typeof value === "string" ? value : undefined;
}
