import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { startSimulator, type RunningSimulator } from "../../simulator/index";
import { accountAt, password } from "./support/account";
import { EngineStack } from "./support/engine";
import { succeeded } from "./support/running";
import { Transcript } from "./transcripts/transcript";

const root = resolve(__dirname, "../../..");
const example = (...path: string[]): string => readFileSync(join(root, "examples/support-line", ...path), "utf8");

const files = {
    typescript: {
        "Pulumi.yaml": example("typescript/Pulumi.yaml"),
        "package.json": example("typescript/package.json"),
        "tsconfig.json": example("typescript/tsconfig.json"),
        "index.ts": example("typescript/index.ts"),
    },
    yaml: { "Pulumi.yaml": example("yaml/Pulumi.yaml").replace("path: ../../..", `path: ${root}`) },
};

describe("examples/support-line", function () {
    this.timeout(600_000);

    for (const language of ["typescript", "yaml"] as const) {
        describe(`in ${language}`, () => {
            let simulator: RunningSimulator;
            let stack: EngineStack;
            let transcript: Transcript;
            before(async () => {
                simulator = await startSimulator({ login: "acme", password, orderSeconds: 0.5 });
                stack = await EngineStack.create({
                    program: files[language],
                    config: accountAt(simulator),
                });
                const title = `examples/support-line in a pipeline, ${language === "yaml" ? "in YAML" : "in TypeScript"}`;
                transcript = new Transcript(`support-line-${language}`, title, stack, "pipeline");
            });
            after(async () => {
                stack.remove();
                await simulator.close();
            });

            it("buys the numbers and sets what they do, once", async () => {
                const explanation = "One resource after another, so that what is shown has one order.";
                succeeded(await transcript.show("Up", explanation, "up", "--yes", "--parallel", "1"));
                const { orders, requests } = simulator.ledger();
                assert.equal(orders.length, 3);
                const sent = (method: string, path: string): number =>
                    requests.filter((request) => request.method === method && request.path === path).length;
                assert.equal(sent("POST", "/subscription"), 1);
                const outputs = await stack.outputs();
                assert.match(String(outputs["localNumber"]), /^\(206\) \d{3}-\d{4}$/);
                assert.match(String(outputs["tollFreeNumber"]), /^\(8\d\d\) \d{3}-\d{4}$/);
                assert.equal(outputs["textTo"], "CHOCOLATE to 67076");
            });

            it("changes nothing in a second run, and tells the token nowhere", async () => {
                assert.match(succeeded(await stack.preview("--expect-no-changes")), /8 unchanged/);
                assert(!JSON.stringify(await stack.state()).includes("token=rehearsal"), "the token is in the state");
            });

            it("releases the numbers and the keyword when it is destroyed", async () => {
                const explanation = "What ends, and what can't be undone, is said as it happens.";
                succeeded(await transcript.show("Destroy", explanation, "destroy", "--yes", "--parallel", "1"));
                const { numbers, keywords } = simulator.ledger().owned;
                assert.deepEqual(
                    [...numbers, ...keywords].map(({ autoRenew }) => autoRenew),
                    [false, false, false],
                );
            });

            it("is shown as the documentation says", () => transcript.assertKept());
        });
    }
});
