import * as pulumi from "@pulumi/pulumi";
import type { Run } from "../../provider/dynamic/lookUp";
import { monitorOf } from "./monitor";

/** Where a program runs without an engine, as a script does, it is one run. */
const script = {};

/**
 * Asks in the program's own process: a program needs no plugin for it. Under Pulumi's mocks their `call` answers.
 * @param name of the function: `getNumber`
 */
export async function lookUp<Result>(name: string, args: object = {}, areSecret = false): Promise<Result> {
    const token = `callfire:index:${name}`;
    const runner = monitorOf();
    if (runner?.isMocked === true) {
        return pulumi.runtime.invoke(token, args) as Promise<Result>;
    }
    // The engine stays with the program until it has its answer, whoever waits for that or not.
    const done = pulumi.runtime.rpcKeepAlive();
    try {
        const run: Run = {
            identity: runner?.monitor ?? script,
            configuration: pulumi.runtime.allConfig(),
            project: projectName(),
        };
        // Late: a program that looks nothing up does not pay for it.
        const provider = await import("../../provider/dynamic/lookUp.js");
        return (await provider.lookUp(token, { ...args }, areSecret, run)) as Result;
    } finally {
        done();
    }
}

/** The same for inputs that other resources give. A preview that does not know them yet does not know the answer either. */
export function lookUpOutput<Result>(name: string, args: object = {}): pulumi.Output<Result> {
    const known = pulumi.output<object>(args);
    return known.apply(async (inputs) => lookUp<Result>(name, inputs, await pulumi.isSecret(known)));
}

function projectName(): string | undefined {
    try {
        return pulumi.getProject();
    } catch {
        return undefined;
    }
}
