import * as assert from "node:assert/strict";
import * as fs from "node:fs/promises";
import { phoneNumber } from "../../provider/resources/phoneNumber";
import { unknownValue } from "../../provider/resources/resource";
import type { Properties } from "../../provider/resources/resource";
import { Bench } from "../support/bench";
import { StackedResource, ordered, released, renewing, seattle } from "./stackedResource";

const [first, second] = ["12065550101", "12065550102"];
const local = (region: Properties = seattle): Properties => ({ local: { region } });

describe("a PhoneNumber, from run to run", () => {
    let bench: Bench;
    let desk: StackedResource;
    beforeEach(async () => {
        bench = await Bench.open();
        desk = new StackedResource(bench, phoneNumber, "desk");
    });
    afterEach(() => bench.close());

    /** What was spent, in that order. */
    const spent = (): string[] =>
        bench.simulator
            .ledger()
            .requests.filter(({ method }) => method !== "GET")
            .map(({ method, path }) => `${method} ${path}`);

    it("of a region is ordered once, by its name, and knows all that the account tells", async () => {
        await desk.mustUp(local());
        const [number] = renewing(bench);
        assert.equal(desk.id, number);
        assert.deepEqual(ordered(bench), [{ local: 1 }]);
        const { parameters, id } = bench.simulator.ledger().orders[0]!;
        assert.deepEqual(parameters, { Numbers: number });
        const { region, nationalFormat, leaseEnd, leaseBegin, totalCost, ...told } = desk.state;
        assert.deepEqual(
            { ...told, __held: undefined },
            {
                ...local(),
                number,
                isTollFree: false,
                orderId: id,
                status: "FINISHED",
                autoRenew: true,
                account: bench.session.account,
                __held: undefined,
            },
        );
        assert.equal((region as Properties)["city"], "SEATTLE");
        assert.match(String(nationalFormat), /^\(206\) \d{3}-\d{4}$/);
        assert.match(`${String(leaseBegin)} ${String(leaseEnd)}`, /^[\d-]+Z? [\d-]+Z?$/);
        assert.equal(typeof totalCost, "number");
        assert.equal((await desk.preview(local())).summary, "");
    });

    it("that is toll-free is at home nowhere", async () => {
        await desk.mustUp({ tollFree: true });
        assert.deepEqual(ordered(bench), [{ tollFree: 1 }]);
        assert.deepEqual([desk.state["isTollFree"], desk.state["region"]], [true, undefined]);
        assert.equal((await desk.preview({ tollFree: true })).summary, "");
    });

    it("that is named in any notation is exactly that one", async () => {
        await desk.mustUp({ number: "(206) 555-0101" });
        assert.equal(desk.id, first);
        assert.deepEqual(renewing(bench), [first]);
        assert.equal((await desk.preview({ number: "+1 206 555 0101", adoptOwned: true })).summary, "");
    });

    it("is not another one because its region is written otherwise", async () => {
        await desk.mustUp(local());
        assert.equal((await desk.preview(local({ state: "wa", city: "SEATTLE" }))).summary, "");
    });

    it("that came as any may be named afterwards, and be any again", async () => {
        await desk.mustUp(local());
        for (const program of [{ number: desk.id }, local()]) {
            assert.equal((await desk.preview(program)).summary, "");
            await desk.mustUp(program);
        }
        assert.deepEqual(spent(), ["POST /number/order"]);
    });

    for (const { what, before, after, orders } of [
        {
            what: "region",
            before: local(),
            after: local({ city: "Oakland", state: "CA" }),
            orders: /1 local number \(city=Oakland/,
        },
        { what: "number", before: { number: first }, after: { number: second }, orders: new RegExp(second) },
        { what: "kind", before: local(), after: { tollFree: true }, orders: /1 toll-free number/ },
        {
            what: "kind, from a number that was named",
            before: { number: first },
            after: local(),
            orders: /1 local number/,
        },
    ]) {
        it(`is replaced by another ${what}: the new one is ordered before the old one goes, and preview names both`, async () => {
            await desk.mustUp(before);
            const old = desk.id!;
            const { summary, difference } = await desk.preview(after);
            assert.match(summary, orders);
            assert.match(summary, new RegExp(`releases 1 item: ${old}`));
            assert.deepEqual(difference?.replaces, Object.keys(after));
            assert.equal(difference.deleteBeforeReplace, false);
            bench.simulator.clearRequests();
            await desk.mustUp(after);
            assert.deepEqual(spent(), ["POST /number/order", "PUT /number/release"]);
            assert.deepEqual(released(bench), [old]);
            assert.deepEqual(renewing(bench), [desk.id]);
        });
    }

    it("is replaced by a number that is not known yet", async () => {
        await desk.mustUp({ number: first });
        const { failures, difference, summary } = await desk.preview({ number: unknownValue });
        assert.deepEqual([failures, difference?.replaces], [[], ["number"]]);
        assert.match(summary, new RegExp(`not known yet: only if they ask for another one; releases 1 item: ${first}`));
        assert.deepEqual(difference?.details, { number: "update" });
    });

    it("of a region that is not known yet is not searched for", async () => {
        const { failures } = await desk.preview({ local: { region: { city: unknownValue } } });
        assert.deepEqual(failures, []);
        assert.deepEqual(bench.simulator.ledger().requests, []);
    });

    it("survives a replacement by itself, which the engine makes as create and delete", async () => {
        await desk.mustUp({ number: first });
        const old = { id: desk.id!, state: desk.state };
        bench.nextProcess();
        await phoneNumber.create(...(await bench.checked(phoneNumber, { number: first }, "desk")));
        await phoneNumber.delete(old.id, old.state, bench.operation("desk"));
        assert.deepEqual(spent(), ["POST /number/order"]);
        assert.deepEqual(renewing(bench), [first]);
    });

    it("is released when it goes", async () => {
        await desk.mustUp(local());
        const number = desk.id;
        assert.equal(await desk.destroy(), "");
        assert.deepEqual(released(bench), [number]);
        assert.deepEqual(await bench.journalFiles(), []);
    });

    it("is gone after a refresh when the account no longer has it, and another one is bought", async () => {
        await desk.mustUp(local());
        const gone = desk.id!;
        await bench.simulator.change({ action: "sell", number: gone });
        await desk.refresh();
        assert.equal(desk.id, undefined);
        await desk.mustUp(local());
        assert.notEqual(desk.id, gone);
        assert.deepEqual(ordered(bench), [{ local: 1 }, { local: 1 }]);
    });

    it("tells by refresh and preview that its lease lapses, and stays", async () => {
        await desk.mustUp(local());
        await bench.session.client.releaseNumber(desk.id!);
        await desk.refresh();
        assert.equal(desk.state["autoRenew"], false);
        const { end } = bench.simulator.ledger().owned.numbers[0]!;
        const told = new RegExp(`${desk.id!} is no longer renewed: its lease ends ${end}`);
        assert.match(bench.warnings.splice(0).join("\n"), told);
        assert.equal((await desk.preview(local())).summary, "");
        assert.match(bench.warnings.join("\n"), told);
    });

    for (const { what, program, property, says } of [
        { what: "nothing", program: {}, property: "number", says: /set number, local or tollFree/ },
        {
            what: "two choices",
            program: { number: first, tollFree: true },
            property: "tollFree",
            says: /only one of .*number is set too/,
        },
        {
            what: "tollFree: false",
            program: { tollFree: false },
            property: "tollFree",
            says: /must be true, or left out, not false/,
        },
        { what: "what is no number", program: { number: "CHOCOLATE" }, property: "number", says: /not a phone number/ },
        { what: "a foreign number", program: { number: "+44 20 7946 0000" }, property: "number", says: /US or Canada/ },
        { what: "a wrong type", program: { number: 7 }, property: "number", says: /must be a string, not 7/ },
        {
            what: "a state in words",
            program: local({ state: "Washington" }),
            property: "local.region.state",
            says: /two letters/,
        },
        {
            what: "an unknown property",
            program: { tolFree: true, number: first },
            property: "tolFree",
            says: /there is no such property/,
        },
        {
            what: "a count",
            program: { local: { count: 2 } },
            property: "local.count",
            says: /there is no such property/,
        },
        {
            what: "a region without numbers",
            program: local({ prefix: "1206", state: "CA" }),
            property: "local",
            says: /no number can be named: .*offers fewer/,
        },
    ] as { what: string; program: Properties; property: string; says: RegExp }[]) {
        it(`refuses ${what}, by the property's name, and asks for nothing else`, async () => {
            const { failures } = await desk.preview(program);
            assert.deepEqual(
                failures.map(({ property: name }) => name),
                [property],
            );
            assert.match(failures[0]!.reason, says);
        });
    }

    it("refuses in preview what the account owns, and adopts it with adoptOwned", async () => {
        await bench.simulator.change({ action: "give", number: first });
        assert.match((await desk.preview({ number: first })).failures[0]?.reason ?? "", /adoptOwned: true/);
        await desk.mustUp({ number: first, adoptOwned: true });
        assert.deepEqual([desk.id, desk.state["orderId"], desk.state["autoRenew"]], [first, undefined, true]);
        assert.deepEqual(spent(), []);
    });

    it("adopts an order that brought exactly one number, and none that brought more", async () => {
        const buy = async (count: number): Promise<string> => {
            const id = await bench.session.client.placeNumberOrder({ local: { count, region: seattle } });
            await bench.simulator.settleOrder(id);
            return id;
        };
        const [one, two] = [await buy(1), await buy(2)];
        assert.match(await desk.up({ ...local(), adoptOrderId: two }), /does not fit/);
        assert.equal(desk.id, undefined);
        await desk.mustUp({ ...local(), adoptOrderId: one });
        assert.equal(desk.state["orderId"], one);
        assert.equal((await desk.preview(local())).summary, "");
        assert.equal(ordered(bench).length, 2);
    });

    it("is imported by its number in any notation, as it stands", async () => {
        await bench.simulator.change({ action: "give", number: first });
        const imported = await phoneNumber.read("(206) 555-0101", undefined, undefined, bench.operation("desk"));
        assert.equal(imported?.id, first);
        assert.deepEqual(imported.inputs, { number: first });
        assert.match(String(imported.state["nationalFormat"]), /206/);
        const { changes } = await phoneNumber.diff(first, imported.state, imported.inputs, bench.options("desk"));
        assert.equal(changes, false);
        for (const [id, says] of [
            [second, /owns no such number/],
            ["CHOCOLATE", /owns no such number/],
        ] as const) {
            await assert.rejects(phoneNumber.read(id, undefined, undefined, bench.operation()), says);
        }
    });
});

describe("a PhoneNumber whose order does not go well", () => {
    let bench: Bench;
    let desk: StackedResource;
    beforeEach(async () => {
        bench = await Bench.open();
        desk = new StackedResource(bench, phoneNumber, "desk");
    });
    afterEach(() => bench.close());

    /** The one number that was ordered last. */
    const asked = (): string => bench.simulator.ledger().orders.at(-1)!.parameters["Numbers"]!;
    /** The next machine has the engine's state, and nothing else. */
    const loseMachine = (): Promise<void> => fs.rm(bench.journalFolder, { recursive: true, force: true });

    it("has its id before its order is over, and goes on with it on another machine", async () => {
        bench.simulator.faults.add({ effect: { kind: "hold" } });
        assert.match(await desk.up(local()), /Order \d+ is PROCESSING/);
        assert.equal(desk.id, asked());
        await loseMachine();
        const [order] = bench.simulator.ledger().orders;
        assert.match((await desk.preview(local())).summary, new RegExp(`^goes on with order ${order!.id}[^;]*$`));
        await bench.simulator.settleOrder(order!.id);
        await desk.mustUp(local());
        assert.deepEqual(renewing(bench), [desk.id]);
        assert.deepEqual([ordered(bench), desk.state["status"]], [[{ local: 1 }], "FINISHED"]);
        assert.equal((await desk.preview(local())).summary, "");
    });

    it("is replaced where its order brought nothing in the end: its id can't become another number's", async () => {
        bench.simulator.faults.add({ effect: { kind: "hold" } });
        await desk.up(local());
        const lost = desk.id!;
        const [order] = bench.simulator.ledger().orders;
        await bench.simulator.settleOrder(order!.id, { status: "ERRORED", fulfilled: 0 });
        assert.match(await desk.up(local()), /ended ERRORED and acquired nothing/);
        assert.equal(desk.id, lost);
        const { summary, difference } = await desk.preview(local());
        assert.match(summary, new RegExp(`^${lost} could not be had; orders 1 local number`));
        assert.deepEqual(difference?.replaces, ["local"]);
        await desk.mustUp(local());
        assert.notEqual(desk.id, lost);
        assert.deepEqual(renewing(bench), [desk.id]);
        assert.deepEqual(released(bench), []);
        assert.equal((await desk.preview(local())).summary, "");
    });

    it("is nothing where its order ended without a number at once, and is ordered anew", async () => {
        bench.simulator.faults.add({ effect: { kind: "finalStatus", status: "ERRORED", fulfilled: 0 } });
        assert.match(await desk.up(local()), /acquired nothing/);
        assert.equal(desk.id, undefined);
        await desk.mustUp(local());
        assert.equal(renewing(bench).length, 1);
    });

    it("takes another number where the first was sold meanwhile, and is known by that one", async () => {
        bench.simulator.faults.add({ effect: { kind: "soldElsewhere" } });
        await desk.mustUp(local());
        assert.deepEqual(renewing(bench), [desk.id]);
    });

    it("is not ordered by count where all that were picked are sold, and the next run picks others", async () => {
        bench.simulator.faults.add({ effect: { kind: "soldElsewhere" }, match: { to: "always" } });
        assert.match(await desk.up(local()), /others have bought all that were picked. Nothing was bought/);
        assert.equal(desk.id, undefined);
        bench.simulator.faults.clear();
        await desk.mustUp(local());
        assert.deepEqual(ordered(bench), [{ local: 1 }]);
    });

    it("whose answer is lost has the id of what was asked for, and finds it, on whichever machine", async () => {
        bench.simulator.faults.add({ effect: { kind: "hold" } });
        bench.simulator.faults.add({ effect: { kind: "lostAnswer" } });
        desk.timeoutSeconds = 5;
        assert.match(await desk.up(local()), /LookEnded/);
        assert.equal(desk.id, asked());
        await loseMachine();
        await bench.simulator.settleOrder(bench.simulator.ledger().orders[0]!.id);
        desk.timeoutSeconds = 240;
        await desk.mustUp(local());
        assert.deepEqual(renewing(bench), [desk.id]);
        assert.deepEqual(ordered(bench), [{ local: 1 }]);
        assert.equal((await desk.preview(local())).summary, "");
    });

    it("is ordered by name whatever callfire:bulkOrders says", async () => {
        bench.session = { ...bench.session, bulkOrders: "count" };
        const [inputs, operation] = await bench.checked(phoneNumber, { tollFree: true }, "desk");
        const { id } = await phoneNumber.create(inputs, operation);
        assert.equal(asked(), id);
    });
});
