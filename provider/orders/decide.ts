import type { Attempt } from "./attempt";
import { NamesHeldElsewhere, NamesUnresolved, NotAdopted, OrderInDoubt } from "./errors";
import { countWanted, describeWants } from "./items";
import type { Asked, Wants } from "./items";
import type { JournalRecord } from "./journal/journal";

/** One name of an attempt, as the account and everybody's records show it now. */
export interface NameSeen {
    readonly name: string;
    /** `spare`: ordered only where another name was refused. */
    readonly role: "wanted" | "unwanted" | "spare";
    readonly status: "held" | "owned" | "lapsing" | "absent";
    /** Who else holds it, or why it can't be this attempt's. */
    readonly obstacle?: string;
    /** CallFire has refused to sell it in this operation. */
    readonly isRefused: boolean;
}

/** An attempt that nobody has seen to its end. */
export interface AttemptSeen {
    readonly attempt: Attempt;
    readonly names: readonly NameSeen[];
    /** Where it orders bulk numbers by count, what the journal tells of that order. Another journal than this may know it. */
    readonly orderByCount?: "not sent" | "followed by its entry" | "unknown";
    /** Its answer was lost just now: its order may be under way, and is not repeated yet. */
    readonly isFresh: boolean;
    /** Names that are absent have been looked for so long that they should be there: an order's usual time, and how far lists lag. */
    readonly isOverdue: boolean;
    /** Older than any order, or of a stack that was destroyed since. */
    readonly isExpired: boolean;
    /** Its names were looked for to the end in this operation, and it stays unresolved. */
    readonly isLeftUnresolved: boolean;
}

/** An order that may still bring something, or has brought what the state does not know yet. */
export interface OrderSeen {
    readonly intent: string;
    readonly orderId?: string;
    readonly wants: Asked;
    readonly isByCount: boolean;
    readonly isSettled: boolean;
    /** Absent where only the state knows it. */
    readonly record?: JournalRecord;
}

/** A listed name that is missing and was owned at check. */
export interface ListedSeen {
    readonly name: string;
    /** An earlier resource of this URN holds it. */
    readonly isInherited: boolean;
    /** Why it can't be adopted. */
    readonly obstacle?: string;
}

/** Everything that the next step depends on. */
export interface Seen {
    /** An entry of the journal that can't be read. */
    readonly blocked?: Error;
    /** An order that the program names and the resource does not have yet. */
    readonly adoptOrderId?: string;
    readonly orders: readonly OrderSeen[];
    readonly attempts: readonly AttemptSeen[];
    readonly owned: readonly ListedSeen[];
    readonly adoptOwned: boolean;
    /** What in the account could come from an order by count whose id is lost. */
    readonly candidates: readonly string[];
    readonly missing: Wants;
    /** This operation has ordered what its own attempt allows. */
    readonly hasOrdered: boolean;
    /** Held, no longer wanted, and in the state before this operation. */
    readonly surplus: readonly string[];
}

export type Step =
    | { readonly kind: "stop"; readonly problem: Error }
    | { readonly kind: "wait"; readonly order: OrderSeen }
    | { readonly kind: "takeIn"; readonly order: OrderSeen }
    | { readonly kind: "adoptOrder"; readonly orderId: string }
    | { readonly kind: "adoptListed"; readonly names: readonly string[] }
    | { readonly kind: "adoptNames"; readonly attempt: Attempt; readonly names: readonly string[] }
    | { readonly kind: "resolve"; readonly attempt: Attempt }
    | { readonly kind: "leaveUnresolved"; readonly attempt: Attempt }
    | { readonly kind: "watch"; readonly attempt: Attempt; readonly names: readonly string[] }
    | { readonly kind: "orderAgain"; readonly attempt: Attempt; readonly names: readonly string[] }
    | { readonly kind: "order"; readonly wants: Wants }
    | { readonly kind: "release"; readonly names: readonly string[] }
    | { readonly kind: "done" };

/** The protocol's table (decisions/0005); the first row that matches wins. */
export function decide(seen: Seen): Step {
    if (seen.blocked !== undefined) {
        return { kind: "stop", problem: seen.blocked };
    }
    if (seen.adoptOrderId !== undefined) {
        return { kind: "adoptOrder", orderId: seen.adoptOrderId };
    }
    return followOrder(seen) ?? adoptListed(seen) ?? settleAttempts(seen) ?? orderOrRelease(seen);
}

function followOrder({ orders, candidates }: Seen): Step | undefined {
    for (const order of orders) {
        if (order.isSettled) {
            return { kind: "takeIn", order };
        }
        if (order.orderId !== undefined) {
            return { kind: "wait", order };
        }
        if (order.isByCount) {
            return {
                kind: "stop",
                problem: new OrderInDoubt(order.intent, describeWants(order.wants), candidates, true),
            };
        }
    }
    return undefined;
}

function adoptListed({ owned, adoptOwned }: Seen): Step | undefined {
    const problems = owned
        .map(({ name, isInherited, obstacle }) =>
            obstacle !== undefined
                ? obstacle
                : isInherited || adoptOwned
                  ? undefined
                  : `the account owns ${name} already; set adoptOwned: true to adopt it`,
        )
        .filter((problem) => problem !== undefined);
    if (problems.length > 0) {
        return { kind: "stop", problem: new NotAdopted(`Nothing was ordered: ${problems.join("; ")}.`) };
    }
    return owned.length === 0 ? undefined : { kind: "adoptListed", names: owned.map(({ name }) => name) };
}

/** A later attempt may have bought what an earlier one did not bring: all are looked for before one is ordered again. */
function settleAttempts(seen: Seen): Step | undefined {
    const steps = seen.attempts.map((attempt) => settleAttempt(attempt, seen)).filter((step) => step !== undefined);
    const [step] = steps;
    if (step?.kind !== "orderAgain") {
        return step;
    }
    const found = steps.find(({ kind }) => kind === "adoptNames");
    if (found !== undefined) {
        return found;
    }
    const others = seen.attempts.filter(
        (other) => other.attempt !== step.attempt && !other.isLeftUnresolved && !other.isOverdue,
    );
    const absent = others.find(({ names }) => absentAmong(names).length > 0);
    return absent === undefined
        ? step
        : { kind: "watch", attempt: absent.attempt, names: absentAmong(absent.names).map(({ name }) => name) };
}

function absentAmong(names: readonly NameSeen[]): NameSeen[] {
    return names.filter(({ role, status }) => role !== "spare" && status === "absent");
}

function settleAttempt(seen: AttemptSeen, { candidates }: Seen): Step | undefined {
    const { attempt, names } = seen;
    if (seen.isLeftUnresolved) {
        return undefined;
    }
    if (seen.orderByCount === "not sent" || seen.orderByCount === "followed by its entry") {
        return { kind: "resolve", attempt };
    }
    const main = names.filter(({ role }) => role !== "spare");
    const adoptable = main.filter(({ status, obstacle }) => status === "owned" && obstacle === undefined);
    if (adoptable.length > 0) {
        return { kind: "adoptNames", attempt, names: adoptable.map(({ name }) => name) };
    }
    const obstacles = main.flatMap(({ obstacle }) => (obstacle === undefined ? [] : [obstacle]));
    if (obstacles.length > 0 && !seen.isExpired) {
        return { kind: "stop", problem: new NamesHeldElsewhere(obstacles, attempt.id) };
    }
    if (seen.orderByCount === "unknown") {
        return { kind: "stop", problem: new OrderInDoubt(attempt.id, describeWants(attempt.wants), candidates, false) };
    }
    return settleAbsent(seen, absentAmong(names));
}

/** Names that are not owned: their order may be under way, may never have been sent, or somebody else has bought them. */
function settleAbsent(seen: AttemptSeen, absent: readonly NameSeen[]): Step {
    const { attempt } = seen;
    const all = absent.map(({ name }) => name);
    if (absent.length === 0) {
        return { kind: "resolve", attempt };
    }
    if (seen.isFresh) {
        return { kind: "watch", attempt, names: all };
    }
    const wanted = absent.filter(({ role }) => role === "wanted");
    if (wanted.length === 0) {
        return seen.isExpired
            ? { kind: "resolve", attempt }
            : seen.isOverdue
              ? { kind: "leaveUnresolved", attempt }
              : { kind: "watch", attempt, names: all };
    }
    const unrefused = wanted.filter(({ isRefused }) => !isRefused);
    if (unrefused.length > 0) {
        return { kind: "orderAgain", attempt, names: unrefused.map(({ name }) => name) };
    }
    if (seen.isExpired) {
        return { kind: "resolve", attempt };
    }
    return seen.isOverdue
        ? { kind: "stop", problem: new NamesUnresolved(all, attempt.id) }
        : { kind: "watch", attempt, names: all };
}

function orderOrRelease({ missing, hasOrdered, surplus }: Seen): Step {
    if (countWanted(missing) > 0 && !hasOrdered) {
        return { kind: "order", wants: missing };
    }
    if (surplus.length > 0 && countWanted(missing) === 0) {
        return { kind: "release", names: surplus };
    }
    return { kind: "done" };
}
