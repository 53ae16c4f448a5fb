import { isId, type Page } from "./types";
import type { Element } from "./xml";

// How a document is read, element by element.

/**
 * An envelope that does not say what it must: decisions/0026. The caller adds which request it answered.
 */
export class EnvelopeError extends Error {
    constructor(message: string) {
        super(message);
        this.name = "EnvelopeError";
    }
}

export function expectRoot(root: Element, name: string): void {
    if (root.name !== name) {
        throw new EnvelopeError(`${root.name.slice(0, 60)} where ${name} was expected`);
    }
}

export function need<Value>(value: Value | undefined, name: string): Value {
    if (value === undefined) {
        throw new EnvelopeError(`an answer without ${name}`);
    }
    return value;
}

/** What a `Resource` is about. */
export function resourceIn(root: Element, kind: string): Element {
    expectRoot(root, "Resource");
    return need(childOf(root, kind), kind);
}

export function childOf(element: Element, name: string): Element | undefined {
    return element.children.find((child) => child.name === name);
}

/** Undefined when the element is absent or empty. */
export function textOf(element: Element, name: string): string | undefined {
    const text = childOf(element, name)?.text;
    return text === "" ? undefined : text;
}

export function numberOf(element: Element, name: string): number | undefined {
    const text = textOf(element, name);
    const value = text === undefined ? undefined : Number(text);
    if (value !== undefined && !Number.isFinite(value)) {
        throw new EnvelopeError(`a ${name} that is not a number`);
    }
    return value;
}

/** xs:boolean, in any case: CallFire's own clients read it so. */
export function isTrue(text: string | undefined): boolean {
    return text?.toLowerCase() === "true" || text === "1";
}

/** A property only where there is a value: absent is not the same as undefined. */
export function present<Name extends string, Value>(name: Name, value: Value | undefined): { [Key in Name]?: Value } {
    return value === undefined ? {} : ({ [name]: value } as { [Key in Name]: Value });
}

/** One notation for one number, whatever CallFire writes: `+13105551212` is `13105551212`. Contract, "Notation". */
export function elevenDigits(number: string): string {
    const digits = number.replace(/\D/g, "");
    return digits.length === 10 ? `1${digits}` : digits;
}

/** Ids are longs of 64 bits, and stay text. */
export function readId(text: string | undefined): string {
    if (text === undefined || !isId(text.trim())) {
        throw new EnvelopeError("an answer without an id");
    }
    return text.trim();
}

export function pageOf<Item>(root: Element, kind: string, read: (element: Element) => Item): Page<Item> {
    expectRoot(root, "ResourceList");
    const items = root.children.filter(({ name }) => name === kind).map(read);
    const total = root.attributes.get("totalResults");
    if (total === undefined ? items.length > 0 : !/^\d{1,9}$/.test(total)) {
        // Without it a long list would look complete after its first page.
        throw new EnvelopeError("a ResourceList without totalResults");
    }
    return { totalResults: Number(total ?? 0), items };
}
