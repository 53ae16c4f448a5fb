import { unknownValue, type Properties } from "../resources/resource";
import type { OperationReport } from "./log";

// How the engine writes what no plain value can say: that something is unknown yet, or that it is secret (decisions/0041).

/** Where secrets are: everything below, or some of an object's properties. */
export type Secrets = true | { readonly [property: string]: Secrets };

/** Properties as resources know them, and beside them what of it must stay secret. */
export interface Decoded {
    readonly values: Properties;
    readonly secrets: Secrets;
}

// The engine's own marks, from its protocol.
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
/** A value that is not known yet, in a preview. */
export const unknownMark = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const unknownMarks = new Set([
    unknownMark,
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);

const none: Secrets = {};

/** Reads what the engine wrote: secrets unwrapped and remembered, unknown values as `unknownValue`. */
export function decodeProperties(properties: Readonly<Record<string, unknown>>): Decoded {
    const { value, secrets } = decodeValue(properties);
    return { values: value as Properties, secrets };
}

/** Writes for the engine, with `secrets` wrapped again. Its encoding knows no `undefined`: such a property is absent. */
export function encodeProperties(values: Properties, secrets: Secrets = none): Record<string, unknown> {
    return encodeInside(values, secrets);
}

/**
 * What of a resource's outputs must stay secret: every property that was a secret input, and every other that repeats a
 * secret value. Numbers that are listed as secrets stay secret in `acquiredNumbers`.
 * @param before in an update, what was declared or held before it: some of that may still be held
 */
export function secretsAmong(outputs: Properties, { values, secrets }: Decoded, before?: Decoded): Secrets {
    if (secrets === true) {
        return true;
    }
    const texts = secretTexts({ values, secrets }, before);
    const repeats = (leaf: unknown): boolean =>
        typeof leaf === "string" && spellingsOf(leaf).some((spelling) => texts.has(spelling));
    const found = Object.entries(outputs).map(([name, value]): [string, Secrets] => [
        name,
        secrets[name] ?? (texts.size > 0 && leaves(value).some(repeats) ? true : none),
    ]);
    return Object.fromEntries(found);
}

/** Takes the secret values of all of these out of a text for people, however CallFire or a program writes them. */
export function redactor(...decoded: readonly (Decoded | undefined)[]): (text: string) => string {
    const texts = [...secretTexts(...decoded), ...secretNumbers(...decoded)];
    const secrets = texts.flatMap((text) => [...spellingsOf(text), ...shownForms(text)]).filter((text) => text !== "");
    if (secrets.length === 0) {
        return (text) => text;
    }
    // A longer one may contain another.
    const forms = [...new Set(secrets)].sort((a, b) => b.length - a.length).map(formOf);
    const anySecret = new RegExp(forms.join("|"), "giu");
    const isPart = (part: string): boolean => part.length > 3 && texts.some((text) => text.includes(part));
    return (text) =>
        text
            .replace(anySecret, "[secret]")
            // Whoever reads a secret quotes the part that can't be read.
            .replace(/(?<=(["']))[^"'\n]+(?=\1)/g, (part) => (isPart(part) ? "[secret]" : part));
}

/** As a text is shown inside of quotes, and in one line. */
function shownForms(text: string): string[] {
    return [JSON.stringify(text).slice(1, -1), text.replace(/\p{Cc}+/gu, " ").trim()];
}

/** Short ones would tear holes into words that have nothing to do with them. */
function formOf(text: string): string {
    const form = text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    return text.length > 3 ? form : `(?<![\\p{L}\\p{N}])${form}(?![\\p{L}\\p{N}])`;
}

/** A name as a program writes it, and as the account and the state do: numbers in 11 digits, keywords in upper case. */
export function spellingsOf(text: string): string[] {
    const digits = text.replace(/\D/g, "").slice(-10);
    const isNumber = digits.length === 10 && /^[\d\s()+.\-/]+$/.test(text);
    return [text, text.toUpperCase(), ...(isNumber ? [`1${digits}`, digits] : [])];
}

/** A report that tells no secret. */
export function redacted(report: OperationReport, redact: (text: string) => string): OperationReport {
    return {
        progress: (message) => report.progress(redact(message)),
        note: (message) => report.note(redact(message)),
        warn: (message) => report.warn(redact(message)),
        end: () => report.end(),
    };
}

export function hasSecrets(secrets: Secrets): boolean {
    return secrets === true || Object.values(secrets).some(hasSecrets);
}

/** Every text that is secret in one of these. */
export function secretTexts(...decoded: readonly (Decoded | undefined)[]): Set<string> {
    return new Set(secretLeaves(decoded).filter((leaf) => typeof leaf === "string"));
}

/** Numbers that are secret, as texts. Short ones stay: counts of anything are written alike. */
function secretNumbers(...decoded: readonly (Decoded | undefined)[]): string[] {
    const numbers = secretLeaves(decoded).filter((leaf) => typeof leaf === "number");
    return numbers.map(String).filter((text) => text.length > 3);
}

function secretLeaves(decoded: readonly (Decoded | undefined)[]): unknown[] {
    return decoded.flatMap((one) => (one === undefined ? [] : collect(one.values, one.secrets)));

    function collect(value: unknown, below: Secrets): unknown[] {
        if (below === true) {
            return leaves(value);
        }
        const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
        return entries.flatMap(([name, inner]) => collect(inner, below[name] ?? none));
    }
}

function leaves(value: unknown): unknown[] {
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [value];
}

function decodeValue(value: unknown): { value: unknown; secrets: Secrets } {
    if (typeof value === "string" && unknownMarks.has(value)) {
        return { value: unknownValue, secrets: none };
    }
    if (Array.isArray(value)) {
        const items = value.map(decodeValue);
        // Lists are normalised and sorted: where a secret element goes can't be followed, so all of them are secret.
        const secret = items.some(({ secrets }) => hasSecrets(secrets));
        return { value: items.map((item) => item.value), secrets: secret ? true : none };
    }
    if (typeof value !== "object" || value === null) {
        return { value, secrets: none };
    }
    const properties = value as Readonly<Record<string, unknown>>;
    if (properties[signatureKey] === secretSignature) {
        return { value: decodeValue(properties["value"]).value, secrets: true };
    }
    // Pulumi's programs mean the same by null as by a property that is not there.
    const present = Object.entries(properties).filter(([, inner]) => inner !== null);
    const decoded = present.map(([name, inner]) => [name, decodeValue(inner)] as const);
    return {
        value: Object.fromEntries(decoded.map(([name, inner]) => [name, inner.value])),
        secrets: Object.fromEntries(decoded.map(([name, inner]) => [name, inner.secrets])),
    };
}

function encodeValue(value: unknown, secrets: Secrets): unknown {
    if (secrets === true) {
        return { [signatureKey]: secretSignature, value: encodeValue(value, none) };
    }
    if (value === unknownValue) {
        return unknownMark;
    }
    if (Array.isArray(value)) {
        return value.map((item) => encodeValue(item, none));
    }
    return typeof value === "object" && value !== null ? encodeInside(value, secrets) : value;
}

function encodeInside(values: object, secrets: Secrets): Record<string, unknown> {
    const entries = Object.entries(values).filter(([, value]) => value !== undefined);
    return Object.fromEntries(
        entries.map(([name, value]) => [name, encodeValue(value, secrets === true ? true : (secrets[name] ?? none))]),
    );
}
