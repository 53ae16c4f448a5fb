import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const root = join(__dirname, "../../..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

/** Every file of the code, whose comments cite. */
function sources(): string[] {
    return ["provider", "simulator", "sdk/nodejs", "tools"].flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
            .filter((file) => /\.(ts|mjs|cjs|md)$/.test(file))
            .map((file) => read(join(folder, file))),
    );
}

/** What the first group of an expression finds, each once. */
function findAll(expression: RegExp, texts: readonly string[]): string[] {
    const found = texts.flatMap((text) => [...text.matchAll(expression)].map(([, group = ""]) => group));
    return [...new Set(found)].sort();
}

describe("citations", () => {
    const pages = readdirSync(join(root, "decisions")).filter((file) => /^\d{4}-/.test(file));
    const numbers = pages.map((file) => file.slice(0, 4)).sort();

    it("name decisions that exist, and every decision is cited in the code", () => {
        assert.deepEqual(findAll(/decisions\/(\d{4})(?!\d)/g, sources()), numbers);
    });

    it("are of decisions in one sequence, each dated, and listed in the index once", () => {
        assert.deepEqual(
            numbers,
            numbers.map((_, index) => String(index + 1).padStart(4, "0")),
        );
        for (const page of pages) {
            assert.match(
                read(join("decisions", page)),
                new RegExp(`^# ${page.slice(0, 4)}: .+\n\n\\d{4}-\\d\\d-\\d\\d`),
                page,
            );
        }
        const listed = [...read("decisions/README.md").matchAll(/\]\((\d{4}-[^)]+)\)/g)].map(([, file = ""]) =>
            basename(file),
        );
        assert.deepEqual(listed.sort(), pages.sort());
    });

    it("of the contract lead to a section of docs/wire-contract.md", () => {
        const sections = findAll(/^## (.+)$/gm, [read("docs/wire-contract.md")]);
        const cited = findAll(/\bcontract, "([^"]+)"/gi, sources());
        assert(cited.length > 5);
        assert.deepEqual(
            cited.filter((section) => !sections.includes(section)),
            [],
        );
    });
});
