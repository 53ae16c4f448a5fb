import { unknownValue } from "./resource";
import type { CheckFailure, Properties, Property } from "./resource";

/**
 * Holds inputs against their declaration: unknown properties and wrong types at any depth, by path. Values that are not known
 * yet pass. Absent and null are the same, as the engine sends either.
 */
export function checkTypes(
    inputs: Properties,
    declared: Readonly<{ [name: string]: Property }>,
    parent = "",
): CheckFailure[] {
    const failures: CheckFailure[] = [];
    for (const [name, value] of Object.entries(inputs)) {
        // Not what every object has, such as `constructor`.
        const property = Object.hasOwn(declared, name) ? declared[name] : undefined;
        const path = parent === "" ? name : `${parent}.${name}`;
        if (property === undefined) {
            failures.push({
                property: path,
                reason: `there is no such property; there are ${Object.keys(declared).join(", ") || "none"}`,
            });
        } else {
            failures.push(...checkValue(value, property, path));
        }
    }
    for (const [name, property] of Object.entries(declared)) {
        if (property.required === true && isAbsent(inputs[name])) {
            failures.push({ property: parent === "" ? name : `${parent}.${name}`, reason: "is required" });
        }
    }
    return failures;
}

function checkValue(value: unknown, property: Property, path: string): CheckFailure[] {
    if (isAbsent(value) || value === unknownValue) {
        return [];
    }
    switch (property.type) {
        case "string":
            return typeof value === "string" ? checkCharacters(value, path) : [wrongType(value, "a string", path)];
        case "boolean":
            return typeof value === "boolean" ? [] : [wrongType(value, "a boolean", path)];
        case "integer":
            return Number.isSafeInteger(value) ? [] : [wrongType(value, "a whole number", path)];
        case "number":
            return Number.isFinite(value) ? [] : [wrongType(value, "a number", path)];
        case "array": {
            if (!Array.isArray(value)) {
                return [wrongType(value, "a list", path)];
            }
            const items = property.items;
            return items === undefined
                ? []
                : value.flatMap((item: unknown, index) =>
                      isAbsent(item)
                          ? [wrongType(item, `a ${items.type}`, `${path}[${index}]`)]
                          : checkValue(item, items, `${path}[${index}]`),
                  );
        }
        case "object":
            return typeof value === "object" && !Array.isArray(value)
                ? checkTypes(value as Properties, property.properties ?? {}, path)
                : [wrongType(value, "an object", path)];
    }
}

/** An answer in XML can't carry them: what was told to CallFire would be read as something else, and changed for ever. */
function checkCharacters(text: string, path: string): CheckFailure[] {
    return /(?![\t\r\n])\p{Cc}|[\p{Cs}\ufffe\uffff]/u.test(text)
        ? [{ property: path, reason: "must have no control characters" }]
        : [];
}

function wrongType(value: unknown, expected: string, path: string): CheckFailure {
    return { property: path, reason: `must be ${expected}, not ${describeValue(value)}` };
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
            .map(([name, value]) => [
                name,
                typeof value === "object" && value !== null && !Array.isArray(value)
                    ? compact(value as Properties)
                    : value,
            ]),
    );
}

/** Whether a value that is not known yet stands anywhere in it. */
export function hasUnknown(value: unknown): boolean {
    if (value === unknownValue) {
        return true;
    }
    return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}
