import type { Ledger, ThingChange } from "../../../simulator/index";

/** A step of a stack: the program as it then is, and what is done with it. */
export interface Step {
    readonly name: string;
    /** The resources of the program in YAML; as in the step before if absent. */
    readonly resources?: string;
    readonly command: readonly string[];
    /** Milliseconds that have passed since the step before: a thing is not called gone while its order is young. */
    readonly later?: number;
    /** What happens to the account before. */
    readonly before?: (owned: Ledger["owned"]) => readonly ThingChange[];
}

/** Of bulk numbers one at a time: which number is picked, and so how several are sorted, differs from run to run. */
const resources = (count: number, keyword: string): string => `resources:
  support:
    type: callfire:NumberOrder
    properties: { bulkTollFree: { count: ${String(count)} }, numbers: { fn::secret: [ (206) 555-0142 ] } }
  promo:
    type: callfire:Keyword
    properties: { keyword: ${keyword} }
`;

/** The bulk number that the stack holds then. */
function tollFreeOf({ numbers }: Ledger["owned"]): string {
    return numbers.find(({ value, autoRenew }) => value.startsWith("18") && autoRenew)?.value ?? "";
}

const up = ["up", "--yes"];

export const steps: readonly Step[] = [
    { name: "up", resources: resources(1, "chocolate"), command: up },
    { name: "unchanged", command: up },
    { name: "update", resources: resources(2, "chocolate"), command: up },
    { name: "shrink", resources: resources(1, "chocolate"), command: up },
    { name: "replace", resources: resources(1, "vanilla"), command: up },
    {
        name: "refresh",
        command: ["refresh", "--yes"],
        later: 300_000,
        before: (owned) => [
            { action: "lapse", number: tollFreeOf(owned) },
            { action: "sell", number: tollFreeOf(owned) },
        ],
    },
    { name: "repair", command: up },
    {
        name: "import",
        before: () => [{ action: "give", number: "12065550199" }],
        command: ["import", "callfire:index:NumberOrder", "taken", "12065550199", "--yes", "--protect=false"],
    },
    { name: "destroy", command: ["destroy", "--yes"] },
];

export const stateOf = { login: "acme", password: "correct horse battery" };

/** One call of the engine, with its answer in the form in which the tests' client gives it. */
export interface RecordedCall {
    readonly call: string;
    readonly request: Readonly<Record<string, unknown>>;
    readonly answer?: Readonly<Record<string, unknown>>;
    readonly error?: string;
}

/** Answers without what is as by default, which the engine's log leaves out. */
export function compact(answer: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const isDefault = (value: unknown): boolean =>
        value === "" ||
        value === 0 ||
        value === false ||
        (typeof value === "object" && value !== null && Object.keys(value).length === 0);
    return Object.fromEntries(
        Object.entries(answer)
            .filter(([, value]) => !isDefault(value))
            .sort(([a], [b]) => a.localeCompare(b)),
    );
}
