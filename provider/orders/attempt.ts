import type { NumberConfiguration } from "../callfire/types";
import { listPicks, type Picks, type Wants } from "./items";
import { isSealed } from "./seal";

/**
 * What one create or update may order. `check` makes it, and the engine stores it with the inputs before it calls create or
 * update: so the names are known on every machine, whatever becomes of this one (decisions/0001).
 */
export interface Attempt {
    /** Names the attempt for ever. */
    readonly id: string;
    /** The resource that it is for. It stays the same from attempt to attempt; a replacement has another one. */
    readonly uid: string;
    /** The account at which it orders, in the form of the output `account`. Absent where it was read from a journal entry, which names it. */
    readonly account?: string;
    /** Day on which it was made, by CallFire's clock where CallFire was asked: `2026-11-24`. */
    readonly day: string;
    /** When the stack was created, by the engine's state: another one after a destroy. */
    readonly stack?: string;
    /** The engine's run in which it was made. */
    readonly run?: string;
    /** What was missing. */
    readonly wants: Wants;
    /** Names of the bulk numbers among it. Empty where they are ordered by count. */
    readonly picks: Picks;
    /** Of the listed names, those that the account owned already: they were not bought by this attempt. */
    readonly owned: readonly string[];
    /** What the numbers were like that join a resource which configures or labels them; told once for all that were alike. */
    readonly before?: readonly Before[];
    /** Seal of what was to be made, of what CallFire makes under an id of its own: what is equal to it may be of this attempt. */
    readonly wish?: string;
    /** Why the bulk numbers could not be named: then nothing is ordered. */
    readonly unpicked?: string;
    /** Set where bulk numbers are ordered by count: which journal knows whether the order was sent. */
    readonly countedIn?: string;
}

/** What some numbers were like before a resource changed them. */
export interface Before {
    readonly numbers: readonly string[];
    readonly had: Had;
}

/** What a number did, or whether it carried the label. Empty: nothing. */
export type Had = NumberConfiguration & { readonly labelled?: true };

/**
 * The attempt that `check` adds to the inputs, with attempts of interrupted runs. The engine keeps those in its pending operations and
 * drops them at its first write of a run, so they are copied to where that write puts them (decisions/0010).
 */
export interface CheckedAttempt extends Attempt {
    /** Those of this resource, oldest first. */
    readonly earlier: readonly Attempt[];
    /** Those of other resources, which it carries for them, by URN. */
    readonly others: Readonly<Record<string, readonly Attempt[]>>;
}

/** The attempt alone, without those that were copied into it. */
export function ownPart(attempt: CheckedAttempt): Attempt {
    const { earlier: _earlier, others: _others, ...own } = attempt;
    return own;
}

/** All names that an attempt may have ordered. Secret names that are declared no more are left out: only their seals are known. */
export function namesOf(attempt: Attempt): string[] {
    const { numbers, keywords } = orderedBy(attempt);
    return [...[...numbers, ...keywords].filter((name) => !isSealed(name)), ...listPicks(attempt.picks)];
}

/** What an attempt may have ordered: without the listed names that the account owned already. */
export function orderedBy({ wants, owned }: Attempt): Wants {
    const isOrdered = (name: string): boolean => !owned.includes(name);
    return { ...wants, numbers: wants.numbers.filter(isOrdered), keywords: wants.keywords.filter(isOrdered) };
}

/** Whether an attempt orders its bulk numbers by their count: they have no names then (decisions/0015). */
export function ordersByCount({ countedIn }: Attempt): boolean {
    return countedIn !== undefined;
}

/** @param today by CallFire's clock */
export function ageInDays({ day }: Attempt, today: string): number {
    return (Date.parse(today) - Date.parse(day)) / 86_400_000;
}

/** Days after which an order that brought nothing is over, whatever it waited for: longer than any lease. */
const longestDays = 35;

/**
 * Whether nothing can come of an attempt any more, although nobody saw its end: it is older than any order gets, or the
 * whole stack was destroyed since, and a new one wants things of its own (decisions/0009).
 * @param today by CallFire's clock
 */
export function isExpired(attempt: Attempt, today: string, stack: string | undefined): boolean {
    return (
        ageInDays(attempt, today) > longestDays ||
        (attempt.stack !== undefined && stack !== undefined && !stack.startsWith(attempt.stack))
    );
}
