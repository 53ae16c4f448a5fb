import type { Subscription as Wanted, SubscriptionFilter } from "../callfire/types";
import { compact } from "./check";
import { compareInputs } from "./inputs";
import type { Made } from "./made";
import { madeResource } from "./madeResource";
import { unknownValue, type Properties, type Resource } from "./resource";
import { refuseSubscription } from "./subscriptionCheck";
import { subscriptionDeclaration } from "./subscriptionDeclaration";

const made: Made<Wanted> = {
    what: "subscription",
    one: "a subscription",
    declaration: subscriptionDeclaration,
    callsOf: (client, signal) => ({
        post: (inputs, requestId) => client.createSubscription(wantedOf(inputs), requestId, signal),
        list: () => client.listSubscriptions(signal),
        get: (id) => client.getSubscription(id, signal),
        remove: (id) => client.deleteSubscription(id, signal),
        // Everything can be set anew, but a field of the filter can't be taken away.
        change: (id, inputs) => client.updateSubscription(id, wantedOf(inputs), signal),
    }),
    wishOf,
    refuse: refuseSubscription,
    twinOf: (inputs) => ({ listing: wishOf(inputs), property: "endpoint", does: "subscribes to the same already" }),
    clearedBy: (olds, news) =>
        Object.keys(filterOf(olds))
            .filter((name) => news["filter"] !== unknownValue && !(name in filterOf(news)))
            .map((name) => `filter.${name}`),
    isEqual,
    declaredAs,
};

/** One postback. */
export const subscription: Resource = madeResource("callfire:index:Subscription", made);

function wishOf(inputs: Properties): string {
    return JSON.stringify(wantedOf(inputs));
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
    return Object.keys(compareInputs(subscriptionDeclaration, theirs, ours)).length === 0;
}
