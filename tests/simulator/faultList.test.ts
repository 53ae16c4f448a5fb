import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeFaults, parseFault } from "../../simulator";

describe("the list of faults", () => {
    const readme = readFileSync(join(__dirname, "../../../simulator/README.md"), "utf8");

    it("has every fault that can be written, each with its options", () => {
        for (const { name, options } of describeFaults()) {
            const values = { number: "1", string: "2026-12-31", boolean: "true" };
            const written = options.map((option) => `${option.name}=${option.oneOf?.[0] ?? values[option.type]}`);
            const text = [name, written.join(",")].filter((part) => part !== "").join("=");
            const { effect } = parseFault(text);
            assert.equal(effect.kind, name);
            assert.equal(Object.keys(effect).length, options.length + 1);
        }
    });

    for (const { name, options, usuallyOn, meaning } of describeFaults()) {
        it(`has ${name} as the README explains it`, () => {
            const explained = options.map(
                (option) =>
                    `\`${option.name}\`${option.isRequired === true ? "" : "?"}: ${option.meaning}` +
                    (option.oneOf === undefined ? "" : ` (${option.oneOf.join(", ")})`),
            );
            assert.ok(readme.includes(`\n| \`${name}\` | ${explained.join("; ")} | ${usuallyOn} | ${meaning} |\n`));
        });
    }
});
