import * as assert from "node:assert/strict";
import { explain } from "../../provider/orders/doubt";
import type { Entry } from "../../provider/orders/entry";
import type { Items } from "../../provider/orders/items";
import { anOrderId, entryOf, owned, ownedWord, pictureOf, seattle, urnOf, wantsOf } from "./entries";

const two = entryOf({ wants: wantsOf({ local: { count: 2, region: seattle } }) });
const a = owned("12065550101");
const b = owned("12065550102");
const c = owned("12065550103");
const portland = owned("15035550101", { region: { prefix: "1503555", city: "PORTLAND", state: "OR" } });
const free = owned("18005550101");

const other = (changes: Partial<Entry>): Entry => entryOf({ intent: "other", urn: urnOf("sales"), ...changes });

function found(explanation: Items | string): Items {
    assert.ok(typeof explanation !== "string", JSON.stringify(explanation));
    return explanation;
}

function inDoubt(explanation: Items | string, words: RegExp): void {
    assert.ok(typeof explanation === "string", JSON.stringify(explanation));
    assert.match(explanation, words);
}

describe("a doubt about an order whose answer was lost", () => {
    it("is settled by exactly what was asked for, by kind, word, region and count", () => {
        const entry = entryOf({
            wants: wantsOf({
                local: { count: 1, region: seattle },
                tollFree: 1,
                numbers: ["15035550101"],
                keywords: ["CHOCOLATE"],
            }),
        });
        assert.deepEqual(found(explain(entry, pictureOf([a, free, portland], [ownedWord("CHOCOLATE")]), [])), {
            localNumbers: ["15035550101", "12065550101"],
            tollFreeNumbers: ["18005550101"],
            keywords: ["CHOCOLATE"],
        });
    });

    it("stays while there are too few, and names them", () => {
        inDoubt(explain(two, pictureOf([]), []), /0 items .* 2 were ordered/);
        inDoubt(explain(two, pictureOf([a]), []), /1 item .* 2 were ordered.*12065550101/);
    });

    it("stays when there are too many", () => {
        inDoubt(explain(two, pictureOf([a, b, c]), []), /3 items .* 2 were ordered/);
    });

    it("is not settled by numbers of another region or kind", () => {
        inDoubt(explain(two, pictureOf([a, portland]), []), /1 item /);
        inDoubt(explain(two, pictureOf([a, free]), []), /1 item /);
        assert.equal(found(explain(two, pictureOf([a, b, portland, free]), [])).localNumbers.length, 2);
    });

    it("is not settled by what was there before, is not renewed, or another entry claims", () => {
        inDoubt(explain({ ...two, ownedBefore: ["12065550101"] }, pictureOf([a, b]), []), /1 item /);
        inDoubt(explain(two, pictureOf([a, owned("12065550102", { autoRenew: false })]), []), /1 item /);
        const items: Items = { localNumbers: ["12065550101"], tollFreeNumbers: [], keywords: [] };
        const closed = other({ phase: "closed", acquired: items });
        inDoubt(explain(two, pictureOf([a, b]), [closed]), /1 item /);
        const released = { ...closed, released: ["12065550101"] };
        assert.equal(found(explain(two, pictureOf([a, b]), [released])).localNumbers.length, 2);
    });

    it("stays while another open order could account for the same numbers, and says which", () => {
        const rival = other({ phase: "placed", orderId: anOrderId, wants: wantsOf({ local: { count: 2 } }) });
        inDoubt(explain(two, pictureOf([a, b]), [rival]), /open order 1428507003 of urn:pulumi:.*::sales/);
        inDoubt(explain(two, pictureOf([a, b]), [other({ wants: two.wants })]), /open order of intent other/);
        const listing = other({ phase: "placed", wants: wantsOf({ numbers: ["12065550101"] }) });
        inDoubt(explain(two, pictureOf([a, b]), [listing]), /could account for them too/);
    });

    it("is settled beside open orders of something else, and beside those that are over", () => {
        const others = [
            other({ phase: "placed", wants: wantsOf({ local: { count: 2, region: { city: "Portland" } } }) }),
            other({ phase: "placed", wants: wantsOf({ tollFree: 3, keywords: ["VANILLA"] }) }),
            other({ phase: "claimed", wants: two.wants }),
            other({
                phase: "settled",
                wants: two.wants,
                acquired: { localNumbers: [], tollFreeNumbers: [], keywords: [] },
            }),
        ];
        assert.equal(found(explain(two, pictureOf([a, b]), others)).localNumbers.length, 2);
    });

    it("about listed numbers and keywords is settled although nobody knows what was owned before", () => {
        const listed = { ...entryOf({ wants: wantsOf({ numbers: ["12065550101"], keywords: ["VANILLA"] }) }) };
        delete (listed as { ownedBefore?: unknown }).ownedBefore;
        assert.deepEqual(found(explain(listed, pictureOf([a, b], [ownedWord("VANILLA")]), [])).localNumbers, [
            "12065550101",
        ]);
        const bulk = { ...two };
        delete (bulk as { ownedBefore?: unknown }).ownedBefore;
        inDoubt(explain(bulk, pictureOf([a, b]), []), /owned before is not known/);
    });

    it("about a word is not settled by another word, and not by its case", () => {
        const word = entryOf({ wants: wantsOf({ keywords: ["VANILLA"] }) });
        inDoubt(explain(word, pictureOf([], [ownedWord("CHOCOLATE")]), []), /0 items /);
        assert.deepEqual(found(explain(word, pictureOf([], [ownedWord("vanilla")]), [])).keywords, ["VANILLA"]);
    });

    it("about a place that can't be judged asks for nothing there", () => {
        const near = entryOf({
            wants: wantsOf({ local: { count: 1, region: { latitude: 47.6, longitude: -122.3 } } }),
        });
        assert.equal(found(explain(near, pictureOf([portland]), [])).localNumbers.length, 1);
    });
});
