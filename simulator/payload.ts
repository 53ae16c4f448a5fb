export type Scalar = string | number | bigint | boolean;

/** A payload in the form of CallFire's JSON: `@name` is an attribute, an array a repeated element. */
export interface Fields {
    readonly [name: string]: Scalar | Fields | readonly Fields[] | undefined;
}

/** One page of a list. */
export interface Page {
    /** Of all pages together. */
    readonly totalResults: number;
    readonly items: readonly Fields[];
}
