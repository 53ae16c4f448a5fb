import type { OrderRequest, Region } from "./types";

/** Parameters of a request, in the order in which they are sent. The same form serves queries and bodies. */
export type Fields = readonly (readonly [name: string, value: string])[];

/** The parameters of `POST /number/order`. REST's names of the counts, not SOAP's. Contract, "Create number order". */
export function orderFields({ numbers = [], keywords = [], local, tollFreeCount }: OrderRequest): Fields {
    return givenFields([
        ["Numbers", numbers.length === 0 ? undefined : numbers.join(" ")],
        ["Keywords", keywords.length === 0 ? undefined : keywords.join(" ")],
        ["localCount", local?.count],
        ...regionFields(local?.region),
        ["tollFreeCount", tollFreeCount],
    ]);
}

/** A region's parameters. Contract, "Create number order". */
export function regionFields(region: Region = {}): Fields {
    return givenFields([
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
    ]);
}

/** Parameters without those that are not set. */
export function givenFields(
    named: readonly (readonly [name: string, value: string | number | boolean | undefined])[],
): Fields {
    return named.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const]));
}

/** `application/x-www-form-urlencoded`; a space as `%20`, which reads the same in a query and in a body. */
export function encodeFields(fields: Fields): string {
    return fields.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
}
