import type { NumberOrderAnswer, OrderId, OrderRequest, OwnedKeyword, OwnedNumber, Page, Region } from "./types";

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

/** CallFire's calls that the provider uses. Every one rejects with a `CallFireError`, or with the signal's reason. */
export interface CallFireClient {
    /** POST once, on a fresh connection, never repeated by any layer. */
    placeNumberOrder(request: OrderRequest, signal?: AbortSignal): Promise<OrderId>;
    /** One attempt only: the poll clock decides on repeats. */
    getNumberOrder(id: OrderId, signal?: AbortSignal): Promise<NumberOrderAnswer>;
    /** Numbers owned, `first` from 0, `max` at most 1000. Repeated on transient errors. */
    listNumbers(range: { first: number; max: number }, signal?: AbortSignal): Promise<Page<OwnedNumber>>;
    /** One owned number; undefined when CallFire says (404 with a ResourceException) that the account has none such. */
    getNumber(number: string, signal?: AbortSignal): Promise<OwnedNumber | undefined>;
    /** Keywords owned, `first` from 0, `max` at most 1000. Repeated on transient errors. */
    listKeywords(range: { first: number; max: number }, signal?: AbortSignal): Promise<Page<OwnedKeyword>>;
    /** Those of the given keywords that are for sale. */
    searchKeywords(keywords: readonly string[], signal?: AbortSignal): Promise<readonly string[]>;
    /** Numbers for sale, at most `count`. */
    searchNumbers(
        query: { count: number; tollFree?: boolean; region?: Region },
        signal?: AbortSignal,
    ): Promise<readonly string[]>;
    /** Turns auto-renew off. Repeated only where certainly unsent or told to slow down. */
    releaseNumber(number: string, signal?: AbortSignal): Promise<void>;
    /** Turns auto-renew off. Repeated only where certainly unsent or told to slow down. */
    releaseKeyword(keyword: string, shortCode: string, signal?: AbortSignal): Promise<void>;
}

/**
 * A client for one account.
 * @throws RangeError naming `callfire:endpoint` when the endpoint can't be used.
 */
export function createClient(options: ClientOptions): CallFireClient {
    throw new Error(`not yet: ${options.endpoint}`);
}
