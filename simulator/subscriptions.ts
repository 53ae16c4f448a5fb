import { nextId, type AccountState, type SubscriptionRecord } from "./account";
import type { Fields, Page } from "./payload";
import { badRequest, notFound } from "./errors";
import { pageOf } from "./requests";

const mostSubscriptions = 10_000;

const forms: Readonly<Record<string, RegExp>> = {
    Enabled: /^(true|false)$/,
    NonStrictSsl: /^(true|false)$/,
    Endpoint: /^(https?:\/\/\S+|[^\s@]+@[^\s@]+)$/i,
    NotificationFormat: /^(XML|JSON|SOAP|EMAIL)$/,
    TriggerEvent: /^(UNDEFINED_EVENT|(INBOUND|OUTBOUND)_(CALL|TEXT)_FINISHED|CAMPAIGN_(STARTED|STOPPED|FINISHED))$/,
    BroadcastId: /^\d+$/,
    BatchId: /^\d+$/,
    FromNumber: /\S/,
    ToNumber: /\S/,
};

export function createSubscription(state: AccountState, parameters: ReadonlyMap<string, string>): string {
    const requestId = parameters.get("RequestId") ?? "";
    const earlier = state.subscriptions.find((subscription) => subscription.requestId === requestId);
    if (requestId !== "" && earlier !== undefined) {
        return earlier.id;
    }
    const fields = { Enabled: "true", NotificationFormat: "XML", ...fieldsFrom(parameters) };
    for (const required of ["Endpoint", "TriggerEvent"]) {
        if (!(required in fields)) {
            throw badRequest(`${required} is required`);
        }
    }
    if (state.subscriptions.length >= mostSubscriptions) {
        throw badRequest(`an account has at most ${mostSubscriptions} subscriptions`);
    }
    const id = nextId(state);
    state.subscriptions.push({ id, requestId: requestId === "" ? null : requestId, fields });
    return id;
}

export function listSubscriptions(state: AccountState, parameters: ReadonlyMap<string, string>): Page {
    return {
        totalResults: state.subscriptions.length,
        items: pageOf(state.subscriptions, parameters).map(subscriptionPayload),
    };
}

export function getSubscription(state: AccountState, id: string): Fields {
    return subscriptionPayload(subscriptionOf(state, id));
}

/** Fields that are not given stay as they are. */
export function updateSubscription(state: AccountState, id: string, parameters: ReadonlyMap<string, string>): void {
    const subscription = subscriptionOf(state, id);
    subscription.fields = { ...subscription.fields, ...fieldsFrom(parameters) };
}

export function deleteSubscription(state: AccountState, id: string): void {
    const subscription = subscriptionOf(state, id);
    state.subscriptions = state.subscriptions.filter((other) => other !== subscription);
}

function subscriptionOf(state: AccountState, id: string): SubscriptionRecord {
    const subscription = state.subscriptions.find((candidate) => candidate.id === id);
    if (subscription === undefined) {
        throw notFound(`subscription ${id} does not exist`);
    }
    return subscription;
}

function fieldsFrom(parameters: ReadonlyMap<string, string>): Record<string, string> {
    const fields: Record<string, string> = {};
    for (const [field, form] of Object.entries(forms)) {
        const value = parameters.get(field) ?? "";
        if (value === "") {
            continue;
        }
        if (!form.test(value)) {
            throw badRequest(`${field} is not valid: ${value}`);
        }
        fields[field] = value;
    }
    return fields;
}

function subscriptionPayload(subscription: SubscriptionRecord): Fields {
    const payload: Record<string, string | boolean | bigint> = { "@id": BigInt(subscription.id) };
    for (const [field, value] of Object.entries(subscription.fields)) {
        if (field === "Enabled" || field === "NonStrictSsl") {
            payload[field] = value === "true";
        } else {
            payload[field] = field === "BroadcastId" || field === "BatchId" ? BigInt(value) : value;
        }
    }
    return payload;
}
