import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import axios from "axios";
import type { AxiosError } from "axios";
import { UnclearError, UnsentError, isTransient } from "../../provider/callfire/errors";
import type { CallFireError } from "../../provider/callfire/errors";
import { orderId } from "../../provider/callfire/types";
import { clientOf, envelopes, http, inTurn, rejectionOf, withServer } from "./raw-server";

type Kind = new (...facts: never[]) => CallFireError;

async function orderRejects(
    call: Promise<unknown>,
    expected: { is: Kind; says: RegExp; transient?: boolean },
): Promise<void> {
    const error = await rejectionOf(call);
    assert.ok(error instanceof expected.is, String(error));
    assert.match((error as Error).message, expected.says);
    assert.equal(isTransient(error), expected.transient ?? true);
}

const nothing = (): void => undefined;
const order = { tollFreeCount: 1 };

describe("an order that certainly never left", () => {
    it("is told from a refused connection", () =>
        orderRejects(clientOf({ endpoint: "http://127.0.0.1:1" }).placeNumberOrder(order), {
            is: UnsentError,
            says: /^POST \/number\/order: not sent: .*ECONNREFUSED/,
        }));

    it("is told from a host name that does not exist", () =>
        orderRejects(clientOf({ endpoint: "https://callfire.invalid" }).placeNumberOrder(order), {
            is: UnsentError,
            says: /not sent: .*callfire\.invalid/,
        }));

    it("is told from a certificate that is not trusted, and no byte of it reaches that server", () =>
        withServer(
            nothing,
            async (server) => {
                await orderRejects(clientOf(server).placeNumberOrder(order), {
                    is: UnsentError,
                    says: /not sent: self.signed certificate/,
                });
                assert.equal(server.requests.length, 0);
            },
            true,
        ));

    it("is told from a server that cuts the TLS handshake", () =>
        withServer(nothing, async (server) => {
            const secure = { endpoint: server.endpoint.replace("http:", "https:") };
            setTimeout(() => void server.close(), 50);
            await orderRejects(clientOf(secure).placeNumberOrder(order), { is: UnsentError, says: /not sent/ });
        }));

    it("is told from a connection that does not come to stand in time", () =>
        withServer(nothing, async (server) => {
            // A server of plain TCP never answers the TLS greeting.
            const secure = { endpoint: server.endpoint.replace("http:", "https:") };
            await orderRejects(clientOf(secure, { connectTimeoutMs: 100 }).placeNumberOrder(order), {
                is: UnsentError,
                says: /not sent: no connection within 0\.1 s/,
            });
        }));

    it("is told from a cancellation before the connection stood", () =>
        withServer(nothing, async (server) => {
            const secure = { endpoint: server.endpoint.replace("http:", "https:") };
            const cancel = new AbortController();
            setTimeout(() => cancel.abort(new Error("Ctrl-C")), 50);
            await orderRejects(clientOf(secure).placeNumberOrder(order, cancel.signal), {
                is: UnsentError,
                says: /not sent: cancelled/,
            });
            await orderRejects(clientOf(server).placeNumberOrder(order, cancel.signal), {
                is: UnsentError,
                says: /not sent: cancelled/,
            });
            assert.equal(server.requests.length, 0);
        }));
});

describe("an order that may have been placed", () => {
    const doubts: Record<string, { answer: Parameters<typeof withServer>[0]; says: RegExp; transient?: boolean }> = {
        "a connection reset after the request": { answer: inTurn("reset"), says: /sent, but .*ECONNRESET/ },
        "a connection ended without an answer": {
            answer: (socket) => socket.end(),
            says: /sent, but socket hang up/,
        },
        "something that is not HTTP": { answer: inTurn("220 smtp ready\r\n"), says: /sent, but Parse Error/ },
        "an answer cut off inside": {
            answer: (socket) => socket.end(`HTTP/1.1 201 x\r\nContent-Length: 500\r\n\r\n<r:Resou`),
            says: /the answer \(201\) broke off/,
        },
        "an answer reset inside": {
            answer: (socket) => {
                socket.write(`HTTP/1.1 201 x\r\nContent-Length: 500\r\n\r\n<r:Resou`);
                setTimeout(() => socket.resetAndDestroy(), 30);
            },
            says: /sent, but .*ECONNRESET/,
        },
        "no answer at all": { answer: nothing, says: /sent, but no complete answer within 0\.2 s/ },
        "an answer that never ends": {
            answer: inTurn("HTTP/1.1 201 x\r\nContent-Length: 500\r\n\r\n<r:Resou"),
            says: /no complete answer within 0\.2 s/,
        },
        "a body of more than 10 MB": {
            answer: inTurn(http(201, " ".repeat(11 * 1024 * 1024))),
            says: /more than 10 MB/,
            transient: false,
        },
        "a compressed body of more than 10 MB": {
            answer: (socket) => {
                const packed = gzipSync(Buffer.alloc(50 * 1024 * 1024, " "));
                socket.write(`HTTP/1.1 201 x\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`);
                socket.write(packed);
            },
            says: /more than 10 MB/,
            transient: false,
        },
        "a broken compression": {
            answer: inTurn(http(201, "not gzip at all", { "Content-Encoding": "gzip" })),
            says: /the answer \(201\) broke off/,
        },
    };
    for (const [name, { answer, says, transient }] of Object.entries(doubts)) {
        it(`is told from ${name}, and is sent once`, () =>
            withServer(answer, async (server) => {
                const client = clientOf(server, { answerTimeoutMs: name.includes("MB") ? 5000 : 200 });
                await orderRejects(client.placeNumberOrder(order), {
                    is: UnclearError,
                    says,
                    ...(transient === undefined ? {} : { transient }),
                });
                assert.equal(server.requests.length, 1);
                assert.deepEqual(client.pauses, []);
            }));
    }

    it("is told from a cancellation while the answer is out", () =>
        withServer(nothing, async (server) => {
            const cancel = new AbortController();
            setTimeout(() => cancel.abort(new Error("Ctrl-C")), 100);
            await orderRejects(clientOf(server).placeNumberOrder(order, cancel.signal), {
                is: UnclearError,
                says: /sent, but cancelled/,
                transient: false,
            });
            assert.equal(server.requests.length, 1);
        }));
});

describe("an order, where the process has made axios repeat what fails", () => {
    it("is sent once all the same", async () => {
        const installed = axios.interceptors.response.use(
            (response) => (response.status === 500 ? axios.request(response.config) : response),
            (error: AxiosError) => axios.request(error.config!),
        );
        try {
            for (const answer of [http(500), "reset"]) {
                await withServer(inTurn(answer), async (server) => {
                    await assert.rejects(clientOf(server).placeNumberOrder(order), UnclearError);
                    assert.equal(server.requests.length, 1);
                });
            }
        } finally {
            axios.interceptors.response.eject(installed);
        }
    });
});

describe("reads", () => {
    it("end with the signal's reason as soon as it is aborted, and hang up", () => {
        let hungUp: () => void = nothing;
        const closed = new Promise<void>((resolve) => (hungUp = resolve));
        return withServer(
            (socket) => socket.once("close", hungUp),
            async (server) => {
                const cancel = new AbortController();
                const reason = new Error("Ctrl-C");
                setTimeout(() => cancel.abort(reason), 50);
                assert.equal(
                    await rejectionOf(clientOf(server).listNumbers({ first: 0, max: 1 }, cancel.signal)),
                    reason,
                );
                await closed;
            },
        );
    });

    it("are not sent under a signal that is aborted already", () =>
        withServer(nothing, async (server) => {
            const reason = new Error("Ctrl-C");
            const aborted = AbortSignal.abort(reason);
            assert.equal(await rejectionOf(clientOf(server).getNumberOrder(orderId("7"), aborted)), reason);
            assert.equal(server.requests.length, 0);
        }));

    it("read an answer in pieces, in chunks and compressed", () =>
        withServer(
            (socket) => {
                const packed = gzipSync(envelopes.order("7", "PROCESSING"));
                socket.write("HTTP/1.1 200 x\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n");
                for (let at = 0; at < packed.length; at += 20) {
                    const piece = packed.subarray(at, at + 20);
                    socket.write(`${piece.length.toString(16)}\r\n`);
                    socket.write(piece);
                    socket.write("\r\n");
                }
                socket.write("0\r\n\r\n");
            },
            async (server) => {
                assert.equal((await clientOf(server).getNumberOrder(orderId("7"))).status, "PROCESSING");
            },
        ));
});
