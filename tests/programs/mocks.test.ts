import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";

const seen: pulumi.runtime.MockResourceArgs[] = [];

const acquired = { "pulumi-nodejs:dynamic/callfire:NumberOrder": "13105551212", other: "" };

/** What CallFire would have answered; provider code is not run under mocks. */
const mocks: pulumi.runtime.Mocks = {
    newResource: (resource) => {
        seen.push(resource);
        const isOrder = resource.type in acquired;
        const outputs = isOrder
            ? { orderId: "1428507003", acquiredNumbers: ["13105551212"], orders: [{ totalCost: 7 }], totalCost: 7 }
            : { keyword: "CHOCOLATE", shortCode: "67076" };
        const inputs = resource.inputs as Record<string, unknown>;
        return { id: resource.name, state: { ...inputs, ...outputs } };
    },
    call: ({ inputs }) => inputs as Record<string, unknown>,
};

function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
    return new Promise((resolve) => output.apply(resolve));
}

describe("a program under Pulumi's mocks", () => {
    let program: typeof import("./numbers.js");

    before(async () => {
        // Before the program is loaded: its resources are declared at once.
        await pulumi.runtime.setMocks(mocks, "numbers", "test", false);
        program = await import("./numbers.js");
    });

    const inputsOf = (name: string): Record<string, unknown> => {
        const resource = seen.find((candidate) => candidate.name === name);
        assert(resource !== undefined, `${name} was not declared`);
        return resource.inputs as Record<string, unknown>;
    };

    it("declares what it wants, and reads what it gets", async () => {
        assert.equal(await valueOf(program.support.orderId), "1428507003");
        assert.equal(await valueOf(program.firstNumber), "13105551212");
        assert.equal(await valueOf(program.price), 7);
        assert.deepEqual(await valueOf(program.costs), [7]);
        assert.equal(await valueOf(program.text), "Text CHOCOLATE to 67076");
        const { numbers, bulkLocal, bulkTollFree, keywords } = inputsOf("support");
        assert.deepEqual(numbers, ["+1 (310) 555-1212"]);
        assert.deepEqual(bulkLocal, { count: 2, region: { city: "Seattle", state: "WA" } });
        assert.deepEqual(bulkTollFree, { count: 1 });
        assert.equal(keywords, undefined);
    });

    it("says what its numbers do", async () => {
        assert.deepEqual(await valueOf(program.forwardedTo), ["(310) 555-1212"]);
        await Promise.all([program.hook, program.reply, program.label].map(({ id }) => valueOf(id)));
        assert.deepEqual(inputsOf("line")["numbers"], ["13105551212"]);
        assert.deepEqual(inputsOf("label")["numbers"], ["13105551212"]);
        assert.deepEqual(inputsOf("hook")["filter"], { toNumber: "67076:CHOCOLATE" });
        assert.equal(inputsOf("reply")["keyword"], "CHOCOLATE");
    });

    it("tells the provider whose it is, and how long it may take", async () => {
        await valueOf(program.support.id);
        assert.deepEqual(inputsOf("support")["__context"], {
            urn: await valueOf(program.support.urn),
            timeouts: { create: "20m", delete: "1m" },
        });
    });

    it("tells it every name that the resource may have had, by its own aliases and its parent's", async () => {
        await valueOf(program.promo.id);
        const type = "pulumi-nodejs:dynamic/callfire:Keyword";
        assert.deepEqual(inputsOf("shop-promo")["__context"], {
            urn: `urn:pulumi:test::numbers::acme:index:Shop$${type}::shop-promo`,
            aliases: [
                `urn:pulumi:test::numbers::${type}::promo`,
                `urn:pulumi:test::numbers::acme:index:Shop$${type}::store-promo`,
            ],
        });
    });
});
