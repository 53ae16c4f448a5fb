import { hasUnknown } from "../resources/check";
import type { Declaration, Properties } from "../resources/resource";

/**
 * Of the paths of the option `replaceOnChanges`, those at which something changes. The engine applies the option itself where it
 * is told which properties change; the SDK's host has no words for that.
 */
export function replacedBy(
    paths: readonly string[],
    { inputs, outputs }: Declaration,
    olds: Properties,
    news: Properties,
): string[] {
    const names = Object.keys(inputs);
    const before = Object.fromEntries(names.map((name) => [name, olds[name]]));
    // What is an output too keeps its value where nothing is declared.
    const after = Object.fromEntries(
        names.map((name) => [name, news[name] ?? (name in outputs ? olds[name] : undefined)]),
    );
    return paths.filter((path) => changesAt(path, before, after));
}

/** Whether what a path of the option `replaceOnChanges` leads to changes: `bulkLocal.region`, `numbers[*]`, `*`. */
export function changesAt(path: string, olds: Properties, news: Properties): boolean {
    const steps = path.split(/[.[\]"]+/).filter((step) => step !== "");
    const wildcard = steps.indexOf("*");
    const known = wildcard === -1 ? steps : steps.slice(0, wildcard);
    const [before, after] = [olds, news].map((properties) => known.reduce<unknown>(stepInto, properties));
    // What is unknown yet has no text, and so differs from anything.
    return JSON.stringify(before) !== JSON.stringify(after) || hasUnknown(after);
}

function stepInto(value: unknown, step: string): unknown {
    return typeof value === "object" && value !== null ? (value as Properties)[step] : undefined;
}
