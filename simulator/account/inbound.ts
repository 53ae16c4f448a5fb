import { badRequest } from "../http/errors";
import { withoutPlus } from "../http/requests";
import { nextId, type AccountState, type SubscriptionRecord } from "./account";
import { repliesTo } from "./autoReplies";
import { ownedKeyword, ownedNumber, shortCode } from "./holdings";

/** Somebody calls or texts the account. Numbers are 11 digits; `to` is owned, or the short code 67076. */
export type InboundEvent =
    | { readonly type: "call"; readonly from: string; readonly to: string }
    | {
          readonly type: "text";
          readonly from: string;
          readonly to: string;
          readonly message: string;
          /** On the short code; else it is the first word of the message. */
          readonly keyword?: string;
      };

/** What arrived, and who is to know of it. */
export interface Arrival {
    readonly id: string;
    readonly at: number;
    readonly from: string;
    readonly to: string;
    readonly keyword: string | undefined;
    /** Absent: a call. */
    readonly message: string | undefined;
    readonly subscriptions: readonly SubscriptionRecord[];
    readonly autoReplies: readonly { readonly id: string; readonly message: string }[];
}

export function arrive(state: AccountState, now: number, event: InboundEvent): Arrival {
    const from = withoutPlus(event.from);
    const to = withoutPlus(event.to);
    if (!/^\d{3,15}$/.test(from)) {
        throw badRequest(`"from" is a phone number like 13105551212, not ${event.from}`);
    }
    const isKeyword = event.type === "text" && to === shortCode;
    const word = isKeyword ? (event.keyword ?? event.message.trim().split(/\s+/)[0] ?? "") : "";
    const keyword = isKeyword ? ownedKeyword(state, word.toUpperCase()).value : undefined;
    if (!isKeyword) {
        ownedNumber(state, to);
    }
    const message = event.type === "text" ? event.message : undefined;
    const arrival = { at: now, from, to, keyword, message };
    return {
        id: nextId(state),
        ...arrival,
        subscriptions: state.subscriptions.filter((subscription) => wants(subscription.fields, arrival)),
        autoReplies:
            message === undefined
                ? []
                : repliesTo(state, { to, message, ...(keyword === undefined ? {} : { keyword }) }).map((reply) => ({
                      id: reply.id,
                      message: reply.message,
                  })),
    };
}

function wants(
    fields: Readonly<Record<string, string>>,
    arrival: Pick<Arrival, "from" | "to" | "keyword" | "message">,
): boolean {
    const event = arrival.message === undefined ? "INBOUND_CALL_FINISHED" : "INBOUND_TEXT_FINISHED";
    const places = arrival.keyword === undefined ? [arrival.to] : [arrival.to, `${arrival.to}:${arrival.keyword}`];
    return (
        fields.Enabled === "true" &&
        fields.TriggerEvent === event &&
        // What arrives belongs to no broadcast.
        fields.BroadcastId === undefined &&
        fields.BatchId === undefined &&
        fields.Inbound !== "false" &&
        (fields.FromNumber === undefined || fields.FromNumber === arrival.from) &&
        (fields.ToNumber === undefined || places.includes(fields.ToNumber.toUpperCase()))
    );
}
