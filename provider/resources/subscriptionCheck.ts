import { isLoopback } from "../callfire/endpoint";
import { isPlainId } from "../callfire/types";
import { describeValue } from "./check";
import { readText } from "./inputs";
import { readNumber } from "./notation";
import type { Reading } from "./notation";
import type { CallOptions, CheckFailure, Properties } from "./resource";

const formats = ["XML", "JSON", "SOAP", "EMAIL"];

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

/** Refuses what can't be meant; answers the inputs in the form that CallFire takes. */
export function checkSubscription(
    given: Properties,
    options: CallOptions,
): { inputs: Properties; failures: CheckFailure[] } {
    const failures: CheckFailure[] = [];
    const { endpoint, notificationFormat, triggerEvent } = given;
    if (typeof notificationFormat === "string" && !formats.includes(notificationFormat)) {
        const reason = `must be one of ${formats.join(", ")}, not ${describeValue(notificationFormat)}`;
        failures.push({ property: "notificationFormat", reason });
    } else if (typeof endpoint === "string" && typeof notificationFormat !== "symbol") {
        failures.push(...checkEndpoint(endpoint, notificationFormat === "EMAIL"));
    }
    if (typeof triggerEvent === "string" && !/^[A-Z][A-Z0-9_]*$/.test(triggerEvent)) {
        const reason = `must be an event in CallFire's own word, such as INBOUND_TEXT_FINISHED, not ${describeValue(triggerEvent)}`;
        failures.push({ property: "triggerEvent", reason });
    } else if (typeof triggerEvent === "string" && !knownEvents.includes(triggerEvent)) {
        options.warn(
            `triggerEvent ${triggerEvent} is in none of CallFire's published lists (${knownEvents.join(", ")}): ` +
                `if the account does not have it, CallFire refuses it or sends nothing.`,
        );
    }
    const filter = readFilter(given["filter"], failures);
    return { inputs: filter === undefined ? given : { ...given, filter }, failures };
}

function checkEndpoint(endpoint: string, isEmail: boolean): CheckFailure[] {
    // A URL that is parsed loses them, one that is sent does not: CallFire would keep another endpoint than is declared.
    if (/[\s\p{Cc}]/u.test(endpoint)) {
        const reason = "must have no blanks, line breaks or other control characters, not even at its ends";
        return [{ property: "endpoint", reason }];
    }
    const isAddress = /^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(endpoint);
    if (isEmail) {
        return isAddress
            ? []
            : [{ property: "endpoint", reason: "must be an e-mail address, as notificationFormat is EMAIL" }];
    }
    if (isAddress) {
        const reason = "is an e-mail address: that needs notificationFormat: EMAIL";
        return [{ property: "endpoint", reason }];
    }
    const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
    const isHere = url?.protocol === "http:" && isLoopback(url.hostname);
    // The value stays out of the message: it may hold a token.
    return url?.protocol === "https:" || isHere
        ? []
        : [
              {
                  property: "endpoint",
                  reason: "must be an https: URL, because what is sent says who calls and texts whom; plain http: only to this machine",
              },
          ];
}

const fieldReaders: Readonly<Record<string, (text: string) => Reading>> = {
    broadcastId: readDigits,
    batchId: readDigits,
    fromNumber: (text) => readNumber(text, "the only ones that CallFire serves"),
    toNumber: readTarget,
};

function readFilter(value: unknown, failures: CheckFailure[]): unknown {
    if (typeof value !== "object" || value === null) {
        return value;
    }
    const fields = Object.entries(value).map(([name, text]: [string, unknown]): [string, unknown] => {
        const read = fieldReaders[name];
        return [name, read === undefined ? text : readText(text, `filter.${name}`, read, failures)];
    });
    return Object.fromEntries(fields);
}

function readDigits(text: string): Reading {
    return isPlainId(text)
        ? { value: text }
        : { reason: `must be an id, digits only and no leading zeros, not "${text}"` };
}

/** A number, or a keyword with its short code before it. */
function readTarget(text: string): Reading {
    const keyword = /^(\d{5,6}):([A-Za-z0-9]{1,64})$/.exec(text);
    return keyword === null
        ? readNumber(text, "the only ones that CallFire serves")
        : { value: `${keyword[1] ?? ""}:${(keyword[2] ?? "").toUpperCase()}` };
}
