import type { Properties } from "../../../provider/resources/resource";

/** One call of the engine for one resource. */
export interface Call {
    readonly name: string;
    readonly inputs: Properties;
    /** What the engine has of it; absent for a create. */
    readonly id?: string;
    readonly state?: Properties;
}

/** What one provider process is asked to do: its calls run side by side, as the engine makes them. */
export interface Job {
    readonly url: string;
    readonly folder: string;
    /** The time that the process shares with the simulator: see `timeTimes`. */
    readonly speed: number;
    readonly start: string;
    readonly calls: readonly Call[];
    /** At which point of the protocol the process dies, the n-th time that it gets there. */
    readonly point?: string;
    readonly nth?: number;
}

/** What the engine learns of a call. */
export interface Outcome {
    readonly name: string;
    /** Both absent when there is nothing that the state must have. */
    readonly id?: string;
    readonly state?: Properties;
    /** Empty for a success. */
    readonly problem: string;
}
