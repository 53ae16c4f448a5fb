import assert from "node:assert/strict";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { EngineStack } from "./support/engine";
import { installInto } from "./support/packages";
import { succeeded } from "./support/running";

const root = resolve(__dirname, "../../..");

/** What a team might forbid: expensive numbers that anybody can delete, and a count that is a typo. */
const pack = `
const { PolicyPack, validateResourceOfType } = require("@pulumi/policy");
const { Keyword, NumberOrder } = require("pulumi-callfire");

new PolicyPack("numbers", {
    policies: [
        {
            name: "protected-toll-free",
            description: "Toll-free numbers are printed on things: nobody deletes them by mistake.",
            enforcementLevel: "mandatory",
            validateResource: validateResourceOfType(NumberOrder, (order, args, report) => {
                if (order.bulkTollFree !== undefined && !args.opts.protect) {
                    report("Set protect: true where toll-free numbers are ordered.");
                }
            }),
        },
        {
            name: "small-orders",
            description: "More than 3 numbers at once need a word with the team that pays.",
            enforcementLevel: "mandatory",
            validateResource: validateResourceOfType(NumberOrder, (order, args, report) => {
                const count = (order.bulkLocal?.count ?? 0) + (order.bulkTollFree?.count ?? 0);
                if (count > 3) {
                    report(count + " numbers are more than 3.");
                }
            }),
        },
        {
            name: "long-keywords",
            description: "Short keywords are easily mistyped.",
            enforcementLevel: "mandatory",
            validateResource: validateResourceOfType(Keyword, (one, args, report) => {
                if (one.keyword.length < 4) {
                    report(one.keyword + " is too short.");
                }
            }),
        },
    ],
});
`;

/** No language host has this name, so that the engine takes the analyzer of this name on PATH, whichever hosts there are. */
const runtime = "node-of-the-tests";

describe("a policy pack on the real engine", function () {
    this.timeout(600_000);
    let stack: EngineStack;
    let folder: string;

    before(async () => {
        stack = await EngineStack.create({
            program: { "index.js": "" },
            config: { "callfire:endpoint": "simulator" },
        });
        folder = join(stack.folder, "policies");
        mkdirSync(folder);
        writeFileSync(join(folder, "PulumiPolicy.yaml"), `runtime: ${runtime}\n`);
        writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "policies", version: "0.0.1" }));
        writeFileSync(join(folder, "index.js"), pack);
        installInto(folder, "packed");
        symlinkSync(join(root, "node_modules/@pulumi/policy"), join(folder, "node_modules/@pulumi/policy"), "junction");
        provideAnalyzer();
    });
    after(() => stack.remove());

    function provideAnalyzer(): void {
        const analyzers = join(stack.folder, "analyzers");
        mkdirSync(analyzers);
        const analyzer = join(analyzers, `pulumi-analyzer-policy-${runtime}`);
        const script = join(root, "node_modules/@pulumi/pulumi/cmd/run-policy-pack");
        writeFileSync(analyzer, `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`);
        chmodSync(analyzer, 0o755);
        stack.env["PATH"] = [analyzers, stack.env["PATH"]].join(delimiter);
    }

    async function preview(program: string): Promise<{ exitCode: number; output: string }> {
        stack.write({ "index.js": `const callfire = require("pulumi-callfire");\n${program}` });
        return stack.preview("--policy-pack", folder);
    }

    it("refuses toll-free numbers without protection, and only those", async () => {
        const { exitCode, output } = await preview(`
            new callfire.NumberOrder("bare", { bulkTollFree: { count: 1 } });
            new callfire.NumberOrder("safe", { bulkTollFree: { count: 1 } }, { protect: true });
            new callfire.NumberOrder("local", { bulkLocal: { count: 1 } });`);
        assert.notEqual(exitCode, 0, output);
        assert.match(output, /protected-toll-free[^]*Set protect: true where toll-free numbers are ordered/);
        assert.equal(output.match(/Set protect: true/g)?.length, 1, output);
    });

    it("caps the count, and knows each class from the other", async () => {
        const { exitCode, output } = await preview(`
            new callfire.NumberOrder("many", { bulkLocal: { count: 4 } });
            new callfire.Keyword("short", { keyword: "ABC" });`);
        assert.notEqual(exitCode, 0, output);
        assert.equal(output.match(/4 numbers are more than 3\./g)?.length, 1, output);
        assert.equal(output.match(/ABC is too short\./g)?.length, 1, output);
    });

    it("lets pass what keeps to it", async () => {
        const passed = await preview(`
            new callfire.NumberOrder("few", { bulkLocal: { count: 3 } });
            new callfire.NumberOrder("safe", { bulkTollFree: { count: 1 } }, { protect: true });
            new callfire.Keyword("promo", { keyword: "CHOCOLATE" });`);
        assert.match(succeeded({ ...passed, stdout: "", stderr: "" }), /4 to create/);
    });
});
