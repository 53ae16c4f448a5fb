import type { Command } from "commander";
import assert from "node:assert/strict";
import { processContext } from "../../provider/cli/context";
import { createProgram } from "../../provider/cli/program";
import { understand } from "../cli/understand";
import { pages, read } from "./pages";

/** What a page says before its first section, under "Where settings come from" and in the section of each command. */
function sections(): Map<string, string> {
    const [head = "", ...parts] = read("docs/command-line.md").split("\n## ");
    return new Map([["", head], ...parts.map((part) => [titleOf(part), part] as const)]);
}

/** `orders show <entry>` is about the command `orders show`. */
function titleOf(section: string): string {
    const [line = ""] = section.split("\n");
    return line.replaceAll("`", "").replace(/ <.*$/, "");
}

/** Every command that does something, by its whole name. */
function commandsOf(command: Command, name: string): [string, Command][] {
    const own: [string, Command][] = command.commands.flatMap((child) =>
        commandsOf(child, `${name} ${child.name()}`.trim()),
    );
    const acts = command.commands.length === 0 || command.name() === "simulator";
    return acts ? [[name, command], ...own] : own;
}

const optionsOf = (text: string): string[] => [...new Set(text.match(/--[a-z][a-z-]+/g) ?? [])];

describe("docs/command-line.md", () => {
    const page = sections();
    const everywhere = optionsOf(page.get("Where settings come from") ?? "");

    it("says what the exit codes mean", () => {
        assert.match(page.get("Exit codes") ?? "", /\| 0 +\|.*\n\| 1 +\|.*\n\| 2 +\|/);
    });

    for (const [name, command] of commandsOf(createProgram(processContext(false)), "")) {
        it(`has a section on "${name}" that names its options, and no other`, () => {
            const section = page.get(name);
            assert(section !== undefined);
            const options = command.options.map(({ long = "" }) => long);
            const known = [...everywhere, "--json", "--yes"];
            const said = optionsOf(section);
            assert.deepEqual(
                options.filter((option) => !said.includes(option) && !known.includes(option)),
                [],
            );
            assert.deepEqual(
                said.filter((option) => !options.includes(option)),
                [],
            );
        });
    }
});

/** Every command line of a page, with something in the place of what differs: `orders adopt intent 1428507003`. */
function commandLinesOf(page: string): string[] {
    const lines = read(page)
        .replace(/\n(?=[^\n`]*`)/g, " ")
        .matchAll(/npx pulumi-callfire ([^`#\n|]+)/g);
    return [...lines].map(([, words = ""]) =>
        words
            .replace(/<(order )?id>/g, "1428507003")
            .replace(/<(\w+)>/g, "$1")
            .trim(),
    );
}

describe("every command line of this package that a page shows", () => {
    it("is understood", async () => {
        const shown = pages().flatMap((page) => commandLinesOf(page).map((line) => ({ page, line })));
        assert(shown.length > 25, `only ${String(shown.length)} were found`);
        for (const { page, line } of shown) {
            await assert.doesNotReject(understand(line.split(/\s+/)), `${page}: ${line}`);
        }
    });
});
