import { compact, hasUnknown } from "./check";
import { readNumber } from "./notation";
import type { CheckFailure, Declaration, Difference, Properties } from "./resource";

/** Inputs that differ, by name, and what happens to each. */
export function compareInputs({ inputs }: Declaration, olds: Properties, news: Properties): Difference["details"] {
    const details: { [name: string]: "add" | "delete" | "update" } = {};
    for (const name of Object.keys(inputs)) {
        const [before, after] = [textOf(olds[name]), textOf(news[name])];
        if (before !== after || hasUnknown(news[name])) {
            details[name] = before === undefined ? "add" : after === undefined ? "delete" : "update";
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

/**
 * A list of numbers in CallFire's notation; what is not known yet stays. The same number twice, in whatever notation, is a mistake.
 * @param why other countries are refused
 */
export function readNumbers(value: unknown, path: string, failures: CheckFailure[], why?: string): unknown {
    if (!Array.isArray(value)) {
        return value;
    }
    const seen = new Map<string, string>();
    return value.map((text: unknown, index) => {
        const property = `${path}[${String(index)}]`;
        if (typeof text !== "string") {
            return text;
        }
        const reading = readNumber(text, why);
        if ("reason" in reading) {
            failures.push({ property, reason: reading.reason });
            return text;
        }
        const first = seen.get(reading.value);
        if (first !== undefined) {
            failures.push({ property, reason: `${reading.value} is listed already, as ${first}` });
        }
        seen.set(reading.value, property);
        return reading.value;
    });
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
