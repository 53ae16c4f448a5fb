import * as pulumi from "@pulumi/pulumi";
import { contextOf, warnOfUnencryptedPassword } from "./context";
import { isOfType } from "./instance";
import { withProvider } from "./provider";

/**
 * An answer to texts that come in to a number or a keyword of the account. Nothing is bought.
 *
 * **Any change replaces it**, the new one made before the old one goes: CallFire has no call that changes one. Two
 * replies of a program that would answer the same texts are refused by name. Exactly one of `number` and `keyword` is
 * given.
 *
 * ```ts
 * const promo = new callfire.Keyword("promo", { keyword: "CHOCOLATE" });
 *
 * new callfire.AutoReply("hours", { keyword: promo.keyword, match: "hours", message: "We are open from 9 to 5." });
 * ```
 *
 * **Errors.** What can't be meant is refused in preview by the property's name; what CallFire refuses fails the update
 * in its own words. `CreationInDoubt` means that its answer is lost: nothing is made twice, and the next `pulumi up`
 * settles it. `OtherAccount` means that the credentials are not those that made it.
 *
 * **Import**, with the plugin: `pulumi import callfire:index:AutoReply <name> <id>`. The id is CallFire's id of the
 * auto-reply, up to 19 digits.
 */
export class AutoReply extends pulumi.CustomResource {
    /** The type in the engine, by which policy packs know it. */
    static readonly __pulumiType: string = "pulumi-nodejs:dynamic/callfire:AutoReply";

    /** Whether a value is an `AutoReply`, also where another copy of this package has made it. */
    static override isInstance(value: unknown): value is AutoReply {
        return isOfType(value, AutoReply.__pulumiType);
    }

    /**
     * The number of the account that is texted, in any usual notation; kept as 11 digits. CallFire refuses one that the
     * account does not own. Not together with `keyword`. (CreateAutoReply's `Number`.)
     */
    declare readonly number: pulumi.Output<string | undefined>;
    /**
     * The keyword of the account that is texted to CallFire's short code, in any case; kept in upper case. Not together
     * with `number`. (CreateAutoReply's `Keyword`.)
     */
    declare readonly keyword: pulumi.Output<string | undefined>;
    /** The text that is answered, in any case. Absent: every text. (CreateAutoReply's `Match`.) */
    declare readonly match: pulumi.Output<string | undefined>;
    /** What is answered; not empty. (CreateAutoReply's `Message`.) */
    declare readonly message: pulumi.Output<string>;
    /**
     * Whose it is: host and login, `www.callfire.com/acme`, or the simulator's own id. The resource is never acted on
     * under another account.
     */
    declare readonly account: pulumi.Output<string>;

    /**
     * @param name the resource's name in the stack
     * @param args what is answered, and where
     * @param opts Pulumi's own options
     */
    constructor(name: string, args: AutoReplyArgs, opts: pulumi.CustomResourceOptions = {}) {
        warnOfUnencryptedPassword();
        const absent = { number: undefined, keyword: undefined, match: undefined };
        const context = contextOf(AutoReply.__pulumiType, name, args, opts);
        super(
            AutoReply.__pulumiType,
            name,
            withProvider("auto-reply", { ...absent, ...args, account: undefined, __context: context }),
            opts,
        );
    }

    /**
     * Reads an auto-reply of the account, without managing it: it is not deleted when it goes away.
     *
     * @param name the resource's name in the stack
     * @param id CallFire's id of it, up to 19 digits
     * @param opts Pulumi's own options
     */
    static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): AutoReply {
        return new AutoReply(name, { message: "" }, { ...opts, id });
    }
}

/** What an {@link AutoReply} answers; exactly one of `number` and `keyword`. */
export interface AutoReplyArgs {
    /**
     * The number of the account that is texted, in any usual notation; kept as 11 digits. CallFire refuses one that the
     * account does not own. Not together with `keyword`. (CreateAutoReply's `Number`.)
     */
    number?: pulumi.Input<string>;
    /**
     * The keyword of the account that is texted to CallFire's short code, in any case; kept in upper case. Not together
     * with `number`. (CreateAutoReply's `Keyword`.)
     */
    keyword?: pulumi.Input<string>;
    /** The text that is answered, in any case. Absent: every text. (CreateAutoReply's `Match`.) */
    match?: pulumi.Input<string>;
    /** What is answered; not empty. (CreateAutoReply's `Message`.) */
    message: pulumi.Input<string>;
}
