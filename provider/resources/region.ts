import { text } from "./declarations";
import { like, likeInUpperCase } from "./notation";
import type { Property } from "./resource";

const degrees = (description: string, most: number): Property => ({
    type: "number",
    description,
    range: { from: -most, to: most, words: `between -${most} and ${most}` },
});

/** Where local numbers are wanted, or where a number is at home: the same ten fields wherever a region is declared or told. */
export const regionProperty: Property = {
    type: "object",
    typeName: "Region",
    description:
        "Where local numbers are to be at home; anywhere if absent. All fields that are given must fit at once. How well a region is served shows only when an order is filled.",
    // In the forms of the contract ("Create number order").
    properties: {
        prefix: text("First digits of the numbers, country code first: 4 to 7 digits, `1206` or `1206555`.", {
            read: like(/^1\d{3,6}$/, "4 to 7 digits with the country code first, like 1310 or 1310555"),
        }),
        city: text("Name of the city, in any case: `Seattle`.", {
            read: like(/^[\p{L}][\p{L} .'-]{0,99}$/u, "the name of a city"),
        }),
        state: text("State or province, two letters: `WA`.", {
            read: likeInUpperCase(/^[A-Za-z]{2}$/, "two letters, like WA"),
        }),
        zipcode: text("ZIP code, five digits: `98101`.", { read: like(/^\d{5}$/, "5 digits") }),
        country: text("Country, two letters: `US`.", {
            read: likeInUpperCase(/^[A-Za-z]{2}$/, "two letters, like US"),
        }),
        lata: text("Local access and transport area, three digits: `674`.", { read: like(/^\d{3}$/, "3 digits") }),
        rateCenter: text("Rate center, by CallFire's name for it: `SEATTLE`.", {
            read: like(/^[A-Za-z0-9][A-Za-z0-9 .'-]{0,99}$/, "the name of a rate center"),
        }),
        latitude: degrees("Degrees north, -90 to 90; numbers near this point.", 90),
        longitude: degrees("Degrees east, -180 to 180, negative in America; numbers near this point.", 180),
        timeZone: text("Time zone, by its IANA name: `America/Los_Angeles`.", {
            read: like(/^[A-Za-z_]+\/[A-Za-z_/+-]+$/, "a name like America/Los_Angeles"),
        }),
    },
};
