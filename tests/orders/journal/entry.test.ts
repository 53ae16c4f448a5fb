import * as assert from "node:assert/strict";
import { heldBy, isByCount, namesAsked, parseEntry, serializeEntry } from "../../../provider/orders/journal/entry";
import { nothing } from "../../../provider/orders/items";
import { byCount, entryOf, wantsOf } from "../model/fixtures";

const [one, two] = ["12065550101", "12065550102"];

const withField =
    (name: string, value: unknown) =>
    (text: string): string =>
        JSON.stringify({ ...(JSON.parse(text) as object), [name]: value });

describe("an entry of the journal", () => {
    it("reads as it was written", () => {
        const entry = entryOf({ acquired: { ...nothing, localNumbers: [one] }, released: [one], outcome: "found" });
        assert.deepEqual(parseEntry(serializeEntry(entry)), entry);
    });

    it("is written for people: one field a line", () => {
        assert.match(serializeEntry(entryOf()), /\n {2}"phase": "sending",\n/);
    });

    for (const [what, change, reason] of [
        ["no JSON", () => '{"version": 2, "int', /damaged \(not complete JSON\)/],
        ["empty", () => "", /damaged/],
        ["a list", () => "[]", /damaged \(not an object\)/],
        ["of an older version", (text: string) => text.replace('"version": 2', '"version": 1'), /format 1, by another/],
        ["of a newer version", (text: string) => text.replace('"version": 2', '"version": 3'), /format 3, by another/],
        ["without an intent", (text: string) => text.replace('"intent"', '"other"'), /damaged \(no intent\)/],
        ["in no known phase", (text: string) => text.replace('"sending"', '"begun"'), /damaged \(no phase\)/],
        ["without a stack", (text: string) => text.replace('"stack"', '"other"'), /damaged \(no stack\)/],
        [
            "with a count that is no number",
            (text: string) => text.replace('"count": 2', '"count": "2"'),
            /what it is about/,
        ],
        ["with picks of one kind", withField("picks", { local: [one] }), /what it is about/],
        ["with an order id that is a number", withField("orderId", 1428507003), /what it is about/],
        ["releasing what is no list", withField("releasing", one), /what it is about/],
    ] as const) {
        it(`that is ${what} is not believed`, () => {
            assert.throws(() => parseEntry(change(serializeEntry(entryOf()))), reason);
        });
    }

    it("stands for what it acquired until that is released", () => {
        const entry = entryOf({
            acquired: { ...nothing, localNumbers: [one, two], keywords: ["MINT"] },
            released: [one],
        });
        assert.deepEqual(heldBy(entry), [two, "MINT"]);
        assert.deepEqual(heldBy(entryOf()), []);
    });

    it("is by count where bulk numbers have no names", () => {
        assert.ok(isByCount(byCount(entryOf())));
        assert.ok(!isByCount(entryOf()));
        assert.ok(!isByCount({ wants: wantsOf({ numbers: [one] }) }));
    });

    it("has asked for its listed names and picks; one that was found in the account only for what it found", () => {
        const acquired = { ...nothing, localNumbers: [one] };
        assert.deepEqual(namesAsked(entryOf({ wants: wantsOf({ keywords: ["MINT"] }) })), ["MINT", one, two]);
        assert.deepEqual(namesAsked(entryOf({ outcome: "ordered", acquired })), [one, two]);
        assert.deepEqual(namesAsked(entryOf({ outcome: "found", acquired })), [one]);
    });
});
