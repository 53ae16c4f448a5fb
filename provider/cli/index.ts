#!/usr/bin/env node
import { createInterface } from "node:readline/promises";
import { check } from "./check";
import { orders } from "./orders";
import { simulator } from "./simulator";
import { messageOf, UsageError } from "./world";
import type { Command, World } from "./world";

const usage = `npx pulumi-callfire <command>

  simulator            serve a CallFire of your own to rehearse on: nothing is bought
      --port N             default 8067; 0 for any free one
      --state FILE         keep its account in a file; in memory without
      --order-seconds N    how long an order takes, default 2
      --login, --password  the only pair accepted; any without
      --fault FAULT        for example lostAnswer:POST:/number/order:1; may be given several times

  check                are the credentials and settings good, can the journal be written; buys nothing
      --endpoint URL, --journal FOLDER

  orders               what the journal of this machine holds open
      --all                closed entries too
      --json
      --fail-if-any        exit code 1 when an order is in doubt or unfinished, or what it brought is in no state yet
      --state FILE         of "pulumi stack export" (- for standard input): what it shows does not count
  orders show <entry, intent or order id>      everything about one  [--json]
  orders adopt <intent> <order id>             tell an order in doubt its id  [--unverified] [--endpoint URL]
  orders forget <entry, intent or order id>    nothing came of it, or it is dealt with  [--yes]
      each with --journal FOLDER

Settings come from the environment: CALLFIRE_LOGIN, CALLFIRE_PASSWORD, CALLFIRE_ENDPOINT, CALLFIRE_JOURNAL.
Those of a stack are handed over like this:
  CALLFIRE_LOGIN="$(pulumi config get callfire:login)" CALLFIRE_PASSWORD="$(pulumi config get callfire:password)" \\
      npx pulumi-callfire check`;

const commands: Readonly<Partial<Record<string, Command>>> = { simulator, check, orders };

async function main(): Promise<number> {
    const [name, ...rest] = process.argv.slice(2);
    if (name === undefined || name === "help" || [name, ...rest].some((part) => part === "--help" || part === "-h")) {
        world.print(usage);
        return name === undefined ? 2 : 0;
    }
    try {
        const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
        if (command === undefined) {
            throw new UsageError(
                `There is no command ${JSON.stringify(name)}; there are ${Object.keys(commands).join(", ")}.`,
            );
        }
        return await command(rest, world);
    } catch (error) {
        process.stderr.write(`${messageOf(error)}\n`);
        if (error instanceof UsageError) {
            process.stderr.write(`Write "npx pulumi-callfire --help" to see all commands.\n`);
            return 2;
        }
        return 1;
    }
}

const world: World = {
    environment: process.env,
    folder: process.cwd(),
    print: (line) => void process.stdout.write(`${line}\n`),
    ask: process.stdin.isTTY && process.stdout.isTTY ? askPerson : undefined,
};

async function askPerson(question: string): Promise<string> {
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    try {
        return await terminal.question(question);
    } finally {
        terminal.close();
    }
}

// A reader that has seen enough, as in "| head", is no failure.
process.stdout.on("error", () => process.exit());
void main().then((code) => (process.exitCode = code));
