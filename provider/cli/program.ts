import { Command } from "commander";
import { version } from "../settings/version";
import { addCheck } from "./check";
import type { Context } from "./context";
import { examples } from "./options";
import { addOrders } from "./orders/command";
import { addSimulator } from "./simulator";

/** What the exit codes of all commands mean. */
const exitCodes = "Exit codes: 0 fine, 1 something is open or wrong, 2 a wrong command line";

/** All commands. What it can't understand it says itself, and throws a CommanderError. */
export function createProgram(context: Context): Command {
    const program = new Command("npx pulumi-callfire")
        .usage("<command>")
        .description(
            "Looks after what Pulumi ordered at CallFire. Settings come from the stack of the program in this folder " +
                "(--stack names another one) and from CALLFIRE_LOGIN, CALLFIRE_PASSWORD, CALLFIRE_ENDPOINT and CALLFIRE_JOURNAL.",
        )
        .version(version, "--version", "show the version")
        .helpOption("-h, --help", "show this help")
        .enablePositionalOptions()
        .configureHelp({ subcommandTerm: (command) => command.name() })
        .addHelpText("after", examples("check", "orders", "orders forget --help", "simulator --state account.json"))
        .addHelpText("afterAll", `\n${exitCodes}`)
        .exitOverride();
    addCheck(program, context);
    addOrders(program, context);
    addSimulator(program, context);
    return program;
}
