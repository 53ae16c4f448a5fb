import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";
import { codeOf } from "../docs/pages";
import { login, opensInTests, password } from "./support/account";
import { succeeded } from "./support/running";

const page = "docs/getting-started.md";
const answers: Readonly<Record<string, string>> = { "<API login>": login, "<API password>": password };

/** Compiled once: the engine would do it for each command. */
const compiled = (program: string): Record<string, string> => ({
    "index.js": ts.transpileModule(program, { compilerOptions: { module: ts.ModuleKind.CommonJS } }).outputText,
});

describe("docs/getting-started.md", function () {
    this.timeout(600_000);
    const { simulate, stackOf } = opensInTests({ orderSeconds: 0 });

    it("leads from the simulator to an account by the commands that it shows, in their order", async () => {
        const [program = ""] = await codeOf(page, "ts");
        const [setUp = "", ...blocks] = await codeOf(page, "sh");
        assert.match(setUp, /^npm install pulumi-callfire$/m);
        const account = await simulate();
        const stack = await stackOf({ program: compiled(program), startsProgram: true });

        const said: string[] = [];
        let numbers: unknown;
        for (const line of blocks.flatMap((block) => block.split("\n")).filter((one) => one.startsWith("pulumi "))) {
            const [, ...words] = line.split(/ (?![^<]*>)/);
            const [command = "", ...others] = words.map((word) => answers[word] ?? word);
            // Declared as the page says by then.
            stack.write(compiled(command === "preview" ? program.replace("count: 2", "count: 1") : program));
            const isFirst = said.length === 1;
            const yes = ["up", "destroy"].includes(command) ? ["--yes", `--skip-preview=${String(!isFirst)}`] : [];
            said.push(succeeded(await stack.run([command, ...others, ...yes])));
            if (command === "up") ({ numbers } = await stack.outputs());
            // CallFire's own place is taken by a simulator of this test.
            if (others[0] === "rm") await stack.configure({ "callfire:endpoint": account.url });
        }

        const [, first, second, fewer, destroyed] = said;
        assert.match(first!, /create orders 2 local numbers \(city=Seattle, state=WA\)/);
        assert.match(second!, /2 unchanged/);
        assert.match(fewer!, /releases 1 item: \d{11} \(leased until/);
        assert.match(destroyed!, /2 deleted/);
        assert(existsSync(join(stack.program, ".callfire-simulator.json")));
        const { orders, owned } = account.ledger();
        assert.equal(orders.length, 1);
        assert.deepEqual(
            owned.numbers.map(({ value }) => value),
            numbers,
        );
    });
});
