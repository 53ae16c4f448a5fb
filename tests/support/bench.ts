import * as fs from "node:fs/promises";
import * as path from "node:path";
import { createClient } from "../../provider/callfire/client";
import { createAccountMemory } from "../../provider/orders/accountMemory";
import { diskFiles } from "../../provider/orders/journal/files";
import { folderStore } from "../../provider/orders/journal/folderStore";
import { openJournal } from "../../provider/orders/journal/journal";
import type { Store } from "../../provider/orders/journal/store";
import { createPollLimiter } from "../../provider/orders/pacing/pollLimiter";
import { createSeal } from "../../provider/orders/seal";
import type { Operation, Session } from "../../provider/orders/session";
import { unknownValue } from "../../provider/resources/resource";
import type { CheckOptions, DiffOptions, Properties, Resource } from "../../provider/resources/resource";
import type { Stack } from "../../provider/stack/view";
import { startSimulator } from "../../simulator";
import type { RunningSimulator, SimulatorOptions } from "../../simulator";
import { clockOf, fastTime } from "./fastTime";
import { ModelEngine } from "./modelEngine";
import { makeFolder, removeFolder } from "./folders";

export { fastTime } from "./fastTime";

/** An account at the simulator and a folder for the journal: everything a resource needs, without an engine. */
export class Bench {
    readonly notes: string[] = [];
    readonly warnings: string[] = [];
    /** What the engine keeps from run to run. */
    readonly engine = new ModelEngine();
    stack: Stack = this.engine.stack();
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
        const client = createClient({
            endpoint: simulator.url,
            login,
            password: "secret",
            sleep: (ms, signal) => fastTime.sleep(ms, signal),
            random: () => 0.5,
        });
        return {
            account: `127.0.0.1/${login}`,
            client,
            journal: openJournal(wrapStore(folderStore(diskFiles(path.join(folder, "journal")))), fastTime),
            pollLimiter: createPollLimiter({
                folder: path.join(folder, "limiter"),
                account: login,
                scope: "account",
                time: fastTime,
            }),
            memory: createAccountMemory(client, fastTime),
            time: fastTime,
            maxItemsPerOrder: 100,
            bulkOrders: "name",
            seal: createSeal(login, "secret"),
        };
    }

    /** As the next run of the engine sees it: a new process, the same journal and account. */
    nextProcess(login = "acme", wrapStore?: (store: Store) => Store): void {
        this.session = Bench.sessionOf(this.simulator, this.folder, login, wrapStore);
        this.stack = this.engine.stack();
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
            earlier: [],
            assertEngineAlive: () =>
                this.engineIsAlive ? Promise.resolve() : Promise.reject(new Error("engine gone")),
            ...changes,
        };
    }

    options(name = "support"): CheckOptions & DiffOptions {
        return {
            session: this.session,
            owner: this.owner(name),
            signal: new AbortController().signal,
            warn: (message) => void this.warnings.push(message),
            previous: undefined,
            attempt: undefined,
            isPreview: false,
            earlier: () => this.stack.earlier([this.urn(name)]),
            outputs: () => Promise.resolve(undefined),
        };
    }

    /** What the engine would call create with: checked inputs, and with them what may be ordered. */
    async checked(resource: Resource, program: Properties, name = "support"): Promise<[Properties, Operation]> {
        const { inputs, attempt } = await resource.check(program, undefined, this.options(name));
        const isKnown = attempt !== undefined && attempt !== unknownValue;
        return [inputs, this.operation(name, isKnown ? { attempt, earlier: attempt.earlier } : {})];
    }

    urn(name: string, type = "callfire:index:NumberOrder"): string {
        return `urn:pulumi:dev::shop::${type}::${name}`;
    }

    private owner(name: string): Operation["owner"] {
        return { urn: this.urn(name), aliases: [], stack: this.stack };
    }

    /** Orders that CallFire took. */
    orders(): number {
        return this.simulator.ledger().orders.length;
    }

    async journalFiles(): Promise<string[]> {
        const files = await fs.readdir(path.join(this.folder, "journal")).catch(() => []);
        return files.filter((file) => file.endsWith(".json"));
    }

    async close(): Promise<void> {
        await this.simulator.close();
        await removeFolder(this.folder);
    }
}

export function numbersOf(state: Properties): string[] {
    return [...((state["acquiredNumbers"] as readonly string[] | undefined) ?? [])];
}
