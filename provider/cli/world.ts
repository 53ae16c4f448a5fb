import { parseArgs } from "node:util";
import type { ParseArgsConfig } from "node:util";

/** What a command may use of the process around it. */
export interface World {
    readonly environment: Readonly<NodeJS.ProcessEnv>;
    /** Where it was called: relative journals and the embedded simulator's account lie here. */
    readonly folder: string;
    print(line: string): void;
    /** Asks the person at the terminal; undefined where there is none. */
    readonly ask: ((question: string) => Promise<string>) | undefined;
}

/** Takes the arguments behind its name, answers the exit code. */
export type Command = (args: string[], world: World) => Promise<number>;

/** Ends a command with a message for people, and exit code 1. */
export class Failure extends Error {}

/** The command line can't be understood: exit code 2, and a word on how it is written. */
export class UsageError extends Error {}

/** Node's own reading of arguments, with its errors as ours. */
export function readArguments<const Config extends ParseArgsConfig>(
    config: Config,
): ReturnType<typeof parseArgs<Config>> {
    try {
        return parseArgs(config);
    } catch (error) {
        const [sentence = ""] = messageOf(error).split(". ");
        throw new UsageError(`${sentence.replace(/\.$/, "")}.`);
    }
}

export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
