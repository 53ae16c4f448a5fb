import { Float, type Fields } from "./payload";

/** JSON.stringify can't write ids beyond 2^53 as the numbers they are. */
export function jsonOf(value: NonNullable<Fields[string]>): string {
    if (typeof value === "bigint" || value instanceof Float) {
        return value.toString();
    }
    if (typeof value !== "object") {
        return JSON.stringify(value);
    }
    if (Array.isArray(value)) {
        return `[${value.map((item: Fields | string) => jsonOf(item)).join(",")}]`;
    }
    const fields = Object.entries(value as Fields).flatMap(([name, field]) =>
        field === undefined ? [] : [`${JSON.stringify(name)}:${jsonOf(field)}`],
    );
    return `{${fields.join(",")}}`;
}
