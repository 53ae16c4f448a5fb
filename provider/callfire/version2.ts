import { isRecord, orderId, type OrderId } from "./types";

/**
 * Finds the order that acquired all of these in an answer of API v2's `GET /orders`. Items may be left out there, and ids come
 * as JSON numbers of up to 19 digits, so their text is read, never their value.
 */
export function findOrderOf(names: readonly string[], body: string): OrderId | undefined {
    const exact = body.replace(/("id"\s*:\s*)(\d+)/g, '$1"$2"');
    const answer = JSON.parse(exact) as unknown;
    const found = itemsOf(answer).find((order) => {
        const fulfilled = new Set(fulfilledOf(order));
        return names.length > 0 && names.every((name) => fulfilled.has(name));
    });
    const id = found === undefined ? undefined : found["id"];
    return typeof id === "string" ? orderId(id) : undefined;
}

function itemsOf(answer: unknown): Record<string, unknown>[] {
    const items = isRecord(answer) ? answer["items"] : undefined;
    return Array.isArray(items) ? items.filter(isRecord) : [];
}

function fulfilledOf(order: Record<string, unknown>): string[] {
    return ["localNumbers", "tollFreeNumbers", "keywords"].flatMap((kind) => {
        const items = order[kind];
        const fulfilled = isRecord(items) ? items["fulfilled"] : undefined;
        return Array.isArray(fulfilled) ? fulfilled.map((name) => String(name).replace(/^\+/, "").toUpperCase()) : [];
    });
}
