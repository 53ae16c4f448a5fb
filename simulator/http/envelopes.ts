import { jsonOf } from "./json";
import type { Fields } from "./payload";
import { element, escapeXml } from "./xml";

export type Envelope =
    | { readonly kind: "reference"; readonly id?: bigint; readonly location?: string }
    | { readonly kind: "resource"; readonly name: string; readonly payload: Fields }
    | {
          readonly kind: "list";
          readonly name: string;
          readonly totalResults: number;
          readonly items: readonly Fields[];
      }
    | { readonly kind: "exception"; readonly status: number; readonly message: string };

/** Empty means: the default namespace. */
export interface Prefixes {
    readonly envelope: string;
    readonly payload: string;
}

export const documentedPrefixes: Prefixes = { envelope: "r", payload: "" };

const envelopeNamespace = "http://api.callfire.com/resource";
const payloadNamespace = "http://api.callfire.com/data";

export function xmlEnvelope(envelope: Envelope, prefixes: Prefixes): string {
    const outer = { prefix: prefixes.envelope, attributes: "" };
    // Both can't be the default namespace at once: then the payload declares its own.
    const payloadDeclaration = declaration(prefixes.payload, payloadNamespace);
    const payloadDeclaresItself = prefixes.envelope === "" && prefixes.payload === "";
    const inner = { prefix: prefixes.payload, attributes: payloadDeclaresItself ? payloadDeclaration : "" };
    const root = declaration(prefixes.envelope, envelopeNamespace) + (payloadDeclaresItself ? "" : payloadDeclaration);

    const wrap = (name: string, content: string, attributes = ""): string => {
        const tag = prefixes.envelope === "" ? name : `${prefixes.envelope}:${name}`;
        return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<${tag}${root}${attributes}>${content}</${tag}>`;
    };
    switch (envelope.kind) {
        case "reference":
            return wrap(
                "ResourceReference",
                element("Id", envelope.id, outer) + element("Location", envelope.location, outer),
            );
        case "resource":
            return wrap("Resource", element(envelope.name, envelope.payload, inner));
        case "list":
            return wrap(
                "ResourceList",
                element(envelope.name, envelope.items, inner),
                ` totalResults="${envelope.totalResults}"`,
            );
        case "exception":
            return wrap(
                "ResourceException",
                element("HttpStatus", envelope.status, outer) + element("Message", envelope.message, outer),
            );
    }
}

export function jsonEnvelope(envelope: Envelope): string {
    switch (envelope.kind) {
        case "reference":
            return jsonOf({ ResourceReference: { Id: envelope.id, Location: envelope.location } });
        case "resource":
            return jsonOf({ Resource: { [envelope.name]: envelope.payload } });
        case "list":
            return jsonOf({
                ResourceList: { "@totalResults": envelope.totalResults, [envelope.name]: envelope.items },
            });
        case "exception":
            return jsonOf({ ResourceException: { HttpStatus: envelope.status, Message: envelope.message } });
    }
}

/** API v2 has no envelopes: the payload stands alone. */
export function bareJson(envelope: Envelope): string {
    switch (envelope.kind) {
        case "reference":
            return jsonOf({ id: envelope.id });
        case "resource":
            return jsonOf(envelope.payload);
        case "list":
            return jsonOf({ items: envelope.items, totalCount: envelope.totalResults });
        case "exception":
            return jsonOf({ httpStatusCode: envelope.status, message: envelope.message });
    }
}

function declaration(prefix: string, namespace: string): string {
    return prefix === "" ? ` xmlns="${namespace}"` : ` xmlns:${escapeXml(prefix)}="${namespace}"`;
}
