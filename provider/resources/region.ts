import { readRegionField } from "./notation";
import type { CheckFailure, Property } from "./resource";

const text = (description: string): Property => ({ type: "string", description });

/** Where local numbers are wanted, or where a number is at home: the same ten fields wherever a region is declared or told. */
export const regionProperty: Property = {
    type: "object",
    typeName: "Region",
    description:
        "Where local numbers are to be at home; anywhere if absent. All fields that are given must fit at once. How well a region is served shows only when an order is filled.",
    properties: {
        prefix: text("First digits of the numbers, country code first: 4 to 7 digits, `1206` or `1206555`."),
        city: text("Name of the city, in any case: `Seattle`."),
        state: text("State or province, two letters: `WA`."),
        zipcode: text("ZIP code, five digits: `98101`."),
        country: text("Country, two letters: `US`."),
        lata: text("Local access and transport area, three digits: `674`."),
        rateCenter: text("Rate center, by CallFire's name for it: `SEATTLE`."),
        latitude: { type: "number", description: "Degrees north, -90 to 90; numbers near this point." },
        longitude: {
            type: "number",
            description: "Degrees east, -180 to 180, negative in America; numbers near this point.",
        },
        timeZone: text("Time zone, by its IANA name: `America/Los_Angeles`."),
    },
};

/** A region in the form that CallFire takes; what is wrong with it goes to the failures, by its path. */
export function readRegion(value: unknown, path: string, failures: CheckFailure[]): unknown {
    if (typeof value !== "object" || value === null) {
        return value;
    }
    return Object.fromEntries(
        Object.entries(value).map(([field, content]: [string, unknown]) => {
            if (typeof content !== "string" && typeof content !== "number") {
                return [field, content];
            }
            const reading = readRegionField(field, content);
            if ("reason" in reading) {
                failures.push({ property: `${path}.${field}`, reason: reading.reason });
                return [field, content];
            }
            return [field, reading.value];
        }),
    );
}
