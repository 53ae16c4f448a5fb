import { readRegionField } from "./notation";
import type { CheckFailure, Property } from "./resource";

const text = (description: string): Property => ({ type: "string", description });

/** Where local numbers are wanted, or where a number is at home: the same ten fields wherever a region is declared or told. */
export const regionProperty: Property = {
    type: "object",
    typeName: "Region",
    description: "Where local numbers are wanted. Fields narrow each other down; none of them means anywhere.",
    properties: {
        prefix: text("First 4 to 7 digits of the number, country code first: `1310` or `1310555`."),
        city: text("Name of a city: `Seattle`."),
        state: text("Two letters: `WA`."),
        zipcode: text("Five digits: `98101`."),
        country: text("Two letters: `US`."),
        lata: text("Local access and transport area, three digits: `730`."),
        rateCenter: text("Name of a rate center: `SEATTLE`."),
        latitude: { type: "number", description: "Degrees, -90 to 90; numbers near this point." },
        longitude: { type: "number", description: "Degrees, -180 to 180; numbers near this point." },
        timeZone: text("Name of a time zone: `America/Los_Angeles`."),
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
