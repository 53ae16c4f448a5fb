import type { Command } from "commander";
import { orderId as parseOrderId, type OrderId } from "../../callfire/types";
import { Conflict } from "../../orders/errors";
import { Failure, show, UsageError, type Context, type OutputOptions, type Result } from "../context";
import { addCommonOptions, addEndpoint, examples, parsedBy } from "../options";
import { commandLine, type SettingOptions } from "../settings";
import { adopt, type AdoptOptions } from "./adopt";
import { forget } from "./forget";
import type { ForgetOptions } from "./forgetPlan";
import { list, showEntry, type ListOptions } from "./list";

const words = "an entry's name, its intent, its order's id, or an attempt";

/** Looks into the journal, and ends by a person's word what no run can end by itself. */
export function addOrders(program: Command, context: Context): void {
    const orders = program
        .command("orders")
        .summary("what is open in the journal of orders, and what to do about it")
        .description(
            "Shows what is open in the journal of orders, with the next command for each. " +
                "It needs no credentials; in the folder of a Pulumi program it is the journal of its stack.",
        )
        .addHelpText("after", examples("orders", "orders --all --json", "orders list --help", "orders forget --help"));
    addList(orders, context);
    addShow(orders, context);
    addAdopt(orders, context);
    addForget(orders, context);
}

function addList(orders: Command, context: Context): void {
    const command = orders
        .command("list", { isDefault: true })
        .summary("what is open; this is the default")
        .description(
            "Lists the entries of the journal that are not closed. --json: { journal, open, entries, unreadable }.",
        )
        .option("--all", "closed entries too")
        .option(
            "--fail-if-any",
            "exit code 1 where an order is in doubt or unfinished, or what it brought is in no state",
        )
        .option("--state <file>", 'output of "pulumi stack export", - for standard input: what it shows does not count')
        .allowExcessArguments()
        .addHelpText(
            "after",
            examples(
                "orders",
                "orders --all",
                "orders --fail-if-any --state state.json",
                "orders --journal file:/var/lib/callfire",
            ),
        );
    addCommonOptions(command).action(async (options: ListOptions) => {
        const [excess] = command.args;
        if (excess !== undefined) {
            throw new UsageError(`There is no "orders ${excess}"; there are list, show, adopt, forget.`);
        }
        show(await list(options, context), options, context);
    });
}

function addShow(orders: Command, context: Context): void {
    const command = orders
        .command("show")
        .summary("everything about one entry")
        .description("Shows everything about one entry, or all entries of an attempt.")
        .argument("<entry>", words)
        .addHelpText("after", examples("orders show support-3f2a9c1e5b7d.1", "orders show 1428507003 --json"));
    addCommonOptions(command).action(async (word: string, options: SettingOptions & OutputOptions) => {
        show(await showEntry(word, options, context), options, context);
    });
}

function addAdopt(orders: Command, context: Context): void {
    const command = orders
        .command("adopt")
        .summary("give a lost order its id")
        .description(
            "Gives an order whose answer was lost its id, so that the next run waits for it. " +
                "CallFire is asked first whether the order fits. Orders nothing.",
        )
        .argument("<intent>", "the intent or the attempt that the error names")
        .argument("<order id>", "as CallFire's site shows it", parsedBy(parseOrderId))
        .option("--unverified", "you have checked yourself; CallFire is not asked")
        .addHelpText("after", examples("orders adopt 5f0c2b7a91d3e864 1428507003"));
    addEndpoint(addCommonOptions(command)).action(async (word: string, id: OrderId, options: AdoptOptions) => {
        show(await withoutConflict(adopt(word, id, options, context), options), options, context);
    });
}

function addForget(orders: Command, context: Context): void {
    const command = orders
        .command("forget")
        .summary("end an entry on your word: nothing came of it, or it is dealt with")
        .description(
            "Ends an entry, or an attempt that an error names, on your word. Look at CallFire's site first: " +
                'if the order is there after all, the next "pulumi up" buys again. It says what is given up and asks.',
        )
        .argument("<entry>", words)
        .option("--yes", "do not ask; needed where there is no terminal")
        .option("--force", "although CallFire has not given the order up")
        .option("--urn <urn>", "whose attempt it is, where the journal has no entry of it")
        .addHelpText("after", examples("orders forget 5f0c2b7a91d3e864", "orders forget 9b1d04c2e6aa --yes"));
    addEndpoint(addCommonOptions(command)).action(async (word: string, options: ForgetOptions) => {
        show(await withoutConflict(forget(word, options, context), options), options, context);
    });
}

async function withoutConflict(work: Promise<Result>, options: SettingOptions): Promise<Result> {
    try {
        return await work;
    } catch (error) {
        if (error instanceof Conflict) {
            throw new Failure(
                `A running "pulumi" has changed this entry in this very moment, so nothing was done. Look again: ${commandLine("orders", options)}`,
            );
        }
        throw error;
    }
}
