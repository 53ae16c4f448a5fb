import { isPlainId } from "../callfire/types";
// The smallest of its builds (docs/dependencies.md).
import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/** A value in the form that CallFire takes, or what is wrong with it. */
export type Reading = { readonly value: string } | { readonly reason: string };

export type Reader = (text: string) => Reading;

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

/** An id of CallFire's, as it writes them. */
export const readPlainId = like({ test: isPlainId }, "an id, digits only and no leading zeros");

/** Says of a keyword that it may be refused. */
export function warnOfShort(keyword: string, options: { warn(message: string): void }): void {
    if (keyword.length < 3) {
        options.warn(`keyword ${keyword}: newer documents of CallFire ask for at least 3 characters`);
    }
}

/** A text as it is, where it has this form. */
export function like(form: { test(text: string): boolean }, expected: string): Reader {
    return (text) => (form.test(text) ? { value: text } : { reason: `must be ${expected}, not "${text}"` });
}

/** The same, in upper case afterwards. */
export function likeInUpperCase(form: RegExp, expected: string): Reader {
    return (text) => (form.test(text) ? { value: text.toUpperCase() } : like(form, expected)(text));
}
