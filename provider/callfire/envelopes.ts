import type { Element } from "./xml";
import { orderId } from "./types";
import type {
    LeaseInfo,
    NumberOrderAnswer,
    OrderedItems,
    OrderId,
    OwnedKeyword,
    OwnedNumber,
    Page,
    Region,
} from "./types";

/**
 * An envelope that does not say what it must: decisions/0026. The caller adds which request it answered.
 */
export class EnvelopeError extends Error {
    constructor(message: string) {
        super(message);
        this.name = "EnvelopeError";
    }
}

/** `ResourceReference`: the id of what was created. Where `Id` is missing, `Location` ends with it. */
export function readOrderReference(root: Element): OrderId {
    expectRoot(root, "ResourceReference");
    const location = /\/number\/order\/(\d+)$/.exec(textOf(root, "Location") ?? "");
    return readOrderId(textOf(root, "Id") ?? location?.[1]);
}

/** `Resource` > `NumberOrder`. An id is the asked one where the document has none, and an error where it has another. */
export function readNumberOrder(root: Element, asked: OrderId): NumberOrderAnswer {
    expectRoot(root, "Resource");
    const order = need(childOf(root, "NumberOrder"), "NumberOrder");
    const id = readOrderId(order.attributes.get("id") ?? asked);
    if (id !== asked) {
        throw new EnvelopeError(`an answer about order ${id}`);
    }
    return {
        id,
        status: need(textOf(order, "Status"), "Status"),
        ...present("created", textOf(order, "Created")),
        ...present("totalCost", numberOf(order, "TotalCost")),
        ...present("localNumbers", itemsOf(order, "LocalNumbers")),
        ...present("tollFreeNumbers", itemsOf(order, "TollFreeNumbers")),
        ...present("keywords", itemsOf(order, "Keywords")),
    };
}

/** `ResourceList` of `Number`, owned ones. */
export function readNumberPage(root: Element): Page<OwnedNumber> {
    return pageOf(root, "Number", ownedNumberOf);
}

/** `Resource` > `Number`, an owned one. */
export function readOwnedNumber(root: Element): OwnedNumber {
    expectRoot(root, "Resource");
    return ownedNumberOf(need(childOf(root, "Number"), "Number"));
}

/** `ResourceList` of `Keyword`, owned ones. */
export function readKeywordPage(root: Element): Page<OwnedKeyword> {
    return pageOf(root, "Keyword", (keyword) => ({
        keyword: need(textOf(keyword, "Keyword"), "Keyword"),
        shortCode: need(textOf(keyword, "ShortCode"), "ShortCode"),
        status: textOf(keyword, "Status") ?? "",
        lease: leaseOf(keyword),
    }));
}

/** `ResourceList` of what is for sale: only the names. Search results carry no status and no lease. */
export function readForSale(root: Element, kind: "Number" | "Keyword"): string[] {
    expectRoot(root, "ResourceList");
    const names = root.children.filter(({ name }) => name === kind).map((item) => need(textOf(item, kind), kind));
    return kind === "Keyword" ? names : names.map(elevenDigits);
}

/** What CallFire says in a `ResourceException`; undefined for any other envelope. */
export function readException(root: Element): { status?: number; words: string } | undefined {
    if (root.name !== "ResourceException") {
        return undefined;
    }
    // One older client reads a lower-case `message`. Contract, "Transport".
    const words = textOf(root, "Message") ?? textOf(root, "message") ?? "";
    return { words: printable(words), ...present("status", numberOf(root, "HttpStatus")) };
}

function pageOf<Item>(root: Element, kind: string, read: (element: Element) => Item): Page<Item> {
    expectRoot(root, "ResourceList");
    const items = root.children.filter(({ name }) => name === kind).map(read);
    const total = root.attributes.get("totalResults");
    if (total === undefined ? items.length > 0 : !/^\d{1,9}$/.test(total)) {
        // Without it a long list would look complete after its first page.
        throw new EnvelopeError("a ResourceList without totalResults");
    }
    return { totalResults: Number(total ?? 0), items };
}

function ownedNumberOf(element: Element): OwnedNumber {
    return {
        number: elevenDigits(need(textOf(element, "Number"), "Number")),
        ...present("nationalFormat", textOf(element, "NationalFormat")),
        tollFree: isTrue(textOf(element, "TollFree")),
        region: regionOf(childOf(element, "Region")),
        status: textOf(element, "Status") ?? "",
        lease: leaseOf(element),
    };
}

function regionOf(region: Element | undefined): Region {
    if (region === undefined) {
        return {};
    }
    return {
        ...present("prefix", textOf(region, "Prefix")),
        ...present("city", textOf(region, "City")),
        ...present("state", textOf(region, "State")),
        ...present("zipcode", textOf(region, "Zipcode")),
        ...present("country", textOf(region, "Country")),
        ...present("lata", textOf(region, "Lata")),
        ...present("rateCenter", textOf(region, "RateCenter")),
        ...present("latitude", numberOf(region, "Latitude")),
        ...present("longitude", numberOf(region, "Longitude")),
        ...present("timeZone", textOf(region, "TimeZone")),
    };
}

function leaseOf(element: Element): LeaseInfo {
    const lease = childOf(element, "LeaseInfo");
    const autoRenew = lease && textOf(lease, "AutoRenew");
    return {
        ...present("begin", lease && textOf(lease, "LeaseBegin")),
        ...present("end", lease && textOf(lease, "LeaseEnd")),
        // Released is what CallFire says is not renewed; silence is not a release (decisions/0026).
        autoRenew: autoRenew === undefined || isTrue(autoRenew),
    };
}

function itemsOf(order: Element, kind: string): OrderedItems | undefined {
    const items = childOf(order, kind);
    return (
        items && {
            ordered: numberOf(items, "Ordered") ?? 0,
            ...present("unitCost", numberOf(items, "UnitCost")),
            // An xs:list; read alike where a sender repeats the element instead.
            fulfilled: items.children
                .filter(({ name }) => name === "Fulfilled")
                .flatMap(({ text }) => text.split(/\s+/))
                .filter((item) => item !== "")
                .map((item) => (kind === "Keywords" ? item : elevenDigits(item))),
        }
    );
}

/** One notation for one number, whatever CallFire writes: `+13105551212` is `13105551212`. Contract, "Notation". */
function elevenDigits(number: string): string {
    const digits = number.replace(/\D/g, "");
    return digits.length === 10 ? `1${digits}` : digits;
}

function readOrderId(text: string | undefined): OrderId {
    try {
        return orderId(text ?? "");
    } catch {
        throw new EnvelopeError("an answer without an order id");
    }
}

function expectRoot(root: Element, name: string): void {
    if (root.name !== name) {
        throw new EnvelopeError(`${root.name.slice(0, 60)} where ${name} was expected`);
    }
}

function need<Value>(value: Value | undefined, name: string): Value {
    if (value === undefined) {
        throw new EnvelopeError(`an answer without ${name}`);
    }
    return value;
}

function childOf(element: Element, name: string): Element | undefined {
    return element.children.find((child) => child.name === name);
}

/** Undefined when the element is absent or empty. */
function textOf(element: Element, name: string): string | undefined {
    const text = childOf(element, name)?.text;
    return text === "" ? undefined : text;
}

function numberOf(element: Element, name: string): number | undefined {
    const text = textOf(element, name);
    const value = text === undefined ? undefined : Number(text);
    if (value !== undefined && !Number.isFinite(value)) {
        throw new EnvelopeError(`a ${name} that is not a number`);
    }
    return value;
}

/** As CallFire wrote it, but for what would steer a terminal or fill it. */
function printable(words: string): string {
    return words.replace(/\p{Cc}+/gu, " ").slice(0, 1000);
}

/** xs:boolean, in any case: CallFire's own clients read it so. */
function isTrue(text: string | undefined): boolean {
    return text?.toLowerCase() === "true" || text === "1";
}

/** A property only where there is a value: absent is not the same as undefined. */
function present<Name extends string, Value>(name: Name, value: Value | undefined): { [Key in Name]?: Value } {
    return value === undefined ? {} : ({ [name]: value } as { [Key in Name]: Value });
}
