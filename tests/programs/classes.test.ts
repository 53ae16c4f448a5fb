import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";

/** What every class of resources has, in the form in which policy packs and `isInstance` use it. */
interface ResourceClass {
    new (name: string, args: object): pulumi.CustomResource;
    readonly __pulumiType: string;
    isInstance(value: unknown): boolean;
}

describe("a class of resources", () => {
    let classes: [string, ResourceClass][];
    before(async () => {
        await pulumi.runtime.setMocks(
            {
                newResource: ({ name, inputs }) => ({ id: name, state: inputs as Record<string, unknown> }),
                call: () => ({}),
            },
            "numbers",
            "test",
        );
        const exported = Object.entries(await import("pulumi-callfire")) as [string, unknown][];
        classes = exported.filter(
            (entry): entry is [string, ResourceClass] =>
                typeof entry[1] === "function" && entry[1].prototype instanceof pulumi.CustomResource,
        );
    });

    it("has a type of its own, by which policy packs know it", () => {
        assert.ok(classes.length >= 2);
        for (const [name, { __pulumiType }] of classes) {
            assert.equal(__pulumiType, `pulumi-nodejs:dynamic/callfire:${name}`);
        }
    });

    it("knows its own resources from all others", () => {
        const resources = classes.map(([name, Class]) => new Class(`one-${name}`, {}));
        for (const [position, [name, Class]] of classes.entries()) {
            assert.deepEqual(
                resources.map((resource) => Class.isInstance(resource)),
                resources.map((_, other) => other === position),
                name,
            );
            assert.ok([undefined, null, {}, "text"].every((other) => !Class.isInstance(other)));
            assert.ok(pulumi.CustomResource.isInstance(resources[position]));
        }
    });

    it("has the type that its resources have in the engine", async () => {
        for (const [name, Class] of classes) {
            const { urn } = new Class(`two-${name}`, {});
            const text = await new Promise<string>((resolve) => urn.apply(resolve));
            assert.equal(text.split("::")[2], Class.__pulumiType);
        }
    });
});
