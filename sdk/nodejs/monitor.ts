import * as pulumi from "@pulumi/pulumi";

/** What the program talks to: an engine, or the mocks of a unit test; undefined where it was started by neither. */
export function monitorOf(): { readonly monitor: object; readonly isMocked: boolean } | undefined {
    const { getMonitor } = pulumi.runtime as { getMonitor?: () => object | undefined };
    const monitor = getMonitor?.();
    return monitor && { monitor, isMocked: monitor.constructor.name === "MockMonitor" };
}
