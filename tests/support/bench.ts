import * as fs from "node:fs/promises";
import * as path from "node:path";
import { createClient, type CallFireClient } from "../../provider/callfire/client";
import { diskFiles } from "../../provider/orders/journal/files";
import { folderStore } from "../../provider/orders/journal/folderStore";
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
import { credentials, operationOf, sessionOf, Told } from "./session";

export { fastTime } from "./fastTime";

/** An account at the simulator and a folder for the journal: everything a resource needs, without an engine. */
export class Bench {
    readonly told = new Told();
    readonly notes = this.told.notes;
    readonly warnings = this.told.warnings;
    /** What the engine keeps from run to run. */
    readonly engine = new ModelEngine();
    stack: Stack = this.engine.stack();
    engineIsAlive = true;
    session: Session;

    constructor(
        readonly simulator: RunningSimulator,
        readonly folder: string,
    ) {
        this.session = this.openSession(credentials.login);
    }

    static async open<Kind>(
        this: new (simulator: RunningSimulator, folder: string) => Kind,
        options: SimulatorOptions = {},
    ): Promise<Kind> {
        const folder = await makeFolder("callfire-bench-");
        const simulator = await startSimulator({ orderSeconds: 3, clock: clockOf(fastTime), ...options });
        return new this(simulator, folder);
    }

    protected openSession(login: string, wrapStore: (store: Store) => Store = (store) => store): Session {
        const { password } = credentials;
        const account = this.accountOf(login);
        return sessionOf({
            account,
            client: this.clientOf(login, password),
            store: wrapStore(folderStore(diskFiles(this.journalFolder))),
            pollLimiter: createPollLimiter({
                folder: path.join(this.folder, "limiter"),
                account,
                scope: "account",
                time: fastTime,
            }),
            time: fastTime,
            seal: createSeal(login, password),
        });
    }

    protected accountOf(login: string): string {
        return `127.0.0.1/${login}`;
    }

    protected clientOf(login: string, password: string): CallFireClient {
        return createClient({
            endpoint: this.simulator.url,
            login,
            password,
            sleep: (milliseconds, signal) => fastTime.sleep(milliseconds, signal),
            random: () => 0.5,
        });
    }

    /** As the next run of the engine sees it: a new process, the same journal and account. */
    nextProcess(login = credentials.login, wrapStore?: (store: Store) => Store): void {
        this.session = this.openSession(login, wrapStore);
        this.stack = this.engine.stack();
    }

    /** Where the entries of the journal are. */
    get journalFolder(): string {
        return path.join(this.folder, "journal");
    }

    operation(name = "support", changes: Partial<Operation> = {}): Operation {
        return operationOf(this.session, this.owner(name), {
            report: this.told.report,
            assertEngineAlive: () =>
                this.engineIsAlive ? Promise.resolve() : Promise.reject(new Error("engine gone")),
            ...changes,
        });
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
        const files = await fs.readdir(this.journalFolder).catch(() => []);
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
