import {
    childOf,
    elevenDigits,
    EnvelopeError,
    expectRoot,
    isTrue,
    need,
    numberOf,
    pageOf,
    present,
    readId,
    resourceIn,
    textOf,
} from "./elements";
import { readConfiguration } from "./numberConfiguration";
import type { Element } from "./xml";
import { orderId } from "./types";
import type {
    LeaseInfo,
    NumberOrderAnswer,
    Offer,
    OrderedItems,
    OrderId,
    OwnedKeyword,
    OwnedNumber,
    Page,
    Region,
} from "./types";

/** `ResourceReference`: the id of what was created. Where `Id` is missing, `Location` ends with it. */
export function readOrderReference(root: Element): OrderId {
    expectRoot(root, "ResourceReference");
    const location = /\/number\/order\/(\d+)$/.exec(textOf(root, "Location") ?? "");
    return readOrderId(textOf(root, "Id") ?? location?.[1]);
}

/** `ResourceReference` of anything else that is created. */
export function readReference(root: Element): string {
    expectRoot(root, "ResourceReference");
    return readId(textOf(root, "Id") ?? /\/(\d+)$/.exec(textOf(root, "Location") ?? "")?.[1]);
}

/** `Resource` > `NumberOrder`. An id is the asked one where the document has none, and an error where it has another. */
export function readNumberOrder(root: Element, asked: OrderId): NumberOrderAnswer {
    const order = resourceIn(root, "NumberOrder");
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
    return ownedNumberOf(resourceIn(root, "Number"));
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

/** `ResourceList` of keywords for sale. Search results carry no status and no lease. */
export function readKeywordsForSale(root: Element): string[] {
    expectRoot(root, "ResourceList");
    return root.children
        .filter(({ name }) => name === "Keyword")
        .map((item) => need(textOf(item, "Keyword"), "Keyword"));
}

/** `ResourceList` of numbers for sale, with where they are at home. */
export function readOffers(root: Element): Offer[] {
    expectRoot(root, "ResourceList");
    return root.children
        .filter(({ name }) => name === "Number")
        .map((item) => ({
            number: elevenDigits(need(textOf(item, "Number"), "Number")),
            region: regionOf(childOf(item, "Region")),
        }));
}

/** `ResourceList` of `Region`. */
export function readRegionPage(root: Element): Page<Region> {
    return pageOf(root, "Region", regionOf);
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

function ownedNumberOf(element: Element): OwnedNumber {
    return {
        number: elevenDigits(need(textOf(element, "Number"), "Number")),
        ...present("nationalFormat", textOf(element, "NationalFormat")),
        tollFree: isTrue(textOf(element, "TollFree")),
        region: regionOf(childOf(element, "Region")),
        status: textOf(element, "Status") ?? "",
        lease: leaseOf(element),
        ...present("configuration", readConfiguration(childOf(element, "NumberConfiguration"))),
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

function readOrderId(text: string | undefined): OrderId {
    try {
        return orderId(text ?? "");
    } catch {
        throw new EnvelopeError("an answer without an order id");
    }
}

/** As CallFire wrote it, but for what would steer a terminal or fill it. */
function printable(words: string): string {
    return words.replace(/\p{Cc}+/gu, " ").slice(0, 1000);
}
