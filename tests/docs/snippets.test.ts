import assert from "node:assert/strict";
import { join } from "node:path";
import * as ts from "typescript";
import { codeOf, pages, root } from "./pages";

/** What a piece of a program takes for granted, where it does not say it itself. */
const assumed: Readonly<Record<string, string>> = {
    callfire: `import * as callfire from "pulumi-callfire";`,
    pulumi: `import * as pulumi from "@pulumi/pulumi";`,
    CheckFailure: `import type { CheckFailure } from "pulumi-callfire";`,
    NumberOrder: `import { NumberOrder } from "pulumi-callfire";`,
    PolicyPack: `import { PolicyPack, validateResourceOfType } from "@pulumi/policy";`,
    support: `declare const support: import("pulumi-callfire").NumberOrder;`,
    promo: `declare const promo: import("pulumi-callfire").Keyword;`,
    desk: `declare const desk: import("pulumi-callfire").PhoneNumber;`,
    config: `declare const config: import("@pulumi/pulumi").Config;`,
};

function whole(snippet: string): string {
    const declares = (name: string): boolean => new RegExp(`(const|as|import \\{) ${name}\\b`).test(snippet);
    const head = Object.entries(assumed)
        .filter(([name]) => new RegExp(`\\b${name}\\b`).test(snippet) && !declares(name))
        .map(([, line]) => line);
    return [...head, snippet, "export {};"].join("\n");
}

describe("every piece of TypeScript in README.md and docs", function () {
    this.timeout(600_000);

    it("compiles against the package", async () => {
        const shown = pages().filter((page) => page === "README.md" || /^(docs|sdk)\//.test(page));
        const files = new Map<string, string>();
        for (const page of shown) {
            for (const [index, snippet] of (await codeOf(page, "ts")).entries()) {
                // Beside the package, whose own name leads to it there.
                files.set(join(root, `${page.replace(/\W/g, "-")}-${String(index + 1)}.ts`), whole(snippet));
            }
        }
        assert(files.size > 25, `only ${String(files.size)} pieces were found`);

        const options: ts.CompilerOptions = {
            strict: true,
            noEmit: true,
            skipLibCheck: true,
            target: ts.ScriptTarget.ES2022,
            module: ts.ModuleKind.ESNext,
            moduleResolution: ts.ModuleResolutionKind.Bundler,
            types: [],
        };
        const host = ts.createCompilerHost(options);
        const real = { ...host };
        host.fileExists = (file) => files.has(file) || real.fileExists(file);
        host.readFile = (file) => files.get(file) ?? real.readFile(file);
        host.getSourceFile = (file, version) => {
            const text = files.get(file);
            return text === undefined ? real.getSourceFile(file, version) : ts.createSourceFile(file, text, version);
        };
        const program = ts.createProgram([...files.keys()], options, host);
        const found = [...files.keys()].flatMap((file) => {
            const source = program.getSourceFile(file);
            const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
            return diagnostics.map(
                ({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
            );
        });
        assert.deepEqual(found, []);
    });
});
