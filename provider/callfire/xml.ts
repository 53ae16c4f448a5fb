import { XMLParser, XMLValidator } from "fast-xml-parser";
import { isRecord } from "./types";

/** An element by its local name: prefixes are not fixed by the namespace spec. Contract, "Transport". */
export interface Element {
    name: string;
    /** By local name. */
    attributes: ReadonlyMap<string, string>;
    children: readonly Element[];
    /** Text and CDATA directly inside, entities decoded, ends trimmed. */
    text: string;
}

/** Why a body is no XML that we read. */
export type XmlFault = "not-xml" | "broken" | "refused";

/** A body that is not read: something else than XML, broken (cut off, say), or refused because it is dangerous. */
export class XmlError extends Error {
    readonly fault: XmlFault;

    constructor(fault: XmlFault, message: string) {
        super(message);
        this.name = "XmlError";
        this.fault = fault;
    }
}

/** CallFire's envelopes need 6. */
const deepest = 32;

const parser = new XMLParser({
    preserveOrder: true,
    removeNSPrefix: true,
    ignoreAttributes: false,
    attributeNamePrefix: "",
    // Values stay text: an id is larger than a number holds. Contract, "Transport".
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    // Decoded below: the parser leaves numeric ones alone unless it also takes all of HTML's.
    processEntities: false,
    cdataPropName: "#cdata",
    maxNestedTags: deepest,
});

/**
 * Reads a document into its root element (decisions/0027).
 * @throws XmlError for anything else: a page of HTML, a cut-off document, one that defines entities.
 */
export function readXml(body: string): Element {
    const text = body.replace(/^\uFEFF/, "").trim();
    refuseDefinitions(text);
    if (!text.startsWith("<")) {
        throw new XmlError("not-xml", "not XML");
    }
    const validity = XMLValidator.validate(text);
    if (validity !== true) {
        throw new XmlError("broken", `broken XML: ${validity.err.msg.slice(0, 100)}`);
    }
    const [root, ...others] = elementsOf(parse(text));
    if (root === undefined || others.length > 0) {
        throw new XmlError("broken", "broken XML: not one root element");
    }
    return root;
}

/** What is not well-formed in a document that somebody else wrote, and in which line; undefined where it is well-formed. */
export function findXmlFault(text: string): { line: number; what: string } | undefined {
    if (text.trim() === "") {
        return { line: 1, what: "it is empty" };
    }
    const validity = XMLValidator.validate(text);
    if (validity !== true) {
        return { line: validity.err.line, what: validity.err.msg };
    }
    const refusal = refusalOf(text);
    if (refusal !== undefined) {
        return { line: firstLineWith(refusal, text), what: refusal };
    }
    return elementsOf(parse(text)).length === 1
        ? undefined
        : { line: lineAfterRoot(text), what: "there is more than one root element" };
}

function refusalOf(text: string): string | undefined {
    try {
        parse(text);
        return undefined;
    } catch (error) {
        return error instanceof Error ? error.message : String(error);
    }
}

/** The parser does not tell where it stopped. */
function firstLineWith(refusal: string, text: string): number {
    const lines = text.split("\n");
    return lines.findIndex((_, index) => refusalOf(lines.slice(0, index + 1).join("\n")) === refusal) + 1;
}

/** The validator takes several roots for one document. */
function lineAfterRoot(text: string): number {
    const lines = text.split("\n");
    const ends = lines.findIndex((_, index) => XMLValidator.validate(lines.slice(0, index + 1).join("\n")) === true);
    const next = lines.findIndex((line, index) => index > ends && line.trim() !== "");
    return (next === -1 ? ends : next) + 1;
}

/**
 * A type definition can define entities that expand without end. CallFire's documents have none, and a page of HTML is
 * recognised before it could look like broken XML.
 */
function refuseDefinitions(text: string): void {
    const definesEntities = /<!ENTITY/i.test(text);
    if (!definesEntities && /^(?:<\?xml[^>]*>\s*)?<(?:!DOCTYPE\s+)?html\b/i.test(text)) {
        throw new XmlError("not-xml", "a page of HTML");
    }
    if (definesEntities || /<!DOCTYPE/i.test(text)) {
        throw new XmlError("refused", "XML with a document type or entity definitions, which is refused");
    }
}

function parse(text: string): unknown {
    try {
        return parser.parse(text);
    } catch (error) {
        const message = error instanceof Error ? error.message.slice(0, 100) : "unreadable";
        const reason = /nested/.test(message) ? "elements are nested too deep" : message;
        throw new XmlError("refused", `XML that is refused: ${reason}`);
    }
}

/** The parser's order-preserving form: `[{ name: [children], ":@": { attribute: value } }, { "#text": "..." }]`. */
function elementsOf(nodes: unknown): Element[] {
    return recordsOf(nodes).flatMap((node) => {
        const name = nameOf(node);
        return name === undefined ? [] : [elementOf(name, node)];
    });
}

function elementOf(name: string, node: Record<string, unknown>): Element {
    return {
        name,
        attributes: attributesOf(node[":@"]),
        children: elementsOf(node[name]),
        text: textOf(node[name]).trim(),
    };
}

const noAttributes: ReadonlyMap<string, string> = new Map();

function attributesOf(values: unknown): ReadonlyMap<string, string> {
    if (!isRecord(values)) {
        // Nearly all elements: a list of numbers has thousands.
        return noAttributes;
    }
    const attributes = new Map<string, string>();
    for (const [name, value] of Object.entries(values)) {
        attributes.set(name, typeof value === "string" ? decode(value) : "");
    }
    return attributes;
}

function textOf(nodes: unknown): string {
    return recordsOf(nodes)
        .map((node) => {
            const text = node["#text"];
            if (typeof text === "string") {
                return decode(text);
            }
            // Inside CDATA an ampersand is an ampersand.
            return recordsOf(node["#cdata"])
                .map((inner) => inner["#text"])
                .filter((inner) => typeof inner === "string")
                .join("");
        })
        .join("");
}

function nameOf(node: Record<string, unknown>): string | undefined {
    return Object.keys(node).find((key) => key !== ":@" && !key.startsWith("#"));
}

function recordsOf(nodes: unknown): Record<string, unknown>[] {
    return Array.isArray(nodes) ? nodes.filter(isRecord) : [];
}

const predefined: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** XML's five entities and character numbers, once, from left to right; anything else stays as it stands. */
function decode(text: string): string {
    return text.replace(
        /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g,
        (whole: string, decimal?: string, hexadecimal?: string, name?: string) => {
            if (name !== undefined) {
                return predefined[name] ?? whole;
            }
            const point = decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number(decimal);
            return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
        },
    );
}
