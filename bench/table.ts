/** What was measured of one thing. A number of seconds, of requests, or a word where there is nothing to count. */
export interface Row {
    readonly what: string;
    readonly unit?: string;
    readonly ours: Cell;
    /** Of the provider that a user writes by hand. */
    readonly handWritten?: Cell;
    /** Of what does nothing. */
    readonly floor?: Cell;
    /** What ours may be at most; the bench fails where it is more. */
    readonly atMost?: number;
    /** The same of its ratio to the floor. */
    readonly floorsAtMost?: number;
}

type Cell = number | string;

/** Measurements that are made together, under the name by which the command line asks for them. */
export interface Table {
    readonly title: string;
    readonly rows: readonly Row[];
}

/** As Markdown; a column that no row fills is left out, and ratios come last. */
export function writeTable({ title, rows }: Table): string {
    const columns = columnsOf.filter(({ cell }) => rows.some((row) => cell(row) !== ""));
    const lines = [
        columns.map(({ head }) => head),
        columns.map(() => "---"),
        ...rows.map((row) => columns.map(({ cell }) => cell(row))),
    ];
    return [`**${title}**`, "", ...lines.map((cells) => `| ${cells.join(" | ")} |`)].join("\n");
}

/** What is more than it may be. */
export function excesses({ rows }: Table): string[] {
    return rows
        .filter((row) => exceeds(row.ours, row.atMost) || exceeds(ratio(row.ours, row.floor), row.floorsAtMost))
        .map(({ what }) => what);
}

const columnsOf: readonly { readonly head: string; readonly cell: (row: Row) => string }[] = [
    { head: "what", cell: ({ what }) => what },
    { head: "ours", cell: ({ ours, unit }) => text(ours, unit) },
    { head: "hand-written", cell: ({ handWritten, unit }) => text(handWritten, unit) },
    { head: "floor", cell: ({ floor, unit }) => text(floor, unit) },
    { head: "at most", cell: limit },
    { head: "ours / hand-written", cell: ({ ours, handWritten }) => text(ratio(ours, handWritten)) },
    { head: "ours / floor", cell: ({ ours, floor }) => text(ratio(ours, floor)) },
];

function limit({ atMost, floorsAtMost, unit }: Row): string {
    return floorsAtMost === undefined ? text(atMost, unit) : `${text(floorsAtMost)} floors`;
}

function ratio(ours: Cell, other: Cell | undefined): number | undefined {
    return typeof ours === "number" && typeof other === "number" && other !== 0 ? ours / other : undefined;
}

function exceeds(value: Cell | undefined, most: number | undefined): boolean {
    return typeof value === "number" && most !== undefined && value > most;
}

function text(value: Cell | undefined, unit = ""): string {
    if (typeof value !== "number") {
        return value ?? "";
    }
    const digits = Number.isInteger(value) || value >= 100 ? 0 : 2;
    return `${value.toFixed(digits)} ${unit}`.trimEnd();
}

export function median(values: readonly number[]): number {
    const [middle = Number.NaN] = [...values].sort((one, other) => one - other).slice(Math.floor(values.length / 2));
    return middle;
}
