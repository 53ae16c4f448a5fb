import { systemClock, type Clock } from "./account/clock";
import type { Fault } from "./faults/faults";
import { FaultRules } from "./faults/rules";
import { changeThing, moveClock, settle, stockUp, type Stock, type ThingChange } from "./account/interventions";
import type { InboundEvent } from "./account/inbound";
import { receive, type InboundResult } from "./http/postbacks";
import { RequestLog, type Ledger } from "./http/ledger";
import { basePath } from "./http/requests";
import { listen, portOf } from "./http/server";
import { openStore } from "./storage/store";

export type { Clock } from "./account/clock";
export type { InboundEvent } from "./account/inbound";
export type { InboundResult, Postback } from "./http/postbacks";
export type { Fault, FaultEffect, FaultKind, FaultMatch } from "./faults/faults";
export type { Stock, ThingChange } from "./account/interventions";
export type { Ledger, LedgerHolding, LedgerOrder, LedgerPoll, LedgerRequest } from "./http/ledger";
export { describeFaults, type FaultDescription } from "./faults/forms";
export { parseFault } from "./faults/faultText";

export interface SimulatorOptions {
    /** Any free one if absent. */
    readonly port?: number;
    /** Where the account is kept; in memory if absent. Several simulators may serve one file at once. */
    readonly stateFile?: string;
    /** Any login, and any password, is accepted if absent; an empty one never is. */
    readonly login?: string;
    readonly password?: string;
    /** How long an order takes. Default 2. */
    readonly orderSeconds?: number;
    /** Offer numbers for sale by `GET /number/search`. Default true; false: it is 404. */
    readonly hasSearch?: boolean;
    /** Offer the list of orders of API v2, `GET /v2/orders`. Default true; false: it is 404. */
    readonly hasOrderList?: boolean;
    /** Serve the control routes under `/_simulator/`. Default false. */
    readonly control?: boolean;
    /** Keep the process running while the simulator does. Default false: an embedded one must not. */
    readonly keepProcessAlive?: boolean;
    readonly clock?: Clock;
    readonly faults?: readonly Fault[];
}

export interface RunningSimulator {
    /** `http://127.0.0.1:PORT/api/1.1/rest` */
    readonly url: string;
    readonly port: number;
    /** The account's own id, made at its first use. */
    readonly accountId: string;
    readonly faults: { add(fault: Fault): string; clear(): void };
    ledger(): Ledger;
    clearRequests(): void;
    /** Ends an order now, as `status` and with `fulfilled` of its items if given; or holds it in PROCESSING. */
    settleOrder(
        orderId: string,
        how?: { readonly status?: string; readonly fulfilled?: number; readonly hold?: boolean },
    ): Promise<void>;
    /** Gives the account a number or keyword, takes one away, sells one to another customer, or frees it. */
    change(change: ThingChange): Promise<void>;
    /** Gives the account many local numbers at once, thousands if need be. */
    stockUp(stock: Stock): Promise<void>;
    /** A call or a text comes in. Postbacks are sent, but only to endpoints on this machine, and answered before it ends. */
    receive(event: InboundEvent): Promise<InboundResult>;
    /** Moves the account's clock on: leases end and orders finish. */
    advanceClock(milliseconds: number): Promise<void>;
    close(): Promise<void>;
}

export async function startSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
    const clock = options.clock ?? systemClock;
    const store = await openStore(options.stateFile, clock);
    const faults = new FaultRules();
    const log = new RequestLog();
    options.faults?.forEach((fault) => faults.add(fault));
    const setup = {
        store,
        faults,
        log,
        clock,
        orderSeconds: options.orderSeconds ?? 2,
        absentPaths: new Set([
            ...(options.hasSearch === false ? ["/number/search"] : []),
            ...(options.hasOrderList === false ? ["/v2/orders"] : []),
        ]),
        hasControl: options.control ?? false,
        login: options.login,
        password: options.password,
    };
    const server = await listen(setup, options.port ?? 0, options.keepProcessAlive ?? false);
    const port = portOf(server);
    return {
        url: `http://127.0.0.1:${port}${basePath}`,
        port,
        accountId: store.read((state) => state.accountId),
        faults: { add: (fault) => faults.add(fault), clear: () => faults.clear() },
        ledger: () => log.ledger(store),
        clearRequests: () => log.clear(),
        settleOrder: (orderId, how) => settle(store, orderId, how),
        change: (change) => changeThing(store, change),
        receive: (event) => receive(store, event),
        stockUp: (stock) => stockUp(store, stock),
        advanceClock: async (milliseconds) => {
            await moveClock(store, milliseconds);
        },
        close: () =>
            new Promise((resolve) => {
                server.close(() => resolve());
                server.closeAllConnections();
            }),
    };
}
