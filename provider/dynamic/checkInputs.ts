import { autoReply } from "../resources/autoReply";
import { keyword } from "../resources/keyword";
import { numberConfiguration } from "../resources/numberConfiguration/numberConfiguration";
import { numberLabel } from "../resources/numberLabel";
import { numberOrder } from "../resources/numberOrder";
import { phoneNumber } from "../resources/phoneNumber";
import { subscription } from "../resources/subscription";
import type { CheckFailure, Resource } from "../resources/resource";
import { visible, type Bag } from "./context";

const resources: readonly Resource[] = [
    numberOrder,
    keyword,
    phoneNumber,
    numberConfiguration,
    subscription,
    autoReply,
    numberLabel,
];

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
    const resource = resources.find(({ token }) => token === `callfire:index:${name}`);
    if (resource === undefined) {
        const names = resources.map(({ token }) => token.replace("callfire:index:", ""));
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
