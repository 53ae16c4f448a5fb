import * as pulumi from "@pulumi/pulumi";
import * as provider from "../../provider/dynamic/keyword";
import { contextOf, warnOfPlainPassword } from "./context";
import { isOfType } from "./instance";

/**
 * One keyword on CallFire's short code, as a resource that can be protected by itself; for a batch there is `keywords` of
 * `NumberOrder`. **Creating one buys, on the account's credit card**; with `callfire:endpoint` set to `simulator` nothing
 * is bought.
 *
 * ```ts
 * const promo = new callfire.Keyword("promo", { keyword: "CHOCOLATE" }, { protect: true });
 * ```
 *
 * Another word replaces it: the new one is ordered first. Destroying it turns its renewal off; it works until
 * `leaseEnd`, and nobody can buy it again until a month after that.
 *
 * The order normally takes up to 20 seconds; the wait ends after 10 minutes, or after `customTimeouts`. An order that is
 * not finished then is kept in the state with its id, and the next `pulumi up` goes on waiting for it.
 */
export class Keyword extends pulumi.dynamic.Resource {
    /** The type in the engine, by which policy packs know it. */
    static readonly __pulumiType: string = "pulumi-nodejs:dynamic/callfire:Keyword";

    /** Whether a value is a `Keyword`, also where another copy of this package has made it. */
    static override isInstance(value: unknown): value is Keyword {
        return isOfType(value, Keyword.__pulumiType);
    }

    /** The keyword, in upper case; also the resource's id. */
    declare readonly keyword: pulumi.Output<string>;
    /** Whether a keyword that the account owned already was adopted. */
    declare readonly adoptOwned: pulumi.Output<boolean | undefined>;
    /** The order that was adopted instead of placing one. */
    declare readonly adoptOrderId: pulumi.Output<string | undefined>;

    /** CallFire's id of the order, up to 19 digits; absent where the keyword was adopted by ownership. */
    declare readonly orderId: pulumi.Output<string | undefined>;
    /** CallFire's own word for the order (GetNumberOrder's `Status`): `FINISHED`, `PROCESSING` and so on. */
    declare readonly status: pulumi.Output<string | undefined>;
    /** The number that texts with the keyword are sent to: `67076`. */
    declare readonly shortCode: pulumi.Output<string | undefined>;
    /** First day of the lease: `2014-12-02Z`. */
    declare readonly leaseBegin: pulumi.Output<string | undefined>;
    /** Last day of the lease: `2015-01-02Z`. It is renewed then while `autoRenew` is true. */
    declare readonly leaseEnd: pulumi.Output<string | undefined>;
    /** Whether the lease is renewed at its end. False for a keyword that was released; it can't be turned on again here. */
    declare readonly autoRenew: pulumi.Output<boolean | undefined>;
    /** Whose it is: host and login, `www.callfire.com/acme`, or the simulator's own id. */
    declare readonly account: pulumi.Output<string>;

    /**
     * @param name the resource's name in the stack
     * @param args which keyword
     * @param opts Pulumi's own options; `customTimeouts` says how long create and delete may wait
     */
    constructor(name: string, args: KeywordArgs, opts: pulumi.CustomResourceOptions = {}) {
        warnOfPlainPassword();
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
            provider,
            name,
            { adoptOwned: undefined, adoptOrderId: undefined, ...args, ...outputs, __context: context },
            opts,
            "callfire",
            "Keyword",
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
     * The keyword: 1 to 64 letters and digits, in any case; CallFire's newer documents ask for at least 3. One that is not
     * for sale is refused in preview; one that the account owns already needs `adoptOwned`. Another word replaces the
     * resource. (CreateNumberOrder's `Keywords`.)
     */
    keyword: pulumi.Input<string>;
    /** True: a keyword that the account owns already is adopted instead of refused. Default: false. */
    adoptOwned?: pulumi.Input<boolean>;
    /**
     * Adopts this order, by CallFire's id, instead of placing one: up to 19 digits, as text. It must have acquired the
     * keyword. Removing it later changes nothing.
     */
    adoptOrderId?: pulumi.Input<string>;
}
