import type { CheckedAttempt } from "../orders/attempt";
import type { Held, OrderRecord } from "../orders/held";
import type { Wants } from "../orders/items";

/** The hidden output with what came of attempts. */
export const heldProperty = "__held";

/** What every resource keeps beside its outputs, in one hidden property (decisions/0019). */
export interface HeldMark {
    readonly uid: string;
    readonly attempt?: string;
    /** By group, the places of its numbers in the list of those that are held. */
    readonly bulk?: Readonly<Record<string, readonly number[]>>;
    readonly wants?: Held["wants"];
    readonly unresolved?: Held["unresolved"];
    readonly resolved?: Held["resolved"];
    /** What a failed update has carried for others, or for itself: attempts that nobody has seen to their end, by URN. */
    readonly others?: CheckedAttempt["others"];
    /** Orders, where they are no output. */
    readonly orders?: readonly OrderRecord[];
    /** What is held, where it is no output. */
    readonly names?: readonly string[];
    /** What is accepted as missing, because fewer than ordered are allowed. */
    readonly short?: Wants;
    readonly arrivedAt?: Held["arrivedAt"];
    /** Seals of what is held, by the output that is encrypted. */
    readonly sealed?: Readonly<Record<string, string | readonly string[]>>;
    /** What is held but no longer renews, with the end of its lease. */
    readonly lapsing?: Held["lapsing"];
    /** Where growth is possible: what one more would cost. */
    readonly prices?: Held["prices"];
}

/** Hidden properties leave out what is empty: they are part of every resource's state. */
export function withoutEmpty(value: object): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(value).filter(
            ([, part]) =>
                part !== undefined &&
                part !== 0 &&
                (typeof part !== "object" || Object.keys(part as object).length > 0),
        ),
    );
}
