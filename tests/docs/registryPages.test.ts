import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { settingDefinitions } from "../../provider/settings/definitions";

const root = join(__dirname, "../../..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

const pages = ["docs/_index.md", "docs/installation-configuration.md"];

describe("the pages for Pulumi's registry", () => {
    it("begin with what the registry asks of them", () => {
        for (const page of pages) {
            assert.match(read(page), /^---\ntitle: CallFire.*\nmeta_desc: .+\nlayout: package\n---\n\n/, page);
        }
    });

    it("show the example that is run, in every language", () => {
        const page = read("docs/_index.md");
        const files = { typescript: "index.ts", python: "__main__.py", go: "main.go", yaml: "Main.yaml" };
        for (const [language, file] of Object.entries(files)) {
            const program = read(`examples/registry/NumberOrder/${file}`);
            assert(page.includes(`\`\`\`${language}\n${program.trim()}\n\`\`\``), file);
        }
    });

    it("name every setting with its variable", () => {
        const page = read("docs/installation-configuration.md");
        for (const [name, { environment }] of Object.entries(settingDefinitions)) {
            assert.match(page, new RegExp(`\`callfire:${name}\`.*\`${environment}\``), name);
        }
    });
});
