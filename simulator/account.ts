import { randomUUID } from "node:crypto";
import type { Region } from "./regions";

/** All that one account remembers. Written to the state file as it stands: a new shape is a new version. */
export interface AccountState {
    readonly version: 1;
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

export function newAccount(): AccountState {
    return {
        version: 1,
        accountId: randomUUID(),
        clockOffset: 0,
        lastSequence: 0,
        orders: [],
        holdings: [],
        soldElsewhere: [],
        resting: [],
        subscriptions: [],
    };
}

/** Ids look like CallFire's; large ones are beyond what a JavaScript number can tell apart. */
export function nextId(state: AccountState, large = false): string {
    state.lastSequence += 1;
    const sequence = BigInt(state.lastSequence);
    return (large ? 9007199254740991n + 2n * sequence : 1428506003n + 1000n * sequence).toString();
}
