#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { codeOf } from "../orders/thrown";
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

/** A reader that has seen enough, as in "| head", is no failure, and does not end half-way what the command was told to do. */
function endBadlyUnlessUnread(error: Error): void {
    if (codeOf(error) !== "EPIPE") {
        process.stderr.write(`The output could not be written: ${messageOf(error)}\n`);
        process.once("exit", () => (process.exitCode = 1));
    }
}

process.stdout.once("error", endBadlyUnlessUnread);
for (const stream of [process.stdout, process.stderr]) {
    // The first error has said it all.
    stream.on("error", () => undefined);
}
void main();
