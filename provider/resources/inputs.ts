import { compact, hasUnknown } from "./check";
import { readNumber } from "./notation";
import type { Reading } from "./notation";
import type { CheckFailure, Declaration, Difference, Properties } from "./resource";

/** Inputs that differ, by name, and what happens to each. */
export function compareInputs({ inputs }: Declaration, olds: Properties, news: Properties): Difference["details"] {
    const details: { [name: string]: "add" | "delete" | "update" } = {};
    for (const name of Object.keys(inputs)) {
        const [before, after] = [textOf(olds[name]), textOf(news[name])];
        const isUnknown = hasUnknown(news[name]);
        if (before !== after || isUnknown) {
            details[name] = before === undefined ? "add" : after === undefined && !isUnknown ? "delete" : "update";
        }
    }
    return details;
}

/** The same text for the same value, in whatever order its properties are. */
function textOf(value: unknown): string | undefined {
    return JSON.stringify(sorted(compact({ value })["value"]));
}

function sorted(value: unknown): unknown {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
        return value;
    }
    const entries = Object.entries(value).map(([name, inner]): [string, unknown] => [name, sorted(inner)]);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A text in CallFire's notation. One that can't be read stays as it is, and so does what is no text or not known yet. */
export function readText(
    given: unknown,
    property: string,
    read: (text: string) => Reading,
    failures: CheckFailure[],
): unknown {
    const reading = typeof given === "string" ? read(given) : { value: given };
    if ("reason" in reading) {
        failures.push({ property, reason: reading.reason });
        return given;
    }
    return reading.value;
}

/** An item of a list in CallFire's notation, and where it stands in the inputs. */
export interface ListItem {
    readonly item: string;
    readonly property: string;
}

/**
 * A list in CallFire's notation; what is not known yet stays. The same item twice, in whatever notation, is a mistake that could be
 * paid for.
 */
export function readList(
    value: unknown,
    path: string,
    readItem: (text: string) => Reading,
    failures: CheckFailure[],
): { readonly values: unknown; readonly items: readonly ListItem[] } {
    if (!Array.isArray(value)) {
        return { values: value, items: [] };
    }
    const items: ListItem[] = [];
    const values = value.map((text: unknown, index) => {
        const property = `${path}[${String(index)}]`;
        if (typeof text !== "string") {
            return text;
        }
        const reading = readItem(text);
        if ("reason" in reading) {
            failures.push({ property, reason: reading.reason });
            return text;
        }
        const first = items.find(({ item }) => item === reading.value);
        if (first !== undefined) {
            failures.push({ property, reason: `${reading.value} is listed already, as ${first.property}` });
        }
        items.push({ item: reading.value, property });
        return reading.value;
    });
    return { values, items };
}

/** @param why other countries are refused */
export function readNumbers(value: unknown, path: string, failures: CheckFailure[], why?: string): unknown {
    return readList(value, path, (text) => readNumber(text, why), failures).values;
}

/** Texts of a list that may hold what is not known yet. */
export function textsOf(value: unknown): string[] {
    return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

export const noChange: Difference = {
    changes: false,
    replaces: [],
    details: {},
    stables: [],
    deleteBeforeReplace: false,
};
