import { join } from "node:path";
import { createClient, type ClientOptions } from "../callfire/client";
import { createAccountMemory } from "../orders/accountMemory";
import { diskFiles } from "../orders/journal/files";
import { folderStore } from "../orders/journal/folderStore";
import { openJournal } from "../orders/journal/journal";
import { PostgresDatabase } from "../orders/journal/postgresDatabase";
import { postgresStore } from "../orders/journal/postgresStore";
import type { PostgresAddress } from "../orders/journal/postgresUrl";
import type { Store } from "../orders/journal/store";
import { createPollLimiter, type PollLimiter } from "../orders/pacing/pollLimiter";
import { createPostgresLimiter } from "../orders/pacing/postgresLimiter";
import { createSeal, type Seal } from "../orders/seal";
import type { Session } from "../orders/session";
import { onceByKey } from "../orders/singleFlight";
import { systemTime } from "../orders/time";
import { machineFolder } from "./machineFolder";
import type { JournalPlace } from "./parse";
import type { Service, Settings } from "./read";

const sessions = new Map<string, Promise<Session>>();
const databases = new Map<string, PostgresDatabase>();

/**
 * The one session of this process for these settings; opened at its first use.
 * @param onSimulator is told that nothing is bought
 */
export function openSession(settings: Settings, onSimulator: (message: string) => void): Promise<Session> {
    return onceByKey(sessions, JSON.stringify(settings), () => open(settings, onSimulator));
}

/** The journal alone, for whoever needs no account. */
export function openStore(journal: JournalPlace): Store {
    return openPlace(journal).store;
}

/** Where orders are recorded, and who waits with whom before a poll: processes that share the one share the other. */
interface Place {
    readonly store: Store;
    limiter(account: string, scope: Settings["pollScope"]): PollLimiter;
}

function openPlace(journal: JournalPlace): Place {
    const time = systemTime;
    if (journal.kind === "folder") {
        return {
            store: folderStore(diskFiles(journal.folder)),
            limiter: (account, scope) => createPollLimiter({ folder: machineFolder(), account, scope, time }),
        };
    }
    const database = databaseAt(journal.address);
    return {
        store: postgresStore(database),
        limiter: (account, scope) => createPostgresLimiter({ database, account, scope, time }),
    };
}

/** One for all accounts of this process: what a process costs the server is a connection for the journal and one an account. */
function databaseAt(address: PostgresAddress): PostgresDatabase {
    const key = JSON.stringify(address);
    const database = databases.get(key) ?? new PostgresDatabase(address, { time: systemTime });
    databases.set(key, database);
    return database;
}

async function open(settings: Settings, onSimulator: (message: string) => void): Promise<Session> {
    const place = openPlace(settings.journal);
    const { service } = settings;
    return service === "simulator"
        ? openSimulator(settings, place, onSimulator)
        : openAccount(settings, place, service);
}

function openAccount(settings: Settings, place: Place, { endpoint, credentials }: Service): Session {
    const { login, password } = credentials;
    const account = `${new URL(endpoint).host}/${login}`;
    return createSession(settings, place, account, { endpoint, login, password }, createSeal(login, password));
}

/** Where the embedded simulator keeps the account of a program. */
export function simulatorFile(programFolder: string): string {
    return join(programFolder, ".callfire-simulator.json");
}

/** The only place that starts the simulator, so that nobody else pays for loading it. */
async function openSimulator(
    settings: Settings,
    place: Place,
    onSimulator: (message: string) => void,
): Promise<Session> {
    const stateFile = simulatorFile(settings.programFolder);
    const { startSimulator } = await import("../../simulator/index.js");
    const { url, accountId } = await startSimulator({ stateFile });
    onSimulator(`SIMULATOR: nothing is bought. Its account is kept in ${stateFile}`);
    const options = { endpoint: url, login: "simulator", password: "none" };
    return createSession(settings, place, `simulator/${accountId}`, options, createSeal("simulator", accountId));
}

function createSession(settings: Settings, place: Place, account: string, options: ClientOptions, seal: Seal): Session {
    const { pollScope: scope, maxItemsPerOrder, bulkOrders } = settings;
    const client = createClient(options);
    return {
        account,
        client,
        journal: openJournal(place.store, systemTime),
        pollLimiter: place.limiter(account, scope),
        memory: createAccountMemory(client, systemTime),
        time: systemTime,
        maxItemsPerOrder,
        bulkOrders,
        seal,
    };
}
