import { accountOutput } from "./account";
import { flag, madeErrors, text } from "./declarations";
import { like, readNumber, readPlainId, type Reading } from "./notation";
import type { Declaration } from "./resource";

/** The one source of the check, the schema and the reference of `Subscription`. */
export const subscriptionDeclaration: Declaration = {
    description: [
        "A postback: CallFire tells an endpoint of calls and texts. Nothing is bought.",
        "Notifications carry no signature: CallFire advises a secret token in the endpoint's URL, and what is given as a secret stays one in the state. Everything is changed in place, but for a field of `filter` that is taken away: CallFire can't clear one, so the subscription is replaced, the new one made before the old one goes.",
        "None of the published events is about an order, so a postback can't take the place of the provider's own polling.",
    ].join("\n\n"),
    errors: madeErrors,
    importId: "CallFire's id of the subscription, up to 19 digits",
    inputs: {
        endpoint: text(
            "Where notifications are sent: an `https:` URL, or an e-mail address with `notificationFormat: EMAIL`; anything else is refused in preview. Plain `http:` only to this machine, to rehearse with the simulator. A URL with a token in it should be a secret: `pulumi.secret(...)`. (CreateSubscription's `Endpoint`.)",
            { required: true },
        ),
        triggerEvent: text(
            "What is told: `INBOUND_CALL_FINISHED`, `INBOUND_TEXT_FINISHED`, `OUTBOUND_CALL_FINISHED`, `OUTBOUND_TEXT_FINISHED`, `CAMPAIGN_STARTED`, `CAMPAIGN_STOPPED`, `CAMPAIGN_FINISHED`. Another word passes with a warning, for accounts that have more. (CreateSubscription's `TriggerEvent`.)",
            {
                required: true,
                read: like(/^[A-Z][A-Z0-9_]*$/, "an event in CallFire's own word, such as INBOUND_TEXT_FINISHED"),
            },
        ),
        notificationFormat: text(
            "How it is told: `XML`, `JSON`, `SOAP` or `EMAIL`. Default: `XML`. (CreateSubscription's `NotificationFormat`.)",
            { read: like(/^(XML|JSON|SOAP|EMAIL)$/, "one of XML, JSON, SOAP, EMAIL") },
        ),
        enabled: flag("False: nothing is sent for the time being. Default: true. (CreateSubscription's `Enabled`.)"),
        nonStrictSsl: flag(
            "True: the endpoint's certificate is not verified. Default: false. (CreateSubscription's `NonStrictSsl`.)",
        ),
        filter: {
            type: "object",
            typeName: "SubscriptionFilter",
            description:
                "Only what fits all of its fields is told; without it, everything. Taking a field of it away replaces the subscription. (CreateSubscription's `SubscriptionFilter`.)",
            properties: {
                broadcastId: text("CallFire's id of a broadcast: up to 19 digits, as text. (`BroadcastId`.)", {
                    read: readPlainId,
                }),
                batchId: text("CallFire's id of a batch: up to 19 digits, as text. (`BatchId`.)", {
                    read: readPlainId,
                }),
                fromNumber: text(
                    "Calls and texts from this number, in any usual notation; kept as 11 digits. (`FromNumber`.)",
                    { read: readServed },
                ),
                toNumber: text(
                    "Calls and texts to this number, in any usual notation, kept as 11 digits; `67076:CHOCOLATE` for a keyword. (`ToNumber`.)",
                    { read: readTarget },
                ),
            },
        },
    },
    outputs: {
        account: accountOutput,
    },
};

function readServed(number: string): Reading {
    return readNumber(number, "the only ones that CallFire serves");
}

/** A number, or a keyword with its short code before it. */
function readTarget(target: string): Reading {
    return /^\d{5,6}:[A-Za-z0-9]{1,64}$/.test(target) ? { value: target.toUpperCase() } : readServed(target);
}
