import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { programWith } from "../crash/engine/adapters";
import { opensInTests } from "./support/account";
import { succeeded } from "./support/running";

const command = resolve(__dirname, "../../provider/cli/index.js");

describe("a rehearsal on the embedded simulator", function () {
    this.timeout(600_000);
    const { stackOf } = opensInTests({});

    it("can be begun again after it was destroyed, and says how", async () => {
        const program = { "index.js": `new (require("./callfire").Keyword)("promo", { keyword: "CHOCOLATE" });\n` };
        const stack = await stackOf({
            ...programWith("dynamic", program),
            config: { "callfire:endpoint": "simulator" },
        });
        succeeded(await stack.up());
        succeeded(await stack.destroy());
        const refused = await stack.preview();
        assert.notEqual(refused.exitCode, 0);
        assert.match(refused.output, /CHOCOLATE, but it was released.*npx pulumi-callfire simulator reset/);
        assert.doesNotMatch(refused.output, /at CallFire/);
        execFileSync(process.execPath, [command, "simulator", "reset", "--yes"], {
            cwd: stack.program,
            env: stack.env,
        });
        assert.match(succeeded(await stack.up()), /order \d+ FINISHED, 1 of 1/);
    });

    it("says once that nothing is bought, however many provider instances there are", async () => {
        const program = {
            "index.js": `
const pulumi = require("@pulumi/pulumi");
const { NumberOrder } = require("./callfire");
for (const name of ["east", "west"]) {
    const provider = new pulumi.ProviderResource("callfire", name, { endpoint: "simulator" });
    new NumberOrder(name, { bulkTollFree: { count: 1 } }, { provider });
}
`,
        };
        const stack = await stackOf(programWith("plugin", program));
        const lines = succeeded(await stack.up()).split("\n");
        const [, ...diagnostics] = lines.slice(lines.indexOf("Diagnostics:"));
        assert.equal(diagnostics.filter((line) => line.includes("SIMULATOR: nothing is bought")).length, 1);
    });
});
