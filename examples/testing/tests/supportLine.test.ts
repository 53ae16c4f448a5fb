import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import type { CheckFailure } from "pulumi-callfire";

/** What `pulumi preview` would say of the inputs of each resource. */
const failures: (CheckFailure & { readonly resource: string })[] = [];

/** What CallFire would have answered, by type: under mocks nothing of the provider runs. */
const answers: Record<string, object> = {
    "pulumi-nodejs:dynamic/callfire:NumberOrder": { acquiredNumbers: ["12065550101", "12065550102"] },
    "pulumi-nodejs:dynamic/callfire:Keyword": { shortCode: "67076" },
    "callfire:index:getNumbers": { numbers: ["12065550199"], details: [] },
};

const mocks: pulumi.runtime.Mocks = {
    newResource: async ({ type, name, inputs }) => {
        const callfire = await import("pulumi-callfire");
        for (const failure of await callfire.checkInputs(type, inputs)) {
            failures.push({ resource: name, ...failure });
        }
        return { id: name, state: { ...inputs, ...answers[type] } };
    },
    call: ({ token }) => answers[token] ?? {},
};

function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
    return new Promise((resolve) => output.apply(resolve));
}

describe("the support line", () => {
    let program: typeof import("../supportLine");

    before(async () => {
        // Mocks come first: what a program declares at its top is declared when it is loaded.
        await pulumi.runtime.setMocks(mocks, "callfire-testing", "test");
        program = await import("../supportLine");
    });
    beforeEach(() => failures.splice(0));

    it("gives out what was bought", async () => {
        const line = program.supportLine({ state: "WA", count: 2, keyword: "CHOCOLATE" });
        assert.deepEqual(await valueOf(line.numbers), ["12065550101", "12065550102"]);
        assert.equal(await valueOf(line.tollFree), "12065550101");
        assert.equal(await valueOf(line.keyword), "CHOCOLATE");
        assert.equal(await valueOf(line.ownedBefore), 1);
        assert.deepEqual(failures, []);
    });

    it("refuses what a preview would refuse", async () => {
        const line = program.supportLine({ state: "Washington", count: 0, keyword: "CHOCO LATE" });
        await Promise.all([valueOf(line.numbers), valueOf(line.keyword)]);
        assert.deepEqual(failures.map(({ resource, property }) => `${resource}: ${property}`).sort(), [
            "local: bulkLocal.count",
            "local: bulkLocal.region.state",
            "promo: keyword",
        ]);
    });
});
