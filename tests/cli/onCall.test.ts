import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import * as path from "node:path";
import * as orderErrors from "../../provider/orders/errors";
import { ReleaseFailed } from "../../provider/orders/release";
import { OtherAccount } from "../../provider/resources/account";
import { Shortfall } from "../../provider/resources/acquire";

describe("docs/on-call.md", () => {
    it("has a section for every error of the money path", async () => {
        const text = await readFile(path.join(__dirname, "..", "..", "..", "docs", "on-call.md"), "utf8");
        const names = [...Object.values(orderErrors), ReleaseFailed, OtherAccount, Shortfall]
            .filter((exported) => exported.prototype instanceof orderErrors.OrderError)
            .map(({ name }) => name);
        assert(names.length > 10);
        for (const name of names) {
            assert(text.includes(`\n### ${name}\n`), name);
        }
    });
});
