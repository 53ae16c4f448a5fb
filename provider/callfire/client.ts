import { autoReplyCalls, type AutoReplyCalls } from "./autoReply";
import { pageFields, undefinedIfUnknown, type Calls, type Range } from "./calls";
import { readEndpoint } from "./endpoint";
import {
    readKeywordPage,
    readKeywordsForSale,
    readNumberOrder,
    readNumberPage,
    readOffers,
    readOrderReference,
    readOwnedNumber,
    readRegionPage,
} from "./envelopes";
import { givenFields, orderFields, regionFields, type Fields } from "./form";
import { numberConfigurationCalls, type NumberConfigurationCalls } from "./numberConfiguration";
import { labelCalls, type LabelCalls } from "./label";
import { subscriptionCalls, type SubscriptionCalls } from "./subscription";
import { findOrderOf } from "./version2";
import { sleepFor } from "./repeat";
import { Sender, repeatedCalls } from "./sender";
import type { NumberOrderAnswer, Offer, OrderId, OrderRequest, OwnedKeyword, OwnedNumber, Page, Region } from "./types";

/** How to reach CallFire, and as whom. */
export interface ClientOptions {
    /** Base URL without credentials: `https://www.callfire.com/api/1.1/rest`. Plain http only to loopback. */
    endpoint: string;
    login: string;
    password: string;
    /** Until a connection, TLS included, stands. Default 10,000. */
    connectTimeoutMs?: number;
    /** From then to the whole answer. Default 60,000 for the order POST and 30,000 for everything else. */
    answerTimeoutMs?: number;
    /** Pauses between repeats; handed in so that tests never sleep. */
    sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
    /** Jitter of the pauses, 0 to 1. Default `Math.random`. */
    random?: () => number;
}

/**
 * CallFire's calls that the provider uses. Every one rejects with a `CallFireError`, or, once cancelled, with the signal's
 * reason; whether it is repeated is said at each.
 */
export interface CallFireClient extends NumberConfigurationCalls, LabelCalls, SubscriptionCalls, AutoReplyCalls {
    /** CallFire's clock at its newest answer; undefined where none told it. Dates of orders and leases are by this clock. */
    serverTime(): Date | undefined;
    /**
     * Orders. POSTed once, on a fresh connection, never repeated by any layer: there is no idempotency key.
     *
     * Certainly nothing was bought: `UnsentError`, `RefusedError`. Anything else (`SlowDownError`, `UnclearError`) is in doubt.
     * A cancelled signal ends it with one of these two kinds as well, never with the signal's reason.
     */
    placeNumberOrder(request: OrderRequest, signal?: AbortSignal): Promise<OrderId>;
    /** An order. Asked once: the poll limiter decides on repeats. Not owned by the account: `RefusedError`, 404. */
    getNumberOrder(id: OrderId, signal?: AbortSignal): Promise<NumberOrderAnswer>;
    /**
     * The id of the order that acquired all of these, by API v2's list of the newest orders; undefined where it is not there.
     * Whether 1.1's credentials and orders are known to v2 is open (Contract, "API v2"): asked once, to be given up quietly.
     */
    findOrderId(names: readonly string[], signal?: AbortSignal): Promise<OrderId | undefined>;
    /** Numbers owned, of a region or with a label where these are given; `first` from 0, `max` at most 1000. Repeated on transient errors. */
    listNumbers(query: Range & { region?: Region; label?: string }, signal?: AbortSignal): Promise<Page<OwnedNumber>>;
    /** One owned number; undefined when CallFire says (404 with a ResourceException) that the account has none such. */
    getNumber(number: string, signal?: AbortSignal): Promise<OwnedNumber | undefined>;
    /** Keywords owned, `first` from 0, `max` at most 1000. Repeated on transient errors. */
    listKeywords(range: Range, signal?: AbortSignal): Promise<Page<OwnedKeyword>>;
    /** Those of the given keywords that are for sale, as CallFire spells them. Repeated on transient errors. */
    searchKeywords(keywords: readonly string[], signal?: AbortSignal): Promise<readonly string[]>;
    /** Numbers for sale, at most `count`, with their regions. Repeated on transient errors. */
    searchNumbers(
        query: { count: number; tollFree?: boolean; region?: Region },
        signal?: AbortSignal,
    ): Promise<readonly Offer[]>;
    /** Regions that CallFire knows, `first` from 0, `max` at most 1000. Repeated on transient errors. */
    listRegions(query: Range & { region?: Region }, signal?: AbortSignal): Promise<Page<Region>>;
    /** Turns auto-renew off. Repeated only where certainly unsent or told to slow down. */
    releaseNumber(number: string, signal?: AbortSignal): Promise<void>;
    /** Turns auto-renew off. Repeated only where certainly unsent or told to slow down. */
    releaseKeyword(keyword: string, shortCode: string, signal?: AbortSignal): Promise<void>;
}

/**
 * A client for one account. Makes no connection and loads no HTTP library before its first call.
 * @throws RangeError naming `callfire:endpoint` or `callfire:login` when that setting can't be used.
 */
export function createClient(options: ClientOptions): CallFireClient {
    const wire = {
        endpoint: readEndpoint(options.endpoint),
        login: readLogin(options.login),
        password: options.password,
        connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    };
    const sender = new Sender(wire, options.answerTimeoutMs);
    const pauses = { sleep: options.sleep ?? sleepFor, random: options.random ?? Math.random };
    const calls = repeatedCalls(sender, pauses);
    return {
        serverTime: () => sender.serverTime(),
        ...orderCalls(sender),
        ...listCalls(calls),
        ...searchCalls(calls),
        ...releaseCalls(calls),
        ...numberConfigurationCalls(calls),
        ...labelCalls(calls),
        ...subscriptionCalls(calls),
        ...autoReplyCalls(calls),
    };
}

/** By the sender itself: no layer repeats any of these. */
function orderCalls(sender: Sender): Pick<CallFireClient, "placeNumberOrder" | "getNumberOrder" | "findOrderId"> {
    return {
        placeNumberOrder: (request, signal) =>
            sender.request(
                { method: "POST", path: "/number/order", fields: orderFields(request) },
                readOrderReference,
                signal,
            ),

        getNumberOrder: (id, signal) =>
            sender.request(
                { method: "GET", path: `/number/order/${id}`, fields: [] },
                (root) => readNumberOrder(root, id),
                signal,
            ),

        findOrderId: async (names, signal) => {
            const newest: Fields = [
                ["limit", "100"],
                ["offset", "0"],
            ];
            const call = { method: "GET", path: "/orders", fields: newest, isVersion2: true } as const;
            return findOrderOf(names, (await sender.send(call, signal)).body);
        },
    };
}

function listCalls({
    read,
}: Calls): Pick<CallFireClient, "listNumbers" | "getNumber" | "listKeywords" | "listRegions"> {
    return {
        listNumbers: async ({ region, label, ...range }, signal) => {
            const fields = givenFields([...regionFields(region), ["LabelName", label], ...pageFields(range)]);
            return read("/number", fields, readNumberPage, signal);
        },

        getNumber: (number, signal) =>
            read(`/number/${encodeURIComponent(number)}`, [], readOwnedNumber, signal).catch(undefinedIfUnknown),

        listKeywords: async (range, signal) => read("/number/keyword", pageFields(range), readKeywordPage, signal),

        listRegions: async ({ region, ...range }, signal) =>
            read("/number/regions", [...regionFields(region), ...pageFields(range)], readRegionPage, signal),
    };
}

function searchCalls({ read }: Calls): Pick<CallFireClient, "searchKeywords" | "searchNumbers"> {
    return {
        searchKeywords: async (keywords, signal) => {
            const found: string[] = [];
            for (const some of portions(keywords)) {
                const fields: Fields = [["Keywords", some.join(" ")]];
                found.push(...(await read("/number/keyword/search", fields, readKeywordsForSale, signal)));
            }
            return found;
        },

        searchNumbers: ({ count, tollFree, region }, signal) => {
            const fields = givenFields([["Count", count], ["TollFree", tollFree], ...regionFields(region)]);
            return read("/number/search", fields, readOffers, signal);
        },
    };
}

function releaseCalls({ release }: Calls): Pick<CallFireClient, "releaseNumber" | "releaseKeyword"> {
    const path = "/number/release";
    return {
        releaseNumber: (number, signal) => release(path, [["Number", number]], signal),

        // Sources disagree on which of the two is required: both are sent (decisions/0025).
        releaseKeyword: (keyword, shortCode, signal) =>
            release(
                path,
                [
                    ["Number", shortCode],
                    ["Keyword", keyword],
                ],
                signal,
            ),
    };
}

/** Keywords have up to 64 letters: a hundred of them could be longer than a URL may be. */
function portions(keywords: readonly string[]): string[][] {
    const size = 25;
    const count = Math.ceil(keywords.length / size);
    return Array.from({ length: count }, (_, index) => keywords.slice(index * size, (index + 1) * size));
}

/** Basic authentication ends the login at its first colon: the rest would become part of the password. */
function readLogin(login: string): string {
    if (login === "" || login.includes(":")) {
        throw new RangeError(`callfire:login must ${login === "" ? "not be empty" : "not hold a colon"}.`);
    }
    return login;
}
