import net from "node:net";
import type { AddressInfo } from "node:net";
import tls from "node:tls";
import { createClient } from "../../provider/callfire/client";
import type { CallFireClient, ClientOptions } from "../../provider/callfire/client";
import { certificate, privateKey } from "./certificate";

/** One request as the server read it. */
export interface Received {
    /** `POST /number/order HTTP/1.1` */
    line: string;
    head: string;
    body: string;
    /** Which connection it came on, from 1. */
    connection: number;
}

/** A server that answers each request with whatever bytes the test likes. */
export interface RawServer {
    port: number;
    endpoint: string;
    requests: Received[];
    /** How many connections were opened, with or without a request. */
    connections(): number;
    close(): Promise<void>;
}

export type Answer = (socket: net.Socket, request: Received, index: number) => void;

export async function startRawServer(answer: Answer, secure = false): Promise<RawServer> {
    const requests: Received[] = [];
    const sockets = new Set<net.Socket>();
    let connections = 0;
    const serve = (socket: net.Socket): void => {
        const connection = ++connections;
        let text = "";
        socket.on("error", () => undefined);
        socket.on("data", (chunk) => {
            text += chunk.toString("utf8");
            const end = text.indexOf("\r\n\r\n");
            const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
            if (end >= 0 && text.length >= end + 4 + length) {
                const head = text.slice(0, end);
                const request = { line: head.split("\r\n")[0]!, head, body: text.slice(end + 4), connection };
                text = "";
                requests.push(request);
                answer(socket, request, requests.length - 1);
            }
        });
    };
    const server = secure ? tls.createServer({ cert: certificate, key: privateKey }, serve) : net.createServer(serve);
    // Also those whose TLS handshake never ends.
    server.on("connection", (socket: net.Socket) => sockets.add(socket.on("error", () => undefined)));
    server.on("tlsClientError", () => undefined);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return {
        port,
        endpoint: `${secure ? "https" : "http"}://127.0.0.1:${port}`,
        requests,
        connections: () => connections,
        close: async () => {
            sockets.forEach((socket) => socket.destroy());
            await new Promise((resolve) => server.close(resolve));
        },
    };
}

/** The bytes of an answer. */
export function http(status: number, body = "", headers: Record<string, string> = {}): string {
    const lines = Object.entries({ "Content-Length": String(Buffer.byteLength(body)), ...headers });
    return `HTTP/1.1 ${status} x\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`;
}

const namespaces = 'xmlns="http://api.callfire.com/data" xmlns:r="http://api.callfire.com/resource"';

export const envelopes = {
    reference: (id: string): string =>
        `<r:ResourceReference ${namespaces}><r:Id>${id}</r:Id><r:Location>https://x/number/order/${id}</r:Location></r:ResourceReference>`,
    resource: (payload: string): string =>
        `<?xml version="1.0" encoding="UTF-8"?>\n<r:Resource ${namespaces}>${payload}</r:Resource>`,
    list: (total: number, payload: string): string =>
        `<r:ResourceList ${namespaces} totalResults="${total}">${payload}</r:ResourceList>`,
    exception: (status: number, message: string): string =>
        `<r:ResourceException ${namespaces}><r:HttpStatus>${status}</r:HttpStatus><r:Message>${message}</r:Message></r:ResourceException>`,
    order: (id: string, status = "FINISHED"): string =>
        envelopes.resource(`<NumberOrder id="${id}"><Status>${status}</Status></NumberOrder>`),
};

export const login = "api-login";
export const password = "p4ss:word-of-the-test";

/** A client of that server; `pauses` collects what it would have waited. */
export function clientOf(
    server: { endpoint: string },
    options: Partial<ClientOptions> = {},
): CallFireClient & { pauses: number[] } {
    const pauses: number[] = [];
    const client = createClient({
        endpoint: server.endpoint,
        login,
        password,
        connectTimeoutMs: 2000,
        sleep: (ms) => {
            pauses.push(ms);
            return Promise.resolve();
        },
        random: () => 1,
        ...options,
    });
    return { ...client, pauses };
}

/** Runs a test against a server that is closed whatever happens. */
export async function withServer(
    answer: Answer,
    test: (server: RawServer) => Promise<void>,
    secure = false,
): Promise<void> {
    const server = await startRawServer(answer, secure);
    try {
        await test(server);
    } finally {
        await server.close();
    }
}

/** Answers the requests with these, in this order; the last one stands for all later ones. */
export function inTurn(...answers: string[]): Answer {
    return (socket, _request, index) => {
        const bytes = answers[Math.min(index, answers.length - 1)]!;
        if (bytes === "reset") {
            socket.resetAndDestroy();
        } else {
            socket.write(bytes);
        }
    };
}

/** What a call rejects with. */
export async function rejectionOf(call: Promise<unknown>): Promise<unknown> {
    try {
        await call;
    } catch (error) {
        return error;
    }
    throw new Error("The call succeeded.");
}
