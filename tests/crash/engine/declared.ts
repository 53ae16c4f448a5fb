import type { Random } from "../money-path/random";
import { programOf } from "./scenario";

/** One resource of a program. Groups of numbers are told apart by their area codes, so that no order needs to be read. */
export type Declared = { readonly name: string; readonly isChild?: boolean } & (
    | { readonly kind: "local"; readonly city: City; readonly count: number }
    | { readonly kind: "tollFree"; readonly count: number }
    | { readonly kind: "listed"; readonly numbers: readonly string[] }
    | { readonly kind: "words"; readonly keywords: readonly string[] }
    | { readonly kind: "keyword"; readonly keyword: string }
);

type City = keyof typeof cities;

const cities = {
    Seattle: { state: "WA", areaCodes: ["206"] },
    Oakland: { state: "CA", areaCodes: ["510"] },
    Boston: { state: "MA", areaCodes: ["617", "857"] },
} as const;
const cityNames = ["Seattle", "Oakland", "Boston"] as const satisfies readonly City[];

export interface DeclaredOptions {
    readonly resources: readonly Declared[];
    /** Comes first in the program, and is the parent of those that are a child. */
    readonly hasComponent?: boolean;
}

/** A program that changes between runs, and all that it has ever asked for. */
export class DeclaredProgram {
    /** How many of each group may ever be ordered: bulk numbers by their region, listed things each by itself. */
    readonly limits = new Map<string, number>();
    private resources: readonly Declared[];
    private readonly hasComponent: boolean;
    /** Ids of orders that a person has looked up, by the resource's name. */
    private readonly adopted = new Map<string, string>();
    private readonly versions: { readonly from: number; readonly names: ReadonlySet<string> }[] = [];

    constructor({ resources, hasComponent = false }: DeclaredOptions) {
        this.resources = resources;
        this.hasComponent = hasComponent;
        this.ask(this.wanted());
        this.remember();
    }

    get size(): number {
        return this.resources.length;
    }

    /** The groups that the program wants now, and how many of each. */
    wanted(): Map<string, number> {
        const wanted = new Map<string, number>();
        for (const [group, count] of this.resources.flatMap(groupsOf)) {
            wanted.set(group, (wanted.get(group) ?? 0) + count);
        }
        return wanted;
    }

    /** Which group a number or keyword was bought for, whoever chose it. */
    groupOf(item: string): string {
        if (this.limits.has(item)) {
            return item;
        }
        const areaCode = item.slice(1, 4);
        const city = cityNames.find((name) => cities[name].areaCodes.some((code) => code === areaCode));
        return city ?? "toll-free";
    }

    /** Whether the program listed this number or keyword at that time, in milliseconds since the epoch. */
    listedAt(item: string, time: number): boolean {
        return this.versions.findLast(({ from }) => from <= time)?.names.has(item) ?? false;
    }

    /** Asks for more, in one to three places. Hands back what makes it as it was before. */
    grow(random: Random, { mayAdd }: { readonly mayAdd: boolean }): () => void {
        const before = this.resources;
        const places = new Set(Array.from({ length: 1 + random.below(3) }, () => random.below(before.length)));
        const grown = before.map((resource, place) => (places.has(place) ? more(resource, random) : resource));
        const isSame = grown.every((resource, place) => resource === before[place]);
        const added = mayAdd && (isSame || random.next() < 0.3) ? [resourceOf(grown.length, random)] : [];
        const wantedBefore = this.wanted();
        this.resources = [...grown, ...added];
        const increments = [...this.wanted()].map(
            ([group, count]) => [group, count - (wantedBefore.get(group) ?? 0)] as const,
        );
        this.ask(increments);
        this.remember();
        return () => {
            this.resources = before;
            this.remember();
        };
    }

    /** A person has found the order that the resource of this name asks about. */
    adopt(name: string, orderId: string): void {
        this.adopted.set(name, orderId);
    }

    files(): Record<string, string> {
        const component = `class Shop extends pulumi.ComponentResource { constructor() { super("my:index:Shop", "shop"); } }
const shop = new Shop();`;
        return programOf(
            ...(this.hasComponent ? [component] : []),
            ...this.resources.map((resource) => lineOf(resource, this.adopted.get(resource.name))),
        );
    }

    private ask(groups: Iterable<readonly [string, number]>): void {
        for (const [group, count] of groups) {
            this.limits.set(group, (this.limits.get(group) ?? 0) + count);
        }
    }

    private remember(): void {
        this.versions.push({ from: Date.now(), names: new Set(this.resources.flatMap(namesOf)) });
    }
}

/** One to ten resources of all kinds. */
export function mixedStack(random: Random, options: { readonly mayHaveComponent: boolean }): DeclaredProgram {
    const hasComponent = options.mayHaveComponent && random.next() < 0.3;
    const resources = Array.from({ length: 1 + random.below(10) }, (_, place) => {
        const resource = resourceOf(place, random);
        return hasComponent && random.next() < 0.5 ? { ...resource, isChild: true } : resource;
    });
    return new DeclaredProgram({ resources, hasComponent });
}

/** The place makes what is listed its own: what two resources list, preview refuses. */
function resourceOf(place: number, random: Random): Declared {
    const name = `item-${String(place)}`;
    switch (random.below(8)) {
        case 0:
            return { name, kind: "tollFree", count: 1 + random.below(3) };
        case 1:
        case 2:
            return { name, kind: "listed", numbers: [listedNumber(place, 0), listedNumber(place, 1)] };
        case 3:
            return { name, kind: "words", keywords: [listedWord(place, 0), listedWord(place, 1)] };
        case 4:
            return { name, kind: "keyword", keyword: listedWord(place, 0) };
        default:
            return { name, kind: "local", city: random.pick(cityNames), count: 1 + random.below(4) };
    }
}

function more(resource: Declared, random: Random): Declared {
    const place = Number(resource.name.replace(/\D/g, ""));
    switch (resource.kind) {
        case "local":
        case "tollFree":
            return { ...resource, count: resource.count + 1 + random.below(2) };
        case "listed":
            return { ...resource, numbers: [...resource.numbers, listedNumber(place, resource.numbers.length)] };
        case "words":
            return { ...resource, keywords: [...resource.keywords, listedWord(place, resource.keywords.length)] };
        case "keyword":
            return resource;
    }
}

function listedNumber(place: number, index: number): string {
    return `1310234${String(place).padStart(2, "0")}${String(index).padStart(2, "0")}`;
}

function listedWord(place: number, index: number): string {
    return `WORD${String.fromCharCode(65 + place)}${String.fromCharCode(65 + index)}`;
}

function namesOf(resource: Declared): readonly string[] {
    switch (resource.kind) {
        case "listed":
            return resource.numbers;
        case "words":
            return resource.keywords;
        case "keyword":
            return [resource.keyword];
        case "local":
        case "tollFree":
            return [];
    }
}

function groupsOf(resource: Declared): (readonly [group: string, count: number])[] {
    switch (resource.kind) {
        case "local":
            return [[resource.city, resource.count]];
        case "tollFree":
            return [["toll-free", resource.count]];
        case "listed":
        case "words":
        case "keyword":
            return namesOf(resource).map((name) => [name, 1]);
    }
}

function lineOf(resource: Declared, adoptOrderId: string | undefined): string {
    const options = resource.isChild === true ? "{ parent: shop }" : "{}";
    const [type, inputs] = declarationOf(resource);
    return `new ${type}("${resource.name}", ${JSON.stringify({ ...inputs, adoptOrderId })}, ${options});`;
}

function declarationOf(resource: Declared): readonly [type: string, inputs: object] {
    switch (resource.kind) {
        case "local": {
            const region = { city: resource.city, state: cities[resource.city].state };
            return ["NumberOrder", { bulkLocal: { count: resource.count, region } }];
        }
        case "tollFree":
            return ["NumberOrder", { bulkTollFree: { count: resource.count } }];
        case "listed":
            return ["NumberOrder", { numbers: resource.numbers }];
        case "words":
            return ["NumberOrder", { keywords: resource.keywords }];
        case "keyword":
            return ["Keyword", { keyword: resource.keyword }];
    }
}
