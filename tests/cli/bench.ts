import * as fs from "node:fs/promises";
import * as path from "node:path";
import { numberOrder } from "../../provider/resources/numberOrder";
import { PartialFailure } from "../../provider/resources/resource";
import type { Properties } from "../../provider/resources/resource";
import type { Entry } from "../../provider/orders/entry";
import type { SimulatorOptions } from "../../simulator";
import { Bench } from "../support/bench";
import { run } from "./command";
import type { Ended } from "./command";

/** What an `up` left: a state, or nothing, and what it said. */
export interface Run {
    readonly id?: string;
    readonly state?: Properties;
    readonly problem: string;
}

/** A bench whose account and journal the command line sees too. */
export class CommandBench {
    private constructor(readonly bench: Bench) {
        const account = `127.0.0.1:${String(bench.simulator.port)}/acme`;
        bench.session = { ...bench.session, account };
    }

    static async open(options?: SimulatorOptions): Promise<CommandBench> {
        return new CommandBench(await Bench.open(options));
    }

    get journalFolder(): string {
        return path.join(this.bench.folder, "journal");
    }

    get credentials(): NodeJS.ProcessEnv {
        return { CALLFIRE_LOGIN: "acme", CALLFIRE_PASSWORD: "hunter2", CALLFIRE_ENDPOINT: this.bench.simulator.url };
    }

    /** `npx pulumi-callfire orders ...`, with the journal and credentials in the environment. */
    orders(args: readonly string[], settings: NodeJS.ProcessEnv = this.credentials, input = ""): Promise<Ended> {
        const environment = { CALLFIRE_JOURNAL: `file:${this.journalFolder}`, ...settings };
        return run(["orders", ...args], this.bench.folder, environment, input);
    }

    /** One `up` of a resource: what it holds afterwards, as the next one sees it. */
    async up(news: Properties, before?: Run, name = "support"): Promise<Run> {
        const operation = this.bench.operation(name);
        try {
            if (before?.id !== undefined && before.state !== undefined) {
                const state = await numberOrder.update(before.id, before.state, news, operation);
                return { id: before.id, state, problem: "" };
            }
            return { ...(await numberOrder.create(news, operation)), problem: "" };
        } catch (error) {
            if (error instanceof PartialFailure) {
                return { id: error.id, state: error.state, problem: error.message };
            }
            return { problem: error instanceof Error ? error.message : String(error) };
        }
    }

    /** The one entry of the journal. */
    async entry(): Promise<Entry & { readonly name: string }> {
        const { records } = await this.bench.session.journal.read();
        const [record] = records;
        if (record === undefined || records.length > 1) {
            throw new Error(`${String(records.length)} entries in the journal`);
        }
        return { name: record.name, ...record.entry };
    }

    /** Makes the newest step of the one entry unreadable. */
    async damage(): Promise<string> {
        const { name } = await this.entry();
        const newest = (await this.bench.journalFiles()).sort().at(-1) ?? "";
        await fs.writeFile(path.join(this.journalFolder, newest), '{"version": 1, "intent": "\u001b[31m');
        return name;
    }

    close(): Promise<void> {
        return this.bench.close();
    }
}

export const seattle = (count: number): Properties => ({
    bulkLocal: { count, region: { city: "Seattle", state: "WA" } },
});
