import { spawnSync } from "node:child_process";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { packageSchema } from "../../provider/plugin/packageSchema";

const root = resolve(__dirname, "../../..");

interface Described {
    description?: string;
    properties?: Record<string, Described>;
    inputProperties?: Record<string, Described>;
}

interface PackageSchema {
    name: string;
    pluginDownloadURL: string;
    repository: string;
    logoUrl: string;
    types: Record<string, Described>;
    resources: Record<string, Described>;
    functions: Record<string, { inputs: Described; outputs: Described }>;
    config: { variables: Record<string, Described> };
    language: { python: { packageName: string } };
}

describe("the schema", () => {
    it("is what the committed SDKs were generated from", () => {
        const { status, stderr } = spawnSync(process.execPath, ["tools/sdks.mjs", "--check"], {
            cwd: root,
            encoding: "utf8",
        });
        assert.equal(status, 0, stderr);
    });

    const schema = JSON.parse(packageSchema) as PackageSchema;

    it("has the names that programs rely on, and a description for every property", () => {
        assert.equal(schema.name, "callfire");
        assert.equal(schema.language.python.packageName, "pulumi_callfire");
        assert.deepEqual(Object.keys(schema.resources), [
            "callfire:index:NumberOrder",
            "callfire:index:Keyword",
            "callfire:index:PhoneNumber",
            "callfire:index:NumberConfiguration",
            "callfire:index:Subscription",
            "callfire:index:AutoReply",
            "callfire:index:NumberLabel",
        ]);
        assert.deepEqual(Object.keys(schema.functions), [
            "callfire:index:getAvailableNumbers",
            "callfire:index:getAvailableKeywords",
            "callfire:index:getRegions",
            "callfire:index:getNumbers",
            "callfire:index:getNumber",
            "callfire:index:getKeywords",
        ]);
        for (const name of ["BulkLocal", "BulkTollFree", "LocalNumber", "Region"]) {
            assert.ok(schema.types[`callfire:index:${name}`], name);
        }
        const owners = [
            ...Object.values(schema.types),
            ...Object.values(schema.resources),
            ...Object.values(schema.functions).flatMap(({ inputs, outputs }) => [inputs, outputs]),
            { properties: schema.config.variables },
        ];
        for (const { properties = {}, inputProperties = {} } of owners) {
            for (const [name, { description = "" }] of Object.entries({ ...properties, ...inputProperties })) {
                assert.match(description, /\.\)?$/, name);
            }
        }
    });

    it("says where the plugin is downloaded from, and where the logo lies", () => {
        assert.equal(schema.pluginDownloadURL, "github://api.github.com/pulumi-callfire/pulumi-callfire");
        const raw = schema.repository.replace("github.com", "raw.githubusercontent.com");
        const [, path] = new RegExp(`^${raw}/main/(.*)$`).exec(schema.logoUrl) ?? [];
        assert(existsSync(join(root, String(path))), schema.logoUrl);
    });

    it("shows an example of every resource in every language", () => {
        for (const [token, { description = "" }] of Object.entries(schema.resources)) {
            const shown = /\{\{% examples %\}\}\n([^]*)\{\{% \/examples %\}\}/.exec(description)?.[1] ?? "";
            const languages = [...shown.matchAll(/^```(\w+)$/gm)].map(([, language]) => language);
            assert.deepEqual(languages, ["typescript", "python", "go", "yaml"], token);
        }
    });
});
