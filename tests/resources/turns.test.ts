import * as assert from "node:assert/strict";
import { numberOrder } from "../../provider/resources/numberOrder";
import type { Properties } from "../../provider/resources/resource";
import { Bench } from "../support/bench";
import { StackedResource, local, ordered, released, renewing, tollFree, untilItsEnd } from "./stackedResource";

/** One change of what a NumberOrder declares, and what comes of it. */
interface Turn {
    readonly turn: string;
    /** What the state has, as the program that brought it there; nothing for a first run. */
    readonly has?: Properties;
    /** What the program says now. */
    readonly says: Properties;
    /** What preview shows, given the numbers held; empty: unchanged. */
    readonly shows: (held: readonly string[]) => string;
    /** What the ledger gets. */
    readonly orders: ReturnType<typeof ordered>;
    readonly releases: (held: readonly string[]) => readonly string[];
    /** The numbers held before that are held afterwards, in their places. */
    readonly keeps: (held: readonly string[]) => readonly string[];
}

const oakland = { city: "Oakland", state: "CA" };
const [first, second, third] = ["12065550101", "12065550102", "18005550103"];
const nothing = (): readonly string[] => [];
const all = (held: readonly string[]): readonly string[] => held;
const upTo = (count: number) => (held: readonly string[]) => held.slice(0, count);
const after = (count: number) => (held: readonly string[]) => held.slice(count);
const releases = (items: readonly string[]): string =>
    `releases ${items.length} item${items.length === 1 ? "" : "s"}: ${items.join(", ")}${untilItsEnd}`;

const turns: readonly Turn[] = [
    {
        turn: "orders everything at once in its first run",
        says: { ...local(2), ...tollFree(1), numbers: [first], keywords: ["CHOCOLATE"] },
        shows: () =>
            "orders 2 local numbers (city=Seattle, state=WA), 1 toll-free number, 12065550101, keyword CHOCOLATE",
        orders: [{ local: 3, tollFree: 1, keyword: 1 }],
        releases: nothing,
        keeps: nothing,
    },
    {
        turn: "changes nothing where nothing changed",
        has: { ...local(2), numbers: [first], keywords: ["CHOCOLATE"] },
        says: { ...local(2), numbers: [first], keywords: ["CHOCOLATE"] },
        shows: () => "",
        orders: [],
        releases: nothing,
        keeps: all,
    },
    {
        turn: "from 2 to 5: one order of 3",
        has: local(2),
        says: local(5),
        shows: () => "orders 3 local numbers (city=Seattle, state=WA): about 4.50, at 1.50 each as last paid",
        orders: [{ local: 3 }],
        releases: nothing,
        keeps: all,
    },
    {
        turn: "from 5 to 3: the two newest are released, by name",
        has: local(5),
        says: local(3),
        shows: (held) => releases(held.slice(3)),
        orders: [],
        releases: after(3),
        keeps: upTo(3),
    },
    {
        turn: "toll-free numbers grow beside local ones",
        has: { ...local(2), ...tollFree(1) },
        says: { ...local(2), ...tollFree(3) },
        shows: () => "orders 2 toll-free numbers: about 4.00, at 2.00 each as last paid",
        orders: [{ tollFree: 2 }],
        releases: nothing,
        keeps: all,
    },
    {
        turn: "toll-free numbers that are no longer declared are released",
        has: { ...local(2), ...tollFree(2) },
        says: local(2),
        shows: (held) => releases(held.slice(2)),
        orders: [],
        releases: after(2),
        keeps: upTo(2),
    },
    {
        turn: "one kind grows while another shrinks",
        has: { ...local(3), ...tollFree(1) },
        says: { ...local(1), ...tollFree(2) },
        shows: (held) => `orders 1 toll-free number: about 2.00, as last paid; ${releases(held.slice(1, 3))}`,
        orders: [{ tollFree: 1 }],
        releases: (held) => held.slice(1, 3),
        keeps: (held) => [held[0]!, held[3]!],
    },
    {
        turn: "another region: the new are ordered, then the old released",
        has: local(2),
        says: local(2, oakland),
        shows: (held) =>
            `orders 2 local numbers (city=Oakland, state=CA): about 3.00, at 1.50 each as last paid; ${releases(held)}`,
        orders: [{ local: 2 }],
        releases: all,
        keeps: nothing,
    },
    {
        turn: "a listed number joins",
        has: { numbers: [first] },
        says: { numbers: [second, first] },
        shows: () => `orders ${second}: about 1.50, as last paid`,
        orders: [{ local: 1 }],
        releases: nothing,
        keeps: all,
    },
    {
        turn: "a listed number leaves the list and is released",
        has: { numbers: [first, second] },
        says: { numbers: [second] },
        shows: () => releases([first]),
        orders: [],
        releases: () => [first],
        keeps: () => [second],
    },
    {
        turn: "a keyword comes and another goes",
        has: { keywords: ["CHOCOLATE", "VANILLA"] },
        says: { keywords: ["CHOCOLATE", "LEMON"] },
        shows: () => `orders keyword LEMON: about 5.50, as last paid; ${releases(["keyword VANILLA"])}`,
        orders: [{ keyword: 1 }],
        releases: () => ["VANILLA"],
        keeps: nothing,
    },
    {
        turn: "shrinking spares the listed numbers",
        has: { ...local(2), numbers: [first] },
        says: { ...local(1), numbers: [first] },
        shows: (held) => releases(held.filter((number) => number !== first).slice(1)),
        orders: [],
        releases: (held) => held.filter((number) => number !== first).slice(1),
        keeps: (held) => [...held.filter((number) => number !== first).slice(0, 1), first].sort(byPlaceIn(held)),
    },
    {
        turn: "lists and bulk at once, toll-free listed numbers among them",
        has: { ...local(1), numbers: [first, third], keywords: ["CHOCOLATE"] },
        says: { ...local(2), numbers: [second, third], keywords: ["CHOCOLATE", "VANILLA"] },
        shows: () =>
            `orders 1 local number (city=Seattle, state=WA), ${second}, keyword VANILLA: about 8.50, as last paid; ${releases([first])}`,
        orders: [{ local: 2, keyword: 1 }],
        releases: () => [first],
        keeps: (held) => held.filter((number) => number !== first),
    },
];

function byPlaceIn(held: readonly string[]): (one: string, other: string) => number {
    return (one, other) => held.indexOf(one) - held.indexOf(other);
}

describe("a NumberOrder, turn by turn", () => {
    let bench: Bench;
    beforeEach(async () => {
        bench = await Bench.open();
    });
    afterEach(() => bench.close());

    for (const { turn, has, says, shows, orders, releases: givesUp, keeps } of turns) {
        it(turn, async () => {
            const support = new StackedResource(bench, numberOrder);
            if (has !== undefined) {
                await support.mustUp(has);
            }
            const held = support.numbers;
            const { id } = support;
            const before = ordered(bench).length;

            const preview = await support.preview(says);
            assert.deepEqual(preview.failures, []);
            assert.equal(preview.summary, shows(held));
            if (has !== undefined) {
                assert.equal(preview.difference?.changes, preview.summary !== "");
            }

            await support.mustUp(says);
            assert.deepEqual(ordered(bench).slice(before), orders);
            assert.deepEqual(released(bench), givesUp(held));
            assert.deepEqual(support.numbers.slice(0, keeps(held).length), keeps(held));
            assert.deepEqual([...support.numbers, ...support.keywords].sort(), renewing(bench).sort());
            if (id !== undefined) {
                assert.equal(support.id, id, "the id never changes");
            }
            assert.equal((await support.preview(says)).summary, "");
        });
    }

    it("orders the new numbers of another region before it releases the old", async () => {
        const support = new StackedResource(bench, numberOrder);
        await support.mustUp(local(2));
        bench.simulator.clearRequests();
        await support.mustUp(local(2, oakland));
        const spent = bench.simulator.ledger().requests.filter(({ method }) => method !== "GET");
        assert.deepEqual(
            spent.map(({ method, path }) => `${method} ${path}`),
            ["POST /number/order", "PUT /number/release", "PUT /number/release"],
        );
    });

    it("keeps the old numbers while those of the new region have not all arrived", async () => {
        const support = new StackedResource(bench, numberOrder);
        await support.mustUp(local(2));
        const old = support.numbers;
        bench.simulator.faults.add({ effect: { kind: "shortfall", missing: 1 } });
        assert.match(await support.up(local(2, oakland)), /1 of 2/);
        assert.deepEqual(released(bench), []);
        assert.deepEqual(support.numbers.slice(0, 2), old);
        assert.equal(support.numbers.length, 3);

        const { summary } = await support.preview(local(2, oakland));
        assert.equal(
            summary,
            `orders 1 local number (city=Oakland, state=CA): about 1.50, as last paid; ${releases(old)}`,
        );
        await support.mustUp(local(2, oakland));
        assert.deepEqual(ordered(bench).slice(2), [{ local: 1 }]);
        assert.deepEqual(released(bench), old);
        assert.equal(support.numbers.length, 2);
    });

    it("remembers all its orders and adds up what they cost", async () => {
        const support = new StackedResource(bench, numberOrder);
        await support.mustUp(local(2));
        await support.mustUp({ ...local(2), ...tollFree(1), keywords: ["CHOCOLATE"] });
        const orders = bench.simulator.ledger().orders;
        assert.deepEqual(
            (support.state["orders"] as { id: string }[]).map(({ id }) => id),
            orders.map(({ id }) => id),
        );
        assert.equal(support.state["orderId"], orders[0]!.id);
        assert.equal(support.state["totalCost"], 2 * 1.5 + 2 + 5.5);
        assert.equal(support.state["status"], "FINISHED");
        assert.equal(support.state["account"], bench.session.account);
    });

    it("gives up all that it holds in the end, and nothing else", async () => {
        await bench.simulator.change({ action: "give", number: second });
        const support = new StackedResource(bench, numberOrder);
        const other = new StackedResource(bench, numberOrder, "other");
        await support.mustUp({ ...local(1), keywords: ["CHOCOLATE"] });
        await other.mustUp(local(1));
        assert.equal(await support.destroy(), "");
        assert.deepEqual(released(bench), [...support.numbers, "CHOCOLATE"]);
        assert.deepEqual(renewing(bench).sort(), [second, ...other.numbers].sort());
    });
});
