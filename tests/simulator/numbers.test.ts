import * as assert from "node:assert/strict";
import { all, call, ManualClock, one, order, simulators } from "./wire";

const day = 24 * 60 * 60 * 1000;

describe("numbers of the simulator", () => {
    const start = simulators();

    it("are shown in full once owned", async () => {
        const simulator = await start({ orderSeconds: 0, clock: new ManualClock() });
        await order(simulator, { Numbers: "14246528111" });
        const { status, text } = await call(simulator, "GET", "/number/14246528111");
        assert.equal(status, 200);
        assert.equal(one(text, "NationalFormat"), "(424) 652-8111");
        assert.equal(one(text, "TollFree"), "false");
        assert.equal(one(text, "Prefix"), "1424652");
        assert.equal(one(text, "City"), "LOS ANGELES");
        assert.equal(one(text, "Lata"), "730");
        assert.equal(one(text, "Status"), "ACTIVE");
        assert.equal(one(text, "LeaseBegin"), "2026-11-23Z");
        assert.equal(one(text, "LeaseEnd"), "2026-12-22Z");
        assert.equal(one(text, "AutoRenew"), "true");
    });

    it("are 404 when the account does not own them", async () => {
        const simulator = await start();
        assert.equal((await call(simulator, "GET", "/number/14246528111")).status, 404);
    });

    it("are listed by region, page and label, with the total of all pages", async () => {
        const simulator = await start({ orderSeconds: 0 });
        await order(simulator, { localCount: "3", City: "Yakima", State: "WA" });
        await order(simulator, { localCount: "1", State: "OR" });
        const inYakima = await call(simulator, "GET", "/number", { City: "yakima", State: "WA", MaxResults: "2" });
        assert.match(inYakima.text, /totalResults="3"/);
        assert.equal(all(inYakima.text, "NationalFormat").length, 2);
        const rest = await call(simulator, "GET", "/number", { City: "Yakima", FirstResult: "2" });
        assert.equal(all(rest.text, "NationalFormat").length, 1);
        const number = simulator.ledger().owned.numbers[3]!.value;
        assert.equal((await call(simulator, "POST", `/label/number/${number}`, { LabelName: "support" })).status, 204);
        const labelled = await call(simulator, "GET", "/number", { LabelName: "support" });
        assert.match(labelled.text, new RegExp(`totalResults="1".*<Number>${number}</Number>`));
    });

    it("for sale are those that a bulk order buys next", async () => {
        const simulator = await start({ orderSeconds: 0 });
        const region = { City: "Chicago", State: "IL" };
        const search = await call(simulator, "GET", "/number/search", { Count: "3", ...region });
        const forSale = [...search.text.matchAll(/<Number>(1\d{10})<\/Number>/g)].map(([, number]) => number);
        assert.equal(forSale.length, 3);
        assert.deepEqual(all(search.text, "LeaseInfo"), []);
        await order(simulator, { localCount: "3", ...region });
        assert.deepEqual(
            simulator.ledger().owned.numbers.map(({ value }) => value),
            forSale,
        );
    });

    it("can't be searched without a Count", async () => {
        const simulator = await start();
        const answer = await call(simulator, "GET", "/number/search", { State: "WA" });
        assert.equal(answer.status, 400);
        assert.equal(one(answer.text, "r:Message"), "Count is required");
    });

    it("that are released stay owned to the end of their lease, and rest for a month", async () => {
        const clock = new ManualClock();
        const simulator = await start({ orderSeconds: 0, clock });
        await order(simulator, { Numbers: "14246528111" });
        assert.equal((await call(simulator, "PUT", "/number/release", { Number: "14246528111" })).status, 204);
        const released = await call(simulator, "GET", "/number/14246528111");
        assert.equal(one(released.text, "AutoRenew"), "false");
        assert.equal(one(released.text, "Status"), "ACTIVE");
        const buy = (): Promise<{ status: number }> =>
            call(simulator, "POST", "/number/order", { Numbers: "14246528111" });
        assert.equal((await buy()).status, 400);
        clock.advance(31 * day);
        assert.equal((await call(simulator, "GET", "/number/14246528111")).status, 404);
        assert.equal((await buy()).status, 400);
        clock.advance(31 * day);
        assert.equal((await buy()).status, 201);
    });

    it("that are not released renew their lease", async () => {
        const clock = new ManualClock();
        const simulator = await start({ orderSeconds: 0, clock });
        await order(simulator, { Numbers: "14246528111" });
        clock.advance(70 * day);
        const { text } = await call(simulator, "GET", "/number/14246528111");
        assert.equal(one(text, "LeaseEnd"), "2027-02-22Z");
    });

    it("are released many at a time, or none of them", async () => {
        const simulator = await start({ orderSeconds: 0 });
        await order(simulator, { Numbers: "14246528111 14246528112" });
        const release = async (Number: string): Promise<number> =>
            (await call(simulator, "PUT", "/number/release", { Number })).status;
        assert.equal(await release("14246528111,14246528113"), 404);
        assert.ok(simulator.ledger().owned.numbers.every(({ autoRenew }) => autoRenew));
        assert.equal(await release("14246528111,+14246528112"), 204);
        assert.ok(simulator.ledger().owned.numbers.every(({ autoRenew }) => !autoRenew));
    });

    it("that are toll-free have no region", async () => {
        const simulator = await start({ orderSeconds: 0 });
        await order(simulator, { Numbers: "18005550100" });
        for (const path of ["/number/18005550100", "/number/search?Count=1&TollFree=1"]) {
            const { text } = await call(simulator, "GET", path);
            assert.equal(one(text, "TollFree"), "true");
            assert.deepEqual(all(text, "Region"), []);
        }
    });

    it("bought by name are of the region in which they were offered", async () => {
        const simulator = await start({ orderSeconds: 0 });
        const regions: Record<string, string>[] = [
            { City: "YAKIMA", State: "WA" },
            { City: "OLYMPIA", State: "WA" },
            { Zipcode: "98109" },
        ];
        for (const region of regions) {
            const forSale = await call(simulator, "GET", "/number/search", { Count: "900", ...region });
            const number = /<Number>(\d{11})</.exec(forSale.text)![1]!;
            await order(simulator, { Numbers: number });
            const { text } = await call(simulator, "GET", `/number/${number}`);
            for (const [field, value] of Object.entries(region)) {
                assert.equal(one(text, field), value);
            }
        }
    });

    it("that are not owned can't be released", async () => {
        const simulator = await start();
        assert.equal((await call(simulator, "PUT", "/number/release", { Number: "14246528111" })).status, 404);
    });

    it("keep their configuration", async () => {
        const simulator = await start({ orderSeconds: 0 });
        await order(simulator, { Numbers: "14246528111" });
        const configuration = {
            CallFeature: "DISABLED",
            InboundCallConfigurationType: "TRACKING",
            TransferNumber: "13105551212,+13105551213",
            Screen: "True",
        };
        assert.equal((await call(simulator, "PUT", "/number/14246528111", configuration)).status, 204);
        const { text } = await call(simulator, "GET", "/number/14246528111");
        assert.equal(one(text, "CallFeature"), "DISABLED");
        assert.equal(one(text, "TextFeature"), "ENABLED");
        assert.match(
            text,
            /<InboundCallConfigurationType>TRACKING<\/InboundCallConfigurationType><InboundCallConfiguration><CallTrackingConfig id="\d+"><TransferNumber>13105551212 13105551213<\/TransferNumber><Screen>true<\/Screen><\/CallTrackingConfig><\/InboundCallConfiguration>/,
        );
        const wrong = await call(simulator, "PUT", "/number/14246528111", { CallFeature: "PENDING" });
        assert.equal(wrong.status, 400);
    });

    it("change the type of their configuration, and begin it anew", async () => {
        const simulator = await start({ orderSeconds: 0 });
        await order(simulator, { Numbers: "14246528111" });
        const put = async (parameters: Record<string, string>): Promise<number> =>
            (await call(simulator, "PUT", "/number/14246528111", parameters)).status;
        assert.equal(await put({ InboundCallConfigurationType: "TRACKING", TransferNumber: "13105551212" }), 204);
        assert.equal(await put({ InboundCallConfigurationType: "IVR" }), 400);
        assert.equal(await put({ InboundCallConfigurationType: "IVR", DialplanXml: "<dialplan/>" }), 204);
        const { text } = await call(simulator, "GET", "/number/14246528111");
        assert.match(text, /<IvrInboundConfig id="\d+"><DialplanXml>&lt;dialplan\/&gt;<\/DialplanXml><\/IvrInbound/);
        assert.deepEqual(all(text, "TransferNumber"), []);
    });
});
