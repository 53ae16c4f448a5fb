import { InvalidArgumentError, type Command } from "commander";
import { messageOf } from "./context";

/** What every command that looks into the journal takes. */
export function addCommonOptions(command: Command): Command {
    return command
        .option("--journal <place>", "file:<folder> or postgres://...; else the stack's, else CALLFIRE_JOURNAL")
        .option("--stack <name>", "whose settings to use; else the one selected in this folder")
        .option("--json", "for programs");
}

/** What every command that may ask CallFire takes. */
export function addEndpoint(command: Command): Command {
    return command.option("--endpoint <url>", "where CallFire is, or simulator; else as the stack or environment says");
}

/** A word of the command line. What it is refused for is said by commander, with the name of its option. */
export function parsedBy<Value>(parse: (text: string) => Value): (text: string) => Value {
    return (text) => {
        try {
            return parse(text);
        } catch (error) {
            throw new InvalidArgumentError(messageOf(error));
        }
    };
}

/** The last part of a help text. */
export function examples(...commands: readonly string[]): string {
    return ["", "Examples:", ...commands.map((command) => `  npx pulumi-callfire ${command}`)].join("\n");
}
