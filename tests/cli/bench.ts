import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { CallFireClient } from "../../provider/callfire/client";
import { acquire } from "../../provider/orders/acquire";
import type { Attempt } from "../../provider/orders/attempt";
import { holdNothing } from "../../provider/orders/held";
import type { Held } from "../../provider/orders/held";
import { noPicks, noWants } from "../../provider/orders/items";
import type { Wants } from "../../provider/orders/items";
import type { Entry } from "../../provider/orders/journal/entry";
import type { JournalRecord } from "../../provider/orders/journal/journal";
import { Bench, fastTime } from "../support/bench";
import { credentials, operationOf, stackView } from "../support/session";
import { run } from "./command";
import type { Ended } from "./command";

/** What an `up` left: a state, and what it said. */
export interface Run {
    readonly held: Held;
    readonly attempt: Attempt;
    readonly problem: string;
}

export interface RunOptions {
    /** The state before. */
    readonly before?: Run;
    /** Attempts that the engine's state shows, of a run whose outputs were not saved. */
    readonly earlier?: readonly Attempt[];
    readonly name?: string;
    /** Lets CallFire choose the numbers. */
    readonly byCount?: boolean;
    /** How long it waits for its order, of fast time. */
    readonly timeoutSeconds?: number;
}

/** An account at the simulator and a journal, as the money path and the command line see them. */
export class CommandBench extends Bench {
    private attempts = 0;

    /** As the command line finds it. */
    protected override accountOf(login: string): string {
        return `127.0.0.1:${String(this.simulator.port)}/${login}`;
    }

    /** Leases and orders are dated in fast time: answers have to be as well, or an attempt of today is long over. */
    protected override clientOf(login: string, password: string): CallFireClient {
        return { ...super.clientOf(login, password), serverTime: () => fastTime.date() };
    }

    get settings(): NodeJS.ProcessEnv {
        const { login, password } = credentials;
        return { CALLFIRE_LOGIN: login, CALLFIRE_PASSWORD: password, CALLFIRE_ENDPOINT: this.simulator.url };
    }

    /** `npx pulumi-callfire orders ...`, with the journal and credentials in the environment. */
    runOrders(args: readonly string[], settings: NodeJS.ProcessEnv = this.settings, input = ""): Promise<Ended> {
        const environment = { CALLFIRE_JOURNAL: `file:${this.journalFolder}`, ...settings };
        return run(["orders", ...args], this.folder, environment, input);
    }

    /** One `up` of a resource that wants so many numbers of Seattle. */
    async up(
        count: number,
        { before, earlier = [], name = "support", byCount = false, timeoutSeconds = 0 }: RunOptions = {},
    ): Promise<Run> {
        const uid = before?.held.uid ?? earlier[0]?.uid ?? `uid-of-${name}`;
        const held = before?.held ?? holdNothing(uid);
        const attempt = await this.makeAttempt(uid, missing(count, held), byCount);
        const owner = { urn: urnOf(name), aliases: [], stack: stackView({ name: "organization/shop/dev" }) };
        const operation = operationOf(this.session, owner, { timeoutSeconds, attempt, earlier });
        const { value, problem } = await acquire(held, goal(count), operation);
        return { held: value, attempt, problem: problem?.message ?? "" };
    }

    private async makeAttempt(uid: string, wants: Wants, byCount: boolean): Promise<Attempt> {
        this.attempts += 1;
        const count = wants.local?.count ?? 0;
        const found = byCount ? [] : await this.session.client.searchNumbers({ count: count + 20, region: seattle });
        const offer = found.map(({ number }) => number);
        return {
            id: String(this.attempts).padStart(12, "a"),
            uid,
            day: fastTime.date().toISOString().slice(0, 10),
            wants,
            picks: byCount ? noPicks : { local: offer.slice(0, count), tollFree: [] },
            owned: [],
            ...(byCount && { countedIn: await this.session.journal.identity() }),
        };
    }

    /** Orders that CallFire took, oldest first. */
    placed(): readonly { readonly id: string; readonly fulfilled: readonly string[] }[] {
        return this.simulator.ledger().orders;
    }

    async records(): Promise<readonly JournalRecord[]> {
        return (await this.session.journal.read()).records;
    }

    /** The one entry of the journal. */
    async entry(): Promise<Entry & { readonly name: string }> {
        const records = await this.records();
        const [record] = records;
        if (record === undefined || records.length > 1) {
            throw new Error(`${String(records.length)} entries in the journal`);
        }
        return { name: record.name, ...record.entry };
    }

    /** Makes the newest revision of the one entry unreadable. */
    async damage(): Promise<string> {
        const { name } = await this.entry();
        const newest = (await this.journalFiles()).sort().at(-1) ?? "";
        await fs.writeFile(path.join(this.journalFolder, newest), '{"version": 2, "intent": "\u001b[31m');
        return name;
    }
}

const seattle = { city: "Seattle", state: "WA" };

export function urnOf(name: string): string {
    return `urn:pulumi:dev::shop::callfire:index:NumberOrder::${name}`;
}

function missing(count: number, held: Held): Wants {
    const left = count - held.numbers.length;
    return left > 0 ? { ...noWants, local: { count: left, region: seattle } } : noWants;
}

function goal(count: number): Parameters<typeof acquire>[1] {
    return {
        missing: (held) => missing(count, held),
        surplus: () => [],
        adoptOwned: false,
        allowPartial: false,
        isDeletion: false,
    };
}

/** The command that a message tells to type: `orders forget 5f0c...`, without what stands before. */
export function typedIn(message: string, command: string): string[] {
    const [, typed = ""] = new RegExp(`npx pulumi-callfire (${command}[^"\\n]*)`).exec(message) ?? [];
    return typed.split(" ").slice(1);
}
