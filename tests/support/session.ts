import { createAccountMemory } from "../../provider/orders/accountMemory";
import { openJournal } from "../../provider/orders/journal/journal";
import type { Store } from "../../provider/orders/journal/store";
import type { PollLimiter } from "../../provider/orders/pacing/pollLimiter";
import { createSeal } from "../../provider/orders/seal";
import type { Operation, Owner, Report, Session, StackView } from "../../provider/orders/session";
import type { Time } from "../../provider/orders/time";

export const credentials = { login: "acme", password: "hunter2" };

type Needed = Pick<Session, "client" | "time" | "pollLimiter"> & { readonly store: Store };

/** One account and what is shared by everything that talks to it; as usual where a test does not say otherwise. */
export function sessionOf({ store, ...session }: Needed & Partial<Session>): Session {
    const { client, time } = session;
    return {
        account: `127.0.0.1/${credentials.login}`,
        journal: openJournal(store, time),
        memory: createAccountMemory(client, time),
        maxItemsPerOrder: 100,
        bulkOrders: "name",
        seal: createSeal(credentials.login, credentials.password),
        ...session,
    };
}

/** Where the polls of one process are all that there are. */
export function onceASecond(time: Time): PollLimiter {
    return {
        turn: async (_order, signal, call) => {
            await time.sleep(1000, signal);
            return call();
        },
    };
}

/** What operations told. */
export class Told {
    readonly notes: string[] = [];
    readonly warnings: string[] = [];
    readonly progress: string[] = [];
    readonly report: Report = {
        progress: (message) => void this.progress.push(message),
        note: (message) => void this.notes.push(message),
        warn: (message) => void this.warnings.push(message),
    };
}

/** An operation on a resource that is not interrupted, waits as long as usual, and has nothing to order unless a test says so. */
export function operationOf(session: Session, owner: Owner, changes: Partial<Operation> = {}): Operation {
    return {
        session,
        owner,
        report: new Told().report,
        signal: new AbortController().signal,
        timeoutSeconds: 0,
        earlier: [],
        others: {},
        assertEngineAlive: () => Promise.resolve(),
        ...changes,
    };
}

/** A stack whose state shows no other resources, unless a test says so. */
export function stackView(id: StackView["id"], changes: Partial<StackView> = {}): StackView {
    return {
        id,
        identity: () => Promise.resolve(id),
        states: () => Promise.resolve([]),
        holders: () => Promise.resolve([]),
        asked: () => Promise.resolve(new Map()),
        leftovers: () => Promise.resolve(new Map()),
        askedAboutCount: () => 0,
        warnIfNotStored: () => Promise.resolve(),
        recordCreate: () => undefined,
        listedByCreate: () => [],
        recordHolder: () => undefined,
        recordDeletion: () => undefined,
        ...changes,
    };
}
