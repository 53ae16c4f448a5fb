import * as pulumi from "@pulumi/pulumi";
import { contextOf, warnOfUnencryptedPassword } from "./context";
import { isOfType } from "./instance";
import { withProvider } from "./provider";
import type { BulkLocal, BulkLocalArgs, BulkTollFree, BulkTollFreeArgs, OrderRecord } from "./types";

/**
 * Phone numbers and keywords that the stack holds in a CallFire account. **Creating one buys, on the account's credit
 * card**; with `callfire:endpoint` set to `simulator` nothing is bought.
 *
 * It is a desired state, not an event: the first `pulumi up` orders everything, later ones order or release the
 * difference, and an unchanged program orders nothing. At least one of `numbers`, `keywords`, `bulkLocal` and
 * `bulkTollFree` must be given.
 *
 * It never replaces: growing it orders what is missing, shrinking it releases the newest bulk numbers, and another
 * region orders the new numbers before the old ones are released. Destroying it releases everything that it holds,
 * unless `retainOnDelete` is set; `protect` prevents that. A released number is no longer renewed: it works until its
 * lease ends, and can't be renewed through this API.
 *
 * An order normally takes up to 20 seconds. The wait ends after 10 minutes, or after `customTimeouts`: the order is
 * then in the state with its id, and the next `pulumi up` goes on waiting for it. It is never placed twice.
 *
 * ```ts
 * const support = new callfire.NumberOrder("support", {
 *     bulkLocal: { count: 2, region: { city: "Seattle", state: "WA" } },
 *     bulkTollFree: { count: 1 },
 *     keywords: ["CHOCOLATE"],
 * });
 *
 * export const numbers = support.acquiredNumbers;
 * ```
 *
 * **Errors.** What can't be meant, or is not for sale, is refused in preview by the property's name. `OrderRefused`,
 * `OrderUnsent` and `NotAdopted` mean that nothing was bought. `OrderUnfinished`, `OrderFailed`, `PaymentFailed`,
 * `OrderInDoubt` and `NamesUnresolved` name the order, and what it may have bought is not bought again. `ReleaseFailed`
 * keeps what could not be released, and `OtherAccount` means that the credentials are not those that bought it.
 * `Shortfall` says that fewer were acquired than ordered, `ReleasePrevented` that `preventRelease` is set.
 *
 * **Import**, with the plugin: `pulumi import callfire:index:NumberOrder <name> <id>`. The id is the order's id
 * (`1428507003`), or numbers and keywords that the account owns, separated by commas (`13105551212,13105551213`).
 */
export class NumberOrder extends pulumi.CustomResource {
    /** The type in the engine, by which policy packs know it. */
    static readonly __pulumiType: string = "pulumi-nodejs:dynamic/callfire:NumberOrder";

    /** Whether a value is a `NumberOrder`, also where another copy of this package has made it. */
    static override isInstance(value: unknown): value is NumberOrder {
        return isOfType(value, NumberOrder.__pulumiType);
    }

    /**
     * Exactly these numbers. One that is not for sale is refused in preview, and so is one that stands twice; one that
     * the account owns already needs `adoptOwned`. Taking one off the list releases it. (CreateNumberOrder's
     * `Numbers`.) A number of the United States or Canada, in any usual notation: `13105551212`, `+1 (310) 555-1212`.
     * Kept as 11 digits.
     */
    declare readonly numbers: pulumi.Output<string[] | undefined>;
    /**
     * Exactly these keywords on CallFire's short code 67076, by the same rules as `numbers`. For one that is protected
     * by itself there is `Keyword`. (CreateNumberOrder's `Keywords`.) 1 to 64 letters and digits: `CHOCOLATE`. Kept in
     * upper case.
     */
    declare readonly keywords: pulumi.Output<string[] | undefined>;
    /**
     * Any `count` local numbers of a region. Another region orders the new numbers first and releases the old ones when
     * all have arrived. (CreateNumberOrder's `localCount` and region fields; `BulkLocal` in CallFire's documentation.)
     */
    declare readonly bulkLocal: pulumi.Output<BulkLocal | undefined>;
    /**
     * Any `count` toll-free numbers. (CreateNumberOrder's `tollFreeCount`; `BulkTollFree` in CallFire's documentation.)
     */
    declare readonly bulkTollFree: pulumi.Output<BulkTollFree | undefined>;
    /**
     * True: fewer than ordered is a warning. False: it is an error. What was acquired is kept either way, and the next
     * `pulumi up` orders what is missing. Default: false.
     */
    declare readonly allowPartial: pulumi.Output<boolean | undefined>;
    /**
     * Adopts this order instead of placing one: CallFire's id, up to 19 digits, as text. What it acquired must fit what
     * is declared, still renew, and be held by nobody else. Removing the input later changes nothing.
     */
    declare readonly adoptOrderId: pulumi.Output<string | undefined>;
    /**
     * True: listed numbers and keywords that the account owns already are adopted, also from another resource of this
     * stack, which then leaves them. False: they are an error. What no longer renews can't be adopted. Default: false.
     */
    declare readonly adoptOwned: pulumi.Output<boolean | undefined>;
    /**
     * True: whatever would release something, an update included, is an error in preview that names it. `protect`
     * prevents only a deletion. Default: false.
     */
    declare readonly preventRelease: pulumi.Output<boolean | undefined>;

    /**
     * CallFire's id of the order that created it: up to 19 digits, as text. Absent where nothing was ordered, as after
     * an adoption by ownership. (CreateNumberOrder's `ResourceReference`.)
     */
    declare readonly orderId: pulumi.Output<string | undefined>;
    /** All its orders, oldest first. */
    declare readonly orders: pulumi.Output<OrderRecord[]>;
    /** CallFire's own word for the newest order: `FINISHED`, `PROCESSING` and so on. (GetNumberOrder's `Status`.) */
    declare readonly status: pulumi.Output<string | undefined>;
    /**
     * All numbers held, local and toll-free. Those held keep their place when others come or go. In 11 digits:
     * `13105551212`.
     */
    declare readonly acquiredNumbers: pulumi.Output<string[]>;
    /**
     * The local ones of `acquiredNumbers`. (GetNumberOrder's `LocalNumbers`, `Fulfilled`.) In 11 digits: `13105551212`.
     */
    declare readonly localNumbers: pulumi.Output<string[]>;
    /**
     * The toll-free ones of `acquiredNumbers`. (GetNumberOrder's `TollFreeNumbers`, `Fulfilled`.) In 11 digits:
     * `18005551212`.
     */
    declare readonly tollFreeNumbers: pulumi.Output<string[]>;
    /** All keywords held. (GetNumberOrder's `Keywords`, `Fulfilled`.) In upper case: `CHOCOLATE`. */
    declare readonly acquiredKeywords: pulumi.Output<string[]>;
    /** The sum of what its orders cost, in the account's currency, without renewals. (GetNumberOrder's `TotalCost`.) */
    declare readonly totalCost: pulumi.Output<number | undefined>;
    /**
     * Whose it is: host and login, `www.callfire.com/acme`, or the simulator's own id. The resource is never acted on
     * under another account.
     */
    declare readonly account: pulumi.Output<string>;

    /**
     * @param name the resource's name in the stack
     * @param args what is to be held
     * @param opts Pulumi's own options; `customTimeouts` says how long create, update and delete may wait
     */
    constructor(name: string, args: NumberOrderArgs, opts: pulumi.CustomResourceOptions = {}) {
        warnOfUnencryptedPassword();
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
        super(
            NumberOrder.__pulumiType,
            name,
            withProvider("number-order", { ...inputs, ...args, ...outputs, __context: context }),
            opts,
        );
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
     * Exactly these numbers. One that is not for sale is refused in preview, and so is one that stands twice; one that
     * the account owns already needs `adoptOwned`. Taking one off the list releases it. (CreateNumberOrder's
     * `Numbers`.) A number of the United States or Canada, in any usual notation: `13105551212`, `+1 (310) 555-1212`.
     * Kept as 11 digits.
     */
    numbers?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Exactly these keywords on CallFire's short code 67076, by the same rules as `numbers`. For one that is protected
     * by itself there is `Keyword`. (CreateNumberOrder's `Keywords`.) 1 to 64 letters and digits: `CHOCOLATE`. Kept in
     * upper case.
     */
    keywords?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Any `count` local numbers of a region. Another region orders the new numbers first and releases the old ones when
     * all have arrived. (CreateNumberOrder's `localCount` and region fields; `BulkLocal` in CallFire's documentation.)
     */
    bulkLocal?: pulumi.Input<BulkLocalArgs>;
    /**
     * Any `count` toll-free numbers. (CreateNumberOrder's `tollFreeCount`; `BulkTollFree` in CallFire's documentation.)
     */
    bulkTollFree?: pulumi.Input<BulkTollFreeArgs>;
    /**
     * True: fewer than ordered is a warning. False: it is an error. What was acquired is kept either way, and the next
     * `pulumi up` orders what is missing. Default: false.
     */
    allowPartial?: pulumi.Input<boolean>;
    /**
     * Adopts this order instead of placing one: CallFire's id, up to 19 digits, as text. What it acquired must fit what
     * is declared, still renew, and be held by nobody else. Removing the input later changes nothing.
     */
    adoptOrderId?: pulumi.Input<string>;
    /**
     * True: listed numbers and keywords that the account owns already are adopted, also from another resource of this
     * stack, which then leaves them. False: they are an error. What no longer renews can't be adopted. Default: false.
     */
    adoptOwned?: pulumi.Input<boolean>;
    /**
     * True: whatever would release something, an update included, is an error in preview that names it. `protect`
     * prevents only a deletion. Default: false.
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
