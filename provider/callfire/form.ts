import type { OrderRequest, Region } from "./types";

/** Parameters of a request, in the order in which they are sent. The same form serves queries and bodies. */
export type Fields = readonly (readonly [name: string, value: string])[];

/** The parameters of `POST /number/order`. REST's names of the counts, not SOAP's. Contract, "Create number order". */
export function orderFields(request: OrderRequest): Fields {
    const fields: [string, string][] = [];
    if (request.numbers !== undefined && request.numbers.length > 0) {
        fields.push(["Numbers", request.numbers.join(" ")]);
    }
    if (request.keywords !== undefined && request.keywords.length > 0) {
        fields.push(["Keywords", request.keywords.join(" ")]);
    }
    if (request.local !== undefined) {
        fields.push(["localCount", String(request.local.count)], ...regionFields(request.local.region));
    }
    if (request.tollFreeCount !== undefined) {
        fields.push(["tollFreeCount", String(request.tollFreeCount)]);
    }
    return fields;
}

/** A region's parameters; fields that are not set are left out. Contract, "Create number order". */
export function regionFields(region: Region = {}): [string, string][] {
    const named: [string, string | number | undefined][] = [
        ["Prefix", region.prefix],
        ["City", region.city],
        ["State", region.state],
        ["Zipcode", region.zipcode],
        ["Country", region.country],
        ["Lata", region.lata],
        ["RateCenter", region.rateCenter],
        ["Latitude", region.latitude],
        ["Longitude", region.longitude],
        ["TimeZone", region.timeZone],
    ];
    return named.flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]]));
}

/** `application/x-www-form-urlencoded`; a space as `%20`, which reads the same in a query and in a body. */
export function encodeFields(fields: Fields): string {
    return fields.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
}
