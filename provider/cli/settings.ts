import { openJournal, type Journal } from "../orders/journal/journal";
import type { Store } from "../orders/journal/store";
import { systemTime } from "../orders/time";
import type { SettingName } from "../settings/definitions";
import { openStore } from "../settings/openSession";
import { isSecret, type JournalPlace } from "../settings/parse";
import { readSettings, type SettingSources } from "../settings/read";
import { UsageError, type Context } from "./context";
import { findProgram, readStackSettings } from "./stackSettings";

/** What may be said on the command line; everything else, and always the password, comes from the stack or the environment. */
export interface SettingOptions {
    readonly endpoint?: string;
    readonly journal?: string;
    readonly stack?: string;
}

/** All settings, from the same places as in a run of the engine, and the command line before them. */
export interface FoundSettings {
    readonly sources: SettingSources;
    readonly problems: readonly string[];
    /** Whether there is a program whose stack was asked. */
    readonly hasProgram: boolean;
}

export async function findSettings(options: SettingOptions, context: Context): Promise<FoundSettings> {
    const { CALLFIRE_LOGIN: login, CALLFIRE_PASSWORD: password } = context.environment;
    // The environment's pair goes before the stack's: its password is not needed then.
    const secrets: SettingName[] =
        login !== undefined || password !== undefined ? ["journal"] : ["journal", "login", "password"];
    return readSources(options, secrets, context);
}

/** The journal alone: it needs no credentials, and no other setting may keep a person from looking into it. */
export interface OpenedJournal {
    readonly journal: Journal;
    readonly store: Store;
    readonly kind: JournalPlace["kind"];
}

export async function openJournalAlone(options: SettingOptions, context: Context): Promise<OpenedJournal> {
    const { sources, problems } = await readSources(options, ["journal"], context);
    problems.forEach((problem) => context.warn(`Note: ${problem}. The journal is the one of the environment.`));
    return openJournalOf(sources);
}

/** @throws SettingsError for a journal that can't be opened */
export function openJournalOf(sources: SettingSources): OpenedJournal {
    const { journal } = sources.stack;
    const place = readSettings({
        programFolder: sources.programFolder,
        environment: pick(sources.environment, ["CALLFIRE_JOURNAL", "PULUMI_HOME"]),
        stack: journal === undefined ? {} : { journal },
        explicit: { ...pick(sources.explicit ?? {}, ["journal"]), endpoint: "simulator" },
    }).journal;
    const store = openStore(place);
    return { journal: openJournal(store, systemTime), store, kind: place.kind };
}

async function readSources(
    options: SettingOptions,
    secrets: readonly SettingName[],
    context: Context,
): Promise<FoundSettings> {
    const program = findProgram(context.folder);
    const isTold = options.journal !== undefined && secrets.every((name) => name === "journal");
    const stack =
        program === undefined || isTold
            ? { values: {}, problems: [] }
            : await readStackSettings(program, options.stack, secrets, context);
    const sources = {
        explicit: {
            ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
            ...(options.journal !== undefined && { journal: journalSetting(options.journal) }),
        },
        stack: stack.values,
        environment: context.environment,
        programFolder: program?.folder ?? context.folder,
        ...(program?.project !== undefined && { project: program.project }),
    };
    return { sources, problems: stack.problems, hasProgram: program !== undefined };
}

/** A command line to type next, with what was said about settings on this one. */
export function commandLine(command: string, { endpoint, journal, stack }: SettingOptions = {}): string {
    const options = Object.entries({ stack, journal, endpoint }).flatMap(([name, value]) =>
        value === undefined ? [] : [` --${name} ${/[\s<>$"']/.test(value) ? JSON.stringify(value) : value}`],
    );
    return `npx pulumi-callfire ${command}${options.join("")}`;
}

/** The setting's own form, or just a folder, as people type it. @throws UsageError for a password */
function journalSetting(text: string): string {
    if (isSecret("journal", text)) {
        throw new UsageError(
            "--journal holds a password, and everybody on this machine can read a command line. Nothing was done. " +
                "Put it into CALLFIRE_JOURNAL, or leave the password out and set PGPASSWORD.",
        );
    }
    return /^(file|postgres|postgresql):/.test(text) ? text : `file:${text}`;
}

function pick(values: Readonly<Record<string, string | undefined>>, names: readonly string[]): Record<string, string> {
    const found = names.map((name) => [name, values[name]] as const);
    return Object.fromEntries(found.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));
}
