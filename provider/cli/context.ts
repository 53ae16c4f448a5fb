import { createInterface } from "node:readline/promises";
import { styleText } from "node:util";

export { messageOf } from "../orders/thrown";

/** What a command may use of the process that it runs in. */
export interface Context {
    readonly environment: Readonly<NodeJS.ProcessEnv>;
    /** Where it was called. */
    readonly folder: string;
    /** A line of the result, on standard output. */
    readonly print: (line: string) => void;
    /** A line about the result, on standard error: it never gets into a pipe. */
    readonly warn: (line: string) => void;
    /** Asks the person at the terminal; undefined where there is none. */
    readonly ask: ((question: string) => Promise<string>) | undefined;
    /** Colours a word where standard output shows colours. */
    readonly paint: (color: "green" | "yellow" | "red" | "bold", text: string) => string;
}

/** Ends a command with a message for people, and exit code 1. */
export class Failure extends Error {}

/** The command line can't be understood: exit code 2. */
export class UsageError extends Error {}

/** What a command has found or done. */
export interface Result {
    /** For people. */
    readonly lines: readonly string[];
    /** For programs, with `--json`. */
    readonly facts: unknown;
    /** 1 where something is open or wrong. */
    readonly exitCode?: 0 | 1;
    /** Why the exit code is not 0, where the lines don't say it. */
    readonly complaint?: string;
}

/** Every command that prints data has it. */
export interface OutputOptions {
    readonly json?: boolean;
}

/** Prints a result, and makes its exit code the process's. */
export function show(
    { lines, facts, exitCode = 0, complaint }: Result,
    options: OutputOptions,
    context: Context,
): void {
    if (options.json === true) {
        context.print(JSON.stringify(facts, undefined, 2));
    } else {
        lines.forEach((line) => context.print(line));
    }
    if (complaint !== undefined) {
        context.warn(complaint);
    }
    process.exitCode = exitCode;
}

/** @param hasColors by NO_COLOR, FORCE_COLOR and the terminal */
export function processContext(hasColors: boolean): Context {
    return {
        environment: process.env,
        folder: process.cwd(),
        print: (line) => void process.stdout.write(`${line}\n`),
        warn: (line) => void process.stderr.write(`${line}\n`),
        ask: process.stdin.isTTY && process.stdout.isTTY ? askPerson : undefined,
        paint: (color, text) => (hasColors ? styleText(color, text) : text),
    };
}

async function askPerson(question: string): Promise<string> {
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    try {
        return await terminal.question(question);
    } finally {
        terminal.close();
    }
}

/**
 * Whether a person agrees; with `--yes` nobody is asked.
 * @param again the command to type where there is nobody to ask
 * @returns undefined, or why nothing was changed
 */
export async function askFor(
    question: string,
    again: string,
    options: OutputOptions & { readonly yes?: boolean },
    { ask }: Context,
): Promise<string | undefined> {
    if (options.yes === true) {
        return undefined;
    }
    if (ask === undefined || options.json === true) {
        return `Nothing was changed. To go on without being asked: ${again}`;
    }
    return /^y(es)?$/i.test((await ask(question)).trim()) ? undefined : "Nothing was changed.";
}

/** A message as a part of a longer sentence. */
export function withoutFullStop(text: string): string {
    return text.replace(/\.$/, "");
}
