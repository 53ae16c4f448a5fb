import { resources } from "../resources/all";
import type { CheckFailure } from "../resources/resource";
import { visible, type Bag } from "./context";

/**
 * Holds inputs against the same rules as a preview does, without an account: types, forms, and what contradicts itself.
 * @param type `NumberOrder`, or the type with its package, of either adapter; a type of another package has no rules here
 * @throws RangeError for a type of this package that there is not
 */
export async function checkInputs(type: string, inputs: Bag): Promise<readonly CheckFailure[]> {
    const name = /^(?:pulumi-nodejs:dynamic\/callfire:|callfire:index:)?(\w+)$/.exec(type)?.[1];
    if (name === undefined) {
        return [];
    }
    const all = Object.values(resources);
    const resource = all.find(({ token }) => token === `callfire:index:${name}`);
    if (resource === undefined) {
        const names = all.map(({ token }) => token.replace("callfire:index:", ""));
        throw new RangeError(`There is no resource ${type}. There are ${names.join(", ")}.`);
    }
    const { failures } = await resource.check(visible(inputs), undefined, {
        session: undefined,
        owner: undefined,
        signal: new AbortController().signal,
        warn: () => undefined,
        previous: undefined,
        isPreview: true,
        earlier: () => Promise.resolve({ own: [], others: {} }),
        outputs: () => Promise.resolve(undefined),
    });
    return failures;
}
