import assert from "node:assert/strict";
import net from "node:net";
import type { AddressInfo } from "node:net";
import { UnsentError } from "../../provider/callfire/errors";
import { clientOf, envelopes, http, inTurn, withServer } from "./raw-server";

const variables = [
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
    "NO_PROXY",
    "no_proxy",
    "NODE_TLS_REJECT_UNAUTHORIZED",
];

/** A proxy on loopback; every tunnel leads to `target`, whatever host was asked for. */
async function withProxy(
    answer: (client: net.Socket, head: string) => void,
    test: (proxy: { port: number; heads: string[] }) => Promise<void>,
): Promise<void> {
    const heads: string[] = [];
    const sockets = new Set<net.Socket>();
    const server = net.createServer((client) => {
        sockets.add(client);
        client.on("error", () => undefined);
        client.once("data", (chunk) => {
            heads.push(chunk.toString("latin1"));
            answer(client, chunk.toString("latin1"));
        });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
        await test({ port: (server.address() as AddressInfo).port, heads });
    } finally {
        sockets.forEach((socket) => socket.destroy());
        await new Promise((resolve) => server.close(resolve));
    }
}

const tunnelTo =
    (port: number) =>
    (client: net.Socket): void => {
        const target = net.connect(port, "127.0.0.1", () => {
            client.write("HTTP/1.1 200 Connection established\r\n\r\n");
            client.pipe(target).pipe(client);
        });
        target.on("error", () => client.destroy());
        target.on("close", () => client.destroy());
        client.on("close", () => target.destroy());
    };

describe("proxies from the environment", () => {
    const before = new Map<string, string | undefined>();
    beforeEach(() => {
        for (const name of variables) {
            before.set(name, process.env[name]);
            // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
            delete process.env[name];
        }
    });
    afterEach(() => {
        for (const [name, value] of before) {
            if (value === undefined) {
                // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
                delete process.env[name];
            } else {
                process.env[name] = value;
            }
        }
    });

    const target = { endpoint: "https://callfire.invalid/rest" };
    const order = { tollFreeCount: 1 };

    it("carry https through CONNECT, and see neither the request nor its credentials", () =>
        withServer(
            inTurn(http(201, envelopes.reference("7"))),
            (server) =>
                withProxy(tunnelTo(server.port), async (proxy) => {
                    process.env.HTTPS_PROXY = `http://worker:proxy-word@127.0.0.1:${proxy.port}`;
                    process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
                    assert.equal(await clientOf(target).placeNumberOrder(order), "7");
                    assert.equal(server.requests[0]!.line, "POST /rest/number/order HTTP/1.1");
                    assert.doesNotMatch(server.requests[0]!.head, /proxy-authorization/i);
                    assert.equal(proxy.heads.length, 1);
                    assert.match(proxy.heads[0]!, /^CONNECT callfire\.invalid:443 HTTP\/1\.1\r\n/);
                    assert.ok(proxy.heads[0]!.includes(Buffer.from("worker:proxy-word").toString("base64")));
                    assert.doesNotMatch(proxy.heads[0]!, /^authorization|number\/order/im);
                }),
            true,
        ));

    it("still check the certificate at the end of the tunnel, and an order to a stranger is not sent", () =>
        withServer(
            inTurn(http(201, envelopes.reference("7"))),
            (server) =>
                withProxy(tunnelTo(server.port), async (proxy) => {
                    process.env.HTTPS_PROXY = `http://127.0.0.1:${proxy.port}`;
                    await assert.rejects(
                        clientOf(target).placeNumberOrder(order),
                        (error) => error instanceof UnsentError && /self.signed/.test(error.message),
                    );
                    assert.equal(server.requests.length, 0);
                }),
            true,
        ));

    const refusals: Record<string, (client: net.Socket) => void> = {
        "answers 407": (client) =>
            client.end(http(407, "<html>Who are you?</html>", { "Proxy-Authenticate": "Basic" })),
        "answers 502 in pieces": (client) => {
            client.write("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 100\r\n\r\n");
            setTimeout(() => client.end("x"), 20);
        },
        "hangs up": (client) => client.destroy(),
        "never answers": () => undefined,
    };
    for (const [name, answer] of Object.entries(refusals)) {
        it(`leave the order unsent when the proxy ${name}`, () =>
            withProxy(answer, async (proxy) => {
                process.env.HTTPS_PROXY = `http://127.0.0.1:${proxy.port}`;
                const client = clientOf(target, { connectTimeoutMs: 300 });
                await assert.rejects(
                    client.placeNumberOrder(order),
                    (error) => error instanceof UnsentError && error.status === undefined,
                );
                assert.equal(proxy.heads.length, 1);
                assert.doesNotMatch(proxy.heads[0]!, /number\/order/);
            }));
    }

    it("leave the order unsent when the proxy is not there", async () => {
        process.env.HTTPS_PROXY = "http://127.0.0.1:1";
        await assert.rejects(clientOf(target).placeNumberOrder(order), UnsentError);
    });

    it("are named where they are no URL, without the password in it", async () => {
        process.env.HTTPS_PROXY = "http://worker:proxy/word@127.0.0.1:1";
        await assert.rejects(
            clientOf(target).placeNumberOrder(order),
            (error) =>
                error instanceof UnsentError && /HTTPS_PROXY/.test(error.message) && !/proxy\/word/.test(error.message),
        );
    });

    it("are passed by for hosts in NO_PROXY", () =>
        withProxy(
            () => undefined,
            async (proxy) => {
                process.env.HTTPS_PROXY = `http://127.0.0.1:${proxy.port}`;
                process.env.NO_PROXY = "example.com,callfire.invalid";
                await assert.rejects(clientOf(target).placeNumberOrder(order), UnsentError);
                assert.equal(proxy.heads.length, 0);
            },
        ));

    it("never see what goes to this machine", () =>
        withServer(inTurn(http(201, envelopes.reference("7"))), (server) =>
            withProxy(
                () => undefined,
                async (proxy) => {
                    process.env.HTTP_PROXY = process.env.HTTPS_PROXY = `http://127.0.0.1:${proxy.port}`;
                    assert.equal(await clientOf(server).placeNumberOrder(order), "7");
                    assert.equal(proxy.heads.length, 0);
                },
            ),
        ));
});
