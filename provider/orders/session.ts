import type { CallFireClient } from "../callfire/client";
import type { Journal } from "./journal";
import type { Line } from "./line";
import type { PollClock } from "./pollClock";
import type { Time } from "./time";

/** Whose entry it is: one resource of one stack. */
export interface Owner {
    /** The organization of the stack; two organizations may have stacks of one name. */
    readonly organization: string;
    /** The full URN. */
    readonly urn: string;
    /** URNs that the resource had before, by the `aliases` option. */
    readonly aliases: readonly string[];
}

/** One account at CallFire (or at the simulator), and what is shared by everything that talks to it. */
export interface Session {
    /** Host and login, or the simulator's own id: `www.callfire.com/acme`. The output `account`. */
    readonly account: string;
    readonly client: CallFireClient;
    readonly journal: Journal;
    readonly pollClock: PollClock;
    /** Orders of one process are placed one after another: no picture is taken half-way through another's order. */
    readonly orderLine: Line;
    readonly time: Time;
    /** More items than this in one order are a typo, not a wish. */
    readonly maxItemsPerOrder: number;
}

/** Where an operation tells people how it goes. None of these ever fails the operation. */
export interface Report {
    /** The current state of a wait, shown on the resource's own row and replaced by the next one. */
    progress(message: string): void;
    /** A lasting line: it must survive in the log of a machine that is gone. */
    note(message: string): void;
    warn(message: string): void;
}

/** One create, read, update or delete of one resource. */
export interface Operation {
    readonly session: Session;
    readonly owner: Owner;
    readonly report: Report;
    /** Aborts on an interrupt: every wait then ends, and what is known is saved. */
    readonly signal: AbortSignal;
    /** How long the operation may wait for orders, from `customTimeouts`; 0 for the default of 10 minutes. */
    readonly timeoutSeconds: number;
    /** Rejects when the engine that asked for this is gone: an orphan buys and releases nothing. */
    assertEngineAlive(): Promise<void>;
}
