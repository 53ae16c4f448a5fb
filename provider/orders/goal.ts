import type { Attempt } from "./attempt";
import type { Held } from "./held";
import type { Wants } from "./items";

/** What a resource is brought to. */
export interface Goal {
    /** What is still missing beside what is held. */
    missing(held: Held): Wants;
    /** Of what is held, what is no longer wanted. */
    surplus(held: Held): readonly string[];
    /** This order is adopted instead of placing one. */
    readonly adoptOrderId?: string;
    readonly adoptOwned: boolean;
    readonly allowPartial: boolean;
    /** Bulk numbers are ordered by their names or not at all. */
    readonly isNamed?: boolean;
    /** The resource is given up: only what is its own by its uid is looked at, and nothing is ordered. */
    readonly isDeletion: boolean;
}

/** What an operation has come to so far. All that must outlive it is in `held`; the journal has the rest. */
export interface Progress {
    readonly held: Held;
    /** What the state held before this operation: only of that anything is released. */
    readonly before: Held;
    /** Names that CallFire has refused to sell, in this operation. */
    readonly refused: readonly string[];
    /** This operation has ordered what its own attempt allows. */
    readonly hasOrdered: boolean;
    /** When the answer to its order was lost, by the id of the attempt, on the session's clock. */
    readonly answerLostAt: Readonly<Record<string, number>>;
    /** Since when its names are looked for, by the id of the attempt. */
    readonly watchedSince: Readonly<Record<string, number>>;
    /** What orders of this resource with a known id have brought in this operation. */
    readonly ordered: readonly string[];
    /** Ids of attempts whose names were looked for to the end, and which stay unresolved. */
    readonly leftUnresolved: readonly string[];
}

export function startProgress(before: Held, earlier: readonly Attempt[]): Progress {
    const known = new Set([...before.resolved, ...before.unresolved.map(({ id }) => id)]);
    const unresolved = [...before.unresolved, ...earlier.filter(({ id }) => !known.has(id))];
    return {
        held: { ...before, unresolved },
        before,
        refused: [],
        hasOrdered: false,
        answerLostAt: {},
        watchedSince: {},
        ordered: [],
        leftUnresolved: [],
    };
}
