import * as assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { InboundResult, RunningSimulator, SimulatorOptions } from "../../simulator";
import { call, ManualClock, one, order, simulators } from "./wire";

interface Received {
    readonly path: string | undefined;
    readonly contentType: string | undefined;
    readonly body: string;
}

describe("calls and texts that come in at the simulator", () => {
    const start = simulators();
    const number = "12065550100";
    let endpoint: Server;
    let received: Received[] = [];
    let url = "";
    let answer = 200;

    beforeEach(async () => {
        received = [];
        answer = 200;
        endpoint = createServer((message, response) => {
            let body = "";
            message.on("data", (chunk: Buffer) => (body += chunk.toString()));
            message.on("end", () => {
                received.push({ path: message.url, contentType: message.headers["content-type"], body });
                response.writeHead(answer, { Location: "https://elsewhere.example/" }).end();
            });
        });
        await new Promise<void>((resolve) => endpoint.listen(0, "127.0.0.1", resolve));
        url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/hook?token=a`;
    });
    afterEach(() => new Promise((resolve) => endpoint.close(resolve)));

    async function started(options: SimulatorOptions = {}): Promise<RunningSimulator> {
        const simulator = await start({ orderSeconds: 0, clock: new ManualClock(), ...options });
        await order(simulator, { Numbers: number, Keywords: "VANILLA" });
        return simulator;
    }

    async function subscribe(simulator: RunningSimulator, fields: Record<string, string> = {}): Promise<string> {
        const usual = { Endpoint: url, TriggerEvent: "INBOUND_TEXT_FINISHED" };
        const created = await call(simulator, "POST", "/subscription", { ...usual, ...fields });
        return one(created.text, "r:Id");
    }

    function text(simulator: RunningSimulator, message = "Hello & good-bye"): Promise<InboundResult> {
        return simulator.receive({ type: "text", from: "+13105551212", to: number, message });
    }

    it("are posted to a subscription as XML", async () => {
        const simulator = await started();
        const id = await subscribe(simulator);
        const result = await text(simulator);
        assert.deepEqual(result.postbacks, [{ subscriptionId: id, outcome: "delivered", status: 200 }]);
        const time = "2026-11-23T12:00:00Z";
        assert.deepEqual(received, [
            {
                path: "/hook?token=a",
                contentType: "text/xml; charset=UTF-8",
                body:
                    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
                    '<n:TextNotification xmlns="http://api.callfire.com/data" xmlns:n="http://api.callfire.com/notification/xsd">' +
                    `<n:SubscriptionId>${id}</n:SubscriptionId><Text id="${result.id}">` +
                    `<FromNumber>13105551212</FromNumber><ToNumber>${number}</ToNumber><State>FINISHED</State>` +
                    `<ContactId>${result.id}</ContactId><Inbound>true</Inbound><Created>${time}</Created>` +
                    `<Modified>${time}</Modified><FinalResult>RECEIVED</FinalResult>` +
                    `<Message>Hello &amp; good-bye</Message><TextRecord id="${result.id}"><Result>RECEIVED</Result>` +
                    `<FinishTime>${time}</FinishTime><BilledAmount>1.0</BilledAmount>` +
                    "<Message>Hello &amp; good-bye</Message></TextRecord></Text></n:TextNotification>",
            },
        ]);
    });

    it("are posted as JSON, calls too", async () => {
        const simulator = await started();
        await subscribe(simulator, { TriggerEvent: "INBOUND_CALL_FINISHED", NotificationFormat: "JSON" });
        const result = await simulator.receive({ type: "call", from: "13105551212", to: number });
        assert.equal(received[0]!.contentType, "application/json; charset=UTF-8");
        const { CallFinished } = JSON.parse(received[0]!.body) as { CallFinished: { Call: Record<string, unknown> } };
        assert.equal(CallFinished.Call["@id"], Number(result.id));
        assert.equal(CallFinished.Call.FinalResult, "LA");
    });

    for (const [fields, isWanted] of [
        [{ Enabled: "false" }, false],
        [{ TriggerEvent: "INBOUND_CALL_FINISHED" }, false],
        [{ TriggerEvent: "OUTBOUND_TEXT_FINISHED" }, false],
        [{ FromNumber: "13105551212" }, true],
        [{ FromNumber: "13105551213" }, false],
        [{ ToNumber: `+${number}` }, true],
        [{ ToNumber: "67076:VANILLA" }, false],
        [{ Inbound: "0" }, false],
        [{ BroadcastId: "17" }, false],
    ] as const) {
        it(`are ${isWanted ? "" : "not "}posted to a subscription with ${JSON.stringify(fields)}`, async () => {
            const simulator = await started();
            await subscribe(simulator, fields);
            await text(simulator);
            assert.equal(received.length, isWanted ? 1 : 0);
        });
    }

    it("are posted for a keyword, which is the first word on the short code", async () => {
        const simulator = await started();
        await subscribe(simulator, { ToNumber: "67076:VANILLA" });
        await subscribe(simulator, { ToNumber: number });
        const event = { type: "text", from: "13105551212", to: "67076", message: "vanilla please" } as const;
        assert.equal((await simulator.receive(event)).postbacks.length, 1);
        assert.equal((await simulator.receive({ ...event, message: "x", keyword: "Vanilla" })).postbacks.length, 1);
        await assert.rejects(simulator.receive({ ...event, message: "mint" }), /keyword MINT does not exist/);
    });

    it("are never posted to another machine, by mail, or in another format", async () => {
        const simulator = await started();
        for (const fields of [
            { Endpoint: "https://hooks.invalid/" },
            { Endpoint: "http://127.0.0.1.hooks.invalid/" },
            { Endpoint: "http://localhost@hooks.invalid/" },
            { Endpoint: "someone@localhost" },
            { NotificationFormat: "SOAP" },
        ]) {
            await subscribe(simulator, fields);
        }
        const { postbacks } = await text(simulator);
        assert.deepEqual(
            postbacks.map(({ outcome }) => outcome),
            ["notSent", "notSent", "notSent", "notSent", "notSent"],
        );
        assert.deepEqual(received, []);
    });

    it("say what the endpoint answered, and follow it nowhere", async () => {
        const simulator = await started();
        const id = await subscribe(simulator);
        answer = 302;
        const reason = "the endpoint answered 302";
        assert.deepEqual((await text(simulator)).postbacks, [
            { subscriptionId: id, outcome: "failed", status: 302, reason },
        ]);
        assert.equal(received.length, 1);
    });

    it("say that nobody listens at the endpoint", async () => {
        const simulator = await started();
        const unused = createServer();
        await new Promise<void>((resolve) => unused.listen(0, "127.0.0.1", resolve));
        const { port } = unused.address() as AddressInfo;
        await new Promise((resolve) => unused.close(resolve));
        await subscribe(simulator, { Endpoint: `http://127.0.0.1:${port}/` });
        const [postback] = (await text(simulator)).postbacks;
        assert.equal(postback!.outcome, "failed");
        assert.match(postback!.reason!, /ECONNREFUSED/);
    });

    it("are answered by the auto-replies that match", async () => {
        const simulator = await started();
        const replies: Record<string, string>[] = [
            { Number: number, Match: "HOURS", Message: "9 to 5" },
            { Number: number, Message: "Thanks" },
            { Number: "67076", Keyword: "VANILLA", Message: "Yum" },
        ];
        for (const reply of replies) {
            await call(simulator, "POST", "/text/auto-reply", reply);
        }
        const answers = async (message: string, to = number): Promise<string[]> => {
            const { autoReplies } = await simulator.receive({ type: "text", from: "13105551212", to, message });
            return autoReplies.map((reply) => reply.message);
        };
        assert.deepEqual(await answers("What are your hours?"), ["9 to 5", "Thanks"]);
        assert.deepEqual(await answers("Hello"), ["Thanks"]);
        assert.deepEqual(await answers("Vanilla", "67076"), ["Yum"]);
    });

    it("can be made to happen by a control route", async () => {
        const simulator = await started({ control: true });
        await subscribe(simulator);
        const post = async (event: unknown): Promise<[number, Partial<InboundResult> & { error?: string }]> => {
            const route = new URL("/_simulator/inbound", simulator.url);
            const response = await fetch(route, { method: "POST", body: JSON.stringify(event) });
            return [response.status, (await response.json()) as Partial<InboundResult>];
        };
        const event = { type: "text", from: "13105551212", to: number, message: "Hello" };
        assert.equal((await post(event))[1].postbacks?.[0]?.outcome, "delivered");
        assert.deepEqual((await post({ ...event, type: "fax" }))[1].error, '"type" is one of text, call');
        assert.deepEqual((await post({ type: "call", to: number }))[1].error, '"from" is missing');
        assert.equal((await post({ ...event, to: "12065550109" }))[0], 404);
    });
});
