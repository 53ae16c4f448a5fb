import type { Properties } from "../../../provider/resources/resource";
import { countDeclared } from "../../support/inputs";
import type { Random } from "./random";

/** A resource as a program declares it, at first and grown. */
export interface Declared {
    readonly urn: string;
    readonly first: Properties;
    readonly grown: Properties;
}

export type Stage = "first" | "grown";

const seattle = { city: "Seattle", state: "WA" };
const portland = { city: "Portland", state: "OR" };
const words = { first: ["CHOCOLATE"], grown: ["CHOCOLATE", "VANILLA"] };
const listed = { first: ["12135550101"], grown: ["12135550101", "12135550102"] };

const shapes: readonly Declared[] = [
    order("bulk", local(2, seattle), local(3, seattle)),
    order(
        "mixed",
        { bulkTollFree: { count: 1 }, keywords: words.first },
        { bulkTollFree: { count: 2 }, keywords: words.grown },
    ),
    order("listed", { numbers: listed.first }, { numbers: listed.grown }),
    order(
        "everything",
        { ...local(1, portland), bulkTollFree: { count: 1 }, numbers: ["12135550111"], keywords: ["SALE"] },
        {
            ...local(2, portland),
            bulkTollFree: { count: 1 },
            numbers: ["12135550111", "12135550112"],
            keywords: ["SALE", "SUMMER"],
        },
    ),
    // Of the same region as the first: each could account for the other's numbers.
    order("sibling", local(1, seattle), local(2, seattle)),
    { urn: urnOf("Keyword", "word"), first: { keyword: "PROMO" }, grown: { keyword: "PROMO" } },
];

/** One to three resources. */
export function declare(random: Random): Declared[] {
    const count = 1 + random.below(3);
    const rest = [...shapes];
    return Array.from({ length: count }, () => rest.splice(random.below(rest.length), 1)).flat();
}

/** How many numbers and keywords a stage declares. */
export function countItems(declared: readonly Declared[], stage: Stage): number {
    const counts = declared.map((one) => (one[stage]["keyword"] === undefined ? countDeclared(one[stage]) : 1));
    return counts.reduce((sum, count) => sum + count, 0);
}

function local(count: number, region: Properties): Properties {
    return { bulkLocal: { count, region } };
}

function order(name: string, first: Properties, grown: Properties): Declared {
    return { urn: urnOf("NumberOrder", name), first, grown };
}

function urnOf(type: string, name: string): string {
    return `urn:pulumi:dev::shop::callfire:index:${type}::${name}`;
}
