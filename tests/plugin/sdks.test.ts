import { spawnSync } from "node:child_process";
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { createSchema } from "../../provider/plugin/schema";
import { loadLookUps } from "../../provider/plugin/lookUps";
import { loadResources } from "../../provider/plugin/resources";

const root = resolve(__dirname, "../../..");

interface Described {
    description?: string;
    properties?: Record<string, Described>;
    inputProperties?: Record<string, Described>;
}

describe("the schema", () => {
    it("is what the committed SDKs were generated from", () => {
        const { status, stderr } = spawnSync(process.execPath, ["tools/sdks.mjs", "--check"], {
            cwd: root,
            encoding: "utf8",
        });
        assert.equal(status, 0, stderr);
    });

    it("has the names that programs rely on, and a description for every property", async () => {
        const schema = (await createSchema(await loadResources(), await loadLookUps())) as {
            name: string;
            types: Record<string, Described>;
            resources: Record<string, Described>;
            functions: Record<string, { inputs: Described; outputs: Described }>;
            config: { variables: Record<string, Described> };
            language: { python: { packageName: string } };
        };
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
});
