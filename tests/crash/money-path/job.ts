import type { Properties } from "../../../provider/resources/resource";

/** A resource as the engine has stored it; inputs with what the operation was allowed to order. */
export interface Stored {
    readonly id: string;
    readonly inputs: Properties;
    readonly outputs: Properties;
    /** The engine updates it even where its diff says that nothing changes. */
    readonly isFailed: boolean;
}

/** One resource of the program. */
export interface Call {
    readonly urn: string;
    readonly inputs: Properties;
    /** Absent where the engine does not have it. */
    readonly stored?: Stored;
}

/** What one provider process is asked to do: one command of the engine. */
export interface Job {
    readonly command: "up" | "preview" | "refresh" | "destroy";
    readonly url: string;
    /** What is lost with the machine: journal and poll limiter. */
    readonly machine: string;
    /** What the engine would export. */
    readonly stateFile: string;
    /** The time that the process shares with the simulator: see `timeTimes`. */
    readonly speed: number;
    readonly start: string;
    /** A plugin notes in the journal what the engine is about to forget. */
    readonly isPlugin: boolean;
    readonly bulkOrders: "name" | "count";
    readonly calls: readonly Call[];
    /** At which point of the money path the process dies, counted from 1. */
    readonly killAt?: number;
}

/** Before the engine calls create or update it stores what it is about to do, and the process goes on when it has. */
export interface Begin {
    readonly kind: "begin";
    readonly operation: "creating" | "updating";
    readonly urn: string;
    readonly inputs: Properties;
}

/** What the engine learns of a call. */
export interface Outcome {
    readonly kind: "outcome";
    readonly urn: string;
    /** As the engine keeps it from now on; absent where it keeps what it had. */
    readonly stored?: Stored;
    readonly isGone: boolean;
    /** Empty for a success. */
    readonly problem: string;
    /** What the diff of an update said, in words. */
    readonly summary?: string;
}

/** The process got through, and passed so many points of the money path. */
export interface Done {
    readonly kind: "done";
    readonly points: number;
}

export type Message = "ready" | "begun" | Begin | Outcome | Done;

/** The engine's answer to `Begin`. */
export interface Acknowledged {
    readonly kind: "stored";
    readonly urn: string;
}
