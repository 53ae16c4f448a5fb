import type { OrderId } from "../callfire/types";
import type { Held } from "./held";
import { countWanted, describeWants, type Wants } from "./items";

/**
 * What can end an order early. Every message says what happened, what is safe now and what to do next, because it may be
 * all that the person on call has.
 */
export abstract class OrderError extends Error {
    /** @param message follows the name, under which docs/on-call.md tells what to do */
    constructor(message: string) {
        super(`${new.target.name}: ${message}`);
        this.name = new.target.name;
    }
}

/** The journal can't be read or written: nothing is bought without it. */
export class JournalUnavailable extends OrderError {
    constructor(
        place: string,
        reason: string,
        advice = `Make the folder writable, or set callfire:journal to "file:<path>"`,
    ) {
        super(
            `The journal of orders at ${place} can't be used: ${reason}. Nothing is bought or released without it. ${advice}.`,
        );
    }
}

/** An entry of this resource can't be acted on: damaged, of a newer version, or of another account. It blocks its owner. */
export class EntryBlocked extends OrderError {
    constructor(entryName: string, place: string, reason: string) {
        super(
            `The journal entry ${entryName} at ${place} can't be used: ${reason}. It may stand for an order that was paid for, ` +
                `so nothing is ordered for this resource. Look at it with "npx pulumi-callfire orders show ${entryName}"; ` +
                `when you know what became of its order: "npx pulumi-callfire orders forget ${entryName}".`,
        );
    }
}

/**
 * Somebody else wrote first: what is true now is observed again. A person sees it only where that happens again and again, or where
 * an import meets another run.
 */
export class Conflict extends OrderError {
    constructor(entryName: string) {
        super(
            `Another process has changed the journal entry ${entryName}: another run works on the same resource. What was ordered is in ` +
                `the journal, and nothing is ordered twice. When that run has ended, run "pulumi up", or the import, again.`,
        );
    }
}

/** An entry disappears only by our own closing of it: one that is gone otherwise says that the journal was damaged. */
export class EntryGone extends OrderError {
    constructor(entryName: string, place: string) {
        super(
            `The journal entry ${entryName} has disappeared from ${place}: the journal was removed or damaged while it was in use. ` +
                `What this run knows of its order is saved in the state; nothing is ordered twice. Find out what cleans or restores that place, then run "pulumi up" again.`,
        );
    }
}

/** The engine that asked is gone, so nobody would record what is bought or released. */
export class EngineGone extends OrderError {
    constructor() {
        super(`The Pulumi engine is gone: nothing was ordered or released. Run "pulumi up" again.`);
    }
}

/** CallFire refused the order at once, in its own words; nothing was bought. */
export class OrderRefused extends OrderError {
    constructor(wanted: string, words: string) {
        super(`CallFire refused the order of ${wanted}: ${words}. Nothing was bought.`);
    }
}

/**
 * The order did not leave: no connection came about, its bulk numbers could not be named, or the operation ended before its turn
 * came. Each of them has an advice of its own.
 */
export class OrderUnsent extends OrderError {
    constructor(wanted: string, what: string, advice: string) {
        super(`The order of ${wanted} could not be sent: ${what}. Nothing was bought. ${advice}`);
    }
}

/** An order by count was sent and its answer is lost: nothing but its id can tell its numbers from others. */
export class OrderInDoubt extends OrderError {
    /**
     * @param word the intent of its entry; where this journal has none, as on a machine after the one that was lost, the attempt
     * @param hasEntry whether there is one, which the command line can give the id to
     */
    constructor(word: string, wanted: string, candidates: readonly string[], hasEntry: boolean) {
        super(
            `An order by count of ${wanted} may have been sent, and its answer is lost (${word}). ` +
                `${candidates.length === 0 ? "Nothing in the account could come from it" : `In the account these could come from it: ${candidates.join(", ")}`}. ` +
                `It is not sent again, so nothing is bought twice. If CallFire's site shows the order: set adoptOrderId to its id` +
                `${hasEntry ? `, or "npx pulumi-callfire orders adopt ${word} <order id>"` : ""}. If there is none: ` +
                `"npx pulumi-callfire orders forget ${word}". Then run "pulumi up".`,
        );
    }
}

/** Names of an attempt that was interrupted or lost its answer are neither owned nor for sale: its order may still come. */
export class NamesUnresolved extends OrderError {
    constructor(
        readonly names: readonly string[],
        attempt: string,
    ) {
        const [are, theyAre, them] = names.length === 1 ? ["is", "It is", "it"] : ["are", "They are", "them"];
        super(
            `${names.join(", ")} may have been ordered by an earlier attempt (${attempt}), and ${are} neither in the account nor for sale. ` +
                `${theyAre} kept in the state and not replaced by others, so nothing is bought twice. "pulumi up" looks again. ` +
                `If CallFire's site shows no order for ${them}: "npx pulumi-callfire orders forget ${attempt}", then "pulumi up".`,
        );
    }
}

/** A new resource asks for what the create of another one may have bought, which was interrupted and is not in the state. */
export class CreateInterrupted extends OrderError {
    constructor(
        names: readonly string[],
        readonly urn: string,
        attempt: string,
    ) {
        const what = names.length === 0 ? "numbers" : names.join(", ");
        super(
            `An interrupted create of ${urn} may have bought ${what}, and this resource asks for the same. Nothing was ordered. ` +
                `If it is that one under another name: give it the old name, run "pulumi up", and rename it then, with aliases. ` +
                `If it is another one: bring the first in with "pulumi up --target '${urn}'", or, where that is not declared any more ` +
                `and CallFire's site shows no order for it, "npx pulumi-callfire orders forget ${attempt}". Then "pulumi up".`,
        );
    }
}

/** The operation ended while an order whose answer is lost was looked for. */
export class LookEnded extends OrderError {
    constructor(wanted: string, reason: string) {
        super(
            `${reason} while ${wanted} was looked for, which may have been ordered and paid for. It is kept in the state and not ` +
                `replaced by others, so nothing is bought twice. Run "pulumi up" again to go on; customTimeouts says how long it may take.`,
        );
    }
}

/** What an attempt that was interrupted has ordered can't be told from what somebody else bought. */
export class NamesHeldElsewhere extends OrderError {
    constructor(problems: readonly string[], attempt: string) {
        super(
            `${problems.join("; ")}. An earlier attempt (${attempt}) may have bought that too. Nothing was ordered, ` +
                `adopted or released. If it is theirs: "npx pulumi-callfire orders forget ${attempt}", then "pulumi up".`,
        );
    }
}

/** The wait ended before the order did. */
export class OrderUnfinished extends OrderError {
    constructor(
        orderId: OrderId,
        status: string,
        seconds: number,
        readonly why: string,
    ) {
        super(
            `Order ${orderId} is ${status} after ${Math.round(seconds)} s${why === "" ? "" : ` (${why})`}. ` +
                `It is placed and saved; run "pulumi up" to go on waiting.`,
        );
    }
}

/** The order ended without success. */
export class OrderFailed extends OrderError {
    constructor(orderId: OrderId, status: string, acquired: readonly string[]) {
        super(
            acquired.length === 0
                ? `Order ${orderId} ended ${status} and acquired nothing. The next "pulumi up" orders anew.`
                : `Order ${orderId} ended ${status} but acquired ${acquired.join(", ")}, which are saved. ` +
                      `The next "pulumi up" orders what is missing.`,
        );
    }
}

/** The payment of an order failed: CallFire may still collect, so it stays open until a person says otherwise. */
export class PaymentFailed extends OrderError {
    constructor(orderId: OrderId, intent: string, status: string) {
        super(
            `Order ${orderId} is ${status}: its payment failed, and CallFire may still collect it. It is saved and is not placed again. ` +
                `Settle the payment at CallFire and run "pulumi up", or, when CallFire has given the order up: ` +
                `"npx pulumi-callfire orders forget ${intent}".`,
        );
    }
}

/** Ends an operation, with all that is held. */
export class Ended extends Error {
    constructor(
        readonly held: Held,
        readonly problem: Error,
    ) {
        super(problem.message);
    }
}

/** Something that is asked for can't be adopted. */
export class NotAdopted extends OrderError {}

/** CallFire told an id that belongs to another order: nothing it says about this one can be believed. */
export class OrderIdKnown extends OrderError {
    constructor(orderId: OrderId, holder: string) {
        super(
            `CallFire answered with order ${orderId}, which belongs to ${holder} already. The provider looks up by its names what was ordered; ` +
                `nothing is ordered again. If it stays so, ask CallFire's support about order ${orderId}.`,
        );
    }
}

/** The order is over and brought less than it should. */
export class Shortfall extends OrderError {
    constructor(wanted: Wants, missing: Wants, orderId: string | undefined) {
        const all = countWanted(wanted);
        super(
            `${orderId === undefined ? "The order" : `Order ${orderId}`} acquired ${all - countWanted(missing)} of ${all}: ` +
                `${describeWants(missing)} could not be had. What was acquired is saved; the next "pulumi up" orders the rest. ` +
                `Set allowPartial: true to accept fewer.`,
        );
    }
}

/** The declaration would release something, and says that it must not. */
export class ReleasePrevented extends OrderError {
    constructor(names: readonly string[]) {
        super(
            `This change would release ${names.join(", ")}, and preventRelease is true. Nothing was changed. ` +
                `Declare them again, or remove preventRelease to release them.`,
        );
    }
}

/** A release did not come about. */
export class ReleaseFailed extends OrderError {
    constructor(item: string, what: string) {
        super(`${item} could not be released: ${what}. It is still held and saved; run "pulumi up" again to go on.`);
    }
}
