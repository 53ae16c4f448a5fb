import { XMLParser } from "fast-xml-parser";
import type { ElementRule, Rule, ValueRule } from "./contract";

/** A document as it stands, in its order, whether it was XML or JSON. */
export interface DocumentNode {
    /** With its namespace prefix, in XML. */
    readonly name: string;
    readonly attributes: Readonly<Record<string, Value>>;
    readonly children: readonly DocumentNode[];
    /** In JSON: whether it stands in an array. XML does not tell. */
    readonly isInArray?: boolean;
    /** Absent: it has elements. */
    readonly value?: Value;
}

export interface Value {
    readonly text: string;
    /** How JSON writes it; absent in XML, which knows only text. */
    readonly json?: ValueRule["json"];
}

export function fromXml(text: string): DocumentNode {
    const parser = new XMLParser({
        preserveOrder: true,
        ignoreAttributes: false,
        attributeNamePrefix: "",
        parseTagValue: false,
        parseAttributeValue: false,
        trimValues: false,
        ignoreDeclaration: true,
    });
    const [root] = (parser.parse(text.replace(/^<\?[^>]*\?>\s*/, "")) as OrderedElement[]).map(fromOrdered);
    if (root === undefined) {
        throw new Error(`no element in ${text}`);
    }
    return root;
}

export function fromJson(text: string): DocumentNode {
    // JSON.parse can't tell 7.0 from 7: every number is kept as it is written, in a string with a mark.
    const marked = text.replace(/([:[])(-?\d+(?:\.\d+)?)(?=[,}\]])/g, '$1"\u0000$2"');
    const [root] = childrenOf(JSON.parse(marked.replaceAll("\u0000", "\\u0000")) as Record<string, unknown>);
    if (root === undefined) {
        throw new Error(`no element in ${text}`);
    }
    return root;
}

/** What is not as the rule has it, with the path to it. Empty: it conforms. */
export function problemsOf(node: DocumentNode, rule: Rule, path = node.name): string[] {
    if (!("elements" in rule)) {
        return valueProblems(node.value ?? { text: "" }, rule, path, node.children.length > 0);
    }
    const attributes = Object.entries(rule.attributes ?? {}).flatMap(([name, form]) => {
        const value = node.attributes[name];
        return value === undefined ? [`${path} has no ${name}`] : valueProblems(value, form, `${path}@${name}`, false);
    });
    const isText = node.value !== undefined && node.value.text !== "";
    return [...attributes, ...(isText ? [`${path} has text`] : []), ...elementProblems(node, rule, path)];
}

function elementProblems(node: DocumentNode, rule: ElementRule, path: string): string[] {
    const problems: string[] = [];
    const left = [...node.children];
    for (const [name, inner, occurs] of rule.elements) {
        let count = 0;
        while (left[0] !== undefined && localName(left[0]) === name && (count === 0 || occurs === "repeated")) {
            const child = left.shift()!;
            problems.push(...problemsOf(child, inner, `${path}/${name}`));
            if (child.isInArray !== undefined && child.isInArray !== (occurs === "repeated")) {
                problems.push(`${path}/${name} is ${child.isInArray ? "" : "not "}in an array`);
            }
            count += 1;
        }
        if (count === 0 && occurs === undefined) {
            problems.push(`${path} has no ${name} in its place`);
        }
    }
    return [...problems, ...left.map((child) => `${path} has ${child.name} where it does not belong`)];
}

function valueProblems(value: Value, rule: ValueRule, path: string, hasElements: boolean): string[] {
    const hasForm = !hasElements && rule.form.test(value.text);
    const hasType = value.json === undefined || value.json === rule.json;
    return hasForm && hasType ? [] : [`${path} is ${value.json ?? "text"} ${JSON.stringify(value.text)}`];
}

function localName({ name }: DocumentNode): string {
    return name.replace(/^.*:/, "");
}

/** The form in which fast-xml-parser keeps the order. */
type OrderedElement = Readonly<Record<string, readonly OrderedElement[] | string | Readonly<Record<string, string>>>>;

function fromOrdered(element: OrderedElement): DocumentNode {
    const [name = "", content = []] = Object.entries(element).find(([key]) => key !== ":@") ?? [];
    const inside = content as readonly OrderedElement[];
    const texts = inside.map((child) => child["#text"]).filter((text) => typeof text === "string");
    const attributes = (element[":@"] ?? {}) as Readonly<Record<string, string>>;
    return {
        name,
        attributes: Object.fromEntries(Object.entries(attributes).map(([key, text]) => [key, { text }])),
        children: inside.filter((child) => !("#text" in child)).map(fromOrdered),
        ...(texts.length > 0 ? { value: { text: texts.join("") } } : {}),
    };
}

function childrenOf(object: Readonly<Record<string, unknown>>): DocumentNode[] {
    return Object.entries(object)
        .filter(([name]) => !name.startsWith("@"))
        .flatMap(([name, value]): DocumentNode[] =>
            Array.isArray(value)
                ? value.map((item) => ({ ...fromMember(name, item), isInArray: true }))
                : [{ ...fromMember(name, value), isInArray: false }],
        );
}

function fromMember(name: string, member: unknown): DocumentNode {
    if (typeof member !== "object" || member === null) {
        return { name, attributes: {}, children: [], value: valueOf(member) };
    }
    const object = member as Readonly<Record<string, unknown>>;
    const attributes = Object.entries(object)
        .filter(([key]) => key.startsWith("@"))
        .map(([key, value]) => [key.slice(1), valueOf(value)] as const);
    return { name, attributes: Object.fromEntries(attributes), children: childrenOf(object) };
}

function valueOf(member: unknown): Value {
    if (typeof member === "boolean") {
        return { text: String(member), json: "boolean" };
    }
    const text = String(member);
    if (!text.startsWith("\u0000")) {
        return { text, json: "string" };
    }
    return { text: text.slice(1), json: text.includes(".") ? "float" : "integer" };
}
