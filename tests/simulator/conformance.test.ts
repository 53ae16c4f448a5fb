import * as assert from "node:assert/strict";
import type { RunningSimulator } from "../../simulator";
import * as contract from "./contract";
import { fromJson, fromXml, problemsOf } from "./documents";
import { call, order, simulators } from "./wire";

const { reference, exception, listOf, resourceOf } = contract.envelopes;

const local = "12065550100";
const tracked = "12065550101";
const tollFree = "18005550100";

/** What is asked, with which status it is answered, and what the answer looks like. */
const answers: readonly (readonly [
    request: string,
    parameters: Readonly<Record<string, string>>,
    status: number,
    envelope: string,
    rule: contract.ElementRule,
])[] = [
    ["POST /number/order", { Numbers: "12065550109", Keywords: "SUN" }, 201, "ResourceReference", reference],
    ["GET /number/order/{finished}", {}, 200, "Resource", resourceOf("NumberOrder", contract.numberOrder)],
    ["GET /number/order/{new}", {}, 200, "Resource", resourceOf("NumberOrder", contract.numberOrder)],
    ["GET /number/order/1", {}, 404, "ResourceException", exception],
    ["POST /number/order", {}, 400, "ResourceException", exception],
    ["POST /number/order", { Numbers: local }, 400, "ResourceException", exception],
    ["GET /number", {}, 200, "ResourceList", listOf("Number", contract.anyNumber)],
    ["GET /number", { Prefix: "1999" }, 200, "ResourceList", listOf("Number", contract.anyNumber)],
    [`GET /number/${local}`, {}, 200, "Resource", resourceOf("Number", contract.localNumber)],
    [`GET /number/${tracked}`, {}, 200, "Resource", resourceOf("Number", contract.localNumber)],
    [`GET /number/${tollFree}`, {}, 200, "Resource", resourceOf("Number", contract.tollFreeNumber)],
    ["GET /number/12065550188", {}, 404, "ResourceException", exception],
    ["GET /number/search", { Count: "3" }, 200, "ResourceList", listOf("Number", contract.localForSale)],
    [
        "GET /number/search",
        { Count: "3", TollFree: "true" },
        200,
        "ResourceList",
        listOf("Number", contract.tollFreeForSale),
    ],
    ["GET /number/search", { Count: "3", State: "BC" }, 200, "ResourceList", listOf("Number", contract.localForSale)],
    ["GET /number/search", {}, 400, "ResourceException", exception],
    ["GET /number/regions", { Prefix: "1214" }, 200, "ResourceList", listOf("Region", contract.region)],
    ["GET /number/keyword", {}, 200, "ResourceList", listOf("Keyword", contract.keyword)],
    [
        "GET /number/keyword/search",
        { Keywords: "MOON STAR" },
        200,
        "ResourceList",
        listOf("Keyword", contract.keywordForSale),
    ],
    ["PUT /number/release", { Number: "12065550188" }, 404, "ResourceException", exception],
    ["PUT /number/12065550188", {}, 404, "ResourceException", exception],
    ["GET /label", {}, 200, "ResourceList", listOf("Label", contract.label)],
    ["DELETE /label", { LabelName: "nobody" }, 404, "ResourceException", exception],
    [
        "POST /subscription",
        { Endpoint: "a@example.com", TriggerEvent: "CAMPAIGN_STARTED" },
        201,
        "ResourceReference",
        reference,
    ],
    ["GET /subscription", {}, 200, "ResourceList", listOf("Subscription", contract.subscription)],
    ["GET /subscription/{subscription}", {}, 200, "Resource", resourceOf("Subscription", contract.subscription)],
    ["GET /subscription/1", {}, 404, "ResourceException", exception],
    ["POST /text/auto-reply", { Number: local, Message: "Thanks" }, 201, "ResourceReference", reference],
    ["GET /text/auto-reply", {}, 200, "ResourceList", listOf("AutoReply", contract.autoReply)],
    ["GET /text/auto-reply/{autoReply}", {}, 200, "Resource", resourceOf("AutoReply", contract.autoReply)],
    ["GET /text/auto-reply/1", {}, 404, "ResourceException", exception],
    ["GET /nothing", {}, 404, "ResourceException", exception],
    ["DELETE /number/order/1", {}, 405, "ResourceException", exception],
];

/** Answered with 204, and without a body. */
const silent: readonly (readonly [request: string, parameters: Readonly<Record<string, string>>])[] = [
    [`PUT /number/${local}`, { CallFeature: "DISABLED" }],
    ["PUT /number/release", { Number: local }],
    [`POST /label/number/${local}`, { LabelName: "sales" }],
    [`DELETE /label/number/${local}`, { LabelName: "support" }],
    ["DELETE /label", { LabelName: "support" }],
    ["PUT /subscription/{subscription}", { Enabled: "false" }],
    ["DELETE /subscription/{subscription}", {}],
    ["DELETE /text/auto-reply/{autoReply}", {}],
];

describe("the simulator answers as the contract has it", () => {
    const start = simulators();

    /** An account that has one of everything, and the ids that requests name. */
    async function account(): Promise<{ simulator: RunningSimulator; ids: Record<string, string> }> {
        const simulator = await start({ orderSeconds: 3600 });
        const finished = await order(simulator, { Numbers: `${local} ${tracked} ${tollFree}`, Keywords: "VANILLA" });
        await simulator.settleOrder(finished);
        const created = async (path: string, parameters: Record<string, string>): Promise<string> =>
            /<r:Id>(\d+)</.exec((await call(simulator, "POST", path, parameters)).text)![1]!;
        const filter = { BroadcastId: "1", BatchId: "2", FromNumber: "13105551212", ToNumber: "67076:VANILLA" };
        const event = { Endpoint: "https://example.com/?a=1&b=2", TriggerEvent: "INBOUND_TEXT_FINISHED" };
        const reply = { Number: "67076", Keyword: "VANILLA", Message: "<Thanks>" };
        await call(simulator, "POST", `/label/number/${local}`, { LabelName: "support" });
        await call(simulator, "PUT", `/number/${tracked}`, {
            InboundCallConfigurationType: "TRACKING",
            TransferNumber: "13105551212 13105551213",
            Screen: "1",
            Record: "0",
            IntroSoundId: "5",
            WhisperSoundId: "6",
        });
        await call(simulator, "PUT", `/number/${tollFree}`, {
            InboundCallConfigurationType: "IVR",
            DialplanXml: "<dialplan/>",
        });
        return {
            simulator,
            ids: {
                finished,
                new: await order(simulator, { localCount: "1", tollFreeCount: "1" }),
                subscription: await created("/subscription", { ...event, ...filter, Inbound: "True" }),
                autoReply: await created("/text/auto-reply", reply),
            },
        };
    }

    function requestOf(request: string, ids: Readonly<Record<string, string>>): [method: string, path: string] {
        const [method = "", path = ""] = request.split(" ");
        return [method, path.replace(/\{(\w+)\}/, (_, name: string) => ids[name] ?? "")];
    }

    for (const [request, parameters, status, envelope, rule] of answers) {
        const title = `${request} ${new URLSearchParams(parameters).toString()}: ${status} ${envelope}`;

        it(`${title}, as XML`, async () => {
            const { simulator, ids } = await account();
            const answer = await call(simulator, ...requestOf(request, ids), parameters);
            assert.equal(answer.status, status, answer.text);
            assert.match(answer.headers.get("content-type") ?? "", /^application\/xml/);
            const document = fromXml(answer.text);
            assert.equal(document.name, `r:${envelope}`);
            assert.equal(document.attributes["xmlns:r"]?.text, "http://api.callfire.com/resource");
            assert.equal(document.attributes.xmlns?.text, "http://api.callfire.com/data");
            assert.deepEqual(problemsOf(document, rule), []);
            const isOwn = envelope === "ResourceReference" || envelope === "ResourceException";
            assert.ok(document.children.every(({ name }) => name.startsWith("r:") === isOwn));
        });

        it(`${title}, as JSON`, async () => {
            const { simulator, ids } = await account();
            const [method, path] = requestOf(request, ids);
            const answer = await call(simulator, method, `${path}.json`, parameters);
            assert.equal(answer.status, status, answer.text);
            assert.match(answer.headers.get("content-type") ?? "", /^application\/json/);
            const document = fromJson(answer.text);
            assert.equal(document.name, envelope);
            assert.deepEqual(problemsOf(document, rule), []);
        });
    }

    for (const [request, parameters] of silent) {
        it(`${request} ${new URLSearchParams(parameters).toString()}: 204`, async () => {
            const { simulator, ids } = await account();
            const answer = await call(simulator, ...requestOf(request, ids), parameters);
            assert.equal(answer.status, 204, answer.text);
            assert.equal(answer.text, "");
        });
    }

    it("without credentials: 401 UNAUTHORIZED", async () => {
        const simulator = await start();
        const answer = await call(simulator, "GET", "/number", {}, { authorization: "" });
        assert.deepEqual(problemsOf(fromXml(answer.text), exception), []);
        assert.match(answer.text, /<r:HttpStatus>401<.*<r:Message>UNAUTHORIZED</);
    });
});

describe("the check against the contract", () => {
    const rule = resourceOf("Label", contract.label);

    for (const [document, problem] of [
        ["<r:Resource><Label><Name>a</Name></Label></r:Resource>", undefined],
        ["<r:Resource><Label/></r:Resource>", "r:Resource/Label has no Name in its place"],
        ["<r:Resource><Label><Name/></Label></r:Resource>", 'r:Resource/Label/Name is text ""'],
        ["<r:Resource><Label>a</Label></r:Resource>", "r:Resource/Label has text"],
        ["<r:Resource><Label><Name>a</Name><Name>b</Name></Label></r:Resource>", "has Name where it does not belong"],
    ] as const) {
        it(`finds ${problem ?? "nothing wrong"} in ${document}`, () => {
            const problems = problemsOf(fromXml(document), rule);
            assert.equal(problems.length === 0, problem === undefined);
            assert.ok(problem === undefined || problems.some((found) => found.includes(problem)), problems.join());
        });
    }

    it("finds a wrong order, a wrong type, a missing attribute, and no array where there must be one", () => {
        const json = '{"ResourceList":{"Keyword":[{"Keyword":"A","ShortCode":67076}]}}';
        assert.deepEqual(problemsOf(fromJson(json), listOf("Keyword", contract.keywordForSale)), [
            "ResourceList has no totalResults",
            "ResourceList/Keyword has no ShortCode in its place",
            "ResourceList/Keyword has ShortCode where it does not belong",
        ]);
        const single = '{"ResourceList":{"@totalResults":1,"Label":{"Name":"a"}}}';
        assert.deepEqual(problemsOf(fromJson(single), listOf("Label", contract.label)), [
            "ResourceList/Label is not in an array",
        ]);
        const whole = '{"ResourceReference":{"Id":"7","Location":"http://a"}}';
        assert.deepEqual(problemsOf(fromJson(whole), reference), ['ResourceReference/Id is string "7"']);
    });
});
