import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startSimulator } from "../../simulator/index";
import { programWith } from "../crash/engine/adapters";
import { accountAt, opensInTests, password } from "./support/account";
import { failedInWords, succeeded } from "./support/running";

const program = {
    "index.js": `
const { Keyword, NumberOrder } = require("./callfire");
new NumberOrder("support", { bulkTollFree: { count: 1 } });
new Keyword("promo", { keyword: "CHOCOLATE" });
`,
};

describe("the state of a stack", function () {
    this.timeout(600_000);
    const { simulate, stackOf } = opensInTests({ orderSeconds: 0 });

    it("is never acted on under another account", async () => {
        const simulator = await simulate();
        const stack = await stackOf({ ...programWith("dynamic", program), config: accountAt(simulator) });
        succeeded(await stack.up());
        const before = simulator.ledger().owned;
        // The environment reaches refresh and destroy too, which see the configuration of the last update.
        stack.env["CALLFIRE_LOGIN"] = "rival";
        stack.env["CALLFIRE_PASSWORD"] = password;
        for (const result of [await stack.preview(), await stack.refresh(), await stack.up(), await stack.destroy()]) {
            const said = failedInWords(result);
            assert.match(said, /belongs to the account 127\.0\.0\.1:\d+\/acme/);
            assert.match(said, /callfire:login/);
        }
        assert.deepEqual(simulator.ledger().owned, before);
        assert.equal(simulator.ledger().orders.length, 2);
    });

    it("goes on under the login that has replaced another one, once it names that", async () => {
        const simulator = await startSimulator({ orderSeconds: 0 });
        try {
            const stack = await stackOf({ ...programWith("dynamic", program), config: accountAt(simulator) });
            succeeded(await stack.up());
            stack.env["CALLFIRE_LOGIN"] = "renewed";
            stack.env["CALLFIRE_PASSWORD"] = password;
            failedInWords(await stack.preview());
            const file = join(stack.folder, "stack.json");
            const state = succeeded(await stack.run(["stack", "export"]));
            writeFileSync(file, state.replace(/("account": "[^"]*)\/acme"/g, '$1/renewed"'));
            succeeded(await stack.run(["stack", "import", "--file", file]));
            assert.match(succeeded(await stack.preview()), /3 unchanged/);
            succeeded(await stack.destroy());
            assert.equal(simulator.ledger().orders.length, 2);
            const { numbers, keywords } = simulator.ledger().owned;
            assert([...numbers, ...keywords].every(({ autoRenew }) => !autoRenew));
        } finally {
            await simulator.close();
        }
    });
});
