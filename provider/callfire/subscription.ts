import { identifiedCalls, type Calls } from "./calls";
import { childOf, elevenDigits, isTrue, present, readId, textOf } from "./elements";
import { givenFields, type Fields } from "./form";
import type { Identified, Subscription, SubscriptionFilter } from "./types";
import type { Element } from "./xml";

export interface SubscriptionCalls {
    /**
     * Makes a subscription, and answers its id. CallFire makes none twice for one `requestId`. Repeated only where certainly
     * unsent: whether it was made after a `SlowDownError` or an `UnclearError` is for the caller to settle, also once cancelled.
     */
    createSubscription(subscription: Subscription, requestId: string, signal?: AbortSignal): Promise<string>;
    /** Undefined when CallFire says that there is none such. Repeated on transient errors. */
    getSubscription(id: string, signal?: AbortSignal): Promise<Identified<Subscription> | undefined>;
    /** All of the account. Repeated on transient errors. */
    listSubscriptions(signal?: AbortSignal): Promise<readonly Identified<Subscription>[]>;
    /** Says how it is to be; what its filter lacks stays as it is. Repeated on transient errors. */
    updateSubscription(id: string, subscription: Subscription, signal?: AbortSignal): Promise<void>;
    /** Deletes it, where it is still there. Repeated on transient errors. */
    deleteSubscription(id: string, signal?: AbortSignal): Promise<void>;
}

export function subscriptionCalls(calls: Calls): SubscriptionCalls {
    const path = "/subscription";
    const { get, list, remove } = identifiedCalls(calls, path, "Subscription", subscriptionOf);
    return {
        createSubscription: (subscription, requestId, signal) =>
            calls.create(path, [...subscriptionFields(subscription), ["RequestId", requestId]], signal),
        getSubscription: get,
        listSubscriptions: (signal) => list([], signal),
        updateSubscription: (id, subscription, signal) =>
            calls.set("PUT", `${path}/${id}`, subscriptionFields(subscription), signal),
        deleteSubscription: remove,
    };
}

/** Flat, although the answer is nested. Contract, "Labels, auto-replies, subscriptions". */
function subscriptionFields({ filter, ...subscription }: Subscription): Fields {
    return givenFields([
        ["Enabled", subscription.enabled],
        ["NonStrictSsl", subscription.nonStrictSsl],
        ["Endpoint", subscription.endpoint],
        ["NotificationFormat", subscription.notificationFormat],
        ["TriggerEvent", subscription.triggerEvent],
        ["BroadcastId", filter.broadcastId],
        ["BatchId", filter.batchId],
        ["FromNumber", filter.fromNumber],
        ["ToNumber", filter.toNumber],
    ]);
}

function subscriptionOf(element: Element): Identified<Subscription> {
    const filter = childOf(element, "SubscriptionFilter");
    const enabled = textOf(element, "Enabled");
    return {
        id: readId(element.attributes.get("id")),
        // What CallFire leaves out is as it is where nobody asks for anything else.
        enabled: enabled === undefined || isTrue(enabled),
        nonStrictSsl: isTrue(textOf(element, "NonStrictSsl")),
        endpoint: textOf(element, "Endpoint") ?? "",
        notificationFormat: textOf(element, "NotificationFormat") ?? "XML",
        triggerEvent: textOf(element, "TriggerEvent") ?? "",
        filter: filter === undefined ? {} : filterOf(filter),
    };
}

function filterOf(filter: Element): SubscriptionFilter {
    const numberOf = (name: string): string | undefined => {
        const text = textOf(filter, name);
        return text === undefined || text.includes(":") ? text : elevenDigits(text);
    };
    return {
        ...present("broadcastId", textOf(filter, "BroadcastId")),
        ...present("batchId", textOf(filter, "BatchId")),
        ...present("fromNumber", numberOf("FromNumber")),
        ...present("toNumber", numberOf("ToNumber")),
    };
}
