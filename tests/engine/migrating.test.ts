import assert from "node:assert/strict";
import { opensInTests, accountAt, login, password } from "./support/account";
import { succeeded } from "./support/running";

/** A provider as people write it by hand: it orders, waits, and releases. */
const former = (url: string): string => `
const pulumi = require("@pulumi/pulumi");
const url = ${JSON.stringify(url)};
const authorization = "Basic " + Buffer.from(${JSON.stringify(`${login}:${password}`)}).toString("base64");
const provider = {
    async create(inputs) {
        const call = async (method, path, form) => {
            const answer = await fetch(url + path, {
                method,
                headers: { authorization },
                ...(form && { body: new URLSearchParams(form) }),
            });
            return answer.text();
        };
        const region = { City: "Seattle", State: "WA" };
        const placed = await call("POST", "/number/order", { localCount: String(inputs.count), ...region });
        const id = /Id>(\\d+)</.exec(placed)[1];
        let order = "";
        while (!order.includes("FINISHED")) order = await call("GET", "/number/order/" + id);
        return { id, outs: { ...inputs, numbers: /Fulfilled>([^<]*)</.exec(order)[1].trim().split(/\\s+/) } };
    },
    async delete(id, { numbers }) {
        for (const number of numbers) {
            const body = new URLSearchParams({ Number: number });
            await fetch(url + "/number/release", { method: "PUT", headers: { authorization }, body });
        }
    },
};
class Numbers extends pulumi.dynamic.Resource {
    constructor(name, count) {
        super(provider, name, { count, numbers: undefined });
    }
}
const two = new Numbers("two", 2);
const one = new Numbers("one", 1);
exports.two = two.numbers;
exports.one = one.numbers;
exports.orderId = one.id;
`;

const ours = (numbers: readonly string[], orderId: string): string => `
const callfire = require("pulumi-callfire");
const support = new callfire.NumberOrder("support", { numbers: ${JSON.stringify(numbers)}, adoptOwned: true });
const sales = new callfire.NumberOrder("sales", {
    bulkLocal: { count: 1, region: { city: "Seattle", state: "WA" } },
    adoptOrderId: "${orderId}",
});
exports.two = support.acquiredNumbers;
exports.one = sales.acquiredNumbers;
`;

describe("docs/migrating.md", function () {
    this.timeout(600_000);
    const { simulate, stackOf } = opensInTests({ orderSeconds: 0 });

    it("takes over what a hand-written provider holds, by its numbers and by its order, without an order or a release", async () => {
        const simulator = await simulate();
        const stack = await stackOf({
            program: { "index.js": former(simulator.url) },
            config: accountAt(simulator),
            startsProgram: true,
        });
        succeeded(await stack.up());
        const { two, one, orderId } = (await stack.outputs()) as { two: string[]; one: string[]; orderId: string };
        const urns = [await stack.resource("two"), await stack.resource("one")].map((resource) => resource!.urn);

        for (const urn of urns) succeeded(await stack.run(["state", "protect", urn, "--yes"]));
        stack.write({ "index.js": ours(two, orderId) });
        const tooEarly = await stack.up();
        assert.notEqual(tooEarly.exitCode, 0);
        assert.match(tooEarly.output, /protect/);

        for (const urn of urns) succeeded(await stack.run(["state", "delete", urn, "--force", "--yes"]));
        assert.doesNotMatch(succeeded(await stack.preview()), /orders|releases/);
        succeeded(await stack.up());

        const held = (await stack.outputs()) as { two: string[]; one: string[] };
        // Numbers that are adopted side by side come in any order.
        assert.deepEqual({ ...held, two: held.two.toSorted() }, { two: two.toSorted(), one });
        const { orders, owned } = simulator.ledger();
        assert.equal(orders.length, 2);
        assert.deepEqual(
            owned.numbers
                .filter(({ autoRenew }) => autoRenew)
                .map(({ value }) => value)
                .toSorted(),
            [...two, ...one].toSorted(),
        );
    });
});
