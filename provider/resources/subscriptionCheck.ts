import { isLoopback } from "../callfire/endpoint";
import type { CallOptions, CheckFailure, Properties } from "./resource";

/** Contract, "Labels, auto-replies, subscriptions". */
const knownEvents = [
    "INBOUND_CALL_FINISHED",
    "INBOUND_TEXT_FINISHED",
    "OUTBOUND_CALL_FINISHED",
    "OUTBOUND_TEXT_FINISHED",
    "CAMPAIGN_STARTED",
    "CAMPAIGN_STOPPED",
    "CAMPAIGN_FINISHED",
];

/** Refuses an endpoint that does not fit its format; warns of an event that is in no list. */
export function refuseSubscription(
    { endpoint, notificationFormat, triggerEvent }: Properties,
    options: CallOptions,
): CheckFailure[] {
    if (typeof triggerEvent === "string" && !knownEvents.includes(triggerEvent)) {
        options.warn(
            `triggerEvent ${triggerEvent} is in none of CallFire's published lists (${knownEvents.join(", ")}): ` +
                `if the account does not have it, CallFire refuses it or sends nothing.`,
        );
    }
    const reason =
        typeof endpoint === "string" && typeof notificationFormat !== "symbol"
            ? whyNotEndpoint(endpoint, notificationFormat === "EMAIL")
            : undefined;
    return reason === undefined ? [] : [{ property: "endpoint", reason }];
}

function whyNotEndpoint(endpoint: string, isEmail: boolean): string | undefined {
    // A URL that is parsed loses them, one that is sent does not: CallFire would keep another endpoint than is declared.
    if (/[\s\p{Cc}]/u.test(endpoint)) {
        return "must have no blanks, line breaks or other control characters, not even at its ends";
    }
    const isAddress = /^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(endpoint);
    if (isEmail) {
        return isAddress ? undefined : "must be an e-mail address, as notificationFormat is EMAIL";
    }
    if (isAddress) {
        return "is an e-mail address: that needs notificationFormat: EMAIL";
    }
    const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
    const isHere = url?.protocol === "http:" && isLoopback(url.hostname);
    // The value stays out of the message: it may hold a token.
    return url?.protocol === "https:" || isHere
        ? undefined
        : "must be an https: URL, because what is sent says who calls and texts whom; plain http: only to this machine";
}
