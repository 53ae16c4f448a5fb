/**
 * Properties of a dynamic resource, with the one line by which its state names its provider. The classes are resources of this form
 * themselves: `pulumi.dynamic.Resource` would read the provider's code in every run (decisions/0034), and takes the line that
 * constructs a resource for its own.
 * @param path which of the package's public paths exports the provider: `number-order` is provider/dynamic/number-order.ts
 */
export function withProvider(
    path: string,
    properties: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
    // What the engine's host of dynamic providers evaluates, in the folder of the program.
    return { ...properties, __provider: `exports.handler = () => require("pulumi-callfire/dynamic/${path}");` };
}
