import { describeError, readSettings, SettingsError } from "../config";
import { openSession } from "../sessions";
import type { Settings } from "../config";
import { RefusedError } from "../callfire/errors";
import { plural } from "../orders/items";
import { isProgramFolder, openJournalOnly, sourcesOf, withStackSettings } from "./settings";
import type { SettingFlags } from "./settings";
import { messageOf, readArguments } from "./world";
import type { World } from "./world";

const patienceMilliseconds = 60_000;

/** One thing that was looked at; a failed one says what to do. */
interface Finding {
    readonly good: boolean;
    readonly text: string;
}

/** Are the settings good, does CallFire answer to them, can the journal be written. Buys and changes nothing. */
export async function check(args: string[], world: World): Promise<number> {
    const { values } = readArguments({
        args,
        options: { endpoint: { type: "string" }, journal: { type: "string" } },
    });
    const { settings, findings: found } = checkSettings(values, world);
    const findings = [
        ...found,
        ...(settings === undefined ? [] : [await checkAccount(settings)]),
        ...(await checkJournal(values, world)),
    ];
    for (const { good, text } of findings) {
        world.print(`${good ? "ok    " : "failed"}  ${text}`);
    }
    return findings.every(({ good }) => good) ? 0 : 1;
}

function checkSettings(flags: SettingFlags, world: World): { settings?: Settings; findings: Finding[] } {
    try {
        const settings = readSettings(sourcesOf(flags, world));
        const { service } = settings;
        const text =
            service === "simulator"
                ? "settings: the embedded simulator, nothing is bought"
                : `settings: ${service.endpoint} as ${JSON.stringify(service.credentials.login)}, from ${service.credentials.source}`;
        return { settings, findings: [{ good: true, text }] };
    } catch (error) {
        if (!(error instanceof SettingsError)) {
            throw error;
        }
        return { findings: error.problems.map(({ setting, reason }) => problemOf(setting, reason, world)) };
    }
}

function problemOf(setting: string, reason: string, world: World): Finding {
    if (setting !== "callfire:login" || !reason.includes("\n")) {
        return { good: false, text: `settings: ${reason}` };
    }
    // The provider's own words offer stack configuration, which this command does not see.
    const next = isProgramFolder(world)
        ? `with the settings of this folder's stack: ${withStackSettings("check")}`
        : "set both; to try without an account: npx pulumi-callfire check --endpoint simulator";
    return { good: false, text: `settings: CALLFIRE_LOGIN and CALLFIRE_PASSWORD are not set; ${next}` };
}

async function checkAccount(settings: Settings): Promise<Finding> {
    try {
        const session = await openSession(settings, { note: () => undefined });
        const { totalResults } = await session.client.listNumbers(
            { first: 0, max: 1 },
            AbortSignal.timeout(patienceMilliseconds),
        );
        return { good: true, text: `account: ${session.account} answers, ${plural(totalResults, "number")} owned` };
    } catch (error) {
        const isTimeout = error instanceof DOMException && error.name === "TimeoutError";
        const what = isTimeout
            ? `no answer in ${String(patienceMilliseconds / 1000)} s`
            : describeError(error, settings);
        const next = error instanceof RefusedError ? "" : "; check the network and CALLFIRE_ENDPOINT (--endpoint)";
        return { good: false, text: `account: ${what.replace(/\.$/, "")}${next}` };
    }
}

async function checkJournal(flags: SettingFlags, world: World): Promise<Finding[]> {
    try {
        const { journal, folder } = openJournalOnly(flags, world);
        await journal.assertWritable();
        const { records, unreadable } = await journal.read();
        const open = records.filter(({ entry }) => entry.phase !== "closed").length;
        return [
            { good: true, text: `journal: ${folder} can be written` },
            ...unreadable.map(({ name, reason }) => ({
                good: false,
                text: `journal: the entry ${name} can't be used: ${reason}; see npx pulumi-callfire orders show ${name}`,
            })),
            {
                good: true,
                text:
                    open === 0
                        ? "orders: nothing is open"
                        : `orders: ${String(open)} open; see npx pulumi-callfire orders`,
            },
        ];
    } catch (error) {
        // A wrong setting is among the findings already.
        return error instanceof SettingsError ? [] : [{ good: false, text: `journal: ${messageOf(error)}` }];
    }
}
