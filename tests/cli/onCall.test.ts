import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import * as path from "node:path";
import * as orderErrors from "../../provider/orders/errors";
import { OtherAccount } from "../../provider/resources/account";
import { CreationInDoubt } from "../../provider/resources/createOnce";

describe("docs/on-call.md", () => {
    it("has a section for every error that a run can end with, and for no other", async () => {
        const text = await readFile(path.join(__dirname, "..", "..", "..", "docs", "on-call.md"), "utf8");
        const names = [...Object.values(orderErrors), OtherAccount, CreationInDoubt]
            .filter((exported) => exported.prototype instanceof orderErrors.OrderError)
            .map(({ name }) => name);
        assert(names.length > 10);
        const [, errors = ""] = /\n## The errors\n([\s\S]*?)\n## /.exec(text) ?? [];
        const sections = [...errors.matchAll(/^### (\w+)$/gm)].map(([, name]) => name);
        assert.deepEqual(sections.toSorted(), names.toSorted());
    });
});
