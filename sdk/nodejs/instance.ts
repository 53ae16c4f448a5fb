import * as pulumi from "@pulumi/pulumi";

/** Whether a value is a resource of this type, also one that another copy of this package has made. */
export function isOfType(value: unknown, type: string): boolean {
    return pulumi.CustomResource.isInstance(value) && (value as { __pulumiType?: string }).__pulumiType === type;
}
