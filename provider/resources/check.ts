import { isRecord } from "../callfire/types";
import type { Reading } from "./notation";
import { unknownValue, type CheckFailure, type Declaration, type Properties, type Property } from "./resource";

/**
 * Inputs in the form that CallFire takes; what can't be meant goes to the failures, by its path: unknown properties, wrong types and
 * what a property's own reader refuses, at any depth. Values that are not known yet stay. Absent and null are the same, as the engine
 * sends either, and left out, so that "absent" has one form in the state.
 */
export function readInputs(
    given: Properties,
    declared: Declaration["inputs"],
): { inputs: Properties; failures: CheckFailure[] } {
    const failures: CheckFailure[] = [];
    return { inputs: readProperties(given, declared, "", failures), failures };
}

function readProperties(
    given: Properties,
    declared: Declaration["inputs"],
    parent: string,
    failures: CheckFailure[],
): Properties {
    // In the order of the program: what is read takes the place of what was given.
    const read: Record<string, unknown> = { ...compact(given) };
    for (const [name, property] of Object.entries(declared)) {
        if (Object.hasOwn(read, name)) {
            read[name] = readValue(read[name], property, parent + name, failures);
        } else if (property.required === true) {
            failures.push({ property: parent + name, reason: "is required" });
        }
    }
    const names = Object.keys(declared).join(", ") || "none";
    for (const name of Object.keys(read).filter((other) => !Object.hasOwn(declared, other))) {
        failures.push({ property: parent + name, reason: `there is no such property; there are ${names}` });
    }
    return read;
}

function readValue(value: unknown, property: Property, path: string, failures: CheckFailure[]): unknown {
    if (value === unknownValue) {
        return value;
    }
    if (!isOfType(value, property.type)) {
        failures.push({ property: path, reason: `must be ${typeNames[property.type]}, not ${describeValue(value)}` });
        return value;
    }
    if (Array.isArray(value)) {
        return readList(value, property, path, failures);
    }
    if (isRecord(value)) {
        return readProperties(value, property.properties ?? {}, `${path}.`, failures);
    }
    const reading = readPlain(value, property);
    if ("reason" in reading) {
        failures.push({ property: path, reason: reading.reason });
        return value;
    }
    return reading.value;
}

/** An answer in XML can't carry them: what was told to CallFire would be read as something else, and changed for ever. */
const unreadable = /(?![\t\r\n])\p{Cc}|[\p{Cs}\ufffe\uffff]/u;

function readPlain(value: unknown, { read, range }: Property): Reading | { readonly value: unknown } {
    if (typeof value === "string") {
        return unreadable.test(value) ? { reason: "must have no control characters" } : (read?.(value) ?? { value });
    }
    const isOutside = typeof value === "number" && range !== undefined && (value < range.from || value > range.to);
    return isOutside ? { reason: `must be ${range.words}, not ${value}` } : { value };
}

function readList(
    values: readonly unknown[],
    { items, isDistinct }: Property,
    path: string,
    failures: CheckFailure[],
): unknown {
    const paths = new Map<unknown, string>();
    return values.map((value, index) => {
        const property = `${path}[${index}]`;
        const known = failures.length;
        const item = items === undefined ? value : readValue(value, items, property, failures);
        if (isDistinct === true && item !== unknownValue && failures.length === known) {
            const first = paths.get(item);
            if (first === undefined) {
                paths.set(item, property);
            } else {
                failures.push({ property, reason: `${String(item)} is listed already, as ${first}` });
            }
        }
        return item;
    });
}

const typeNames: Readonly<Record<Property["type"], string>> = {
    string: "a string",
    boolean: "a boolean",
    integer: "a whole number",
    number: "a number",
    array: "a list",
    object: "an object",
};

function isOfType(value: unknown, type: Property["type"]): boolean {
    switch (type) {
        case "string":
        case "boolean":
            return typeof value === type;
        case "integer":
            return Number.isSafeInteger(value);
        case "number":
            return Number.isFinite(value);
        case "array":
            return Array.isArray(value);
        case "object":
            return isRecord(value);
    }
}

/** In full or not at all: nobody could tell a part of a secret. */
export function describeValue(value: unknown): string {
    const text = (JSON.stringify(value) as string | undefined) ?? String(value);
    return text.length <= mostShown ? text : `one of ${String(text.length)} characters`;
}

const mostShown = 80;

function isAbsent(value: unknown): value is undefined | null {
    return value === undefined || value === null;
}

/** Inputs without the absent ones, at any depth, so that "absent" has one form in the state. */
export function compact(inputs: Properties): Properties {
    return Object.fromEntries(
        Object.entries(inputs)
            .filter(([, value]) => !isAbsent(value))
            .map(([name, value]) => [name, isRecord(value) ? compact(value) : value]),
    );
}

/** Whether a value that is not known yet stands anywhere in it. */
export function hasUnknown(value: unknown): boolean {
    if (value === unknownValue) {
        return true;
    }
    return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}
