import { randomUUID } from "node:crypto";
import type { Region } from "../geography/regions";

export const accountVersion = 2;

/** All that one account remembers. Written to the account file as it stands: a new shape is a new version. */
export interface AccountState {
    readonly version: typeof accountVersion;
    readonly accountId: string;
    /** By how much the account's clock was moved through the control route, in milliseconds. */
    clockOffset: number;
    lastSequence: number;
    orders: OrderRecord[];
    holdings: Holding[];
    /** Bought by another customer, or withdrawn from sale. */
    soldElsewhere: Thing[];
    /** Lapsed, and not for sale before `until` (milliseconds). */
    resting: (Thing & { until: number })[];
    subscriptions: SubscriptionRecord[];
    /** All that exist, on numbers or not, oldest first. */
    labels: string[];
    autoReplies: AutoReplyRecord[];
    /** Searched for, newest last, where a number's prefix alone would not tell its region. */
    askedRegions: Region[];
}

export type ThingKind = "number" | "keyword";

export interface Thing {
    kind: ThingKind;
    value: string;
}

/** Something the account owns: renewing, or released and running on to the end of its lease. */
export interface Holding extends Thing {
    lease: Lease;
    orderId: string | null;
    /** Since when, in milliseconds. Null: for long, so that no list lags behind it. */
    acquiredAt: number | null;
    /** Numbers only. */
    region: Region;
    configuration: Record<string, string>;
    labels: string[];
}

/** Dates without a zone; they are UTC. */
export interface Lease {
    begin: string;
    end: string;
    autoRenew: boolean;
}

export type ItemKind = "local" | "tollFree" | "keyword";

export interface OrderItem {
    kind: ItemKind;
    value: string;
    region: Region;
    acquired: boolean;
    /** Never acquired, although ordered. */
    withheld: boolean;
    /** Another order has acquired it: it is shown as acquired by this one too. */
    ofOtherOrder: boolean;
}

export interface OrderRecord {
    /** A decimal number of up to 64 bits. */
    id: string;
    createdAt: number;
    /** How long it takes, in milliseconds. */
    takes: number;
    /** Stays in PROCESSING until told to settle. */
    held: boolean;
    /** Items arrive one by one while it is PROCESSING. */
    grows: boolean;
    finalStatus: string;
    completedAt: number | null;
    /** From when on it can be read, in milliseconds. Null: at once, whatever the clock of another process says. */
    visibleAt: number | null;
    /** How long after its end it shows what it acquired, in milliseconds. */
    fulfilledAfter: number;
    leaseEnd: string | null;
    parameters: Record<string, string>;
    ordered: Record<ItemKind, number>;
    items: OrderItem[];
}

export interface SubscriptionRecord {
    id: string;
    requestId: string | null;
    fields: Record<string, string>;
}

export interface AutoReplyRecord {
    id: string;
    requestId: string | null;
    /** The short code if a keyword is given. */
    number: string;
    keyword: string | null;
    match: string;
    message: string;
}

export function newAccount(): AccountState {
    return {
        version: accountVersion,
        accountId: randomUUID(),
        clockOffset: 0,
        lastSequence: 0,
        orders: [],
        holdings: [],
        soldElsewhere: [],
        resting: [],
        subscriptions: [],
        labels: [],
        autoReplies: [],
        askedRegions: [],
    };
}

/** Ids look like CallFire's; large ones are beyond what a JavaScript number can tell apart. */
export function nextId(state: AccountState, large = false): string {
    state.lastSequence += 1;
    const sequence = BigInt(state.lastSequence);
    return (large ? 9007199254740991n + 2n * sequence : 1428506003n + 1000n * sequence).toString();
}
