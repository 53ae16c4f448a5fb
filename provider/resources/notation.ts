// The smallest of its builds (docs/dependencies.md).
import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/** A value in the form that CallFire takes, or what is wrong with it. */
export type Reading = { readonly value: string } | { readonly reason: string };

/**
 * A number of the US or Canada in any usual notation, as 11 digits without a plus: `13105551212`.
 * @param why other countries are refused
 */
export function readNumber(text: string, why = "the only ones that CallFire sells"): Reading {
    const parsed = parsePhoneNumberFromString(text, "US");
    if (parsed === undefined || !/^[\d\s()+.\-/]+$/.test(text.trim())) {
        return {
            reason: `"${text}" is not a phone number; write it like 13105551212, +1 310 555 1212 or (310) 555-1212`,
        };
    }
    const isNorthAmerican = parsed.countryCallingCode === "1" && /^[2-9]\d{2}[2-9]\d{6}$/.test(parsed.nationalNumber);
    // Toll-free numbers belong to no one country; the library gives them to the first.
    if (!isNorthAmerican || !["US", "CA", undefined].includes(parsed.country)) {
        return { reason: `"${text}" is not a number of the US or Canada, ${why}` };
    }
    return { value: `1${parsed.nationalNumber}` };
}

/** A keyword in upper case: 1 to 64 letters and digits. */
export function readKeyword(text: string): Reading {
    return /^[A-Za-z0-9]{1,64}$/.test(text)
        ? { value: text.toUpperCase() }
        : { reason: `"${text}" is not a keyword: 1 to 64 letters and digits, without blanks` };
}

/** Says of a keyword that it may be refused. */
export function warnOfShort(keyword: string, options: { warn(message: string): void }): void {
    if (keyword.length < 3) {
        options.warn(`keyword ${keyword}: newer documents of CallFire ask for at least 3 characters`);
    }
}

interface Form {
    readonly form: RegExp;
    readonly expected: string;
}

/** Region fields as the contract writes them ("Create number order"). */
const regionForms: Readonly<{ [field: string]: Form }> = {
    prefix: { form: /^1\d{3,6}$/, expected: "4 to 7 digits with the country code first, like 1310 or 1310555" },
    city: { form: /^[\p{L}][\p{L} .'-]{0,99}$/u, expected: "the name of a city" },
    state: { form: /^[A-Za-z]{2}$/, expected: "two letters, like WA" },
    zipcode: { form: /^\d{5}$/, expected: "5 digits" },
    country: { form: /^[A-Za-z]{2}$/, expected: "two letters, like US" },
    lata: { form: /^\d{3}$/, expected: "3 digits" },
    rateCenter: { form: /^[A-Za-z0-9][A-Za-z0-9 .'-]{0,99}$/, expected: "the name of a rate center" },
    timeZone: { form: /^[A-Za-z_]+\/[A-Za-z_/+-]+$/, expected: "a name like America/Los_Angeles" },
};

const regionRanges: Readonly<{ [field: string]: number }> = { latitude: 90, longitude: 180 };

/** A field of a region: the states and countries in upper case, all else as it was written. */
export function readRegionField(
    field: string,
    value: string | number,
): { value: string | number } | { reason: string } {
    const range = regionRanges[field];
    if (typeof value === "number") {
        return range === undefined || Math.abs(value) <= range
            ? { value }
            : { reason: `must be between -${range} and ${range}, not ${value}` };
    }
    const rule = regionForms[field];
    if (rule !== undefined && !rule.form.test(value)) {
        return { reason: `must be ${rule.expected}, not "${value}"` };
    }
    return { value: field === "state" || field === "country" ? value.toUpperCase() : value };
}
