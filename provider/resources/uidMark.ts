import type { Attempt } from "../orders/attempt";
import { holdNothing, type Held } from "../orders/held";
import { noWants } from "../orders/items";
import type { Operation } from "../orders/session";
import { heldProperty } from "../stack/heldMark";
import { newId, type AttemptDraft } from "./attempts";
import type { Properties } from "./resource";

/** What every resource that buys nothing keeps, in the same hidden property as the others (decisions/0019). */
export interface UidMark {
    readonly uid: string;
    readonly attempt?: string;
    /** Attempts of interrupted runs that have been seen to their end. */
    readonly resolved?: readonly string[];
}

/** Of attempts that the engine may still show as under way: it forgets the oldest long before. */
const mostResolved = 20;

/** Resources that keep more of it read it as theirs. */
export function readUidMark(state: Properties | undefined): UidMark {
    return (state?.[heldProperty] as UidMark | undefined) ?? { uid: "" };
}

/** Whether the state has told what came of an attempt. */
export function isOver({ id }: Attempt, { attempt, resolved = [] }: UidMark): boolean {
    return id === attempt || resolved.includes(id);
}

/**
 * After an operation: what earlier runs have left of this resource is settled by it. Attempts with another uid are of a replacement
 * that was interrupted, and its to settle.
 */
export function settledMark(state: Properties, { attempt, earlier }: Pick<Operation, "attempt" | "earlier">): UidMark {
    const before = readUidMark(state);
    const uid = before.uid === "" ? (attempt?.uid ?? newId()) : before.uid;
    const id = attempt?.id ?? before.attempt;
    const settled = earlier.filter((one) => one.uid === uid).map((one) => one.id);
    const resolved = [...new Set([...(before.resolved ?? []), ...settled])].slice(-mostResolved);
    return { uid, ...(id !== undefined && { attempt: id }), ...(resolved.length > 0 && { resolved }) };
}

/** An attempt that orders nothing: it makes a uid known before CallFire is asked for anything. */
export function draftWithoutOrder(isNew: boolean, owned: readonly string[] = []): AttemptDraft {
    return { isChanged: isNew, missing: () => noWants, readHeld, owned };
}

function readHeld(outputs: Properties): Held {
    return holdNothing(readUidMark(outputs).uid);
}
