import { systemClock, type Clock } from "./clock";
import { FaultRules, type Fault } from "./faults";
import { changeThing, moveClock, settle, type ThingChange } from "./interventions";
import { RequestLog, type Ledger } from "./ledger";
import { basePath } from "./requests";
import { listen, portOf } from "./server";
import { openStore } from "./store";

export type { Clock } from "./clock";
export type { Fault, FaultEffect, FaultKind, FaultMatch } from "./faults";
export type { ThingChange } from "./interventions";
export type { Ledger, LedgerHolding, LedgerOrder, LedgerPoll, LedgerRequest } from "./ledger";
export { parseFault } from "./fault-text";

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
