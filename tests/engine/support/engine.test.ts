import assert from "node:assert/strict";
import { EngineStack } from "./engine.js";
import { isAlive } from "./processes.js";

const program = `
const pulumi = require("@pulumi/pulumi");
const provider = {
    async create(inputs) {
        await new Promise((resolve) => setTimeout(resolve, inputs.milliseconds));
        return { id: "1", outs: inputs };
    },
};
class Slow extends pulumi.dynamic.Resource {
    constructor(name, milliseconds) {
        super(provider, name, { milliseconds });
    }
}
const config = new pulumi.Config();
const slow = new Slow("slow", config.requireNumber("milliseconds"));
exports.id = slow.id;
exports.word = config.requireSecret("word");
`;

describe("the engine of this machine", function () {
    this.timeout(600_000);
    let stack: EngineStack;

    const create = async (milliseconds: number): Promise<EngineStack> => {
        const config = { "numbers:milliseconds": String(milliseconds), "numbers:word": { secret: "chocolate" } };
        stack = await EngineStack.create({ program: { "index.js": program }, package: "none", config });
        return stack;
    };
    afterEach(() => stack.remove());

    it("runs a program with a dynamic provider from up to destroy", async () => {
        await create(0);
        const up = await stack.up();
        assert.equal(up.exitCode, 0, up.output);
        assert.equal((await stack.resource("slow"))?.id, "1");
        assert.deepEqual(await stack.outputs(), { id: "1", word: "chocolate" });

        const preview = await stack.preview("--expect-no-changes");
        assert.equal(preview.exitCode, 0, preview.output);
        const destroyed = await stack.destroy();
        assert.equal(destroyed.exitCode, 0, destroyed.output);
        assert.deepEqual((await stack.state()).resources, []);
    });

    it("leaves a locked stack and a pending operation when it is killed", async () => {
        await create(60_000);
        const up = stack.spawnUp();
        const provider = await up.providerPid();
        await up.says(/slow.*creating/);
        up.signal("SIGKILL");
        await up.result;
        assert.ok(isAlive(provider), "the provider outlives its engine");
        up.killAll();
        await up.ended();

        assert.match((await stack.up()).output, /locked/);
        assert.equal((await stack.run(["cancel", "--yes", stack.name], { withStack: false })).exitCode, 0);
        const { pendingOperations } = await stack.state();
        assert.deepEqual(
            pendingOperations.map(({ type }) => type),
            ["creating"],
        );
    });
});
