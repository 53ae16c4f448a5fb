import type { CallFireClient } from "../../../provider/callfire/client";
import type { OrderId, OrderRequest } from "../../../provider/callfire/types";
import { folderStore } from "../../../provider/orders/journal/folderStore";
import type { Entry } from "../../../provider/orders/journal/entry";
import { openJournal } from "../../../provider/orders/journal/journal";
import type { EntryOwner, JournalRecord, Look } from "../../../provider/orders/journal/journal";
import type { Store } from "../../../provider/orders/journal/store";
import type { Holder, Operation, Session } from "../../../provider/orders/session";
import { ModelAccount } from "./account";
import type { AccountOptions } from "./account";
import { ControlledTime } from "./controlledTime";
import { atOnce, modelFiles } from "./files";
import type { Disk } from "./files";
import { onceASecond, operationOf, sessionOf, stackView, Told } from "../../support/session";
import { account, stackId, uid, urnOf } from "./fixtures";

/** One process with an account of the model, a journal in memory and a controlled clock. */
export class OrderBench {
    readonly time = new ControlledTime();
    readonly account: ModelAccount;
    readonly told = new Told();
    readonly notes = this.told.notes;
    readonly warnings = this.told.warnings;
    readonly progress = this.told.progress;
    /** What the engine's state has of other resources. */
    readonly holders: Holder[] = [];
    readonly disk: Disk = new Map();
    isEngineAlive = true;
    session: Session;

    /** @param client calls that are answered otherwise than by the account */
    constructor(client: Partial<CallFireClient> = {}, options: Partial<AccountOptions> = {}) {
        this.account = new ModelAccount(this.time, {
            fates: [],
            durations: [],
            lag: 0,
            hasVersion2: false,
            ...options,
        });
        const calls = { ...this.account.client(atOnce, "support"), ...client };
        const pollLimiter = onceASecond(this.time);
        this.session = sessionOf({ account, client: calls, store: this.store, pollLimiter, time: this.time });
    }

    get store(): Store {
        return folderStore(modelFiles(this.disk, atOnce));
    }

    /** What becomes of each order's request, around what the account does with it. */
    aroundPost(
        work: (
            post: () => Promise<OrderId>,
            request: OrderRequest,
            signal: AbortSignal | undefined,
        ) => Promise<OrderId>,
    ): void {
        const account = this.account.client(atOnce, "support");
        this.session.client.placeNumberOrder = (request, signal) =>
            work(() => account.placeNumberOrder(request), request, signal);
    }

    /** From now on the journal can't be written: its disk is full. */
    fillDisk(): void {
        const full = modelFiles(this.disk, atOnce);
        full.create = () => Promise.reject(new Error("ENOSPC: no space left on device"));
        this.session = { ...this.session, journal: openJournal(folderStore(full), this.time) };
    }

    operation(changes: Partial<Operation> = {}): Operation {
        const stack = stackView(stackId, {
            holders: () => Promise.resolve(this.holders),
            identity: () => Promise.resolve({ ...stackId, created: "2026-11-01T00:00:00Z" }),
        });
        return operationOf(
            this.session,
            { urn: urnOf("support"), aliases: [], stack },
            {
                report: this.told.report,
                assertEngineAlive: () =>
                    this.isEngineAlive ? Promise.resolve() : Promise.reject(new Error("the engine is gone")),
                ...changes,
            },
        );
    }

    /** An entry as another process has left it. */
    async leave(entry: Entry): Promise<JournalRecord> {
        const { journal } = this.session;
        return journal.reserve((await this.look()).nextEntry, entry);
    }

    look(changes: Partial<EntryOwner> = {}): Promise<Look> {
        const owner = { stack: stackId, uid, attempts: [], urns: [urnOf("support")], otherUids: [], ...changes };
        return this.session.journal.look(owner, account);
    }

    async entries(): Promise<readonly Entry[]> {
        return (await this.session.journal.read()).records.map(({ entry }) => entry);
    }
}

/** The error that something ends with. */
export async function failureOf(work: Promise<unknown>): Promise<Error> {
    const error: unknown = await work.then(
        () => undefined,
        (reason: unknown) => reason,
    );
    if (!(error instanceof Error)) {
        throw new Error("It did not fail.");
    }
    return error;
}
