import { compact, hasUnknown } from "./check";
import type { Declaration, Difference, Properties } from "./resource";

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

/** An item of a list in CallFire's notation, and where it stands in the inputs. */
export interface ListItem {
    readonly item: string;
    readonly property: string;
}

/** What is known of a list. */
export function itemsIn(inputs: Properties, name: string): ListItem[] {
    const list: readonly unknown[] = Array.isArray(inputs[name]) ? inputs[name] : [];
    return list.flatMap((item, index) => (typeof item === "string" ? [{ item, property: `${name}[${index}]` }] : []));
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
