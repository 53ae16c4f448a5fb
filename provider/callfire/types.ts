/**
 * What CallFire's documents say, read once at the edge: no XML and no untyped value leaves this module.
 * Amounts are CallFire's floats in the account's currency; dates are kept in CallFire's own text.
 */

/**
 * The id of a number order. An XML long of 64 bits: larger than a JavaScript number holds exactly, so it stays
 * text. Contract, "Transport".
 */
export type OrderId = string & { readonly __brand: "OrderId" };

/** Whether a text is an id of CallFire's, which are longs of 64 bits. */
export function isId(text: string): boolean {
    return /^\d{1,19}$/.test(text);
}

/** As CallFire writes it: with leading zeros it would come back as another text. */
export function isPlainId(text: string): boolean {
    return isId(text) && !/^0\d/.test(text);
}

/**
 * Takes text as an order id: 1 to 19 digits, surrounding whitespace left out.
 * @throws RangeError naming the text when it is anything else.
 */
export function orderId(text: string): OrderId {
    const trimmed = text.trim();
    if (!isId(trimmed)) {
        throw new RangeError(
            `Not a CallFire order id: ${JSON.stringify(trimmed.slice(0, 60))}. An order id is 1 to 19 digits.`,
        );
    }
    return trimmed as OrderId;
}

/** What keywords are texted to: CallFire has one. */
export const shortCode = "67076";

/** Where a number is at home; also the filter of searches and bulk orders. Contract, "Create number order". */
export interface Region {
    /** 4 to 7 digits, country code first: `1920659`. */
    prefix?: string;
    /** CallFire answers in upper case: `LOS ANGELES`. */
    city?: string;
    /** Two letters. */
    state?: string;
    /** Five digits. */
    zipcode?: string;
    /** Two letters. */
    country?: string;
    /** Three digits. */
    lata?: string;
    rateCenter?: string;
    /** Degrees. */
    latitude?: number;
    /** Degrees. */
    longitude?: number;
    /** An IANA name: `America/Los_Angeles`. */
    timeZone?: string;
}

/** What one order asks for; at least one kind must be there. Contract, "Create number order". */
export interface OrderRequest {
    /** Exactly these, 11 digits without a plus: `13105551212`. */
    numbers?: readonly string[];
    /** Exactly these, on CallFire's short code. */
    keywords?: readonly string[];
    /** Any `count` local numbers of the region. */
    local?: { count: number; region?: Region };
    /** How many toll-free numbers, any of them. */
    tollFreeCount?: number;
}

/** One kind of thing in an order: what was asked for and what was acquired. Contract, "Get number order". */
export interface OrderedItems {
    ordered: number;
    unitCost?: number;
    /** Numbers of 11 digits, or keywords. Empty while nothing was acquired; may stay shorter than `ordered`. */
    fulfilled: readonly string[];
}

/** An order as CallFire tells it. Contract, "Get number order". */
export interface NumberOrderAnswer {
    id: OrderId;
    /** CallFire's own word (`PROCESSING`). Not a closed list. */
    status: string;
    /** dateTime: `2014-12-17T12:25:36Z`. */
    created?: string;
    totalCost?: number;
    localNumbers?: OrderedItems;
    tollFreeNumbers?: OrderedItems;
    keywords?: OrderedItems;
}

/** How long a number or keyword is held. Contract, "Numbers". */
export interface LeaseInfo {
    /** xs:date with zone: `2014-12-02Z`. */
    begin?: string;
    /** xs:date with zone. */
    end?: string;
    /** False after a release, whatever the status reads. Contract, "Releases". */
    autoRenew: boolean;
}

/** A number that is for sale. Contract, "Numbers". */
export interface Offer {
    /** 11 digits without a plus. */
    number: string;
    /** Empty for toll-free numbers. */
    region: Region;
}

/** A number of the account. Contract, "Numbers". */
export interface OwnedNumber {
    /** 11 digits without a plus. */
    number: string;
    /** CallFire's own text for people: `(424) 652-8111`. */
    nationalFormat?: string;
    tollFree: boolean;
    region: Region;
    /** CallFire's own word; `PENDING` does not mean "not ready yet". */
    status: string;
    lease: LeaseInfo;
    /** What it does; undefined where CallFire does not say. */
    configuration?: NumberConfiguration;
}

/** What a number does with calls and texts. A part that is absent was not told, or is not set. Contract, "Numbers". */
export interface NumberConfiguration {
    /** CallFire's own word: `ENABLED`, `DISABLED`, `PENDING`, `UNSUPPORTED`. */
    callFeature?: string;
    /** As `callFeature`. */
    textFeature?: string;
    /** Calls are forwarded. Never together with `ivr`. */
    tracking?: CallTracking;
    /** Calls are answered by a dialplan. */
    ivr?: { dialplanXml: string };
}

/** How calls are forwarded. Contract, "Numbers". */
export interface CallTracking {
    /** 11 digits each, in CallFire's order. */
    transferNumbers: readonly string[];
    screen: boolean;
    record: boolean;
    introSoundId?: string;
    whisperSoundId?: string;
}

/** A postback to an endpoint. Contract, "Labels, auto-replies, subscriptions". */
export interface Subscription {
    enabled: boolean;
    nonStrictSsl: boolean;
    /** URL, or e-mail address. */
    endpoint: string;
    /** CallFire's own word: `XML`, `JSON`, `SOAP`, `EMAIL`. */
    notificationFormat: string;
    /** CallFire's own word, such as `INBOUND_TEXT_FINISHED`. Not a closed list. */
    triggerEvent: string;
    filter: SubscriptionFilter;
}

export interface SubscriptionFilter {
    broadcastId?: string;
    batchId?: string;
    fromNumber?: string;
    /** 11 digits, or `67076:KEYWORD`. */
    toNumber?: string;
}

/** What answers a text. Contract, "Labels, auto-replies, subscriptions". */
export interface AutoReply {
    /** 11 digits; the short code where there is a keyword. */
    number: string;
    keyword?: string;
    /** Case-insensitive; an empty one matches everything. */
    match: string;
    message: string;
}

/** Something that CallFire keeps under an id: a long of 64 bits, so text. */
export type Identified<Item> = Item & { id: string };

/** A keyword of the account. Contract, "Keywords". */
export interface OwnedKeyword {
    keyword: string;
    /** `67076`. */
    shortCode: string;
    /** CallFire's own word. */
    status: string;
    lease: LeaseInfo;
}

/** A number or keyword of the account: its lease tells whether it is renewed. */
export type Owned = OwnedNumber | OwnedKeyword;

/** A part of a list. `totalResults` counts the whole list, not this part. Contract, "Transport", `ResourceList`. */
export interface Page<Item> {
    totalResults: number;
    items: readonly Item[];
}

/** Whether something untyped has properties by name: what else it may be is a list or a plain value. */
export function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
