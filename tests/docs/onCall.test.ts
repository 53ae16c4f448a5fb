import assert from "node:assert/strict";
import { errorNames, errorSamples } from "../support/errorSamples";
import { read } from "./pages";

/** The words by which a person finds the section of an error: `...` stands for whatever differs. */
function quotesOf(name: string): RegExp[] {
    const line = new RegExp(`\\n### ${name}\\n(".*)\\n`).exec(read("docs/on-call.md"))?.[1] ?? "";
    return [...line.matchAll(/"([^"]+)"/g)].map(
        ([, quote = ""]) => new RegExp(quote.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("\\.\\.\\.", ".+")),
    );
}

describe("docs/on-call.md", () => {
    it("has a section for every error that a run can end with, and for no other", () => {
        assert(errorNames.length > 10);
        const [, errors = ""] = /\n## The errors\n([\s\S]*?)\n## /.exec(read("docs/on-call.md")) ?? [];
        const sections = [...errors.matchAll(/^### (\w+)$/gm)].map(([, name]) => name);
        assert.deepEqual(sections.toSorted(), errorNames.toSorted());
    });

    // Of what can't be adopted the page tells the usual reasons, each in words of its own.
    for (const name of errorNames.filter((each) => each !== "NotAdopted")) {
        it(`quotes ${name} in its own words`, () => {
            const messages = errorSamples.filter((sample) => sample.name === name).map(({ message }) => message);
            const quotes = quotesOf(name);
            assert(quotes.length > 0);
            for (const quote of quotes) {
                assert(
                    messages.some((message) => quote.test(message)),
                    `${String(quote)} is not in ${messages.join("\n")}`,
                );
            }
        });
    }
});
