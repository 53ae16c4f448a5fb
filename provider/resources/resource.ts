import type { Attempt, CheckedAttempt } from "../orders/attempt";
import type { Operation, Owner, Session } from "../orders/session";
import type { Reader } from "./notation";

/** A property of a resource or of a nested type: the one source of its check, its schema and its reference text. */
export interface Property {
    readonly type: "string" | "boolean" | "integer" | "number" | "array" | "object";
    readonly description: string;
    readonly items?: Property;
    /** Of a list: the same item twice, in whatever notation, is a mistake that could be paid for. */
    readonly isDistinct?: boolean;
    /** Of a text: the form in which CallFire takes it, or why it can't be meant. */
    readonly read?: Reader;
    /** Of a number. */
    readonly range?: { readonly from: number; readonly to: number; readonly words: string };
    /** Fields of an `object`. */
    readonly properties?: Readonly<Record<string, Property>>;
    /** Name of an `object` in the schema: `BulkLocal` is `callfire:index:BulkLocal`. */
    readonly typeName?: string;
    readonly required?: boolean;
    readonly default?: boolean;
    /** True where another value means another resource. */
    readonly replaces?: boolean;
}

export interface Declaration {
    /** What it is, in Markdown. */
    readonly description: string;
    /** How it fails, by the names of docs/on-call.md where an error has one. */
    readonly errors?: string;
    /** What `pulumi import` takes for an id; absent for a look-up. */
    readonly importId?: string;
    readonly inputs: Readonly<Record<string, Property>>;
    /** Without the inputs, which are outputs too; an input that has a value also where nothing is declared is in both. */
    readonly outputs: Readonly<Record<string, Property>>;
}

/** Stands for an input that is not known yet, in a preview. Adapters translate it from and to the engine's own mark. */
export const unknownValue: unique symbol = Symbol("a value known after the update");

/** Inputs and states cross the engine as plain data. */
export type Properties = Readonly<Record<string, unknown>>;

export interface CheckFailure {
    /** Path of the input, such as `bulkLocal.region.state` or `numbers[1]`; empty when it is about no single input. */
    readonly property: string;
    readonly reason: string;
}

export interface Checked {
    /** Normalised; unknown values are kept as `unknownValue`. */
    readonly inputs: Properties;
    readonly failures: readonly CheckFailure[];
    /** What the operation may order; the engine stores it before it calls create or update. */
    readonly attempt?: CheckedAttempt | typeof unknownValue;
    /** One line for a person, of a resource that is yet to be created: what that will order. */
    readonly summary?: string;
}

export interface Difference {
    readonly changes: boolean;
    /** Inputs that make it another resource. */
    readonly replaces: readonly string[];
    /** Paths that differ, such as `acquiredNumbers[2]`, each with what happens to it. */
    readonly details: Readonly<Record<string, "add" | "delete" | "update">>;
    /** Outputs that the update leaves alone. */
    readonly stables: readonly string[];
    readonly deleteBeforeReplace: boolean;
    /** One line for a person: what will be ordered and each item that will be released. */
    readonly summary?: string;
    /** True where something is given up that can't be had again. */
    readonly releases?: boolean;
}

/** What `check` and `diff` may use; `session` is undefined while settings are missing or unknown. */
export interface CallOptions {
    readonly session: Session | undefined;
    readonly owner: Owner | undefined;
    readonly signal: AbortSignal;
    warn(message: string): void;
    /** Attempts that nobody has seen to their end: of this resource, and of others that the engine is about to forget. */
    earlier(): Promise<{ readonly own: readonly Attempt[]; readonly others: CheckedAttempt["others"] }>;
}

export interface CheckOptions extends CallOptions {
    /** What the last run was allowed to order, as the engine has kept it. */
    readonly previous: CheckedAttempt | undefined;
    /** The program releases a resource before its replacement comes; absent where only the engine knows. */
    readonly deletesBeforeReplace?: boolean;
    /** A preview whose result the engine does not store: nothing is picked. */
    readonly isPreview: boolean;
    /** Outputs of this resource, by the engine's state; undefined for one that is new, such as a replacement. */
    outputs(): Promise<Properties | undefined>;
}

export interface DiffOptions extends CallOptions {
    readonly attempt: CheckedAttempt | undefined;
    /** True where the program asks for another resource on a change like this one; absent where only the engine knows. */
    readonly isReplaced?: boolean;
}

export interface Created {
    readonly id: string;
    readonly state: Properties;
}

/** A resource as it was read. */
export interface Found {
    readonly id: string;
    readonly state: Properties;
    readonly inputs: Properties;
}

/** All that is done with a resource, written once for both adapters. Errors are thrown; only the adapters give them the engine's form. */
export interface Resource {
    /** `callfire:index:NumberOrder` */
    readonly token: string;
    readonly declaration: Declaration;
    /** @param olds the inputs of the last run, if any */
    check(news: Properties, olds: Properties | undefined, options: CheckOptions): Promise<Checked>;
    /** @param olds the state (inputs and outputs); an older version's state is completed with defaults first */
    diff(id: string, olds: Properties, news: Properties, options: DiffOptions): Promise<Difference>;
    create(inputs: Properties, operation: Operation): Promise<Created>;
    /** Before anything was bought or made: what is saved of a create that failed where something has to be. Its next update goes on. */
    empty(inputs: Properties, operation: Operation): Created | undefined;
    /** @param state undefined for an import; answers undefined when the resource is gone */
    read(
        id: string,
        state: Properties | undefined,
        inputs: Properties | undefined,
        operation: Operation,
    ): Promise<Found | undefined>;
    update(id: string, olds: Properties, news: Properties, operation: Operation): Promise<Properties>;
    delete(id: string, state: Properties, operation: Operation): Promise<void>;
}

/** The resource exists but is not what was declared: saved with everything that is known, and reported as a failure. */
export class PartialFailure extends Error {
    constructor(
        readonly id: string,
        readonly state: Properties,
        readonly reasons: readonly string[],
    ) {
        super(reasons.join("\n"));
        this.name = "PartialFailure";
    }
}
