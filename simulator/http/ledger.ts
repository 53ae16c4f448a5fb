import type { AccountState, ItemKind, Lease, OrderRecord } from "../account/account";
import { dateTimeOf } from "../account/clock";
import { statusOf } from "../account/orderStatuses";
import { acquiredBy, totalCostOf } from "../account/orderPayload";
import type { Store } from "../storage/store";

/** What happened, for tests to assert on. Requests and polls are those this server saw since it started. */
export interface Ledger {
    readonly accountId: string;
    /** Oldest first. */
    readonly orders: readonly LedgerOrder[];
    readonly requests: readonly LedgerRequest[];
    readonly polls: readonly LedgerPoll[];
    /** From each poll's answer to the next poll's arrival, whatever the order; negative when they overlapped. */
    readonly pollGaps: readonly number[];
    readonly owned: { readonly numbers: readonly LedgerHolding[]; readonly keywords: readonly LedgerHolding[] };
    /** How many of the oldest requests are no longer kept. */
    readonly forgottenRequests: number;
}

export interface LedgerOrder {
    readonly id: string;
    readonly status: string;
    readonly createdAt: string;
    readonly parameters: Readonly<Record<string, string>>;
    readonly ordered: Readonly<Record<ItemKind, number>>;
    readonly fulfilled: readonly string[];
    readonly totalCost: number;
}

/** Times are milliseconds since the epoch, with fractions. */
export interface LedgerRequest {
    readonly arrivedAt: number;
    readonly method: string;
    readonly path: string;
    readonly parameters: Readonly<Record<string, string>>;
    /** Just before the answer left, or the connection was cut; absent while it is being answered. */
    answeredAt?: number;
    /** Null: no answer left, or only a part of one. */
    status?: number | null;
}

export interface LedgerPoll {
    readonly orderId: string;
    readonly arrivedAt: number;
    readonly answeredAt: number | undefined;
}

export interface LedgerHolding extends Lease {
    readonly value: string;
    /** Null: it came without an order of this account's ledger. */
    readonly orderId: string | null;
}

const mostRequests = 100_000;

/** In memory: the state file stays small, and two processes do not fight over every GET. */
export class RequestLog {
    private requests: LedgerRequest[] = [];
    private forgotten = 0;

    add(request: LedgerRequest): void {
        this.requests.push(request);
        if (this.requests.length > mostRequests) {
            const excess = this.requests.length - mostRequests / 2;
            this.requests.splice(0, excess);
            this.forgotten += excess;
        }
    }

    clear(): void {
        this.requests = [];
        this.forgotten = 0;
    }

    ledger(store: Store): Ledger {
        const polls = this.requests.flatMap((request) => {
            const orderId = request.method === "GET" ? /^\/number\/order\/([^/]+)$/.exec(request.path)?.[1] : undefined;
            return orderId === undefined
                ? []
                : [{ orderId, arrivedAt: request.arrivedAt, answeredAt: request.answeredAt }];
        });
        return store.read((state, now) => ({
            accountId: state.accountId,
            orders: state.orders.map((order) => ledgerOrder(order, now)),
            requests: this.requests.map((request) => ({ ...request })),
            polls,
            pollGaps: gapsOf(polls),
            owned: { numbers: holdings(state, "number"), keywords: holdings(state, "keyword") },
            forgottenRequests: this.forgotten,
        }));
    }
}

function gapsOf(polls: readonly LedgerPoll[]): number[] {
    let lastAnswer = Number.NEGATIVE_INFINITY;
    return polls.flatMap((poll, index) => {
        const gap = poll.arrivedAt - lastAnswer;
        // One that is still unanswered keeps every later one too early.
        lastAnswer = Math.max(lastAnswer, poll.answeredAt ?? Number.POSITIVE_INFINITY);
        return index === 0 ? [] : [gap];
    });
}

function ledgerOrder(order: OrderRecord, now: number): LedgerOrder {
    return {
        id: order.id,
        status: statusOf(order, now),
        createdAt: dateTimeOf(order.createdAt),
        parameters: { ...order.parameters },
        ordered: { ...order.ordered },
        fulfilled: acquiredBy(order),
        totalCost: totalCostOf(order),
    };
}

function holdings(state: AccountState, kind: "number" | "keyword"): LedgerHolding[] {
    return state.holdings
        .filter((holding) => holding.kind === kind)
        .map((holding) => ({ value: holding.value, ...holding.lease, orderId: holding.orderId }));
}
