import * as assert from "node:assert/strict";
import { NotTakenOver } from "../../provider/orders/errors";
import type { Session } from "../../provider/orders/session";
import { claimsByItem, findLapsed, judgeOwned, whyNotHeld } from "../../provider/orders/takeOver";
import { entryOf, owned, ownedWord, pictureOf, urnOf } from "./entries";

const number = "12065550101";
const us = { urn: urnOf("support"), adoptOwned: true };
const claimedBy = (urn: string) =>
    claimsByItem([
        entryOf({ urn, phase: "closed", acquired: { localNumbers: [number], tollFreeNumbers: [], keywords: [] } }),
    ]);

describe("taking over what the account owns", () => {
    it("sorts what is taken by kind and leaves the rest to be ordered", () => {
        const picture = pictureOf([owned(number), owned("18005550101")], [ownedWord("CHOCOLATE")]);
        const listed = [number, "18005550101", "12065550199", "CHOCOLATE", "VANILLA"];
        assert.deepEqual(judgeOwned(listed, picture, new Map(), us), {
            localNumbers: [number],
            tollFreeNumbers: ["18005550101"],
            keywords: ["CHOCOLATE"],
        });
    });

    it("needs adoptOwned, unless the resource itself held it", () => {
        const refuse = { ...us, adoptOwned: false };
        assert.throws(
            () => judgeOwned([number], pictureOf([owned(number)]), new Map(), refuse),
            (error: Error) => error instanceof NotTakenOver && /set adoptOwned: true/.test(error.message),
        );
        assert.deepEqual(judgeOwned([number], pictureOf([owned(number)]), claimedBy(us.urn), refuse).localNumbers, [
            number,
        ]);
    });

    it("is refused for what another resource holds, and names it", () => {
        assert.throws(
            () => judgeOwned([number], pictureOf([owned(number)]), claimedBy(urnOf("sales")), us),
            /Nothing was ordered: 12065550101 is held by urn:pulumi:.*::sales/,
        );
    });

    it("is refused for what was released, with the date", () => {
        const lapsing = pictureOf([owned(number, { autoRenew: false })], [ownedWord("CHOCOLATE", false)]);
        assert.throws(
            () => judgeOwned([number, "CHOCOLATE"], lapsing, new Map(), us),
            /12065550101 .* was released: its lease ends 2026-12-22Z.*; CHOCOLATE .* was released/,
        );
    });

    it("says nothing against what is free to be held", () => {
        assert.equal(whyNotHeld(number, { autoRenew: true }, new Map(), us.urn), undefined);
        assert.match(
            whyNotHeld(number, { autoRenew: false }, new Map(), us.urn) ?? "",
            /at a date CallFire does not tell/,
        );
    });
});

describe("what an earlier run brought", () => {
    const keyword = "CHOCOLATE";
    const brought = { localNumbers: [number], tollFreeNumbers: [], keywords: [keyword] };
    const seen = { ...owned(number), lease: { autoRenew: true } };

    /** An account with this number in its list, or only under its own address. */
    const sessionOf = (listed: boolean): Session =>
        ({
            client: {
                listNumbers: () => Promise.resolve({ totalResults: listed ? 1 : 0, items: listed ? [seen] : [] }),
                listKeywords: () => Promise.resolve({ totalResults: 0, items: [] }),
                getNumber: () => Promise.resolve(seen),
            },
        }) as unknown as Session;
    const never = new AbortController().signal;

    it("has lapsed by kind: a number is not looked for among the keywords", async () => {
        const entry = entryOf({ phase: "settled", acquired: brought, released: [keyword] });
        assert.deepEqual(await findLapsed(entry, sessionOf(true), never), []);
    });

    it("has not lapsed because a list leaves it out", async () => {
        const entry = entryOf({ phase: "settled", acquired: brought });
        assert.deepEqual(
            (await findLapsed(entry, sessionOf(false), never)).map(({ why }) => why),
            ["CHOCOLATE is no longer owned"],
        );
    });
});
