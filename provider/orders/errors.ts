import type { OrderId } from "../callfire/types";

/**
 * What can end an order early. Every message says what happened, what is safe now and what to do next, because it may be
 * all that the person on call has.
 */
export abstract class OrderError extends Error {
    constructor(message: string) {
        super(message);
        this.name = new.target.name;
    }
}

/** The journal can't be read or written: nothing is bought without it. */
export class JournalUnavailable extends OrderError {
    constructor(place: string, reason: string) {
        super(
            `The journal of orders at ${place} can't be used: ${reason}. Nothing is bought or released without it. ` +
                `Make the folder writable, or set callfire:journal to "file:<path>".`,
        );
    }
}

/** An entry of this resource can't be acted on: damaged, of a newer version, or of another account. It blocks its owner. */
export class EntryBlocked extends OrderError {
    constructor(
        readonly entryName: string,
        place: string,
        reason: string,
    ) {
        super(
            `The journal entry ${entryName} at ${place} can't be used: ${reason}. It may stand for an order that was paid for, ` +
                `so nothing is ordered for this resource. Look at it with "npx pulumi-callfire orders show ${entryName}"; ` +
                `when you know what became of its order: "npx pulumi-callfire orders forget ${entryName}".`,
        );
    }
}

/** Somebody else took the entry over in the meantime: look again. Never shown to a person. */
export class Overtaken extends OrderError {
    constructor(entryName: string) {
        super(
            `Another process has taken over the journal entry ${entryName}. Nothing was sent. Run "pulumi up" again.`,
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

/** No connection to CallFire came about, after several attempts; nothing was sent. */
export class OrderUnsent extends OrderError {
    constructor(
        wanted: string,
        what: string,
        advice = `Check the network and callfire:endpoint, then run "pulumi up" again.`,
    ) {
        super(`The order of ${wanted} could not be sent: ${what}. Nothing was bought. ${advice}`);
    }
}

/** The answer to an order was lost, and looking at the account did not settle whether it was taken. */
export class OrderInDoubt extends OrderError {
    constructor(
        readonly intent: string,
        wanted: string,
        sentAt: string,
        known: string,
    ) {
        super(
            `OrderInDoubt: an order of ${wanted} was sent at ${sentAt} and its answer was lost (intent ${intent}). ${known} ` +
                `It is not sent again, so nothing can be bought twice. "pulumi up" looks again. If CallFire's site shows the order: ` +
                `"npx pulumi-callfire orders adopt ${intent} <order id>". If it shows that there is none: ` +
                `"npx pulumi-callfire orders forget ${intent}"; the next "pulumi up" then orders.`,
        );
    }
}

/** The wait ended before the order did. */
export class OrderUnfinished extends OrderError {
    constructor(
        readonly orderId: OrderId,
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
    constructor(
        readonly orderId: OrderId,
        status: string,
        acquired: readonly string[],
    ) {
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
    constructor(
        readonly orderId: OrderId,
        readonly intent: string,
        status: string,
    ) {
        super(
            `Order ${orderId} is ${status}: its payment failed, and CallFire may still collect it. It is saved and is not placed again. ` +
                `Put the payment right at CallFire and run "pulumi up", or, when CallFire has given the order up: ` +
                `"npx pulumi-callfire orders forget ${intent}".`,
        );
    }
}

/** Something that is asked for can't be taken over. */
export class NotTakenOver extends OrderError {}
