import type { Clock } from "./clock";
import type { FaultRules } from "./faults";
import type { RequestLog } from "./ledger";
import type { Store } from "./store";

export interface ServerSetup {
    readonly store: Store;
    readonly faults: FaultRules;
    readonly log: RequestLog;
    readonly clock: Clock;
    readonly orderSeconds: number;
    readonly hasControl: boolean;
    readonly login: string | undefined;
    readonly password: string | undefined;
}
