import { existsSync } from "node:fs";
import type { Command } from "commander";
import { RefusedError, UnsentError } from "../callfire/errors";
import { plural } from "../orders/items";
import { openSession, simulatorFile } from "../settings/openSession";
import { describeError, readSettings, SettingsError, type Settings } from "../settings/read";
import { messageOf, show, withoutFullStop, type Context, type OutputOptions, type Result } from "./context";
import { addCommonOptions, addEndpoint, examples } from "./options";
import { commandLine, findSettings, openJournalOf, type FoundSettings, type SettingOptions } from "./settings";

const patienceMilliseconds = 60_000;

/** One thing that was looked at; a failed one says what to do. */
interface Finding {
    readonly level: "ok" | "note" | "failed";
    readonly subject: "stack" | "settings" | "account" | "clock" | "journal" | "orders";
    readonly text: string;
}

const finding =
    (level: Finding["level"]) =>
    (subject: Finding["subject"], text: string): Finding => ({ level, subject, text });
const [ok, note, failed] = [finding("ok"), finding("note"), finding("failed")];

type CheckOptions = SettingOptions & OutputOptions;

export function addCheck(program: Command, context: Context): void {
    const command = program
        .command("check")
        .summary("check settings, account and journal; buys nothing")
        .description(
            "Reads the settings of the stack in this folder and of the environment, asks CallFire once what the account owns, " +
                "and tries whether the journal can be written. Buys and changes nothing. --json: { ok, findings }.",
        )
        .addHelpText("after", examples("check", "check --stack production", "check --endpoint simulator"));
    addEndpoint(addCommonOptions(command)).action(async (options: CheckOptions) => {
        show(await check(options, context), options, context);
    });
}

/** Are the settings good, does CallFire answer to them, can the journal be written. */
async function check(options: CheckOptions, context: Context): Promise<Result> {
    const found = await findSettings(options, context);
    const { settings, findings: ofSettings } = checkSettings(found);
    const findings = [
        ...found.problems.map((text) => (settings === undefined ? failed : note)("stack", text)),
        ...ofSettings,
        ...(settings === undefined ? [] : await checkAccount(settings)),
        ...(await checkJournal(found, settings !== undefined, options)),
    ];
    const isGood = findings.every(({ level }) => level !== "failed");
    const colors = { ok: "green", note: "yellow", failed: "red" } as const;
    return {
        lines: findings.map(
            ({ level, subject, text }) => `${context.paint(colors[level], level.padEnd(6))}  ${subject}: ${text}`,
        ),
        facts: { ok: isGood, findings },
        exitCode: isGood ? 0 : 1,
    };
}

function checkSettings({ sources, problems, hasProgram }: FoundSettings): { settings?: Settings; findings: Finding[] } {
    try {
        const settings = readSettings(sources);
        const { service } = settings;
        const text =
            service === "simulator"
                ? "the embedded simulator, nothing is bought"
                : `${service.endpoint} as ${JSON.stringify(service.credentials.login)}, from ${service.credentials.source}`;
        return { settings, findings: [ok("settings", text)] };
    } catch (error) {
        if (!(error instanceof SettingsError)) {
            throw error;
        }
        const texts = error.problems.map(({ setting, reason }) => {
            const isMissing = setting === "callfire:login" && reason.includes("\n");
            return isMissing ? adviseLogin(problems.length > 0, hasProgram) : reason;
        });
        return { findings: texts.map((text) => failed("settings", text)) };
    }
}

/** The provider's own words speak to a program that runs. */
function adviseLogin(isStackUnread: boolean, hasProgram: boolean): string {
    if (!hasProgram) {
        return (
            "CALLFIRE_LOGIN and CALLFIRE_PASSWORD are not set, and this is not the folder of a Pulumi program. " +
            "Set both, or go to the program; to try without an account: npx pulumi-callfire check --endpoint simulator"
        );
    }
    if (isStackUnread) {
        return "there is no login in the environment, and the stack's could not be read. Do what Pulumi asks for above, or set CALLFIRE_LOGIN and CALLFIRE_PASSWORD";
    }
    return (
        "neither the stack nor the environment has a login. Type: pulumi config set callfire:login <login> && " +
        "pulumi config set --secret callfire:password <password>. To rehearse, where nothing is bought: pulumi config set callfire:endpoint simulator"
    );
}

async function checkAccount(settings: Settings): Promise<Finding[]> {
    const file = simulatorFile(settings.programFolder);
    if (settings.service === "simulator" && !existsSync(file)) {
        return [ok("account", `a new one, which the first "pulumi up" makes in ${file}`)];
    }
    try {
        const session = await openSession(settings, () => undefined);
        const signal = AbortSignal.timeout(patienceMilliseconds);
        const { totalResults } = await session.client.listNumbers({ first: 0, max: 1 }, signal);
        return [
            ok("account", `${session.account} answers, ${plural(totalResults, "number")} owned`),
            describeClock(session.client.serverTime(), new Date()),
        ];
    } catch (error) {
        const isTimeout = error instanceof DOMException && error.name === "TimeoutError";
        const what = isTimeout
            ? `no answer in ${String(patienceMilliseconds / 1000)} s`
            : describeError(error, settings);
        // Those tell themselves what to do.
        const isTold = error instanceof RefusedError || error instanceof UnsentError;
        const next = isTold ? "" : "; check the network and callfire:endpoint (CALLFIRE_ENDPOINT, --endpoint)";
        return [failed("account", `${withoutFullStop(what)}${next}`)];
    }
}

/** A server tells its time to the second, and the answer took a while: less is no difference. */
const noticedSeconds = 5;

function describeClock(theirs: Date | undefined, ours: Date): Finding {
    if (theirs === undefined) {
        return note("clock", "CallFire's server does not tell its time");
    }
    const seconds = Math.round((theirs.getTime() - ours.getTime()) / 1000);
    const times = `CallFire's server says ${iso(theirs)}, this machine ${iso(ours)}`;
    if (Math.abs(seconds) < noticedSeconds) {
        return ok("clock", times);
    }
    const difference = `this machine is ${String(Math.abs(seconds))} s ${seconds > 0 ? "behind" : "ahead"}`;
    return note("clock", `${times}: ${difference}. Orders and leases are dated by CallFire's`);
}

/** To the second: `2026-11-24T13:48:05Z` */
function iso(date: Date): string {
    return date.toISOString().replace(/\.\d+Z$/, "Z");
}

async function checkJournal(
    { sources }: FoundSettings,
    areSettingsGood: boolean,
    options: SettingOptions,
): Promise<Finding[]> {
    try {
        const { journal } = openJournalOf(sources);
        await journal.assertWritable();
        const { records, unreadable } = await journal.read();
        const facts = await journal.describe();
        const open = records.filter(({ entry }) => entry.phase !== "closed").length;
        return [
            ok("journal", `${journal.place} can be written`),
            ...(facts === "" ? [] : [ok("journal", facts)]),
            ...unreadable.map(({ name, reason }) => {
                const look = commandLine(`orders show ${name}`, options);
                return failed("journal", `the entry ${name} can't be used: ${reason}; see ${look}`);
            }),
            ok("orders", open === 0 ? "nothing is open" : `${open} open; see ${commandLine("orders", options)}`),
        ];
    } catch (error) {
        // A wrong setting is among the findings already.
        const isKnown = error instanceof SettingsError && !areSettingsGood;
        return isKnown ? [] : [failed("journal", messageOf(error))];
    }
}
