import type { Clock } from "../account/clock";
import type { FaultRules } from "../faults/rules";
import type { RequestLog } from "./ledger";
import type { Store } from "../storage/store";

export interface ServerSetup {
    readonly store: Store;
    readonly faults: FaultRules;
    readonly log: RequestLog;
    readonly clock: Clock;
    readonly orderSeconds: number;
    /** Paths that this server does not have, below the base path. */
    readonly absentPaths: ReadonlySet<string>;
    readonly hasControl: boolean;
    readonly login: string | undefined;
    readonly password: string | undefined;
}
