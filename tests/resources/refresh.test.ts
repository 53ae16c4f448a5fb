import * as assert from "node:assert/strict";
import { createAccountMemory } from "../../provider/orders/accountMemory";
import { keyword } from "../../provider/resources/keyword";
import { numberOrder } from "../../provider/resources/numberOrder";
import { Bench } from "../support/bench";
import { StackedResource, local, ordered, released, tollFree } from "./stackedResource";

const first = "12065550101";

describe("a refresh", () => {
    let bench: Bench;
    let support: StackedResource;
    beforeEach(async () => {
        bench = await Bench.open();
        support = new StackedResource(bench, numberOrder);
    });
    afterEach(() => bench.close());

    const requests = (): string[] => bench.simulator.ledger().requests.map(({ method, path }) => `${method} ${path}`);

    it("reads the account once for all resources of a process", async () => {
        const resources = [
            support,
            new StackedResource(bench, numberOrder, "second"),
            new StackedResource(bench, keyword, "promo"),
        ];
        await resources[0]!.mustUp(local(2));
        await resources[1]!.mustUp({ ...tollFree(1), keywords: ["VANILLA"] });
        await resources[2]!.mustUp({ keyword: "CHOCOLATE" });
        bench.nextProcess();
        bench.simulator.clearRequests();
        await Promise.all(
            resources.map(({ resource, id, state, inputs, name }) =>
                resource.read(id!, state, inputs, bench.operation(name)),
            ),
        );
        assert.deepEqual(requests().sort(), ["GET /number", "GET /number/keyword"]);
    });

    it("changes nothing where nothing happened", async () => {
        const program = { ...local(2), ...tollFree(1), numbers: [first], keywords: ["CHOCOLATE"] };
        await support.mustUp(program);
        const before = { id: support.id, state: support.state, inputs: support.inputs };
        await support.refresh();
        assert.deepEqual({ id: support.id, state: support.state, inputs: support.inputs }, before);
        assert.equal((await support.preview(program)).summary, "");
        assert.deepEqual(bench.warnings, []);
    });

    it("shows what is gone as drift, and the next run puts it right, saying what it buys", async () => {
        await support.mustUp({ ...local(2), numbers: [first] });
        const [lost] = support.numbers.filter((number) => number !== first);
        await bench.simulator.change({ action: "sell", number: lost! });
        await support.refresh();
        assert.match(bench.warnings.join("\n"), new RegExp(`${lost!}: no longer owned`));
        assert.equal((support.inputs!["bulkLocal"] as { count: number }).count, 1);
        assert.deepEqual(support.inputs!["numbers"], [first]);
        const program = { ...local(2), numbers: [first] };
        assert.equal(
            (await support.preview(program)).summary,
            "orders 1 local number (city=Seattle, state=WA): about 1.50, as last paid",
        );
        await support.mustUp(program);
        assert.deepEqual(ordered(bench).slice(1), [{ local: 1 }]);
        assert.equal(support.numbers.length, 3);
    });

    it("shows a listed number and a keyword that are gone, by name", async () => {
        await support.mustUp({ ...local(1), numbers: [first], keywords: ["CHOCOLATE", "VANILLA"] });
        await bench.simulator.change({ action: "lapse", number: first });
        await bench.simulator.change({ action: "lapse", keyword: "VANILLA" });
        await support.refresh();
        assert.deepEqual(support.inputs!["numbers"], []);
        assert.deepEqual(support.inputs!["keywords"], ["CHOCOLATE"]);
        const program = { ...local(1), numbers: [first], keywords: ["CHOCOLATE", "VANILLA"] };
        assert.equal(
            (await support.preview(program)).summary,
            `orders ${first}, keyword VANILLA: about 7.00, as last paid`,
        );
        await support.mustUp(program);
        assert.deepEqual(ordered(bench).slice(1), [{ local: 1, keyword: 1 }]);
    });

    it("refuses in preview what is gone and not for sale any more", async () => {
        await support.mustUp({ keywords: ["CHOCOLATE", "VANILLA"] });
        await bench.simulator.change({ action: "sell", keyword: "VANILLA" });
        await support.refresh();
        const { failures } = await support.preview({ keywords: ["CHOCOLATE", "VANILLA"] });
        assert.deepEqual(
            failures.map(({ property }) => property),
            ["keywords[1]"],
        );
        assert.match(failures[0]!.reason, /VANILLA is not for sale/);
    });

    it("is gone only when everything is", async () => {
        await support.mustUp(local(2));
        const program = local(2);
        for (const number of support.numbers) {
            await bench.simulator.change({ action: "lapse", number });
        }
        await support.refresh();
        assert.equal(support.id, undefined);
        await support.mustUp(program);
        assert.deepEqual(ordered(bench), [{ local: 2 }, { local: 2 }]);
        assert.equal((await support.preview(program)).summary, "");
    });

    it("believes that a number is gone only by the number's own 404", async () => {
        await support.mustUp(local(2));
        const { session } = bench;
        const none = { totalResults: 0, items: [] };
        const client = { ...session.client, listNumbers: () => Promise.resolve(none) };
        const memory = createAccountMemory(client, session.time);
        const operation = bench.operation("support", { session: { ...session, client, memory } });
        const fresh = await numberOrder.read(support.id!, support.state, support.inputs, operation);
        assert.deepEqual(fresh?.state, support.state);
        assert.equal(requests().filter((line) => /^GET \/number\/1\d{10}$/.test(line)).length, 2);
    });

    it("believes that a keyword is gone only by a second listing", async () => {
        const promo = new StackedResource(bench, keyword, "promo");
        bench.nextProcess();
        // What another resource of this process looked up before the keyword was bought.
        await keyword.check({ keyword: "VANILLA" }, undefined, bench.options("other"));
        const { id, state } = await keyword.create(
            ...(await bench.checked(keyword, { keyword: "CHOCOLATE" }, "promo")),
        );
        const fresh = await promo.resource.read(id, state, {}, bench.operation("promo"));
        assert.equal(fresh?.id, "CHOCOLATE");
    });

    it("drops nothing that lists and numbers do not show yet, however long its order took", async () => {
        await bench.close();
        bench = await Bench.open({
            orderSeconds: 150,
            faults: [{ effect: { kind: "listLag", seconds: 45 } }, { effect: { kind: "numberLag", seconds: 45 } }],
        });
        support = new StackedResource(bench, numberOrder);
        await support.mustUp(local(2));
        const before = support.numbers;
        await support.refreshAtOnce();
        assert.deepEqual(support.numbers, before);
        assert.match(bench.warnings.join("\n"), /ordered too recently to call it gone/);
        await support.refresh();
        assert.deepEqual(support.numbers, before);
        assert.equal((await support.preview(local(2))).summary, "");
    });

    it("does not take an error for a number that is gone", async () => {
        await support.mustUp(local(1));
        const [number] = support.numbers;
        await bench.simulator.change({ action: "lapse", number: number! });
        bench.simulator.faults.add({
            effect: { kind: "html", status: 404 },
            match: { method: "GET", path: `/number/${number!}`, to: "always" },
        });
        await assert.rejects(support.refresh());
    });

    it("reads a list again whose pages disagree", async () => {
        await support.mustUp(local(2));
        bench.simulator.faults.add({ effect: { kind: "oddPages" } });
        const before = support.state;
        await support.refresh();
        assert.deepEqual(support.state, before);
        assert.deepEqual(bench.warnings, []);
    });

    it("warns of a lease that lapses, with its date, and changes nothing", async () => {
        await support.mustUp(local(2));
        const [number] = support.numbers;
        await bench.session.client.releaseNumber(number!);
        const { end } = bench.simulator.ledger().owned.numbers.find(({ value }) => value === number)!;
        await support.refresh();
        assert.equal(support.numbers.length, 2);
        assert.match(bench.warnings.join("\n"), new RegExp(`${number!} is no longer renewed: its lease ends ${end}`));
        assert.equal((await support.preview(local(2))).summary, "");
    });

    it("counts a toll-free number that is gone as one of its kind", async () => {
        await support.mustUp({ ...local(1), ...tollFree(2) });
        const lost = (support.state["tollFreeNumbers"] as string[])[0]!;
        await bench.simulator.change({ action: "lapse", number: lost });
        await support.refresh();
        assert.deepEqual(support.inputs!["bulkTollFree"], { count: 1 });
        assert.equal(
            (await support.preview({ ...local(1), ...tollFree(2) })).summary,
            "orders 1 toll-free number: about 2.00, as last paid",
        );
    });

    it("leaves an order that is still open in the state", async () => {
        bench.simulator.faults.add({ effect: { kind: "hold" } });
        await support.up(local(2));
        const [order] = bench.simulator.ledger().orders;
        await support.refresh();
        assert.match((await support.preview(local(2))).summary, new RegExp(`goes on with order ${order!.id}`));
        await bench.simulator.settleOrder(order!.id);
        await support.mustUp(local(2));
        assert.equal(ordered(bench).length, 1);
        assert.equal(support.numbers.length, 2);
    });

    it("is refused under another account, and so is everything else", async () => {
        await support.mustUp({ ...local(1), keywords: ["CHOCOLATE"] });
        const promo = new StackedResource(bench, keyword, "promo");
        await promo.mustUp({ keyword: "VANILLA" });
        bench.simulator.clearRequests();
        bench.nextProcess("rival");
        for (const { resource, id, state, inputs, name } of [support, promo]) {
            const operation = bench.operation(name);
            const news = inputs ?? {};
            const attempts = [
                () => resource.diff(id!, state, news, bench.options(name)),
                () => resource.read(id!, state, inputs, operation),
                () => resource.update(id!, state, news, operation),
                () => resource.delete(id!, state, operation),
            ];
            for (const attempt of attempts) {
                await assert.rejects(
                    attempt,
                    /belongs to the account 127\.0\.0\.1\/acme, but the credentials are those of 127\.0\.0\.1\/rival.*callfire:login/,
                );
            }
        }
        assert.deepEqual(requests(), []);
        assert.deepEqual(released(bench), []);
    });
});
