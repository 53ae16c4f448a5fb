#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { messageOf, processContext, UsageError } from "./context";
import { createProgram } from "./program";

const seeHelp = `Write "npx pulumi-callfire --help" to see all commands, with the name of one to see its options.`;

async function main(): Promise<void> {
    const hasColors = new Command().configureOutput().getOutHasColors?.() ?? false;
    try {
        await createProgram(processContext(hasColors)).parseAsync();
    } catch (error) {
        process.exitCode = exitCodeOf(error);
    }
}

/** Says what is wrong; commander has said what it found itself. */
function exitCodeOf(error: unknown): number {
    if (error instanceof CommanderError) {
        if (error.exitCode !== 0 && error.code !== "commander.help") {
            process.stderr.write(`${seeHelp}\n`);
        }
        return error.exitCode === 0 ? 0 : 2;
    }
    process.stderr.write(`${messageOf(error)}\n`);
    if (error instanceof UsageError) {
        process.stderr.write(`${seeHelp}\n`);
        return 2;
    }
    return 1;
}

// A reader that has seen enough, as in "| head", is no failure.
process.stdout.on("error", () => process.exit());
void main();
