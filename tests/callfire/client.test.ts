import assert from "node:assert/strict";
import { RefusedError } from "../../provider/callfire/errors";
import { orderId } from "../../provider/callfire/types";
import { clientOf, envelopes, http, inTurn, login, password, rejectionOf, withServer } from "./raw-server";

const lease =
    "<LeaseInfo><LeaseBegin>2014-11-02Z</LeaseBegin><LeaseEnd>2014-12-02Z</LeaseEnd><AutoRenew>true</AutoRenew></LeaseInfo>";
const number = (digits: string, rest = lease): string =>
    `<Number><Number>${digits}</Number><NationalFormat>(424) 652-8111</NationalFormat><TollFree>false</TollFree>` +
    `<Region><Prefix>1424652</Prefix><City>LOS ANGELES</City><Latitude>34.0521</Latitude></Region>` +
    `<Status>ACTIVE</Status>${rest}<NumberConfiguration><CallFeature>ENABLED</CallFeature></NumberConfiguration></Number>`;

describe("the client's requests and answers", () => {
    it("orders with one POST whose form holds all that is asked for, with Basic credentials", () =>
        withServer(inTurn(http(201, envelopes.reference("1428507003"))), async (server) => {
            const id = await clientOf(server).placeNumberOrder({
                numbers: ["13105551212", "18185551212"],
                keywords: ["CHOCOLATE", "VANILLA"],
                local: { count: 2, region: { prefix: "1920659", city: "St. Paul & Co", latitude: -1.5 } },
                tollFreeCount: 3,
            });
            assert.equal(id, "1428507003");
            assert.equal(server.requests.length, 1);
            const request = server.requests[0]!;
            assert.equal(request.line, "POST /number/order HTTP/1.1");
            assert.match(request.head, /content-type: application\/x-www-form-urlencoded/i);
            assert.ok(request.head.includes(`Basic ${Buffer.from(`${login}:${password}`).toString("base64")}`));
            assert.deepEqual(
                [...new URLSearchParams(request.body)],
                [
                    ["Numbers", "13105551212 18185551212"],
                    ["Keywords", "CHOCOLATE VANILLA"],
                    ["localCount", "2"],
                    ["Prefix", "1920659"],
                    ["City", "St. Paul & Co"],
                    ["Latitude", "-1.5"],
                    ["tollFreeCount", "3"],
                ],
            );
        }));

    it("keeps an order id of 64 bits digit by digit, below an endpoint with a path and a slash at its end", () =>
        withServer(
            inTurn(
                http(200, envelopes.reference("9223372036854775807")),
                http(200, envelopes.order("9223372036854775807")),
            ),
            async (server) => {
                const client = clientOf({ endpoint: `${server.endpoint}/api/1.1/rest/` });
                const id = await client.placeNumberOrder({ tollFreeCount: 1 });
                assert.equal((await client.getNumberOrder(id)).id, "9223372036854775807");
                assert.deepEqual(
                    server.requests.map(({ line }) => line),
                    [
                        "POST /api/1.1/rest/number/order HTTP/1.1",
                        "GET /api/1.1/rest/number/order/9223372036854775807 HTTP/1.1",
                    ],
                );
            },
        ));

    it("reads an order with all its kinds, costs and what was acquired", () => {
        const order =
            '<NumberOrder id="7"><Status>FINISHED</Status><Created>2014-12-17T12:25:36Z</Created><TotalCost>7.0</TotalCost>' +
            "<LocalNumbers><Ordered>3</Ordered><UnitCost>1.5</UnitCost><Fulfilled> 12132000001\n 12132000002 </Fulfilled></LocalNumbers>" +
            "<TollFreeNumbers><Ordered>1</Ordered><UnitCost>2.0</UnitCost><Fulfilled/></TollFreeNumbers>" +
            "<Keywords><Ordered>1</Ordered></Keywords><SalesTax>0.1</SalesTax></NumberOrder>";
        return withServer(inTurn(http(200, envelopes.resource(order))), async (server) => {
            assert.deepEqual(await clientOf(server).getNumberOrder(orderId("7")), {
                id: "7",
                status: "FINISHED",
                created: "2014-12-17T12:25:36Z",
                totalCost: 7,
                localNumbers: { ordered: 3, unitCost: 1.5, fulfilled: ["12132000001", "12132000002"] },
                tollFreeNumbers: { ordered: 1, unitCost: 2, fulfilled: [] },
                keywords: { ordered: 1, fulfilled: [] },
            });
        });
    });

    it("reads a page of owned numbers, one or many alike, and asks for it by FirstResult and MaxResults", () =>
        withServer(
            inTurn(
                http(200, envelopes.list(1, number("14246528111"))),
                http(
                    200,
                    envelopes.list(1002, number("1") + number("2", "<LeaseInfo><AutoRenew>0</AutoRenew></LeaseInfo>")),
                ),
                http(200, envelopes.list(0, "")),
            ),
            async (server) => {
                const client = clientOf(server);
                assert.deepEqual(await client.listNumbers({ first: 0, max: 1000 }), {
                    totalResults: 1,
                    items: [
                        {
                            number: "14246528111",
                            nationalFormat: "(424) 652-8111",
                            tollFree: false,
                            region: { prefix: "1424652", city: "LOS ANGELES", latitude: 34.0521 },
                            status: "ACTIVE",
                            lease: { begin: "2014-11-02Z", end: "2014-12-02Z", autoRenew: true },
                            configuration: { callFeature: "ENABLED" },
                        },
                    ],
                });
                const many = await client.listNumbers({ first: 1000, max: 2 });
                assert.equal(many.totalResults, 1002);
                assert.deepEqual(
                    many.items.map((item) => item.lease.autoRenew),
                    [true, false],
                );
                assert.deepEqual((await client.listNumbers({ first: 0, max: 1 })).items, []);
                assert.equal(server.requests[1]!.line, "GET /number?FirstResult=1000&MaxResults=2 HTTP/1.1");
            },
        ));

    it("refuses a page that CallFire could not answer, before asking", () =>
        withServer(inTurn("reset"), async (server) => {
            await assert.rejects(clientOf(server).listNumbers({ first: 0, max: 1001 }), RangeError);
            assert.equal(server.connections(), 0);
        }));

    it("takes a list without totalResults for an error, because it might not be complete", () =>
        withServer(inTurn(http(200, `<ResourceList>${number("1")}</ResourceList>`)), async (server) => {
            await assert.rejects(clientOf(server).listNumbers({ first: 0, max: 5 }), /without totalResults/);
        }));

    it("reads one owned number, and undefined only where CallFire itself says 404", () =>
        withServer(
            inTurn(
                http(200, envelopes.resource(number("14246528111"))),
                http(404, envelopes.exception(404, "no such number")),
                http(404, "<html><body>Not found</body></html>"),
            ),
            async (server) => {
                const client = clientOf(server);
                assert.equal((await client.getNumber("14246528111"))?.number, "14246528111");
                assert.equal(await client.getNumber("14246528111"), undefined);
                await assert.rejects(client.getNumber("14246528111"), /status 404: "Not found"/);
            },
        ));

    it("reads owned keywords", () =>
        withServer(
            inTurn(
                http(
                    200,
                    envelopes.list(
                        1,
                        `<Keyword><ShortCode>67076</ShortCode><Keyword>CHOCOLATE</Keyword><Status>ACTIVE</Status>${lease}</Keyword>`,
                    ),
                ),
            ),
            async (server) => {
                const page = await clientOf(server).listKeywords({ first: 0, max: 10 });
                assert.equal(page.items[0]!.keyword, "CHOCOLATE");
                assert.equal(page.items[0]!.shortCode, "67076");
                assert.equal(page.items[0]!.lease.end, "2014-12-02Z");
            },
        ));

    it("asks for many keywords in portions that fit a URL, and for none not at all", () => {
        const keywords = Array.from({ length: 60 }, (_, index) => `W${index}`);
        return withServer(
            (socket, request) => {
                const asked = new URL(request.line.split(" ")[1]!, "http://x").searchParams.get("Keywords")!.split(" ");
                const items = asked.map((word) => `<Keyword><Keyword>${word}</Keyword></Keyword>`).join("");
                socket.write(http(200, envelopes.list(asked.length, items)));
            },
            async (server) => {
                assert.deepEqual(await clientOf(server).searchKeywords(keywords), keywords);
                assert.equal(server.requests.length, 3);
                assert.deepEqual(await clientOf(server).searchKeywords([]), []);
                assert.equal(server.requests.length, 3);
            },
        );
    });

    it("searches numbers for sale by count, kind and region", () =>
        withServer(
            inTurn(http(200, envelopes.list(1, "<Number><Number>18005550100</Number></Number>"))),
            async (server) => {
                const found = await clientOf(server).searchNumbers({
                    count: 5,
                    tollFree: true,
                    region: { city: "New York" },
                });
                assert.deepEqual(found, [{ number: "18005550100", region: {} }]);
                assert.equal(
                    server.requests[0]!.line,
                    "GET /number/search?Count=5&TollFree=true&City=New%20York HTTP/1.1",
                );
            },
        ));

    it("releases a number by itself, and a keyword together with its short code", () =>
        withServer(inTurn("HTTP/1.1 204 No Content\r\n\r\n"), async (server) => {
            const client = clientOf(server);
            await client.releaseNumber("14246528111");
            await client.releaseKeyword("CHOCOLATE", "67076");
            assert.deepEqual(
                server.requests.map(({ line, body }) => [line, body]),
                [
                    ["PUT /number/release HTTP/1.1", "Number=14246528111"],
                    ["PUT /number/release HTTP/1.1", "Number=67076&Keyword=CHOCOLATE"],
                ],
            );
        }));

    it("does not take a page of HTML for a release", () =>
        withServer(inTurn(http(200, "<html><title>Please log in to the network</title></html>")), async (server) => {
            await assert.rejects(clientOf(server).releaseNumber("14246528111"), /Please log in to the network/);
            assert.equal(server.requests.length, 1);
        }));

    it("refuses an answer about another order", () =>
        withServer(inTurn(http(200, envelopes.order("8"))), async (server) => {
            await assert.rejects(clientOf(server).getNumberOrder(orderId("7")), /an answer about order 8/);
        }));

    it("shares connections between reads, and opens a new one for what changes something", () =>
        withServer(
            (socket, request) => {
                socket.write(
                    request.line.startsWith("GET")
                        ? http(200, envelopes.order("7"))
                        : http(201, envelopes.reference("7")),
                );
            },
            async (server) => {
                const client = clientOf(server);
                await client.getNumberOrder(orderId("7"));
                await client.getNumberOrder(orderId("7"));
                await client.placeNumberOrder({ tollFreeCount: 1 });
                assert.deepEqual(
                    server.requests.map(({ connection }) => connection),
                    [1, 1, 2],
                );
            },
        ));

    it("shows neither credentials nor headers in an error, however it is printed", () =>
        withServer(inTurn(http(401, envelopes.exception(401, "wrong password")), "reset"), async (server) => {
            const client = clientOf(server);
            const { inspect } = await import("node:util");
            for (const error of [
                await rejectionOf(client.placeNumberOrder({ tollFreeCount: 1 })),
                await rejectionOf(client.placeNumberOrder({ tollFreeCount: 1 })),
                await rejectionOf(clientOf({ endpoint: "http://127.0.0.1:1" }).placeNumberOrder({ tollFreeCount: 1 })),
            ]) {
                const printed = `${inspect(error, { depth: 20, showHidden: true })}${JSON.stringify(error)}`;
                assert.ok(!printed.includes(password));
                assert.ok(!printed.includes(Buffer.from(`${login}:${password}`).toString("base64")));
                assert.doesNotMatch(printed, /authorization/i);
            }
        }));

    it("names the facts of a refusal as fields", () =>
        withServer(inTurn(http(400, envelopes.exception(400, "unavailable numbers: 12132212289"))), async (server) => {
            const error = await rejectionOf(clientOf(server).placeNumberOrder({ numbers: ["12132212289"] }));
            assert.ok(error instanceof RefusedError);
            assert.deepEqual(
                [error.method, error.path, error.status, error.words],
                ["POST", "/number/order", 400, "unavailable numbers: 12132212289"],
            );
            assert.equal(error.message, "POST /number/order: CallFire refused (400): unavailable numbers: 12132212289");
        }));
});
