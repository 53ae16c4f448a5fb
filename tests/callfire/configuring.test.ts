import * as assert from "node:assert/strict";
import { UnclearError } from "../../provider/callfire/errors";
import { findXmlFault } from "../../provider/callfire/xml";
import { clientOf, envelopes, http, inTurn, rejectionOf, withServer } from "./raw-server";

const done = http(204);
const missing = http(404, envelopes.exception(404, "Not Found"));

describe("calls that say what a number does", () => {
    it("read a configuration that is nested, in whatever notation", async () => {
        const number = (configuration: string): string =>
            http(200, envelopes.resource(`<Number><Number>+12065550101</Number>${configuration}</Number>`));
        const tracking = `<NumberConfiguration><CallFeature>ENABLED</CallFeature><TextFeature>PENDING</TextFeature>
            <InboundCallConfigurationType>TRACKING</InboundCallConfigurationType><InboundCallConfiguration>
            <CallTrackingConfig id="9007199254740993"><TransferNumber>+13105551212 3105551213</TransferNumber><Screen>True</Screen>
            <Record>0</Record><IntroSoundId>9007199254740995</IntroSoundId></CallTrackingConfig>
            </InboundCallConfiguration></NumberConfiguration>`;
        const ivr = `<NumberConfiguration><InboundCallConfigurationType>IVR</InboundCallConfigurationType><InboundCallConfiguration>
            <IvrInboundConfig id="1"><DialplanXml>&lt;dialplan name="Root"/&gt;</DialplanXml></IvrInboundConfig>
            </InboundCallConfiguration></NumberConfiguration>`;
        await withServer(inTurn(number(tracking), number(ivr), number("")), async (server) => {
            const client = clientOf(server);
            assert.deepEqual((await client.getNumber("12065550101"))?.configuration, {
                callFeature: "ENABLED",
                textFeature: "PENDING",
                tracking: {
                    transferNumbers: ["13105551212", "13105551213"],
                    screen: true,
                    record: false,
                    introSoundId: "9007199254740995",
                },
            });
            assert.deepEqual((await client.getNumber("12065550101"))?.configuration, {
                ivr: { dialplanXml: `<dialplan name="Root"/>` },
            });
            assert.equal((await client.getNumber("12065550101"))?.configuration, undefined);
        });
    });

    it("are made again when an answer is lost, as twice is as good as once", async () => {
        await withServer(inTurn("reset", done), async (server) => {
            await clientOf(server).configureNumber("12065550101", { textFeature: "ENABLED" });
            assert.equal(server.requests.length, 2);
        });
    });

    it("take it as done when what is to go is gone, and have a DELETE's parameters in its query", async () => {
        await withServer(inTurn("reset", missing), async (server) => {
            await clientOf(server).unlabelNumber("12065550101", "support & sales");
            const [first] = server.requests;
            assert.match(
                JSON.stringify(first),
                /DELETE [^ ]*\/label\/number\/12065550101\?LabelName=support%20%26%20sales/,
            );
        });
        await withServer(inTurn(missing), async (server) => {
            await clientOf(server).deleteSubscription("1");
            await clientOf(server).deleteAutoReply("1");
            assert.equal(await clientOf(server).getSubscription("1"), undefined);
            assert.equal(await clientOf(server).getAutoReply("1"), undefined);
        });
    });

    it("make something once: a lost answer is for the caller to settle", async () => {
        await withServer(inTurn("reset"), async (server) => {
            const reply = { number: "12065550101", match: "", message: "Thanks" };
            assert.ok((await rejectionOf(clientOf(server).createAutoReply(reply, "7"))) instanceof UnclearError);
            assert.equal(server.requests.length, 1);
        });
    });

    it("read a list to its last page", async () => {
        const page = (id: string): string =>
            http(
                200,
                envelopes.list(2, `<Subscription id="${id}"><Endpoint>https://x.example/</Endpoint></Subscription>`),
            );
        await withServer(inTurn(page("1"), page("2")), async (server) => {
            const found = await clientOf(server).listSubscriptions();
            assert.deepEqual(
                found.map(({ id }) => id),
                ["1", "2"],
            );
        });
    });
});

describe("a dialplan", () => {
    for (const { xml, line } of [
        { xml: `<dialplan>\n  <menu>\n</dialplan>`, line: 3 },
        { xml: `<dialplan>\n</dialplan>\n<dialplan/>`, line: 3 },
        { xml: `press 1`, line: 1 },
        { xml: ``, line: 1 },
        { xml: `<dialplan name=Root/>`, line: 1 },
    ]) {
        it(`that is not well-formed is told by line: ${JSON.stringify(xml)}`, () => {
            assert.equal(findXmlFault(xml)?.line, line, JSON.stringify(findXmlFault(xml)));
        });
    }

    it("that is nested deeper than is read is told by line too", () => {
        const nested = (depth: number): string => `${"<menu>\n".repeat(depth)}${"</menu>".repeat(depth)}`;
        assert.equal(findXmlFault(nested(32)), undefined);
        assert.deepEqual(findXmlFault(nested(40)), {
            line: 34,
            what: "XML that is refused: elements are nested too deep",
        });
    });

    it("that is well-formed has no fault", () => {
        assert.equal(
            findXmlFault(`<?xml version="1.0"?>\n<dialplan name="Root"><menu name="main"/></dialplan>`),
            undefined,
        );
    });
});
