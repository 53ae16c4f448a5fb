import * as pulumi from "@pulumi/pulumi";
import { contextOf, warnOfUnencryptedPassword } from "./context";
import { isOfType } from "./instance";
import { withProvider } from "./provider";
import type { Inputs } from "./types";

/**
 * A postback: CallFire tells an endpoint of calls and texts. Nothing is bought.
 *
 * Notifications carry no signature: CallFire advises a secret token in the endpoint's URL, and what is given as a
 * secret stays one in the state. Everything is changed in place, but for a field of `filter` that is taken away:
 * CallFire can't clear one, so the subscription is replaced, the new one made before the old one goes.
 *
 * None of the published events is about an order, so a postback can't take the place of the provider's own polling.
 *
 * ```ts
 * new callfire.Subscription("inbound-texts", {
 *     endpoint: "https://hooks.example.com/callfire",
 *     triggerEvent: "INBOUND_TEXT_FINISHED",
 *     notificationFormat: "JSON",
 * });
 * ```
 *
 * **Errors.** What can't be meant is refused in preview by the property's name; what CallFire refuses fails the update
 * in its own words. `CreationInDoubt` means that its answer is lost: nothing is made twice, and the next `pulumi up`
 * settles it. `OtherAccount` means that the credentials are not those that made it.
 *
 * **Import**, with the plugin: `pulumi import callfire:index:Subscription <name> <id>`. The id is CallFire's id of the
 * subscription, up to 19 digits.
 */
export class Subscription extends pulumi.CustomResource {
    /** The type in the engine, by which policy packs know it. */
    static readonly __pulumiType: string = "pulumi-nodejs:dynamic/callfire:Subscription";

    /** Whether a value is a `Subscription`, also where another copy of this package has made it. */
    static override isInstance(value: unknown): value is Subscription {
        return isOfType(value, Subscription.__pulumiType);
    }

    /**
     * Where notifications are sent: an `https:` URL, or an e-mail address with `notificationFormat: EMAIL`; anything
     * else is refused in preview. Plain `http:` only to this machine, to rehearse with the simulator. A URL with a
     * token in it should be a secret: `pulumi.secret(...)`. (CreateSubscription's `Endpoint`.)
     */
    declare readonly endpoint: pulumi.Output<string>;
    /**
     * What is told: `INBOUND_CALL_FINISHED`, `INBOUND_TEXT_FINISHED`, `OUTBOUND_CALL_FINISHED`,
     * `OUTBOUND_TEXT_FINISHED`, `CAMPAIGN_STARTED`, `CAMPAIGN_STOPPED`, `CAMPAIGN_FINISHED`. Another word passes with a
     * warning, for accounts that have more. (CreateSubscription's `TriggerEvent`.)
     */
    declare readonly triggerEvent: pulumi.Output<string>;
    /**
     * How it is told: `XML`, `JSON`, `SOAP` or `EMAIL`. Default: `XML`. (CreateSubscription's `NotificationFormat`.)
     */
    declare readonly notificationFormat: pulumi.Output<string | undefined>;
    /** False: nothing is sent for the time being. Default: true. (CreateSubscription's `Enabled`.) */
    declare readonly enabled: pulumi.Output<boolean | undefined>;
    /** True: the endpoint's certificate is not verified. Default: false. (CreateSubscription's `NonStrictSsl`.) */
    declare readonly nonStrictSsl: pulumi.Output<boolean | undefined>;
    /**
     * Only what fits all of its fields is told; without it, everything. Taking a field of it away replaces the
     * subscription. (CreateSubscription's `SubscriptionFilter`.)
     */
    declare readonly filter: pulumi.Output<SubscriptionFilter | undefined>;
    /**
     * Whose it is: host and login, `www.callfire.com/acme`, or the simulator's own id. The resource is never acted on
     * under another account.
     */
    declare readonly account: pulumi.Output<string>;

    /**
     * @param name the resource's name in the stack
     * @param args what is told, and where
     * @param opts Pulumi's own options
     */
    constructor(name: string, args: SubscriptionArgs, opts: pulumi.CustomResourceOptions = {}) {
        warnOfUnencryptedPassword();
        const absent = {
            notificationFormat: undefined,
            enabled: undefined,
            nonStrictSsl: undefined,
            filter: undefined,
        };
        const context = contextOf(Subscription.__pulumiType, name, args, opts);
        super(
            Subscription.__pulumiType,
            name,
            withProvider("subscription", { ...absent, ...args, account: undefined, __context: context }),
            opts,
        );
    }

    /**
     * Reads a subscription of the account, without managing it: it is neither changed nor deleted.
     *
     * @param name the resource's name in the stack
     * @param id CallFire's id of it, up to 19 digits
     * @param opts Pulumi's own options
     */
    static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Subscription {
        return new Subscription(name, { endpoint: "", triggerEvent: "" }, { ...opts, id });
    }
}

/**
 * Only what fits all of its fields is told; without it, everything. Taking a field of it away replaces the
 * subscription. (CreateSubscription's `SubscriptionFilter`.)
 */
export interface SubscriptionFilter {
    /** CallFire's id of a broadcast: up to 19 digits, as text. (`BroadcastId`.) */
    broadcastId?: string;
    /** CallFire's id of a batch: up to 19 digits, as text. (`BatchId`.) */
    batchId?: string;
    /** Calls and texts from this number, in any usual notation; kept as 11 digits. (`FromNumber`.) */
    fromNumber?: string;
    /**
     * Calls and texts to this number, in any usual notation, kept as 11 digits; `67076:CHOCOLATE` for a keyword.
     * (`ToNumber`.)
     */
    toNumber?: string;
}

/* eslint-disable @typescript-eslint/no-empty-object-type -- Interfaces, so that hovers and errors show their names. */

/** {@link SubscriptionFilter} as an input: every field may be the output of another resource. */
export interface SubscriptionFilterArgs extends Inputs<SubscriptionFilter> {}

/** What a {@link Subscription} tells, and where. */
export interface SubscriptionArgs {
    /**
     * Where notifications are sent: an `https:` URL, or an e-mail address with `notificationFormat: EMAIL`; anything
     * else is refused in preview. Plain `http:` only to this machine, to rehearse with the simulator. A URL with a
     * token in it should be a secret: `pulumi.secret(...)`. (CreateSubscription's `Endpoint`.)
     */
    endpoint: pulumi.Input<string>;
    /**
     * What is told: `INBOUND_CALL_FINISHED`, `INBOUND_TEXT_FINISHED`, `OUTBOUND_CALL_FINISHED`,
     * `OUTBOUND_TEXT_FINISHED`, `CAMPAIGN_STARTED`, `CAMPAIGN_STOPPED`, `CAMPAIGN_FINISHED`. Another word passes with a
     * warning, for accounts that have more. (CreateSubscription's `TriggerEvent`.)
     */
    triggerEvent: pulumi.Input<string>;
    /**
     * How it is told: `XML`, `JSON`, `SOAP` or `EMAIL`. Default: `XML`. (CreateSubscription's `NotificationFormat`.)
     */
    notificationFormat?: pulumi.Input<string>;
    /** False: nothing is sent for the time being. Default: true. (CreateSubscription's `Enabled`.) */
    enabled?: pulumi.Input<boolean>;
    /** True: the endpoint's certificate is not verified. Default: false. (CreateSubscription's `NonStrictSsl`.) */
    nonStrictSsl?: pulumi.Input<boolean>;
    /**
     * Only what fits all of its fields is told; without it, everything. Taking a field of it away replaces the
     * subscription. (CreateSubscription's `SubscriptionFilter`.)
     */
    filter?: pulumi.Input<SubscriptionFilterArgs>;
}
