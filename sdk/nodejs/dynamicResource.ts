import * as pulumi from "@pulumi/pulumi";

/**
 * A dynamic resource whose state names its provider by one line. `pulumi.dynamic.Resource` would write the same by reading
 * the provider's code in every run (decisions/0034).
 */
export abstract class DynamicResource extends pulumi.CustomResource {
    /** @param provider which of the package's public paths exports its provider */
    protected constructor(
        type: string,
        provider: string,
        name: string,
        props: Readonly<Record<string, unknown>>,
        opts: pulumi.CustomResourceOptions,
    ) {
        super(type, name, { ...props, __provider: providerAt(provider) }, opts);
    }
}

/** What the engine's host of dynamic providers evaluates, in the folder of the program. */
function providerAt(path: string): string {
    return `exports.handler = () => require("pulumi-callfire/dynamic/${path}");`;
}
