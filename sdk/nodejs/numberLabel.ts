import * as pulumi from "@pulumi/pulumi";
import { contextOf, warnOfUnencryptedPassword } from "./context";
import { isOfType } from "./instance";
import { withProvider } from "./provider";

/**
 * A label on a set of numbers, by which CallFire's site and `getNumbers` find them. Nothing is bought.
 *
 * Numbers that leave lose the label, unless they carried it before they joined. Another label replaces the resource.
 * The label itself stays in the account, even on no number: to delete it would take it from everything that others have
 * labelled.
 *
 * ```ts
 * const support = new callfire.NumberOrder("support", { bulkTollFree: { count: 2 } });
 *
 * new callfire.NumberLabel("support", { label: "support", numbers: support.acquiredNumbers });
 * ```
 *
 * **Errors.** What can't be meant is refused in preview by the property's name. A number that fails is named, with how
 * many are done and saved. `NotAdopted` refuses an import that can't be meant, and `OtherAccount` means that the
 * credentials are not those of the account.
 *
 * **Import**, with the plugin: `pulumi import callfire:index:NumberLabel <name> <id>`. The id is the label.
 */
export class NumberLabel extends pulumi.CustomResource {
    /** The type in the engine, by which policy packs know it. */
    static readonly __pulumiType: string = "pulumi-nodejs:dynamic/callfire:NumberLabel";

    /** Whether a value is a `NumberLabel`, also where another copy of this package has made it. */
    static override isInstance(value: unknown): value is NumberLabel {
        return isOfType(value, NumberLabel.__pulumiType);
    }

    /**
     * The label, as CallFire shows it; not empty. Made where there is none. Another one replaces the resource.
     * (CreateNumberLabel's `LabelName`.)
     */
    declare readonly label: pulumi.Output<string>;
    /**
     * Numbers that the account owns. They may be known only during the update, as `acquiredNumbers` of a `NumberOrder`.
     * One that the account does not own fails the update. (CreateNumberLabel's `Number`.) A number in any usual
     * notation: `13105551212`, `+1 (310) 555-1212`. Kept as 11 digits.
     */
    declare readonly numbers: pulumi.Output<string[]>;
    /**
     * Whose it is: host and login, `www.callfire.com/acme`, or the simulator's own id. The resource is never acted on
     * under another account.
     */
    declare readonly account: pulumi.Output<string>;

    /**
     * @param name the resource's name in the stack
     * @param args which label, and which numbers
     * @param opts Pulumi's own options; `customTimeouts` says how long it may take, 10 minutes if absent
     */
    constructor(name: string, args: NumberLabelArgs, opts: pulumi.CustomResourceOptions = {}) {
        warnOfUnencryptedPassword();
        const context = contextOf(NumberLabel.__pulumiType, name, args, opts);
        super(
            NumberLabel.__pulumiType,
            name,
            withProvider("number-label", { ...args, account: undefined, __context: context }),
            opts,
        );
    }

    /**
     * Reads which numbers carry a label, without managing it.
     *
     * @param name the resource's name in the stack
     * @param id the label
     * @param opts Pulumi's own options
     */
    static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): NumberLabel {
        return new NumberLabel(name, { label: id, numbers: [] }, { ...opts, id });
    }
}

/** Which label a {@link NumberLabel} puts on which numbers. */
export interface NumberLabelArgs {
    /**
     * The label, as CallFire shows it; not empty. Made where there is none. Another one replaces the resource.
     * (CreateNumberLabel's `LabelName`.)
     */
    label: pulumi.Input<string>;
    /**
     * Numbers that the account owns. They may be known only during the update, as `acquiredNumbers` of a `NumberOrder`.
     * One that the account does not own fails the update. (CreateNumberLabel's `Number`.) A number in any usual
     * notation: `13105551212`, `+1 (310) 555-1212`. Kept as 11 digits.
     */
    numbers: pulumi.Input<pulumi.Input<string>[]>;
}
