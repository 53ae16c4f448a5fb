import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import * as ts from "typescript";
import { lookUps } from "../../provider/functions/lookUps";
import type { Property } from "../../provider/resources/resource";

const folder = resolve(__dirname, "../../..", "sdk/nodejs");

/** Types of a program whose hovers have words of their own. */
const sharedTypes = ["Region", "RegionArgs"];

describe("the types of a look-up", () => {
    const files = ["lookUps.ts", "lookUpTypes.ts", "types.ts"].map((file) => join(folder, file));
    const program = ts.createProgram(files, { noResolve: true, noLib: true, types: [] });
    const checker = program.getTypeChecker();
    const sources = files.map((file) => program.getSourceFile(file)!);
    const statements = sources.flatMap((source) => [...source.statements]);

    const typeOf = (name: string): ts.Type => {
        const found = statements.find(
            (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === name,
        );
        assert(found !== undefined, `${name} is declared`);
        return checker.getTypeAtLocation(found);
    };

    /** Every property of the type, required where it is declared so; its words are generated. */
    function assertDeclared(type: string, properties: Readonly<Record<string, Property>>): void {
        const members = typeOf(type).getProperties();
        assert.deepEqual(members.map(({ name }) => name).sort(), Object.keys(properties).sort(), type);
        for (const member of members) {
            const { required } = properties[member.name]!;
            assert.equal((member.flags & ts.SymbolFlags.Optional) === 0, required === true, `${type}.${member.name}`);
        }
    }

    for (const { token, declaration } of lookUps) {
        const name = token.replace("callfire:index:", "");
        it(`are those that ${name} declares`, () => {
            const functions = statements.filter(ts.isFunctionDeclaration);
            const [plainForm, outputForm] = [name, `${name}Output`].map((one) => {
                const found = functions.find((candidate) => candidate.name?.text === one);
                assert(found !== undefined, one);
                return found;
            }) as [ts.FunctionDeclaration, ts.FunctionDeclaration];
            for (const form of [plainForm, outputForm]) {
                const [args] = form.parameters;
                const type = args?.type?.getText() ?? "";
                if (args === undefined) {
                    assert.deepEqual(declaration.inputs, {});
                } else if (!sharedTypes.includes(type)) {
                    assertDeclared(type, declaration.inputs);
                }
            }
            const answered = /^Promise<(\w+)>$/.exec(plainForm.type!.getText())![1]!;
            assertDeclared(answered, declaration.outputs);
            const details = declaration.outputs["details"]?.items;
            if (details !== undefined) {
                assertDeclared(details.typeName!, details.properties ?? {});
            }
        });
    }
});
