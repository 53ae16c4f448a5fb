/** Takes out of what commands showed whatever differs from run to run; what has a stand-in keeps it from one command to the next. */
export class Words {
    readonly #numbers = new Map<string, string>();
    readonly #orders = new Map<string, string>();

    /** @param folder stands for the person's own */
    of(shown: string, folder: string): string {
        const steady = shown
            .replaceAll("\r", "")
            .replaceAll(folder, "~")
            .replace(/127\.0\.0\.1:\d+/g, "127.0.0.1:8080")
            .replace(/20\d\d-\d\d-\d\d(?:T[\d:.]+Z)?/g, "2027-01-15")
            .replace(/\b\d+(?:\.\d+)?s\b/g, "1s");
        const lines = steady.split("\n").map((line) => line.trimEnd());
        return realigned(sorted(siblings(lastRows(lines))))
            .join("\n")
            .trim()
            .replace(/\b1428\d{6}\b/g, (order) => standIn(order, this.#orders, (place) => `14285${place}003`))
            .replace(/\b1[2-9]\d{9}\b/g, (number) => this.#number(number))
            .replace(/\((\d{3})\) (\d{3})-(\d{4})/g, (_, ...[area, middle, end]: string[]) =>
                this.#number(`1${area ?? ""}${middle ?? ""}${end ?? ""}`).replace(/^1(...)(...)(....)$/, "($1) $2-$3"),
            );
    }

    #number(number: string): string {
        const area = number.startsWith("18") ? "1800" : number.slice(0, 4);
        return standIn(number, this.#numbers, (place) => `${area}55501${place}`);
    }
}

/** By the order in which they appear. */
function standIn(text: string, known: Map<string, string>, name: (place: string) => string): string {
    const found = known.get(text) ?? name(String(known.size + 1).padStart(2, "0"));
    known.set(text, found);
    return found;
}

/**
 * Of a pipeline's rows the last one of each resource, by type and name: how many come before it, and which resource is first, depends on
 * how fast the machine is.
 */
function lastRows(shown: readonly string[]): string[] {
    const lines = shown.flatMap(inPlace(shown));
    let rows = new Map<string, string>();
    const kept: string[] = [];
    const flush = (): void => {
        kept.push(...[...rows].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row));
        rows = new Map();
    };
    for (const line of lines) {
        const [, type, name] = /^ (?:[ +~-] |\+-|-\+|--|\+\+) +(\S+:\S+) (\S+)(?: |$)/.exec(line) ?? [];
        if (type !== undefined && name !== undefined) {
            rows.set(`${type} ${name}`, line);
        } else if (!line.startsWith("@ ")) {
            flush();
            kept.push(line);
        }
    }
    flush();
    return kept;
}

/**
 * What comes sooner or later than what it belongs to: a line about a detailed difference goes to the end of it, and whether the stack itself
 * is deleted is for its own row to say.
 */
function inPlace(shown: readonly string[]): (line: string) => string[] {
    const told = shown.filter((line) => line.startsWith("warning: "));
    return (line) => {
        if (line.startsWith("warning: ")) {
            return [];
        }
        if (line === "Resources:") {
            return [...told.splice(0), line];
        }
        return [line.replace(/^ - {2}(pulumi:pulumi:Stack \S+) deleted?( \(1s\))?$/, "    $1")];
    };
}

/** Rows of a terminal's tree that stand below one another, by type and name: the engine shows first what begins first. */
function siblings(lines: readonly string[]): string[] {
    const ordered: string[] = [];
    let rows: [before: string, after: string][] = [];
    const flush = (): void => {
        rows.sort(([, one], [, other]) => (one < other ? -1 : 1));
        ordered.push(
            ...rows.map(([before, after], place) => `${before}${place < rows.length - 1 ? "├─" : "└─"} ${after}`),
        );
        rows = [];
    };
    for (const line of lines) {
        const [, before, after] = /^([ +~-]{5,})(?:├─|└─) (.*)$/.exec(line) ?? [];
        if (before === undefined || after === undefined) {
            flush();
            ordered.push(line);
        } else {
            if (rows.some(([other]) => other.length !== before.length)) {
                flush();
            }
            rows.push([before, after]);
        }
    }
    flush();
    return ordered;
}

/** Diagnostics by resource: the engine shows them in the order in which the first of each came. */
function sorted(lines: readonly string[]): string[] {
    const begin = lines.indexOf("Diagnostics:");
    if (begin === -1) {
        return [...lines];
    }
    const end = lines.findIndex((line, place) => place > begin && /^\S/.test(line));
    const blocks = lines
        .slice(begin + 1, end === -1 ? lines.length : end)
        .join("\n")
        .split(/\n(?= {2}\S)/)
        .map((block) => block.trimEnd())
        .sort();
    const rest = end === -1 ? [] : ["", ...sorted(lines.slice(end))];
    return [...lines.slice(0, begin + 1), ...blocks.join("\n\n").split("\n"), ...rest];
}

/** A terminal's columns are as wide as the longest duration. */
function realigned(lines: readonly string[]): string[] {
    let status = -1;
    return lines.map((line) => {
        const header = /^ +Type +Name +(?:Plan|Status)/.exec(line);
        status = header === null ? (line.trim() === "" ? -1 : status) : header[0].search(/\S+$/);
        if (status === -1 || line.length <= status) {
            return line;
        }
        const [first = "", ...others] = line.slice(status).split(/ {2,}/);
        return `${line.slice(0, status)}${[first.padEnd(22), ...others].join(" ")}`.trimEnd();
    });
}
