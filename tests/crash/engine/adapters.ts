import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { StackOptions } from "../../engine/support/engine";

/** Through which of the two providers a stack buys. */
export type AdapterName = "dynamic" | "plugin";

const repository = resolve(__dirname, "../../../..");

/** The same program for either adapter: what differs is behind its own `callfire.js`. */
export function programWith(
    adapter: AdapterName,
    program: Record<string, string>,
): Pick<StackOptions, "program" | "package"> {
    if (adapter === "dynamic") {
        return { program: { ...program, "callfire.js": `module.exports = require("pulumi-callfire");\n` } };
    }
    const names = [
        "NumberOrder",
        "Keyword",
        "PhoneNumber",
        "NumberConfiguration",
        "Subscription",
        "AutoReply",
        "NumberLabel",
    ];
    const classes = names.map(
        (name) => `exports.${name} = class extends pulumi.CustomResource {
    constructor(name, args, options) {
        super("callfire:index:${name}", name, args, options);
    }
};
`,
    );
    const project = {
        name: "numbers",
        runtime: { name: "nodejs", options: { typescript: false } },
        plugins: { providers: [{ name: "callfire", path: pluginFolder() }] },
    };
    const files = {
        "callfire.js": `const pulumi = require("@pulumi/pulumi");\n${classes.join("")}`,
        // JSON is YAML too.
        "Pulumi.yaml": JSON.stringify(project, undefined, 4),
    };
    return { package: "none", program: { ...program, ...files } };
}

let copied: string | undefined;

/** A copy of the plugin, so that a build that is made meanwhile does not change what is tested. */
function pluginFolder(): string {
    if (copied === undefined) {
        const folder = mkdtempSync(join(tmpdir(), "pulumi-callfire-plugin-"));
        process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
        for (const file of ["pulumi-resource-callfire", "PulumiPlugin.yaml"]) {
            cpSync(join(repository, file), join(folder, file));
        }
        copied = folder;
    }
    return copied;
}
