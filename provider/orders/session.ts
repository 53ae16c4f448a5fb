import type { CallFireClient } from "../callfire/client";
import type { AccountMemory } from "./accountMemory";
import type { Attempt, CheckedAttempt } from "./attempt";
import type { StackId } from "./journal/entry";
import type { Journal } from "./journal/journal";
import type { PollLimiter } from "./pacing/pollLimiter";
import type { Seal } from "./seal";
import type { Time } from "./time";

/** What a resource of this stack holds. */
export interface Holder {
    readonly urn: string;
    readonly uid: string;
    /** Numbers and keywords; by their seals where the engine's state shows them encrypted. */
    readonly names: readonly string[];
    readonly orderIds: readonly string[];
    /** Of the names, those that it declares one by one, by the engine's state. */
    readonly listed?: readonly string[];
    /** A resource that was replaced and waits for its deletion holds nothing against others. */
    readonly isDeleted: boolean;
}

/** Outputs of a resource, and its attempts that nobody has seen to their end, oldest first. */
export interface StackedState {
    readonly urn: string;
    readonly outputs: Readonly<Record<string, unknown>>;
    readonly earlier: readonly Attempt[];
}

/** What the engine's state knows of the stack, and what this process has done to it since (`provider/stack`). */
export interface StackView {
    /** Its name and backend, which need no look. */
    readonly id: StackId;
    /** With the time of its creation, where the engine's state can be read. */
    identity(): Promise<StackId>;
    /** What the engine's state showed at first of the resources of this stack, those aside that wait for their deletion; sealed as it is kept. */
    states(): Promise<readonly StackedState[]>;
    /** Resources of this stack and what they hold; reads the engine's state once a process. */
    holders(): Promise<readonly Holder[]>;
    /** Names that attempts may have ordered whose end nobody has seen, with the resource of each: no other one picks them. */
    asked(): Promise<ReadonlyMap<string, string>>;
    /** Tells this run of the engine from others, in attempts; undefined where that can't be told. */
    readonly run?: string;
    /**
     * What creates of earlier runs that were interrupted have left, by the URN of a resource of this type that is not in the state, and that
     * nobody has asked about in this run: the program may have given it another name since.
     */
    leftovers(urn: string): Promise<ReadonlyMap<string, readonly Attempt[]>>;
    /** How many resources this run has asked about until now. */
    askedAboutCount(): number;
    /**
     * Once a process, for the attempt of its first order: reads the engine's state again, and warns where that does not show the
     * attempt. It prevents nothing: the journal of this machine still knows what is ordered.
     */
    warnIfNotStored(attempt: Attempt): Promise<void>;
    /** Names that a resource lists which is about to be created. */
    recordCreate(urn: string, names: readonly string[]): void;
    /** Those of this URN, until the resource is there. */
    listedByCreate(urn: string): readonly string[];
    /** What a resource holds after an operation of this process. */
    recordHolder(holder: Omit<Holder, "isDeleted">): void;
    /** A resource that is being deleted no longer holds anything against others. */
    recordDeletion(uid: string): void;
}

/** Whose operation it is: one resource of one stack. */
export interface Owner {
    /** The full URN. */
    readonly urn: string;
    /** URNs that the resource had before, by the `aliases` option. */
    readonly aliases: readonly string[];
    readonly stack: StackView;
}

/** One account at CallFire (or at the simulator), and what is shared by everything that talks to it. */
export interface Session {
    /** Host and login, or the simulator's own id: `www.callfire.com/acme`. The output `account`. */
    readonly account: string;
    readonly client: CallFireClient;
    readonly journal: Journal;
    readonly pollLimiter: PollLimiter;
    readonly memory: AccountMemory;
    readonly time: Time;
    /** More items than this in one order are a typo, not a wish. */
    readonly maxItemsPerOrder: number;
    /** Whether bulk numbers are ordered by names that were picked, or by their count. */
    readonly bulkOrders: "name" | "count";
    /** Makes what stands for a secret name where the engine keeps it in clear. */
    readonly seal: Seal;
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
    /** What this operation may order, as the engine has stored it; none where nothing is ordered. */
    readonly attempt?: Attempt;
    /** Attempts of this resource that earlier runs left without an end, oldest first. */
    readonly earlier: readonly Attempt[];
    /** Those of other resources that this operation carries, because the engine forgets them with its first write: by URN. */
    readonly others: CheckedAttempt["others"];
    /** Rejects when the engine that asked for this is gone: an orphan buys and releases nothing. */
    assertEngineAlive(): Promise<void>;
}

/** Now, by CallFire's clock where an answer told it: what it says of orders and leases is by that clock. */
export function callFireTime({ client, time }: Session): Date {
    return client.serverTime() ?? time.date();
}

/** Now by CallFire's clock, to the second: `2026-11-24T12:25:36Z`. */
export function callFireSecond(session: Session): string {
    return `${callFireTime(session).toISOString().slice(0, 19)}Z`;
}

/** Lists may lag behind orders by a minute; after twice that, what is absent is certainly gone. */
const safeLagMilliseconds = 120_000;

/** Whether lists and numbers may not show yet what was known to be brought then, by CallFire's clock: absence is no news. */
export function mayLag(since: string | undefined, session: Session): boolean {
    return since !== undefined && callFireTime(session).getTime() - Date.parse(since) < safeLagMilliseconds;
}

/** Today by CallFire's clock: `2026-11-24`. */
export function today(session: Session): string {
    return callFireTime(session).toISOString().slice(0, 10);
}

/** What came of something, and why it is not all that was meant. */
export interface Outcome<Value> {
    readonly value: Value;
    readonly problem?: Error;
}

export function asError(error: unknown): Error {
    return error instanceof Error ? error : new Error(String(error));
}
