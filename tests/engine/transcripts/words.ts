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
            .replace(/\b\d+(?:\.\d+)?s\b/g, "1s")
            .replace(/\b1428\d{6}\b/g, (order) => standIn(order, this.#orders, (place) => `14285${place}003`))
            .replace(/\b1[2-9]\d{9}\b/g, (number) => this.#number(number))
            .replace(/\((\d{3})\) (\d{3})-(\d{4})/g, (_, ...[area, middle, end]: string[]) =>
                this.#number(`1${area ?? ""}${middle ?? ""}${end ?? ""}`).replace(/^1(...)(...)(....)$/, "($1) $2-$3"),
            );
        return realigned(lastRows(steady.split("\n").map((line) => line.trimEnd())))
            .join("\n")
            .trim();
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

/** Of a pipeline's rows the last one of each resource: how many come before it depends on how fast the machine is. */
function lastRows(lines: readonly string[]): string[] {
    let section = 0;
    const keys = lines.map((line) => {
        section += /^(Previewing|Updating|Refreshing|Destroying) /.test(line) ? 1 : 0;
        const [, type, name] = /^ (?:[ +~-] |\+-|-\+|--|\+\+) +(\S+:\S+) (\S+)(?: |$)/.exec(line) ?? [];
        return type === undefined || name === undefined ? undefined : `${String(section)} ${type} ${name}`;
    });
    return lines.filter((line, place) => {
        const key = keys[place];
        return !line.startsWith("@ ") && (key === undefined || keys.lastIndexOf(key) === place);
    });
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
