import assert from "node:assert/strict";
import { lookUps } from "../../provider/functions/lookUps";
import { keyword } from "../../provider/resources/keyword";
import { numberOrder } from "../../provider/resources/numberOrder";
import { phoneNumber } from "../../provider/resources/phoneNumber";
import { settingDefinitions } from "../../provider/settings/definitions";
import { read } from "./pages";

/** A section of a page, by its heading. */
function section(page: string, heading: string): string {
    const [, text] = `\n${read(page)}`.split(`\n${heading}\n`);
    assert(text !== undefined, `${page} has no "${heading}"`);
    return text.split(/\n#{1,3} /)[0]!;
}

describe("README.md", () => {
    for (const [name, { declaration }] of Object.entries({
        NumberOrder: numberOrder,
        PhoneNumber: phoneNumber,
        Keyword: keyword,
    })) {
        it(`names every input and output of ${name}`, () => {
            const text = section("README.md", `### \`${name}\``);
            const names = Object.keys({ ...declaration.inputs, ...declaration.outputs });
            assert.deepEqual(
                names.filter((one) => !text.includes(`\`${one}\``)),
                [],
            );
        });
    }

    it("has every setting in its table, with its variable", () => {
        const text = section("README.md", "### Configuration");
        for (const [name, { environment }] of Object.entries(settingDefinitions)) {
            assert(text.includes(`| \`callfire:${name}\``) && text.includes(`| \`${environment}\` |`), name);
        }
    });
});

describe("docs/look-ups.md", () => {
    it("has every look-up in its table, with what it is asked", () => {
        const rows = read("docs/look-ups.md").split("\n");
        for (const { token, declaration } of lookUps) {
            const name = token.replace("callfire:index:", "");
            const row = rows.find((line) => line.startsWith(`| \`${name}(`));
            assert(row !== undefined, name);
            const asked = Object.entries(declaration.inputs).map(([input, { required }]) =>
                required ? input : `${input}?`,
            );
            const missing = asked.filter((input) => !row.includes(input));
            assert(missing.length === 0 || row.includes("..."), `${name}: ${missing.join(", ")}`);
        }
    });
});
