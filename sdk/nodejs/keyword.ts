import * as pulumi from "@pulumi/pulumi";
import { contextOf, warnOfUnencryptedPassword } from "./context";
import { isOfType } from "./instance";
import { withProvider } from "./provider";

/**
 * One keyword on CallFire's short code, as a resource that is protected by itself. For a batch there is `keywords` of
 * `NumberOrder`. **Creating one buys, on the account's credit card**; with `callfire:endpoint` set to `simulator`
 * nothing is bought.
 *
 * Another word replaces it: the new one is ordered first. Destroying it turns its renewal off: it works until
 * `leaseEnd`, and nobody can buy it again until a month after that.
 *
 * An order normally takes up to 20 seconds. The wait ends after 10 minutes, or after `customTimeouts`: the order is
 * then in the state with its id, and the next `pulumi up` goes on waiting for it.
 *
 * ```ts
 * const promo = new callfire.Keyword("promo", { keyword: "CHOCOLATE" });
 *
 * export const shortCode = promo.shortCode;
 * ```
 *
 * **Errors.** What can't be meant, or is not for sale, is refused in preview by the property's name. `OrderRefused`,
 * `OrderUnsent` and `NotAdopted` mean that nothing was bought. `OrderUnfinished`, `OrderFailed`, `PaymentFailed`,
 * `OrderInDoubt` and `NamesUnresolved` name the order, and what it may have bought is not bought again. `ReleaseFailed`
 * keeps what could not be released, and `OtherAccount` means that the credentials are not those that bought it.
 *
 * **Import**, with the plugin: `pulumi import callfire:index:Keyword <name> <id>`. The id is the keyword, in any case
 * (`CHOCOLATE`).
 */
export class Keyword extends pulumi.CustomResource {
    /** The type in the engine, by which policy packs know it. */
    static readonly __pulumiType: string = "pulumi-nodejs:dynamic/callfire:Keyword";

    /** Whether a value is a `Keyword`, also where another copy of this package has made it. */
    static override isInstance(value: unknown): value is Keyword {
        return isOfType(value, Keyword.__pulumiType);
    }

    /**
     * The keyword: 1 to 64 letters and digits, kept in upper case; CallFire's newer documents ask for at least 3. One
     * that is not for sale is refused in preview; one that the account owns already needs `adoptOwned`. Another word
     * replaces the resource. (CreateNumberOrder's `Keywords`.)
     */
    declare readonly keyword: pulumi.Output<string>;
    /**
     * True: a keyword that the account owns already is adopted, also from another resource of this stack, which then
     * leaves it. False: it is an error. One that no longer renews can't be adopted. Default: false.
     */
    declare readonly adoptOwned: pulumi.Output<boolean | undefined>;
    /**
     * Adopts this order instead of placing one: CallFire's id, up to 19 digits, as text. It must have acquired the
     * keyword. Removing the input later changes nothing.
     */
    declare readonly adoptOrderId: pulumi.Output<string | undefined>;

    /**
     * CallFire's id of the order that bought it: up to 19 digits, as text. Absent where nothing was ordered, as after
     * an adoption by ownership.
     */
    declare readonly orderId: pulumi.Output<string | undefined>;
    /** CallFire's own word for that order: `FINISHED`, `PROCESSING` and so on. (GetNumberOrder's `Status`.) */
    declare readonly status: pulumi.Output<string | undefined>;
    /** The number that texts with the keyword are sent to: `67076`. (GetKeywords' `ShortCode`.) */
    declare readonly shortCode: pulumi.Output<string | undefined>;
    /** First day of the lease: `2014-12-02Z`. */
    declare readonly leaseBegin: pulumi.Output<string | undefined>;
    /** Last day of the lease: `2015-01-01Z`. It is renewed then while `autoRenew` is true. */
    declare readonly leaseEnd: pulumi.Output<string | undefined>;
    /** Whether the lease is renewed at its end. False after a release; it can't be turned on again through this API. */
    declare readonly autoRenew: pulumi.Output<boolean | undefined>;
    /**
     * Whose it is: host and login, `www.callfire.com/acme`, or the simulator's own id. The resource is never acted on
     * under another account.
     */
    declare readonly account: pulumi.Output<string>;

    /**
     * @param name the resource's name in the stack
     * @param args which keyword
     * @param opts Pulumi's own options; `customTimeouts` says how long create and delete may wait
     */
    constructor(name: string, args: KeywordArgs, opts: pulumi.CustomResourceOptions = {}) {
        warnOfUnencryptedPassword();
        const outputs = {
            orderId: undefined,
            status: undefined,
            shortCode: undefined,
            leaseBegin: undefined,
            leaseEnd: undefined,
            autoRenew: undefined,
            account: undefined,
        };
        const context = contextOf(Keyword.__pulumiType, name, args, opts);
        super(
            Keyword.__pulumiType,
            name,
            withProvider("keyword", {
                adoptOwned: undefined,
                adoptOrderId: undefined,
                ...args,
                ...outputs,
                __context: context,
            }),
            opts,
        );
    }

    /**
     * Reads a keyword that the account owns, without managing it: nothing is bought, and nothing is released when it goes away.
     *
     * @param name the resource's name in the stack
     * @param id the keyword
     * @param opts Pulumi's own options
     */
    static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Keyword {
        return new Keyword(name, { keyword: id }, { ...opts, id });
    }
}

/** Which {@link Keyword}, and how the stack comes by it. */
export interface KeywordArgs {
    /**
     * The keyword: 1 to 64 letters and digits, kept in upper case; CallFire's newer documents ask for at least 3. One
     * that is not for sale is refused in preview; one that the account owns already needs `adoptOwned`. Another word
     * replaces the resource. (CreateNumberOrder's `Keywords`.)
     */
    keyword: pulumi.Input<string>;
    /**
     * True: a keyword that the account owns already is adopted, also from another resource of this stack, which then
     * leaves it. False: it is an error. One that no longer renews can't be adopted. Default: false.
     */
    adoptOwned?: pulumi.Input<boolean>;
    /**
     * Adopts this order instead of placing one: CallFire's id, up to 19 digits, as text. It must have acquired the
     * keyword. Removing the input later changes nothing.
     */
    adoptOrderId?: pulumi.Input<string>;
}
