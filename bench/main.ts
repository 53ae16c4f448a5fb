import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { parts, usualSizes, type PartName, type Sizes } from "./parts";
import { excesses, writeTable } from "./table";

const names = Object.keys(parts) as PartName[];
const sizeNames = Object.keys(usualSizes) as (keyof Sizes)[];
const sizeOptions = Object.fromEntries(sizeNames.map((name) => [name, { type: "string" }])) as Record<
    keyof Sizes,
    { readonly type: "string" }
>;
const usage = `usage: npm run bench -- [${names.join("|")} ...] [--shared] [--write FILE] ${sizeNames.map((name) => `[--${name} N]`).join(" ")}`;

interface Options {
    readonly selected: readonly PartName[];
    readonly sizes: Sizes;
    /** Where the tables take the place of older ones. */
    readonly page: string | undefined;
}

async function main(): Promise<void> {
    const { selected, sizes, page } = parse();
    const missed: string[] = [];
    for (const name of selected) {
        console.error(`Measuring ${name}.`);
        const table = await parts[name](sizes);
        console.log(`${writeTable(table)}\n`);
        if (page !== undefined) replaceIn(page, name, writeTable(table));
        missed.push(...excesses(table).map((what) => `${name}: ${what}`));
    }
    if (missed.length > 0) {
        console.log(`More than it may be:\n${missed.join("\n")}`);
        process.exitCode = 1;
    }
}

function parse(): Options {
    const { values, positionals } = parseArgs({
        allowPositionals: true,
        options: {
            shared: { type: "boolean", default: false },
            write: { type: "string" },
            ...sizeOptions,
        },
    });
    const given = sizeNames.flatMap((name) =>
        values[name] === undefined ? [] : [[name, Number(values[name])] as const],
    );
    const isWell = positionals.every((name) => name in parts) && given.every(([, size]) => Number.isSafeInteger(size));
    if (!isWell) throw new Error(usage);
    const named = [...positionals, ...(values.shared ? ["shared"] : [])];
    // It needs a database, and as long as all the others.
    const usual = names.filter((name) => name !== "shared");
    return {
        selected: named.length > 0 ? names.filter((name) => named.includes(name)) : usual,
        sizes: { ...usualSizes, ...Object.fromEntries(given) },
        page: values.write,
    };
}

/** Between the marks of a part, as in docs/measurements.md. */
function replaceIn(page: string, name: PartName, text: string): void {
    const [begin, end] = [`<!-- npm run bench -- ${name} -->`, `<!-- end of ${name} -->`];
    const [before, rest = ""] = readFileSync(page, "utf8").split(begin);
    const [, after] = rest.split(end);
    if (before === undefined || after === undefined) throw new Error(`${page} has no place for ${name}.`);
    writeFileSync(page, `${before}${begin}\n${text}\n${end}${after}`);
}

main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
