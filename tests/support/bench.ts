import * as fs from "node:fs/promises";
import * as path from "node:path";
import { createClient } from "../../provider/callfire/client";
import { folderStore } from "../../provider/orders/folderStore";
import { Line } from "../../provider/orders/line";
import { openJournal } from "../../provider/orders/journal";
import { createPollClock } from "../../provider/orders/pollClock";
import type { Operation, Session } from "../../provider/orders/session";
import type { Store } from "../../provider/orders/store";
import type { Properties, Surroundings } from "../../provider/resources/resource";
import { startSimulator } from "../../simulator";
import type { RunningSimulator, SimulatorOptions } from "../../simulator";
import { clockOf, fastTime } from "./fastTime";
import { makeFolder, removeFolder } from "./folders";

export { fastTime } from "./fastTime";

/** An account at the simulator and a folder for the journal: everything a resource needs, without an engine. */
export class Bench {
    readonly notes: string[] = [];
    readonly warnings: string[] = [];
    engineIsAlive = true;

    private constructor(
        readonly simulator: RunningSimulator,
        readonly folder: string,
        public session: Session,
    ) {}

    static async open(options: SimulatorOptions = {}): Promise<Bench> {
        const folder = await makeFolder("callfire-bench-");
        const simulator = await startSimulator({ orderSeconds: 3, clock: clockOf(fastTime), ...options });
        return new Bench(simulator, folder, Bench.sessionOf(simulator, folder, "acme"));
    }

    private static sessionOf(
        simulator: RunningSimulator,
        folder: string,
        login: string,
        wrapStore: (store: Store) => Store = (store) => store,
    ): Session {
        return {
            account: `127.0.0.1/${login}`,
            client: createClient({
                endpoint: simulator.url,
                login,
                password: "secret",
                sleep: (ms, signal) => fastTime.sleep(ms, signal),
                random: () => 0.5,
            }),
            journal: openJournal(wrapStore(folderStore(path.join(folder, "journal"))), fastTime),
            pollClock: createPollClock({
                folder: path.join(folder, "clock"),
                account: login,
                scope: "account",
                time: fastTime,
            }),
            orderLine: new Line(),
            time: fastTime,
            maxItemsPerOrder: 100,
        };
    }

    /** As the next run of the engine sees it: a new process, the same journal and account. */
    nextProcess(login = "acme", wrapStore?: (store: Store) => Store): void {
        this.session = Bench.sessionOf(this.simulator, this.folder, login, wrapStore);
    }

    /** Where the entries of the journal are. */
    get journalFolder(): string {
        return path.join(this.folder, "journal");
    }

    operation(name = "support", changes: Partial<Operation> = {}): Operation {
        return {
            session: this.session,
            owner: this.owner(name),
            report: {
                progress: () => undefined,
                note: (message) => void this.notes.push(message),
                warn: (message) => void this.warnings.push(message),
            },
            signal: new AbortController().signal,
            timeoutSeconds: 0,
            assertEngineAlive: () =>
                this.engineIsAlive ? Promise.resolve() : Promise.reject(new Error("engine gone")),
            ...changes,
        };
    }

    around(name = "support"): Surroundings {
        return {
            session: this.session,
            owner: this.owner(name),
            signal: new AbortController().signal,
            warn: (message) => void this.warnings.push(message),
        };
    }

    private owner(name: string): Operation["owner"] {
        const urn = `urn:pulumi:dev::shop::callfire:index:NumberOrder::${name}`;
        return { organization: "organization", urn, aliases: [] };
    }

    /** Orders that CallFire took. */
    orders(): number {
        return this.simulator.ledger().orders.length;
    }

    async journalFiles(): Promise<string[]> {
        return (await fs.readdir(path.join(this.folder, "journal"))).filter((file) => file.endsWith(".json"));
    }

    async close(): Promise<void> {
        await this.simulator.close();
        await removeFolder(this.folder);
    }
}

export function numbersOf(state: Properties): string[] {
    return [...((state["acquiredNumbers"] as readonly string[] | undefined) ?? [])];
}
