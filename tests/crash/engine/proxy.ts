import { createServer, request as send, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { RunningSimulator } from "../../../simulator/index";

export interface Asked {
    readonly method: string;
    /** Below the base of the API: `/number/order/1428507003`. */
    readonly path: string;
    /** From the query or the body. */
    readonly parameters: URLSearchParams;
}

export interface Answered {
    readonly status: number;
    readonly body: string;
}

/** Answers in the simulator's place; `pass` asks it. Nothing: the connection is cut. */
export type Interference = (
    asked: Asked,
    pass: () => Promise<Answered>,
    simulator: RunningSimulator,
) => Promise<Answered | undefined>;

/** A server between a stack and the simulator, for what a proxy, a replica or another client would do to the API. */
export async function startProxy(
    simulator: RunningSimulator,
    interfere: Interference,
): Promise<{ readonly url: string; close(): Promise<void> }> {
    const base = new URL(simulator.url).pathname;
    const server = createServer((message, response) => void handle(message, response).catch(() => response.destroy()));

    async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
        const body = await textOf(message);
        const url = new URL(message.url ?? "/", simulator.url);
        const method = message.method ?? "GET";
        const parameters = new URLSearchParams([...url.searchParams, ...new URLSearchParams(body)]);
        const pass = (): Promise<Answered> => forward(simulator, message, body);
        const answer = await interfere({ method, path: url.pathname.slice(base.length), parameters }, pass, simulator);
        if (answer === undefined) {
            response.destroy();
        } else {
            response.writeHead(answer.status, { "content-type": "application/xml" }).end(answer.body);
        }
    }

    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return {
        url: `http://127.0.0.1:${String(port)}${base}`,
        close: () =>
            new Promise((resolve) => {
                server.close(() => resolve());
                server.closeAllConnections();
            }),
    };
}

function forward(simulator: RunningSimulator, message: IncomingMessage, body: string): Promise<Answered> {
    const { authorization = "", "content-type": type = "application/x-www-form-urlencoded" } = message.headers;
    return new Promise((resolve, reject) => {
        const options = {
            host: "127.0.0.1",
            port: simulator.port,
            method: message.method,
            path: message.url,
            headers: { authorization, "content-type": type, "content-length": Buffer.byteLength(body) },
        };
        const outgoing = send(options, (incoming) => {
            textOf(incoming).then((text) => resolve({ status: incoming.statusCode ?? 500, body: text }), reject);
        });
        outgoing.once("error", reject);
        outgoing.end(body);
    });
}

async function textOf(message: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString("utf8");
}
