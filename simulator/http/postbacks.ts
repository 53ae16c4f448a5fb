import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { arrive, type Arrival, type InboundEvent } from "../account/inbound";
import type { SubscriptionRecord } from "../account/account";
import type { Store } from "../storage/store";
import { notificationOf, type Notification } from "./notifications";

/** What became of a call or a text. */
export interface InboundResult {
    readonly id: string;
    /** What the account answers, to the sender. */
    readonly autoReplies: readonly { readonly id: string; readonly message: string }[];
    /** Of every subscription that wants the event. */
    readonly postbacks: readonly Postback[];
}

export interface Postback {
    readonly subscriptionId: string;
    readonly outcome: "delivered" | "failed" | "notSent";
    /** The endpoint's answer, if there was one. */
    readonly status?: number;
    /** Why it failed, or was not sent. */
    readonly reason?: string;
}

/** Sends every postback once, and waits for the answers. */
export async function receive(store: Store, event: InboundEvent): Promise<InboundResult> {
    const arrival = await store.change((state, now) => arrive(state, now, event));
    const postbacks = await Promise.all(arrival.subscriptions.map((subscription) => notify(arrival, subscription)));
    return { id: arrival.id, autoReplies: arrival.autoReplies, postbacks };
}

async function notify(arrival: Arrival, { id, fields }: SubscriptionRecord): Promise<Postback> {
    const format = fields.NotificationFormat ?? "XML";
    const notification = notificationOf(arrival, id, format);
    if (notification === undefined) {
        return { subscriptionId: id, outcome: "notSent", reason: `the simulator does not write ${format}` };
    }
    const endpoint = endpointOnThisMachine(fields.Endpoint ?? "");
    if (endpoint === undefined) {
        const reason = "the endpoint is not on this machine, and the simulator sends nowhere else";
        return { subscriptionId: id, outcome: "notSent", reason };
    }
    try {
        const status = await post(endpoint, notification, fields.NonStrictSsl !== "true");
        return status < 300
            ? { subscriptionId: id, outcome: "delivered", status }
            : { subscriptionId: id, outcome: "failed", status, reason: `the endpoint answered ${status}` };
    } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return { subscriptionId: id, outcome: "failed", reason };
    }
}

/** By its name alone: an endpoint elsewhere must not be looked up either. */
function endpointOnThisMachine(endpoint: string): URL | undefined {
    if (!URL.canParse(endpoint)) {
        return undefined;
    }
    const url = new URL(endpoint);
    const isWeb = url.protocol === "http:" || url.protocol === "https:";
    const isHere = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
    return isWeb && isHere ? url : undefined;
}

const patienceMilliseconds = 10_000;

/** Redirects are not followed: they could lead elsewhere. */
function post(endpoint: URL, { contentType, body }: Notification, isStrict: boolean): Promise<number> {
    const options = {
        method: "POST",
        headers: { "Content-Type": contentType, "Content-Length": Buffer.byteLength(body) },
        signal: AbortSignal.timeout(patienceMilliseconds),
        rejectUnauthorized: isStrict,
    };
    return new Promise((resolve, reject) => {
        const send = endpoint.protocol === "https:" ? requestHttps : requestHttp;
        const request = send(endpoint, options, (response) => {
            response.resume();
            response.on("error", reject);
            response.on("end", () => resolve(response.statusCode ?? 0));
        });
        request.on("error", reject);
        request.end(body);
    });
}
