import * as assert from "node:assert/strict";
import type { RunningSimulator } from "../../simulator";
import { all, call, order, one, simulators } from "./wire";

describe("labels of the simulator", () => {
    const start = simulators();
    const number = "12065550100";

    async function labelled(): Promise<RunningSimulator> {
        const simulator = await start({ orderSeconds: 0 });
        await order(simulator, { Numbers: `${number} 12065550101` });
        for (const LabelName of ["support", "sales & more"]) {
            await call(simulator, "POST", `/label/number/${number}`, { LabelName });
        }
        return simulator;
    }

    async function status(simulator: RunningSimulator, method: string, path: string, label?: string): Promise<number> {
        return (await call(simulator, method, path, label === undefined ? {} : { LabelName: label })).status;
    }

    async function numbersWith(simulator: RunningSimulator, label: string): Promise<string | undefined> {
        const { text } = await call(simulator, "GET", "/number", { LabelName: label });
        return /totalResults="(\d+)"/.exec(text)?.[1];
    }

    it("are listed in pages, and filter numbers", async () => {
        const simulator = await labelled();
        const { text } = await call(simulator, "GET", "/label");
        assert.match(text, /totalResults="2".*<Label><Name>support<\/Name><\/Label>/);
        const rest = await call(simulator, "GET", "/label", { FirstResult: "1", MaxResults: "5" });
        assert.deepEqual(all(rest.text, "Name"), ["sales &amp; more"]);
        assert.equal(await numbersWith(simulator, "sales & more"), "1");
        assert.equal(await numbersWith(simulator, "nobody"), "0");
    });

    it("stay when they are taken from a number", async () => {
        const simulator = await labelled();
        const path = `/label/number/+${number}`;
        assert.equal(await status(simulator, "DELETE", path, "support"), 204);
        assert.equal(await numbersWith(simulator, "support"), "0");
        assert.equal(await status(simulator, "DELETE", path, "support"), 404);
        assert.equal(all((await call(simulator, "GET", "/label")).text, "Name").length, 2);
    });

    it("leave every number when they are deleted", async () => {
        const simulator = await labelled();
        assert.equal(await status(simulator, "DELETE", "/label", "support"), 204);
        assert.equal(await numbersWith(simulator, "support"), "0");
        const again = await call(simulator, "DELETE", "/label", { LabelName: "support" });
        assert.equal(again.status, 404);
        assert.match(one(again.text, "r:Message"), /no label/);
    });

    it("need a name and a number that is owned", async () => {
        const simulator = await labelled();
        assert.equal(await status(simulator, "POST", `/label/number/${number}`), 400);
        assert.equal(await status(simulator, "DELETE", "/label"), 400);
        assert.equal(await status(simulator, "POST", "/label/number/12065550109", "support"), 404);
    });
});
