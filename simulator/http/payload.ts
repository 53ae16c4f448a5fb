export type Scalar = string | number | bigint | boolean | Float;

/** Always written with a decimal point: `16.0`. */
export class Float {
    constructor(private readonly value: number) {}

    toString(): string {
        return Number.isInteger(this.value) ? `${this.value}.0` : String(this.value);
    }
}

/** A payload in the form of CallFire's JSON: `@name` is an attribute, an array a repeated element. */
export interface Fields {
    readonly [name: string]: Scalar | Fields | readonly Fields[] | readonly string[] | undefined;
}

/** One page of a list. */
export interface Page {
    /** Of all pages together. */
    readonly totalResults: number;
    readonly items: readonly Fields[];
}
