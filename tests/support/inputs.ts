import type { Properties } from "../../provider/resources/resource";

/** How many numbers and keywords a declaration asks for, counted without the provider's help. */
export function countDeclared(inputs: Properties): number {
    const { numbers, keywords, bulkLocal, bulkTollFree } = inputs as {
        numbers?: readonly string[];
        keywords?: readonly string[];
        bulkLocal?: { count: number };
        bulkTollFree?: { count: number };
    };
    return (numbers?.length ?? 0) + (keywords?.length ?? 0) + (bulkLocal?.count ?? 0) + (bulkTollFree?.count ?? 0);
}
