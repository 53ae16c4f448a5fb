import { Float, type Fields, type Scalar } from "./payload";

export interface ElementStyle {
    readonly prefix: string;
    /** Written on this element, not on the ones inside it. */
    readonly attributes: string;
}

// Written by hand: loading an XML library would cost more than the rest of an embedded start.
export function element(name: string, value: Fields[string], style: ElementStyle): string {
    if (value === undefined) {
        return "";
    }
    if (isList(value)) {
        return value.map((item) => element(name, item, style)).join("");
    }
    const tag = style.prefix === "" ? name : `${style.prefix}:${name}`;
    if (isScalar(value)) {
        const text = escapeXml(String(value));
        return text === "" ? `<${tag}${style.attributes}/>` : `<${tag}${style.attributes}>${text}</${tag}>`;
    }
    let attributes = style.attributes;
    let content = "";
    const inside = { prefix: style.prefix, attributes: "" };
    for (const [key, field] of Object.entries(value)) {
        if (!key.startsWith("@")) {
            content += element(key, field, inside);
        } else if (field !== undefined && isScalar(field)) {
            attributes += ` ${key.slice(1)}="${escapeXml(String(field))}"`;
        }
    }
    return `<${tag}${attributes}>${content}</${tag}>`;
}

export function escapeXml(text: string): string {
    return text.replace(/[&<>"']/g, (character) => entities[character] ?? character).replace(/[^\P{Cc}\t\n\r]/gu, "?"); // XML 1.0 has no way to write them
}

const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&apos;",
};

function isScalar(value: NonNullable<Fields[string]>): value is Scalar {
    return typeof value !== "object" || value instanceof Float;
}

// Array.isArray does not narrow readonly arrays.
function isList(value: NonNullable<Fields[string]>): value is readonly Fields[] | readonly string[] {
    return Array.isArray(value);
}
