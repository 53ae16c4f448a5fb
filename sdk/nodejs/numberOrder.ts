import * as pulumi from "@pulumi/pulumi";
import * as provider from "../../provider/dynamic/number-order";
import { contextOf, warnOfPlainPassword } from "./context";
import { isOfType } from "./instance";
import type { BulkLocal, BulkLocalArgs, BulkTollFree, BulkTollFreeArgs, OrderRecord } from "./types";

/**
 * Phone numbers and keywords that this stack holds in a CallFire account.
 *
 * It is a desired state, not an event: the first `pulumi up` orders everything, later ones order or release the
 * difference, and an unchanged program orders nothing. **Creating one buys, on the account's credit card**; with
 * `callfire:endpoint` set to `simulator` nothing is bought.
 *
 * ```ts
 * const support = new callfire.NumberOrder("support", {
 *     bulkLocal: { count: 2, region: { city: "Seattle", state: "WA" } },
 * });
 * export const numbers = support.acquiredNumbers;
 * ```
 *
 * It never replaces: growing it orders what is missing, shrinking it releases the newest bulk numbers, and a changed
 * region orders the new numbers before the old ones are released. A released number stops renewing; it works until its
 * lease ends, and cannot be renewed again through this API. Destroying it releases everything it holds, unless
 * `retainOnDelete` is set; `protect` guards against that.
 *
 * An order normally takes up to 20 seconds; the wait ends after 10 minutes, or after `customTimeouts`. An order that is
 * not finished then is kept in the state with its id, and the next `pulumi up` goes on waiting for it: it is never
 * placed twice. At least one of `numbers`, `keywords`, `bulkLocal` and `bulkTollFree` must be given.
 */
export class NumberOrder extends pulumi.dynamic.Resource {
    /** The type in the engine, by which policy packs know it. */
    static readonly __pulumiType: string = "pulumi-nodejs:dynamic/callfire:NumberOrder";

    /** Whether a value is a `NumberOrder`, also where another copy of this package has made it. */
    static override isInstance(value: unknown): value is NumberOrder {
        return isOfType(value, NumberOrder.__pulumiType);
    }

    /** The listed numbers, in 11 digits: `13105551212`. */
    declare readonly numbers: pulumi.Output<string[] | undefined>;
    /** The listed keywords, in upper case. */
    declare readonly keywords: pulumi.Output<string[] | undefined>;
    /** How many local numbers are wanted, and where. */
    declare readonly bulkLocal: pulumi.Output<BulkLocal | undefined>;
    /** How many toll-free numbers are wanted. */
    declare readonly bulkTollFree: pulumi.Output<BulkTollFree | undefined>;
    /** Whether fewer than ordered is only a warning. */
    declare readonly allowPartial: pulumi.Output<boolean | undefined>;
    /** The order that was adopted instead of placing one. */
    declare readonly adoptOrderId: pulumi.Output<string | undefined>;
    /** Whether listed numbers and keywords that the account owned already were adopted. */
    declare readonly adoptOwned: pulumi.Output<boolean | undefined>;
    /** Whether a change that would release something is refused. */
    declare readonly preventRelease: pulumi.Output<boolean | undefined>;

    /**
     * CallFire's id of the order that created this (CreateNumberOrder's `ResourceReference`): up to 19 digits, so text.
     * Absent where CallFire can't tell: numbers adopted by ownership.
     */
    declare readonly orderId: pulumi.Output<string | undefined>;
    /** All its orders, oldest first. */
    declare readonly orders: pulumi.Output<OrderRecord[]>;
    /** CallFire's own word for the newest order (GetNumberOrder's `Status`): `FINISHED`, `PROCESSING` and so on. */
    declare readonly status: pulumi.Output<string | undefined>;
    /** All numbers held, local and toll-free, in 11 digits. Those held keep their place when others come or go. */
    declare readonly acquiredNumbers: pulumi.Output<string[]>;
    /** The local ones of the numbers held (GetNumberOrder's `LocalNumbers`, `Fulfilled`). */
    declare readonly localNumbers: pulumi.Output<string[]>;
    /** The toll-free ones of the numbers held (GetNumberOrder's `TollFreeNumbers`, `Fulfilled`). */
    declare readonly tollFreeNumbers: pulumi.Output<string[]>;
    /** The keywords held (GetNumberOrder's `Keywords`, `Fulfilled`). */
    declare readonly acquiredKeywords: pulumi.Output<string[]>;
    /** Sum of what its orders cost (GetNumberOrder's `TotalCost`), in the account's currency, without renewals. */
    declare readonly totalCost: pulumi.Output<number | undefined>;
    /**
     * Whose they are: host and login, `www.callfire.com/acme`, or the simulator's own id. They are never acted on while
     * the settings name another account.
     */
    declare readonly account: pulumi.Output<string>;

    /**
     * @param name the resource's name in the stack
     * @param args what is to be held
     * @param opts Pulumi's own options; `customTimeouts` says how long create, update and delete may wait
     */
    constructor(name: string, args: NumberOrderArgs, opts: pulumi.CustomResourceOptions = {}) {
        warnOfPlainPassword();
        const outputs = {
            orderId: undefined,
            orders: undefined,
            status: undefined,
            acquiredNumbers: undefined,
            localNumbers: undefined,
            tollFreeNumbers: undefined,
            acquiredKeywords: undefined,
            totalCost: undefined,
            account: undefined,
        };
        const context = contextOf(NumberOrder.__pulumiType, name, args, opts);
        super(provider, name, { ...inputs, ...args, ...outputs, __context: context }, opts, "callfire", "NumberOrder");
    }

    /**
     * Reads an order that exists, without managing it: nothing is bought, and nothing is released when it goes away.
     *
     * @param name the resource's name in the stack
     * @param id CallFire's id of the order
     * @param opts Pulumi's own options
     */
    static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): NumberOrder {
        return new NumberOrder(name, {}, { ...opts, id });
    }
}

/** What a {@link NumberOrder} holds, and how it comes by it. */
export interface NumberOrderArgs {
    /**
     * Exactly these numbers of the United States or Canada, in any usual notation: `+1 (310) 555-1212`, `310-555-1212`,
     * `13105551212`. The same number twice is an error. A number that is not for sale is refused in preview; one that
     * the account owns already needs `adoptOwned`. Taking one off the list releases it. (CreateNumberOrder's `Numbers`.)
     */
    numbers?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Exactly these keywords on CallFire's short code 67076: 1 to 64 letters and digits, kept in upper case. Rules as for
     * `numbers`. For one that is protected by itself there is {@link Keyword}. (CreateNumberOrder's `Keywords`.)
     */
    keywords?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Any `count` local numbers of a region. Growing orders the difference, shrinking releases the newest.
     * (CreateNumberOrder's `localCount` and region fields; `BulkLocal` in CallFire's prose.)
     */
    bulkLocal?: pulumi.Input<BulkLocalArgs>;
    /**
     * Any `count` toll-free numbers. Growing orders the difference, shrinking releases the newest.
     * (CreateNumberOrder's `tollFreeCount`; `BulkTollFree` in CallFire's prose.)
     */
    bulkTollFree?: pulumi.Input<BulkTollFreeArgs>;
    /**
     * True: when CallFire acquires fewer than ordered, that is a warning. By default it is a failure; what was acquired is
     * kept either way, and the next `pulumi up` orders what is missing. Default: false.
     */
    allowPartial?: pulumi.Input<boolean>;
    /**
     * Adopts this order, by CallFire's id, instead of placing one: up to 19 digits, as text. What it holds must fit what
     * is declared, renew, and not be held elsewhere. Removing it later changes nothing.
     */
    adoptOrderId?: pulumi.Input<string>;
    /**
     * True: listed numbers and keywords that the account owns already are adopted instead of refused. Those that no
     * longer renew can't be. Default: false.
     */
    adoptOwned?: pulumi.Input<boolean>;
    /**
     * True: whatever would release something, an update included, is an error in preview that names it. Pulumi's `protect`
     * guards only against deletion. Default: false.
     */
    preventRelease?: pulumi.Input<boolean>;
}

/** Named, so that each becomes an output of the class also where the program leaves it out. */
const inputs: Record<keyof NumberOrderArgs, undefined> = {
    numbers: undefined,
    keywords: undefined,
    bulkLocal: undefined,
    bulkTollFree: undefined,
    allowPartial: undefined,
    adoptOrderId: undefined,
    adoptOwned: undefined,
    preventRelease: undefined,
};
