import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { Command } from "commander";
import { startSimulator } from "../../simulator";
import { plural } from "../orders/items";
import { simulatorFile } from "../settings/openSession";
import { askFor, messageOf, show, withoutFullStop, type Context, type OutputOptions, type Result } from "./context";
import { examples } from "./options";
import { findProgram } from "./stackSettings";

interface ResetOptions extends OutputOptions {
    readonly yes?: boolean;
}

export function addReset(simulator: Command, context: Context): void {
    simulator
        .command("reset")
        .summary("remove the rehearsed account of the program in this folder")
        .description(
            "Removes the account that callfire:endpoint simulator keeps beside the program in this folder, after saying what goes. " +
                "The next run starts with a new one.",
        )
        .option("--yes", "do not ask; needed where there is no terminal")
        .option("--json", "for programs")
        .addHelpText("after", examples("simulator reset", "simulator reset --yes"))
        .action(async (options: ResetOptions) => {
            show(await reset(options, context), options, context);
        });
}

async function reset(options: ResetOptions, context: Context): Promise<Result> {
    const file = simulatorFile(findProgram(context.folder)?.folder ?? context.folder);
    if (!existsSync(file)) {
        const lines = [`There is no simulated account at ${file}: nothing to remove.`];
        return { lines, facts: { file, removed: false, lines } };
    }
    const consequences = [
        `${file} goes: ${await describeContents(file)}. Nothing at CallFire is touched.`,
        `A stack that still holds some of it can't be updated or destroyed afterwards: "pulumi destroy" it first.`,
    ];
    if (options.json !== true) {
        consequences.forEach((line) => context.print(line));
    }
    const again = "npx pulumi-callfire simulator reset --yes";
    const refusal = await askFor("Remove it? (yes/no) ", again, options, context);
    const removed = refusal === undefined;
    if (removed) {
        await rm(file, { force: true });
    }
    const line = refusal ?? `Removed. The next "pulumi up" starts with a new account.`;
    return { lines: [line], facts: { file, removed, lines: [...consequences, line] }, exitCode: removed ? 0 : 1 };
}

async function describeContents(file: string): Promise<string> {
    try {
        const simulator = await startSimulator({ stateFile: file });
        const { orders, owned } = simulator.ledger();
        await simulator.close();
        return [
            plural(owned.numbers.length, "number"),
            plural(owned.keywords.length, "keyword"),
            plural(orders.length, "order"),
        ].join(", ");
    } catch (error) {
        return `its contents can't be read (${withoutFullStop(messageOf(error))})`;
    }
}
