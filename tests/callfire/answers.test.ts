import assert from "node:assert/strict";
import {
    CallFireError,
    CredentialsRefusedError,
    PermissionRefusedError,
    RefusedError,
    SlowDownError,
    UnclearError,
    isTransient,
} from "../../provider/callfire/errors";
import { orderId } from "../../provider/callfire/types";
import { clientOf, envelopes, http, inTurn, rejectionOf, withServer } from "./raw-server";

const html = (title: string): string =>
    `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body>x</body></html>`;

interface Row {
    answer: string;
    is: new (...facts: never[]) => CallFireError;
    transient: boolean;
    says: RegExp;
}

async function rejects(method: "POST" | "GET", { answer, is, transient, says }: Row): Promise<void> {
    await withServer(inTurn(answer), async (server) => {
        const client = clientOf(server);
        const call =
            method === "POST" ? client.placeNumberOrder({ tollFreeCount: 1 }) : client.getNumberOrder(orderId("7"));
        const error = await rejectionOf(call);
        assert.ok(error instanceof is, String(error));
        assert.match(error.message, says);
        assert.equal(isTransient(error), transient);
        assert.equal(server.requests.length, 1, "one request, whatever came back");
    });
}

describe("what an answer to the order means", () => {
    const refusals: Record<string, Row> = {
        "a 400 in CallFire's words is a refusal": {
            answer: http(400, envelopes.exception(400, "Rate Limit Reached")),
            is: RefusedError,
            transient: false,
            says: /Rate Limit Reached/,
        },
        "a lower-case message is read as well": {
            answer: http(
                400,
                "<ResourceException><HttpStatus>400</HttpStatus><message>no valid credit card on file</message></ResourceException>",
            ),
            is: RefusedError,
            transient: false,
            says: /no valid credit card on file/,
        },
        "a 401 in CallFire's words is about the credentials": {
            answer: http(401, envelopes.exception(401, "who?")),
            is: CredentialsRefusedError,
            transient: false,
            says: /who\?/,
        },
        "a 403 in CallFire's words is about a permission": {
            answer: http(403, envelopes.exception(403, "no")),
            is: PermissionRefusedError,
            transient: false,
            says: /\(403\): no/,
        },
        "a 429 in CallFire's words is a refusal": {
            answer: http(429, envelopes.exception(429, "too many"), { "Retry-After": "3" }),
            is: RefusedError,
            transient: false,
            says: /too many/,
        },
    };
    const doubts: Record<string, Row> = {
        "a 429 of somebody else's is a doubt": {
            answer: http(429, html("Slow"), { "Retry-After": "3" }),
            is: SlowDownError,
            transient: true,
            says: /slow down \(429\)/,
        },
        "a 503 is a doubt even in CallFire's words": {
            answer: http(503, envelopes.exception(503, "busy")),
            is: SlowDownError,
            transient: true,
            says: /slow down \(503\): busy/,
        },
        "a 400 without CallFire's words is a doubt": {
            answer: http(400, html("Bad request")),
            is: UnclearError,
            transient: false,
            says: /status 400: "Bad request"/,
        },
        "a 401 of a gateway's is a doubt": {
            answer: http(401, html("Log in")),
            is: UnclearError,
            transient: false,
            says: /status 401: "Log in"/,
        },
        "a 408 is a doubt even in CallFire's words": {
            answer: http(408, envelopes.exception(408, "late")),
            is: UnclearError,
            transient: true,
            says: /status 408: late/,
        },
        "a 400 around CallFire's 500 is a doubt": {
            answer: http(400, envelopes.exception(500, "broken")),
            is: UnclearError,
            transient: false,
            says: /broken/,
        },
        "a 500 is a doubt": {
            answer: http(500, envelopes.exception(500, "server error")),
            is: UnclearError,
            transient: true,
            says: /status 500: server error/,
        },
        "a 200 around an exception is a doubt": {
            answer: http(200, envelopes.exception(400, "odd")),
            is: UnclearError,
            transient: false,
            says: /an error inside a good answer: odd/,
        },
        "a 201 without an id is a doubt": {
            answer: http(201, "<r:ResourceReference xmlns:r='x'><r:Id/></r:ResourceReference>"),
            is: UnclearError,
            transient: false,
            says: /without an order id/,
        },
        "an empty 201 is a doubt": { answer: http(201), is: UnclearError, transient: true, says: /empty answer/ },
        "another envelope is a doubt": {
            answer: http(200, envelopes.order("7")),
            is: UnclearError,
            transient: false,
            says: /Resource where ResourceReference was expected/,
        },
        "a redirect is a doubt and is not followed": {
            answer: http(307, "", { Location: "https://elsewhere.invalid/path?token=1" }),
            is: UnclearError,
            transient: false,
            says: /redirected to elsewhere\.invalid; redirects are not followed/,
        },
    };
    for (const [name, row] of Object.entries({ ...refusals, ...doubts })) {
        it(name, () => rejects("POST", row));
    }

    it("takes the id from Location where Id is missing", () =>
        withServer(
            inTurn(http(201, "<ResourceReference><Location>https://x/number/order/42</Location></ResourceReference>")),
            async (server) => {
                assert.equal(await clientOf(server).placeNumberOrder({ tollFreeCount: 1 }), "42");
            },
        ));
});

describe("what an answer to a poll means", () => {
    const rows: Record<string, Row> = {
        "a gateway's page is reported by status and first line": {
            answer: http(502, html("502 Bad Gateway")),
            is: UnclearError,
            transient: true,
            says: /^GET \/number\/order\/7: status 502: "502 Bad Gateway"$/,
        },
        "a page under 200 is reported, not parsed": {
            answer: http(200, "<html><body><h1>Maintenance\u001b[31m</h1>"),
            is: UnclearError,
            transient: true,
            says: /"Maintenance( \[31m)?"/,
        },
        "plain text is reported by its first line": {
            answer: http(200, "upstream connect error\nmore"),
            is: UnclearError,
            transient: true,
            says: /not XML: "upstream connect error"/,
        },
        "half a document is broken XML": {
            answer: http(200, envelopes.order("7").slice(0, -30)),
            is: UnclearError,
            transient: true,
            says: /broken XML/,
        },
        "an entity bomb is refused before it is parsed": {
            answer: http(
                200,
                `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]><Resource>&lol2;</Resource>`,
            ),
            is: UnclearError,
            transient: false,
            says: /entity definitions, which is refused/,
        },
        "an entity bomb that poses as HTML is refused as well": {
            answer: http(200, `<!DOCTYPE html [<!ENTITY lol "lol">]><html>&lol;</html>`),
            is: UnclearError,
            transient: false,
            says: /entity definitions, which is refused/,
        },
        "a document nested without end is refused": {
            answer: http(200, "<a>".repeat(5000) + "</a>".repeat(5000)),
            is: UnclearError,
            transient: false,
            says: /refused/,
        },
        "a status that is missing is an error": {
            answer: http(200, envelopes.resource('<NumberOrder id="7"/>')),
            is: UnclearError,
            transient: false,
            says: /without Status/,
        },
        "a 404 in CallFire's words is a refusal": {
            answer: http(404, envelopes.exception(404, "no such order")),
            is: RefusedError,
            transient: false,
            says: /no such order/,
        },
        "a 429 in CallFire's words is a matter of time": {
            answer: http(429, envelopes.exception(429, "later")),
            is: SlowDownError,
            transient: true,
            says: /slow down \(429\): later/,
        },
    };
    for (const [name, row] of Object.entries(rows)) {
        it(name, () => rejects("GET", row));
    }

    for (const [header, expected] of [
        ["2", 2000],
        ["86400", 60_000],
        ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
        ["Thu, 01 Jan 2970 00:00:00 GMT", 60_000],
        ["soon", undefined],
    ] as const) {
        it(`reads Retry-After: ${header} as ${String(expected)} ms`, () =>
            withServer(inTurn(http(503, "", { "Retry-After": header })), async (server) => {
                const error = await rejectionOf(clientOf(server).getNumberOrder(orderId("7")));
                assert.ok(error instanceof SlowDownError);
                assert.equal(error.retryAfterMs, expected);
            }));
    }
});
