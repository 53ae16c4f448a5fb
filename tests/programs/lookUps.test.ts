import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";

const calls: pulumi.runtime.MockCallArgs[] = [];

const mocks: pulumi.runtime.Mocks = {
    newResource: ({ name, inputs }) => ({ id: name, state: { ...(inputs as object), keyword: "CHOCOLATE" } }),
    call: (call) => {
        calls.push(call);
        return { numbers: ["12065550101"], details: [] };
    },
};

function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
    return new Promise((resolve) => output.apply(resolve));
}

describe("a program that looks things up, under Pulumi's mocks", () => {
    let callfire: typeof import("pulumi-callfire");
    before(async () => {
        await pulumi.runtime.setMocks(mocks, "numbers", "test", false);
        callfire = await import("pulumi-callfire");
    });
    beforeEach(() => calls.splice(0));

    it("is answered by their call", async () => {
        const region = { city: "Seattle", state: "WA" };
        const { numbers } = await callfire.getAvailableNumbers({ region, count: 1 });
        assert.deepEqual(numbers, ["12065550101"]);
        assert.deepEqual(
            calls.map(({ token, inputs }) => [token, inputs as unknown]),
            [["callfire:index:getAvailableNumbers", { region, count: 1 }]],
        );
    });

    it("asks with what other resources give", async () => {
        const promo = new callfire.Keyword("promo", { keyword: "chocolate" });
        const found = callfire.getNumbersOutput({ label: pulumi.interpolate`texts to ${promo.keyword}` });
        const first: pulumi.Output<string | undefined> = found.numbers.apply(([number]) => number);
        assert.equal(await valueOf(first), "12065550101");
        assert.deepEqual(calls.at(0)?.inputs, { label: "texts to CHOCOLATE" });
    });

    it("keeps secret what follows from a secret", async () => {
        const found = callfire.getNumberOutput({ number: pulumi.secret("12065550101") });
        assert.equal(await pulumi.isSecret(found), true);
        assert.equal(await pulumi.isSecret(callfire.getKeywordsOutput()), false);
    });
});
