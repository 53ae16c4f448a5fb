import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import type * as typescript from "typescript";
import { keyword } from "../../provider/resources/keyword";
import { phoneNumber } from "../../provider/resources/phoneNumber";
import { numberOrder } from "../../provider/resources/numberOrder";
import type { Property, Resource } from "../../provider/resources/resource";
import { findingsOf, mistakes, program } from "../package/program";
import { installInto } from "./support/packages";

/** The compiler that Pulumi brings, which compiles the programs of most users. It ignores `exports` of package.json. */
const oldCompiler = "@pulumi/pulumi/vendor/typescript@3.8.3/typescript.js";

describe("the installed package", function () {
    this.timeout(300_000);
    let folder: string;

    before(() => {
        folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-callfire-package-")));
        installInto(folder, "packed");
        writeFileSync(join(folder, "index.ts"), program);
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    it("types programs under the compiler that Pulumi brings", () => {
        const ts = createRequire(join(folder, "index.js"))(oldCompiler) as typeof typescript;
        assert.equal(ts.version, "3.8.3");
        // As in the tsconfig.json of Pulumi's templates.
        const template = { strict: true, noEmit: true, target: "es2020", module: "commonjs", moduleResolution: "node" };
        const { options } = ts.convertCompilerOptionsFromJson({ ...template, types: [] }, folder);
        const compiled = ts.createProgram([join(folder, "index.ts")], options);
        const found = findingsOf(ts, compiled);
        assert.deepEqual(
            found.filter(({ file, line }) => !file?.endsWith("index.ts") || !mistakes.includes(line)),
            [],
        );
        assert.deepEqual([...new Set(found.map(({ line }) => line))], mistakes);
    });

    it("loads no more than a program needs", () => {
        const loaded = evaluate(
            `require("pulumi-callfire"); console.log(JSON.stringify(Object.keys(require.cache)))`,
        ) as string[];
        const rooms = loaded.map((path) => path.split(sep).join("/"));
        for (const late of [
            "/axios/",
            "/fast-xml-parser/",
            "/libphonenumber-js/",
            "/node_modules/pg/",
            "/node_modules/pgpass/",
            "/node_modules/commander/",
            "/dist/simulator/",
            "/dynamic/adapter",
        ]) {
            assert.deepEqual(
                rooms.filter((path) => path.includes(late)),
                [],
            );
        }
    });

    it("resolves, from CommonJS, what states name for ever", () => {
        const paths = ["number-order", "keyword", "phone-number", "number-configuration", "subscription", "auto-reply"];
        for (const path of [...paths, "number-label"]) {
            const calls = evaluate(
                `console.log(JSON.stringify(Object.keys(require("pulumi-callfire/dynamic/${path}"))))`,
            ) as string[];
            assert.deepEqual(calls.sort(), ["check", "configure", "create", "delete", "diff", "read", "update"]);
        }
    });

    it("gives its classes the properties that the resources declare, each with its meaning", () => {
        const ts = createRequire(__filename)("typescript") as typeof typescript;
        const compiled = ts.createProgram([join(folder, "index.ts")], {
            strict: true,
            module: ts.ModuleKind.Node16,
            types: [],
        });
        const checker = compiled.getTypeChecker();
        const entry = compiled.getSourceFiles().find(({ fileName }) => /sdk\/nodejs\/index\.d\.ts$/.test(fileName));
        assert(entry !== undefined);
        const entrySymbol = checker.getSymbolAtLocation(entry);
        assert(entrySymbol !== undefined);
        const exported = checker.getExportsOfModule(entrySymbol);

        /** Own properties of a class or interface; each must be documented. */
        const members = (name: string): string[] => {
            const symbol = exported.find((candidate) => candidate.name === name);
            assert(symbol !== undefined, `${name} is not exported`);
            const original = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
            const own = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(original)).filter((property) => {
                const file = property.declarations?.[0]?.getSourceFile().fileName ?? "";
                return file.includes("/pulumi-callfire/");
            });
            for (const property of own) {
                const text = ts.displayPartsToString(property.getDocumentationComment(checker));
                assert(text.length > 20, `${name}.${property.name} is not described`);
            }
            return own.map((property) => property.name).sort();
        };
        const check = (name: string, { declaration: { inputs, outputs } }: Resource): void => {
            assert.deepEqual(members(name), Object.keys({ ...inputs, ...outputs }).sort());
            assert.deepEqual(members(`${name}Args`), Object.keys(inputs).sort());
            for (const property of Object.values({ ...inputs, ...outputs })) {
                checkNested(property);
            }
        };
        const checkNested = ({ typeName, properties, items }: Property): void => {
            if (typeName !== undefined && properties !== undefined) {
                assert.deepEqual(members(typeName), Object.keys(properties).sort());
            }
            [...Object.values(properties ?? {}), ...(items === undefined ? [] : [items])].forEach(checkNested);
        };
        check("NumberOrder", numberOrder);
        check("Keyword", keyword);
        check("PhoneNumber", phoneNumber);
    });

    /** What a program in the folder prints, as JSON. */
    function evaluate(code: string): unknown {
        return JSON.parse(execFileSync("node", ["-e", code], { cwd: folder, encoding: "utf8" }));
    }
});
