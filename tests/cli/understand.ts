import { CommanderError } from "commander";
import type { Command } from "commander";
import { processContext } from "../../provider/cli/context";
import { createProgram } from "../../provider/cli/program";

/** Reads a command line, and does nothing of what it says. @throws CommanderError where it can't be understood */
export async function understand(words: readonly string[]): Promise<void> {
    const program = createProgram(processContext(false));
    const disarm = (command: Command): void => {
        command.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
        if (command.commands.length === 0 || command.name() === "simulator") {
            command.action(() => undefined);
        }
        command.commands.forEach(disarm);
    };
    disarm(program);
    try {
        await program.parseAsync(words, { from: "user" });
    } catch (error) {
        if (!(error instanceof CommanderError && error.exitCode === 0)) {
            throw error;
        }
    }
}
