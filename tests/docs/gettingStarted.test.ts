import assert from "node:assert/strict";
import { read } from "./pages";

describe("docs/getting-started.md", () => {
    it("comes to the first `pulumi up` within 400 words, its code included", () => {
        const [before, after] = read("docs/getting-started.md").split("\npulumi up\n");
        assert(before !== undefined && after !== undefined);
        const words = before.split(/\s+/).filter((word) => /\w/.test(word));
        assert(words.length <= 400, `it takes ${String(words.length)} words`);
    });
});
