import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import * as ts from "typescript";
import { packageSchema } from "../../provider/plugin/packageSchema";

const folder = resolve(__dirname, "../../..", "examples/registry");
const resources = readdirSync(folder).filter((name) => /^[A-Z]/.test(name));

interface SchemaProperty {
    $ref?: string;
    items?: SchemaProperty;
}

interface ObjectSchema {
    properties: Record<string, SchemaProperty>;
    required?: string[];
}

interface ResourceSchema extends ObjectSchema {
    inputProperties: Record<string, SchemaProperty>;
    requiredInputs: string[];
}

interface YamlProgram {
    resources: Record<string, { type: string; properties: Record<string, unknown> }>;
    outputs?: Record<string, unknown>;
}

const schema = JSON.parse(packageSchema) as {
    resources: Record<string, ResourceSchema>;
    types: Record<string, ObjectSchema>;
};

/** The parser that Pulumi brings. */
const { load } = createRequire(require.resolve("@pulumi/pulumi"))("js-yaml") as { load: (text: string) => unknown };

describe("the examples of the registry", function () {
    this.timeout(60_000);

    it("are there for every resource", () => {
        assert.deepEqual(
            resources.map((name) => `callfire:index:${name}`).sort(),
            Object.keys(schema.resources).sort(),
        );
    });

    it("compile, those in TypeScript", () => {
        const files = resources.map((name) => join(folder, name, "index.ts"));
        const program = ts.createProgram(files, {
            strict: true,
            noEmit: true,
            skipLibCheck: true,
            target: ts.ScriptTarget.ES2022,
            module: ts.ModuleKind.Node16,
            moduleDetection: ts.ModuleDetectionKind.Force,
            types: [],
        });
        const problems = files.flatMap((file) => [...ts.getPreEmitDiagnostics(program, program.getSourceFile(file))]);
        assert.deepEqual(
            problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
            [],
        );
    });

    for (const name of resources) {
        it(`give resources the inputs that they have, and read outputs that they have: ${name} in YAML`, () => {
            const program = load(readFileSync(join(folder, name, "Main.yaml"), "utf8")) as YamlProgram;
            for (const { type, properties } of Object.values(program.resources)) {
                const found = schema.resources[type.replace("callfire:", "callfire:index:")];
                assert(found !== undefined, type);
                assertObject(properties, { properties: found.inputProperties, required: found.requiredInputs }, type);
            }
            for (const [, resource, output] of JSON.stringify(program).matchAll(/\$\{([\w-]+)\.(\w+)/g)) {
                const type = program.resources[String(resource)]?.type ?? "";
                const outputs = schema.resources[type.replace("callfire:", "callfire:index:")]?.properties ?? {};
                assert(String(output) in outputs, `${String(resource)}.${String(output)}`);
            }
            assert(Object.values(program.resources).some(({ type }) => type === `callfire:${name}`));
        });
    }
});

function assertObject(
    given: Record<string, unknown>,
    { properties, required = [] }: ObjectSchema,
    where: string,
): void {
    for (const name of required) {
        assert(name in given, `${where} lacks ${name}`);
    }
    for (const [name, value] of Object.entries(given)) {
        const property = properties[name];
        assert(property !== undefined, `${where} has no ${name}`);
        const type = property.$ref?.replace("#/types/", "");
        if (type !== undefined) {
            assertObject(value as Record<string, unknown>, schema.types[type]!, `${where}.${name}`);
        }
    }
}
