import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { Socket } from "node:net";

/** Stands between a client and a server, and does to the connection what networks do. */
export interface TcpProxy {
    readonly port: number;
    /** Ends all connections at once. */
    cut(): void;
    /** Ends the connections whose next bytes from the server arrive: what they were about was done, its answer is lost. */
    loseNextAnswer(): void;
    /** How likely it is that an answer is lost so, from 0 to 1. */
    loss: number;
    /** Milliseconds that bytes need from the server to the client. */
    delay: number;
    /** Nothing arrives any more, and nobody is told. */
    isBlackHole: boolean;
    /** Changes what the server says; the length must stay. */
    rewrite: ((bytes: Buffer) => Buffer) | undefined;
    /** Chunks that clients have sent since the start: each is a round trip, where they wait for an answer. */
    sent: number;
    close(): Promise<void>;
}

export async function startTcpProxy(port: number): Promise<TcpProxy> {
    const pairs = new Set<readonly [Socket, Socket]>();
    let losesNext = false;
    const server = createServer((client) => {
        const upstream = connect(port, "127.0.0.1");
        const pair = [client, upstream] as const;
        pairs.add(pair);
        const end = (): void => {
            pairs.delete(pair);
            client.destroy();
            upstream.destroy();
        };
        for (const socket of pair) {
            socket.setNoDelay(true);
            socket.on("error", end);
            socket.on("close", end);
        }
        client.on("data", (bytes) => {
            proxy.sent++;
            if (!proxy.isBlackHole) {
                upstream.write(bytes);
            }
        });
        upstream.on("data", (bytes) => {
            if (losesNext || Math.random() < proxy.loss) {
                losesNext = false;
                end();
            } else if (!proxy.isBlackHole) {
                const shown = proxy.rewrite?.(bytes) ?? bytes;
                if (proxy.delay === 0) {
                    client.write(shown);
                } else {
                    setTimeout(() => client.write(shown), proxy.delay);
                }
            }
        });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const cut = (): void => pairs.forEach((pair) => pair.forEach((socket) => socket.destroy()));
    const proxy: TcpProxy = {
        port: typeof address === "object" && address !== null ? address.port : 0,
        cut,
        loseNextAnswer: () => (losesNext = true),
        loss: 0,
        delay: 0,
        isBlackHole: false,
        rewrite: undefined,
        sent: 0,
        async close() {
            cut();
            server.close();
            await once(server, "close");
        },
    };
    return proxy;
}
