import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "./run.mjs";
import { root } from "./setup.mjs";

const folder = join(root, "examples/registry");

/** The file of each language, in the order in which the registry shows them. */
const files = { typescript: "index.ts", python: "__main__.py", go: "main.go", yaml: "Main.yaml" };

/** What each resource's example shows. */
export const titles = {
    NumberOrder: "Numbers of a region, a toll-free one and a keyword",
    Keyword: "One keyword",
    PhoneNumber: "A local number and a toll-free one",
    NumberConfiguration: "Forward calls",
    Subscription: "Be told of every text that comes in",
    AutoReply: "Answer texts to a keyword",
    NumberLabel: "Label what an order bought",
};

/** The section of a resource's description that Pulumi's registry shows as its examples, for each language its own. */
export function examplesOf(resource) {
    const programs = Object.entries(files).map(([language, file]) => {
        const path = join(folder, resource, file);
        if (!existsSync(path)) throw new Failure(`${resource} has no example in ${language}: ${path} is missing.`);
        return `\`\`\`${language}\n${readFileSync(path, "utf8").trim()}\n\`\`\`\n`;
    });
    const example = `{{% example %}}\n### ${titles[resource]}\n\n${programs.join("\n")}\n{{% /example %}}`;
    return `{{% examples %}}\n## Example Usage\n\n${example}\n{{% /examples %}}`;
}
