import * as assert from "node:assert/strict";
import type { RunningSimulator } from "../../simulator";
import { basic, one, order, simulators } from "./wire";

/** Forms in which CallFire's own clients of Java, C# and PHP send. */
describe("the simulator understands requests", () => {
    const start = simulators();
    const headers = { Authorization: basic("login", "password") };
    const number = "12065550100";

    async function started(): Promise<RunningSimulator> {
        const simulator = await start({ orderSeconds: 0 });
        await order(simulator, { Numbers: number });
        return simulator;
    }

    async function send(simulator: RunningSimulator, path: string, init: RequestInit): Promise<[number, string]> {
        const response = await fetch(`${simulator.url}${path}`, { headers, ...init });
        return [response.status, await response.text()];
    }

    it("with a multipart body, and a file in it", async () => {
        const simulator = await started();
        const body = new FormData();
        body.set("InboundCallConfigurationType", "IVR");
        body.set("DialplanXml", new Blob(['<dialplan name="é"/>'], { type: "text/xml" }), "dialplan.xml");
        assert.equal((await send(simulator, `/number/${number}`, { method: "PUT", body }))[0], 204);
        const [, text] = await send(simulator, `/number/${number}`, {});
        assert.equal(one(text, "DialplanXml"), "&lt;dialplan name=&quot;é&quot;/&gt;");
    });

    it("with parameters in the URL of a POST, and the rest in its body", async () => {
        const simulator = await start({ orderSeconds: 0 });
        const body = new URLSearchParams({ localCount: "1" });
        const [status] = await send(simulator, "/number/order?Keywords=SUN,MOON", { method: "POST", body });
        assert.equal(status, 201);
        assert.deepEqual(simulator.ledger().orders[0]!.ordered, { local: 1, tollFree: 0, keyword: 2 });
    });

    it("with the parameters of a DELETE in the query or in the body", async () => {
        const simulator = await started();
        const label = new URLSearchParams({ LabelName: "support" });
        const path = `/label/number/${number}`;
        for (const remove of [
            (): Promise<[number, string]> => send(simulator, `${path}?${label.toString()}`, { method: "DELETE" }),
            (): Promise<[number, string]> => send(simulator, path, { method: "DELETE", body: label }),
        ]) {
            await send(simulator, path, { method: "POST", body: label });
            assert.equal((await remove())[0], 204);
        }
    });

    it("with a slash at the end of the path, and a plus sign before a number", async () => {
        const simulator = await started();
        for (const path of ["/number/", `/number/+${number}`, `/number/%2B${number}/`, `/number/${number}.json/`]) {
            assert.equal((await send(simulator, path, {}))[0], 200, path);
        }
    });

    for (const [written, read] of [
        ["True", "true"],
        ["TRUE", "true"],
        ["1", "true"],
        ["False", "false"],
        ["0", "false"],
    ] as const) {
        it(`with a boolean written ${written}`, async () => {
            const simulator = await start();
            const fields = { Endpoint: "https://example.com/", TriggerEvent: "CAMPAIGN_STARTED", Enabled: written };
            const body = new URLSearchParams(fields);
            const [, created] = await send(simulator, "/subscription", { method: "POST", body });
            const [, text] = await send(simulator, `/subscription/${one(created, "r:Id")}`, {});
            assert.equal(one(text, "Enabled"), read);
        });
    }

    it("but no body that is neither form", async () => {
        const simulator = await start();
        const [asJson] = await send(simulator, "/number/order", { method: "POST", body: '{"localCount": 1}' });
        assert.equal(asJson, 400);
        const broken = { ...headers, "Content-Type": "multipart/form-data; boundary=x" };
        const [asHalf] = await send(simulator, "/number/order", { method: "POST", headers: broken, body: "--x" });
        assert.equal(asHalf, 400);
    });
});
