import type { Arrival } from "../account/inbound";
import { dateTimeOf } from "../account/clock";
import { jsonOf } from "./json";
import { Float, type Fields } from "./payload";
import { element } from "./xml";

export interface Notification {
    readonly contentType: string;
    readonly body: string;
}

/** What a subscription is sent. Nothing: in a format that the simulator does not write. */
export function notificationOf(arrival: Arrival, subscriptionId: string, format: string): Notification | undefined {
    const isCall = arrival.message === undefined;
    const name = isCall ? "CallFinished" : "TextNotification";
    const fields: Fields = {
        SubscriptionId: BigInt(subscriptionId),
        [isCall ? "Call" : "Text"]: isCall ? callPayload(arrival) : textPayload(arrival, arrival.message),
    };
    switch (format) {
        case "XML":
            return { contentType: "text/xml; charset=UTF-8", body: xmlOf(name, fields) };
        case "JSON":
            // [open] No source shows one: it is written as the API's other JSON.
            return { contentType: "application/json; charset=UTF-8", body: jsonOf({ [name]: fields }) };
        default:
            return undefined;
    }
}

function xmlOf(name: string, { SubscriptionId, ...payload }: Fields): string {
    const namespaces = 'xmlns="http://api.callfire.com/data" xmlns:n="http://api.callfire.com/notification/xsd"';
    const id = element("SubscriptionId", SubscriptionId, { prefix: "n", attributes: "" });
    const content = Object.entries(payload).map(([key, value]) => element(key, value, { prefix: "", attributes: "" }));
    return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><n:${name} ${namespaces}>${id}${content.join("")}</n:${name}>`;
}

function textPayload(arrival: Arrival, message: string): Fields {
    const record = { "@id": BigInt(arrival.id), ...resultOf(arrival, "RECEIVED"), Message: message };
    return { ...actionOf(arrival, "RECEIVED"), Message: message, TextRecord: record };
}

function callPayload(arrival: Arrival): Fields {
    const record = {
        "@id": BigInt(arrival.id),
        ...resultOf(arrival, "LA"),
        AnswerTime: dateTimeOf(arrival.at),
        Duration: 0,
    };
    return { ...actionOf(arrival, "LA"), CallRecord: record };
}

function actionOf(arrival: Arrival, result: string): Fields {
    return {
        "@id": BigInt(arrival.id),
        FromNumber: arrival.from,
        ToNumber: arrival.to,
        State: "FINISHED",
        ContactId: BigInt(arrival.id),
        Inbound: true,
        Created: dateTimeOf(arrival.at),
        Modified: dateTimeOf(arrival.at),
        FinalResult: result,
    };
}

function resultOf(arrival: Arrival, result: string): Fields {
    return { Result: result, FinishTime: dateTimeOf(arrival.at), BilledAmount: new Float(1) };
}
