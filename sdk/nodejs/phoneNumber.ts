import * as pulumi from "@pulumi/pulumi";
import { contextOf, warnOfUnencryptedPassword } from "./context";
import { isOfType } from "./instance";
import { withProvider } from "./provider";
import type { LocalNumber, LocalNumberArgs, Region } from "./types";

/**
 * One phone number, as a resource that is protected, imported, renamed and deleted by itself. For a batch there is
 * `NumberOrder`: one order of many is faster than many orders. **Creating one buys, on the account's credit card**;
 * with `callfire:endpoint` set to `simulator` nothing is bought.
 *
 * Exactly one of `number`, `local` and `tollFree` says which number it is. Another choice replaces it: the new number
 * is ordered before the old one is released. The number that it has already may be written down as `number` later; that
 * changes nothing. Destroying it turns its renewal off: it works until `leaseEnd`, and can't be renewed through this
 * API.
 *
 * Its id is the number, so that every preview of a deletion names it. A number that `local` or `tollFree` asks for is
 * therefore chosen and named before it is ordered, whatever `callfire:bulkOrders` says.
 *
 * A number moves here from a `NumberOrder` of the same stack by `number` and `adoptOwned`: the `NumberOrder` leaves it,
 * and nothing is bought or released. Let the `NumberOrder` depend on this resource (`dependsOn`), so that its preview
 * says so.
 *
 * An order normally takes up to 20 seconds. The wait ends after 10 minutes, or after `customTimeouts`: the order is
 * then in the state with its id, and the next `pulumi up` goes on waiting for it.
 *
 * ```ts
 * const desk = new callfire.PhoneNumber("desk", { local: { region: { city: "Seattle", state: "WA" } } });
 * const hotline = new callfire.PhoneNumber("hotline", { tollFree: true });
 *
 * export const numbers = [desk.nationalFormat, hotline.nationalFormat];
 * ```
 *
 * **Errors.** What can't be meant, or is not for sale, is refused in preview by the property's name. `OrderRefused`,
 * `OrderUnsent` and `NotAdopted` mean that nothing was bought. `OrderUnfinished`, `OrderFailed`, `PaymentFailed`,
 * `OrderInDoubt` and `NamesUnresolved` name the order, and what it may have bought is not bought again. `ReleaseFailed`
 * keeps what could not be released, and `OtherAccount` means that the credentials are not those that bought it.
 *
 * **Import**, with the plugin: `pulumi import callfire:index:PhoneNumber <name> <id>`. The id is the number, in any
 * usual notation (`13105551212`).
 */
export class PhoneNumber extends pulumi.CustomResource {
    /** The type in the engine, by which policy packs know it. */
    static readonly __pulumiType: string = "pulumi-nodejs:dynamic/callfire:PhoneNumber";

    /** Whether a value is a `PhoneNumber`, also where another copy of this package has made it. */
    static override isInstance(value: unknown): value is PhoneNumber {
        return isOfType(value, PhoneNumber.__pulumiType);
    }

    /** The number, in 11 digits: `13105551212`. Also the resource's id. */
    declare readonly number: pulumi.Output<string>;
    /**
     * Any local number, of a region where one is named. It is chosen from CallFire's search and ordered by its name.
     * Another region replaces the resource.
     */
    declare readonly local: pulumi.Output<LocalNumber | undefined>;
    /** True: any toll-free number. It is chosen from CallFire's search and ordered by its name. */
    declare readonly tollFree: pulumi.Output<boolean | undefined>;
    /**
     * True: where the account owns `number` already it is adopted, also from another resource of this stack, which then
     * leaves it. False: it is an error. One that no longer renews can't be adopted. Default: false.
     */
    declare readonly adoptOwned: pulumi.Output<boolean | undefined>;
    /**
     * Adopts this order instead of placing one: CallFire's id, up to 19 digits, as text. It must have acquired exactly
     * one number, which fits what is declared. Removing the input later changes nothing.
     */
    declare readonly adoptOrderId: pulumi.Output<string | undefined>;

    /** The number for people, in CallFire's own form: `(310) 555-1212`. (GetNumber's `NationalFormat`.) */
    declare readonly nationalFormat: pulumi.Output<string | undefined>;
    /** Whether it is a toll-free number. */
    declare readonly isTollFree: pulumi.Output<boolean>;
    /**
     * Where the number is at home, by CallFire's own names, in upper case. Absent for a toll-free number. (GetNumber's
     * `Region`.)
     */
    declare readonly region: pulumi.Output<Region | undefined>;
    /**
     * CallFire's id of the order that bought it: up to 19 digits, as text. Absent where nothing was ordered, as after
     * an adoption by ownership.
     */
    declare readonly orderId: pulumi.Output<string | undefined>;
    /** CallFire's own word for that order: `FINISHED`, `PROCESSING` and so on. (GetNumberOrder's `Status`.) */
    declare readonly status: pulumi.Output<string | undefined>;
    /** What its order cost, in the account's currency, without renewals. (GetNumberOrder's `TotalCost`.) */
    declare readonly totalCost: pulumi.Output<number | undefined>;
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
     * @param args which number
     * @param opts Pulumi's own options; `customTimeouts` says how long create and delete may wait
     */
    constructor(name: string, args: PhoneNumberArgs, opts: pulumi.CustomResourceOptions = {}) {
        warnOfUnencryptedPassword();
        const outputs = {
            nationalFormat: undefined,
            isTollFree: undefined,
            region: undefined,
            orderId: undefined,
            status: undefined,
            totalCost: undefined,
            leaseBegin: undefined,
            leaseEnd: undefined,
            autoRenew: undefined,
            account: undefined,
        };
        const context = contextOf(PhoneNumber.__pulumiType, name, args, opts);
        super(
            PhoneNumber.__pulumiType,
            name,
            withProvider("phone-number", { ...inputs, ...args, ...outputs, __context: context }),
            opts,
        );
    }

    /**
     * Reads a number that the account owns, without managing it: nothing is bought, and nothing is released when it goes away.
     *
     * @param name the resource's name in the stack
     * @param id the number, in any usual notation
     * @param opts Pulumi's own options
     */
    static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): PhoneNumber {
        return new PhoneNumber(name, {}, { ...opts, id });
    }
}

/** Which {@link PhoneNumber}, and how the stack comes by it. Exactly one of `number`, `local` and `tollFree` is given. */
export interface PhoneNumberArgs {
    /**
     * Exactly this number of the United States or Canada, in any usual notation: `13105551212`, `+1 (310) 555-1212`;
     * kept as 11 digits. One that is not for sale is refused in preview; one that the account owns already needs
     * `adoptOwned`. (CreateNumberOrder's `Numbers`.)
     */
    number?: pulumi.Input<string>;
    /**
     * Any local number, of a region where one is named. It is chosen from CallFire's search and ordered by its name.
     * Another region replaces the resource.
     */
    local?: pulumi.Input<LocalNumberArgs>;
    /** True: any toll-free number. It is chosen from CallFire's search and ordered by its name. */
    tollFree?: pulumi.Input<true>;
    /**
     * True: where the account owns `number` already it is adopted, also from another resource of this stack, which then
     * leaves it. False: it is an error. One that no longer renews can't be adopted. Default: false.
     */
    adoptOwned?: pulumi.Input<boolean>;
    /**
     * Adopts this order instead of placing one: CallFire's id, up to 19 digits, as text. It must have acquired exactly
     * one number, which fits what is declared. Removing the input later changes nothing.
     */
    adoptOrderId?: pulumi.Input<string>;
}

/** Named, so that each becomes an output of the class also where the program leaves it out. */
const inputs: Record<keyof PhoneNumberArgs, undefined> = {
    number: undefined,
    local: undefined,
    tollFree: undefined,
    adoptOwned: undefined,
    adoptOrderId: undefined,
};
