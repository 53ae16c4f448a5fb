import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient, type ClientOptions } from "./callfire/client";
import type { Service, Settings } from "./config";
import { folderStore } from "./orders/folderStore";
import { openJournal } from "./orders/journal";
import { Line } from "./orders/line";
import { createPollClock } from "./orders/pollClock";
import type { Report, Session } from "./orders/session";
import { systemTime } from "./orders/time";

const sessions = new Map<string, Promise<Session>>();

/** The one session of this process for these settings; opened at its first use. */
export function openSession(settings: Settings, report: Pick<Report, "note">): Promise<Session> {
    const key = JSON.stringify(settings);
    const known = sessions.get(key);
    if (known !== undefined) {
        return known;
    }
    const { service } = settings;
    const session = service === "simulator" ? openSimulator(settings, report) : openAccount(settings, service);
    sessions.set(key, session);
    session.catch(() => sessions.delete(key));
    return session;
}

function openAccount(settings: Settings, { endpoint, credentials }: Service): Promise<Session> {
    const { login, password } = credentials;
    const account = `${new URL(endpoint).host}/${login}`;
    return Promise.resolve(createSession(settings, account, { endpoint, login, password }));
}

/** The only place that starts the simulator, so that nobody else pays for loading it. */
async function openSimulator(settings: Settings, report: Pick<Report, "note">): Promise<Session> {
    const stateFile = join(settings.programFolder, ".callfire-simulator.json");
    const { startSimulator } = await import("../simulator/index.js");
    const { url, accountId } = await startSimulator({ stateFile });
    report.note(`SIMULATOR: nothing is bought. Its account is kept in ${stateFile}`);
    return createSession(settings, `simulator/${accountId}`, { endpoint: url, login: "simulator", password: "none" });
}

function createSession(settings: Settings, account: string, options: ClientOptions): Session {
    return {
        account,
        client: createClient(options),
        journal: openJournal(folderStore(settings.journalFolder), systemTime),
        pollClock: createPollClock({
            // Of the whole machine: CallFire counts the calls of every stack and user.
            folder: join(tmpdir(), "pulumi-callfire-clock"),
            account,
            scope: settings.pollScope,
            time: systemTime,
        }),
        orderLine: new Line(),
        time: systemTime,
        maxItemsPerOrder: settings.maxItemsPerOrder,
    };
}
