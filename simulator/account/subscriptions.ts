import { nextId, type AccountState, type SubscriptionRecord } from "./account";
import type { Fields, Page } from "../http/payload";
import { badRequest, notFound } from "../http/errors";
import { booleanForm, isTrue, pageOf, withoutPlus } from "../http/requests";

const mostSubscriptions = 10_000;

const booleans = ["Enabled", "NonStrictSsl", "Inbound"];
const filters = ["BroadcastId", "BatchId", "FromNumber", "ToNumber", "Inbound"];

const forms: Readonly<Record<string, RegExp>> = {
    Enabled: booleanForm,
    NonStrictSsl: booleanForm,
    Endpoint: /^(https?:\/\/\S+|[^\s@]+@[^\s@]+)$/i,
    NotificationFormat: /^(XML|JSON|SOAP|EMAIL|LEGACY)$/,
    // [open] Any word: an account may have subscriptions to events that are in no list.
    TriggerEvent: /^\S+$/,
    BroadcastId: /^\d+$/,
    BatchId: /^\d+$/,
    FromNumber: /\S/,
    ToNumber: /\S/,
    Inbound: booleanForm,
};

export function createSubscription(state: AccountState, parameters: ReadonlyMap<string, string>): string {
    const requestId = parameters.get("RequestId") ?? "";
    const earlier = state.subscriptions.find((subscription) => subscription.requestId === requestId);
    if (requestId !== "" && earlier !== undefined) {
        return earlier.id;
    }
    const fields = { Enabled: "true", NonStrictSsl: "false", NotificationFormat: "XML", ...fieldsFrom(parameters) };
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
        throw notFound(`Not Found: subscription ${id} does not exist`);
    }
    return subscription;
}

function fieldsFrom(parameters: ReadonlyMap<string, string>): Record<string, string> {
    const fields: Record<string, string> = {};
    for (const [field, form] of Object.entries(forms)) {
        const value = parameters.get(field)?.trim() ?? "";
        if (value === "") {
            continue;
        }
        if (!form.test(value)) {
            throw badRequest(`${field} is not valid: ${value}`);
        }
        fields[field] = booleans.includes(field)
            ? String(isTrue(value))
            : field.endsWith("Number")
              ? withoutPlus(value)
              : value;
    }
    return fields;
}

function subscriptionPayload({ id, fields }: SubscriptionRecord): Fields {
    const shown = (names: readonly string[]): Fields =>
        Object.fromEntries(names.map((name) => [name, typed(name, fields[name])]));
    return {
        "@id": BigInt(id),
        ...shown(["Enabled", "NonStrictSsl", "Endpoint", "NotificationFormat", "TriggerEvent"]),
        SubscriptionFilter: filters.some((name) => fields[name] !== undefined) ? shown(filters) : undefined,
    };
}

function typed(name: string, value: string | undefined): string | boolean | bigint | undefined {
    if (value === undefined) {
        return undefined;
    }
    if (booleans.includes(name)) {
        return value === "true";
    }
    return name === "BroadcastId" || name === "BatchId" ? BigInt(value) : value;
}
