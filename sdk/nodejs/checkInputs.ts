import type * as provider from "../../provider/dynamic/checkInputs";

/** An input that can't be meant. */
export interface CheckFailure {
    /** The path of the input: `bulkLocal.region.state`, `numbers[1]`; empty when it is about no single input. */
    readonly property: string;
    /** What is wrong with it, and what would be right. */
    readonly reason: string;
}

/**
 * Checks inputs by the same rules as `pulumi preview`: names and types of properties, the form of numbers, keywords and regions, and
 * contradictions. For unit tests, where Pulumi's mocks take the place of the provider. It asks nobody: only a preview tells whether
 * something is for sale. More than 100 items, the default of `callfire:maxItemsPerOrder`, are refused.
 *
 * ```ts
 * newResource: async ({ type, name, inputs }) => {
 *     failures.push(...(await callfire.checkInputs(type, inputs)));
 *     return { id: name, state: inputs };
 * },
 * ```
 *
 * @param type of the resource, as mocks are told it (`pulumi-nodejs:dynamic/callfire:NumberOrder`) or by its name
 * (`NumberOrder`). Types of other packages have no rules here, and never fail.
 * @param inputs of the resource, as mocks are told them
 * @returns what is wrong; empty where nothing is
 * @throws RangeError for a type of this package that does not exist
 */
export async function checkInputs(
    type: string,
    inputs: Readonly<Record<string, unknown>>,
): Promise<readonly CheckFailure[]> {
    // Late, and by a form of loading that test runners with module systems of their own know.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { checkInputs: check } = require("../../provider/dynamic/checkInputs") as typeof provider;
    return check(type, { ...inputs });
}
