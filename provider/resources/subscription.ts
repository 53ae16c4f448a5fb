import type { Subscription as Wanted, SubscriptionFilter } from "../callfire/types";
import { accountOutput, assertAccount, assertAccountOfEarlier } from "./account";
import { attemptToMake } from "./attemptToMake";
import { checkTypes, compact, hasUnknown } from "./check";
import { madeId } from "./createOnce";
import { madeErrors } from "./declarations";
import { compareInputs, noChange } from "./inputs";
import { createMade, emptyMade, hasOpenUpdate, readMade, removeMade, updateMade } from "./madeResource";
import type { MadeResource } from "./madeResource";
import { checkSubscription } from "./subscriptionCheck";
import { unknownValue } from "./resource";
import type { Checked, CheckOptions, Declaration, Difference, DiffOptions, Properties, Resource } from "./resource";

const declaration: Declaration = {
    description: [
        "A postback: CallFire tells an endpoint of calls and texts. Nothing is bought.",
        "Notifications carry no signature: CallFire advises a secret token in the endpoint's URL, and what is given as a secret stays one in the state. Everything is changed in place, but for a field of `filter` that is taken away: CallFire can't clear one, so the subscription is replaced, the new one made before the old one goes.",
        "None of the published events is about an order, so a postback can't take the place of the provider's own polling.",
    ].join("\n\n"),
    errors: madeErrors,
    importId: "CallFire's id of the subscription, up to 19 digits",
    inputs: {
        endpoint: {
            type: "string",
            required: true,
            description:
                "Where notifications are sent: an `https:` URL, or an e-mail address with `notificationFormat: EMAIL`; anything else is refused in preview. Plain `http:` only to this machine, to rehearse with the simulator. A URL with a token in it should be a secret: `pulumi.secret(...)`. (CreateSubscription's `Endpoint`.)",
        },
        triggerEvent: {
            type: "string",
            required: true,
            description:
                "What is told: `INBOUND_CALL_FINISHED`, `INBOUND_TEXT_FINISHED`, `OUTBOUND_CALL_FINISHED`, `OUTBOUND_TEXT_FINISHED`, `CAMPAIGN_STARTED`, `CAMPAIGN_STOPPED`, `CAMPAIGN_FINISHED`. Another word passes with a warning, for accounts that have more. (CreateSubscription's `TriggerEvent`.)",
        },
        notificationFormat: {
            type: "string",
            description:
                "How it is told: `XML`, `JSON`, `SOAP` or `EMAIL`. Default: `XML`. (CreateSubscription's `NotificationFormat`.)",
        },
        enabled: {
            type: "boolean",
            description: "False: nothing is sent for the time being. Default: true. (CreateSubscription's `Enabled`.)",
        },
        nonStrictSsl: {
            type: "boolean",
            description:
                "True: the endpoint's certificate is not verified. Default: false. (CreateSubscription's `NonStrictSsl`.)",
        },
        filter: {
            type: "object",
            typeName: "SubscriptionFilter",
            description:
                "Only what fits all of its fields is told; without it, everything. Taking a field of it away replaces the subscription. (CreateSubscription's `SubscriptionFilter`.)",
            properties: {
                broadcastId: {
                    type: "string",
                    description: "CallFire's id of a broadcast: up to 19 digits, as text. (`BroadcastId`.)",
                },
                batchId: {
                    type: "string",
                    description: "CallFire's id of a batch: up to 19 digits, as text. (`BatchId`.)",
                },
                fromNumber: {
                    type: "string",
                    description:
                        "Calls and texts from this number, in any usual notation; kept as 11 digits. (`FromNumber`.)",
                },
                toNumber: {
                    type: "string",
                    description:
                        "Calls and texts to this number, in any usual notation, kept as 11 digits; `67076:CHOCOLATE` for a keyword. (`ToNumber`.)",
                },
            },
        },
    },
    outputs: {
        account: accountOutput,
    },
};

const made: MadeResource<Wanted> = {
    what: "subscription",
    one: "a subscription",
    callsOf: (client, signal) => ({
        post: (inputs, requestId) => client.createSubscription(wantedOf(inputs), requestId, signal),
        list: () => client.listSubscriptions(signal),
        get: (id) => client.getSubscription(id, signal),
        remove: (id) => client.deleteSubscription(id, signal),
        // Everything can be set anew, but a field of the filter can't be taken away.
        change: (id, inputs) => client.updateSubscription(id, wantedOf(inputs), signal),
    }),
    wishOf: (inputs) => JSON.stringify(wantedOf(inputs)),
    isEqual,
    declaredAs,
};

/** One postback. Its Pulumi id is CallFire's. */
export const subscription: Resource = {
    token: "callfire:index:Subscription",
    declaration,
    check,
    diff,
    create: (news, operation) => createMade(made, news, operation),
    empty: (inputs, operation) => emptyMade(made, inputs, operation),
    read: (id, olds, inputs, operation) => readMade(made, id, olds, inputs, operation),
    update: (id, olds, news, operation) => updateMade(made, id, olds, news, operation),
    delete: (id, state, operation) => removeMade(made, id, state, operation),
};

async function check(news: Properties, olds: Properties | undefined, options: CheckOptions): Promise<Checked> {
    const given = compact(news);
    const wrong = checkTypes(given, declaration.inputs);
    if (wrong.length > 0) {
        return { inputs: given, failures: wrong };
    }
    const { inputs, failures } = checkSubscription(given, options);
    if (failures.length > 0) {
        return { inputs, failures };
    }
    await assertAccountOfEarlier(options);
    if (hasUnknown(inputs)) {
        return { inputs, failures, attempt: unknownValue };
    }
    const { session, owner } = options;
    const other = owner && session?.memory.noteListing(`subscription ${made.wishOf(inputs)}`, owner.urn);
    if (other !== undefined) {
        return { inputs, failures: [{ property: "endpoint", reason: `${other} subscribes to the same already` }] };
    }
    const attempt = await attemptToMake(made, inputs, olds, options);
    return { inputs, failures, ...(attempt !== undefined && { attempt }) };
}

async function diff(id: string, olds: Properties, news: Properties, options: DiffOptions): Promise<Difference> {
    assertAccount(olds["account"], options.session);
    const details = compareInputs(declaration, olds, news);
    const isSettled = madeId(id, olds) !== undefined;
    const isOpen = isSettled && hasOpenUpdate(olds, (await options.earlier()).own);
    const cleared = Object.keys(filterOf(olds)).filter((name) => !(name in filterOf(news)));
    const isReplaced = cleared.length > 0 && news["filter"] !== unknownValue;
    const words = [
        ...(isSettled ? [] : ["looks for what an earlier run may have made"]),
        ...(isOpen ? ["sets anew what an interrupted update may have changed"] : []),
        ...(isReplaced ? [`is made anew without ${cleared.map((name) => `filter.${name}`).join(", ")}`] : []),
    ];
    if (words.length + Object.keys(details).length === 0) {
        return noChange;
    }
    return {
        ...noChange,
        changes: true,
        replaces: isReplaced ? ["filter"] : [],
        details: Object.keys(details).length === 0 ? { endpoint: "update" } : details,
        stables: isReplaced ? [] : ["account"],
        ...(words.length > 0 && { summary: words.join("; ") }),
    };
}

/** As CallFire is told: nothing that is declared, or left to its default, depends on what was there before. */
function wantedOf(inputs: Properties): Wanted {
    return {
        enabled: inputs["enabled"] !== false,
        nonStrictSsl: inputs["nonStrictSsl"] === true,
        endpoint: String(inputs["endpoint"]),
        notificationFormat: typeof inputs["notificationFormat"] === "string" ? inputs["notificationFormat"] : "XML",
        triggerEvent: String(inputs["triggerEvent"]),
        filter: filterOf(inputs),
    };
}

/** In one order: the engine keeps another one than the program. */
function filterOf(inputs: Properties): SubscriptionFilter {
    const { filter } = inputs;
    const fields = Object.entries(typeof filter === "object" && filter !== null ? filter : {});
    return Object.fromEntries(fields.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** As a program would declare it: what is a default only where the program says it too. */
function declaredAs(found: Wanted, before: Properties): Properties {
    const unless = (name: string, value: unknown, usual: unknown): unknown =>
        value === usual && before[name] === undefined ? undefined : value;
    return compact({
        endpoint: found.endpoint,
        triggerEvent: found.triggerEvent,
        notificationFormat: unless("notificationFormat", found.notificationFormat, "XML"),
        enabled: unless("enabled", found.enabled, true),
        nonStrictSsl: unless("nonStrictSsl", found.nonStrictSsl, false),
        filter: Object.keys(found.filter).length === 0 ? before["filter"] && {} : found.filter,
    });
}

function isEqual(found: Wanted, inputs: Properties): boolean {
    const [theirs, ours] = [declaredAs(found, {}), declaredAs(wantedOf(inputs), {})];
    return Object.keys(compareInputs(declaration, theirs, ours)).length === 0;
}
