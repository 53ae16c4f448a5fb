import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { CommanderError } from "commander";
import { describeFaults } from "../../simulator";
import { run } from "./command";
import { understand } from "./understand";

const root = path.join(__dirname, "..", "..", "..");

const commands = [
    "",
    "check",
    "orders",
    "orders list",
    "orders show",
    "orders adopt",
    "orders forget",
    "simulator",
    "simulator faults",
    "simulator reset",
];

describe("npx pulumi-callfire --help", () => {
    for (const command of commands) {
        it(`explains "${command}" on one screen, with examples and exit codes`, async () => {
            const { code, stdout, stderr } = await run([...command.split(" ").filter(Boolean), "--help"], tmpdir());
            assert.deepEqual([code, stderr], [0, ""]);
            const lines = stdout.trimEnd().split("\n");
            assert(lines.length <= 40, `${String(lines.length)} lines`);
            assert.deepEqual(
                lines.filter((line) => line.length > 80),
                [],
            );
            assert(stdout.startsWith(`Usage: npx pulumi-callfire ${command}`), stdout);
            const examples = [...stdout.matchAll(/^ {2}npx pulumi-callfire (.+)$/gm)].map(([, words = ""]) => words);
            assert(examples.length > 0);
            for (const example of examples) {
                await understand(example.split(" "));
            }
            assert.match(stdout, /\nExit codes: 0 .*, 1 .*, 2 /);
        });
    }

    it("is shown, with exit code 2, where no command is named", async () => {
        const { code, stderr } = await run([], tmpdir());
        assert.equal(code, 2);
        assert.match(stderr, /Commands:/);
    });

    it("lists every fault of the simulator", async () => {
        const { stdout } = await run(["simulator", "--help"], tmpdir());
        const { stdout: details } = await run(["simulator", "faults"], tmpdir());
        for (const { name, meaning } of describeFaults()) {
            assert.match(stdout, new RegExp(`\\b${name}\\b`));
            assert(details.includes(`${name}: ${meaning}`), name);
        }
    });

    it("is told apart from the version", async () => {
        const { version } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8")) as { version: string };
        const { code, stdout } = await run(["--version"], tmpdir());
        assert.deepEqual([code, stdout], [0, `${version}\n`]);
    });

    it("knows by its examples what it can't understand", async () => {
        await assert.rejects(understand(["orders", "forget", "entry", "--verbose"]), CommanderError);
        await assert.rejects(understand(["simulator", "--fault", "fire"]), CommanderError);
    });
});
