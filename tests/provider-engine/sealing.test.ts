import assert from "node:assert/strict";
import fc from "fast-check";
import { encodeState, namesProperty, openExported, openState, secretsOfState } from "../../provider/engine/sealing";
import { decodeProperties, type Decoded } from "../../provider/engine/values";
import { createSeal } from "../../provider/orders/seal";
import { readHeld } from "../../provider/resources/numberOrderState";
import type { Properties } from "../../provider/resources/resource";
import { asExported } from "./exported";

const seal = createSeal("acme", "sesame");
const secret = "12065550142";
const bulk = "18005550100";

/** As NumberOrder keeps it: one secret number that is listed, one bulk number, and what an order may still bring. */
const wants = { numbers: [secret], keywords: [], tollFree: 1 };
const state: Properties = {
    numbers: [secret],
    bulkTollFree: { count: 1 },
    acquiredNumbers: [secret, bulk],
    tollFreeNumbers: [bulk],
    acquiredKeywords: ["PROMO"],
    account: "www.callfire.com/acme",
    __held: {
        uid: "u1",
        bulk: { tollFree: [1] },
        wants: { i1: wants },
        unresolved: [
            { id: "a1", uid: "u1", day: "2026-11-24", wants, picks: { local: [], tollFree: [bulk] }, owned: [] },
        ],
        lapsing: { [secret]: "2026-12-24Z" },
    },
};
const declared: Decoded = { values: { numbers: [secret] }, secrets: { numbers: true } };
const nothing: Decoded = { values: {}, secrets: {} };

describe("a state with secret names", () => {
    const encoded = encodeState(state, declared, undefined, seal);

    it("shows none of them to whoever can't decrypt it, and all that recovery needs", () => {
        const exported = asExported(encoded);
        assert(!JSON.stringify(exported).includes(secret));
        const { unresolved } = exported["__held"] as { unresolved: { id: string; picks: unknown; wants: unknown }[] };
        assert.equal(unresolved[0]?.id, "a1");
        assert.deepEqual(unresolved[0].picks, { local: [], tollFree: [bulk] });
        assert.deepEqual(unresolved[0].wants, { ...wants, numbers: [seal(secret)] });
    });

    it("is whole again for the resource, without what was added", () => {
        assert.deepEqual(openState(decodeProperties(encoded).values), state);
    });

    it("tells in clear which names it holds by their seals, list by list", () => {
        const { sealed } = encoded["__held"] as { sealed: unknown };
        assert.deepEqual(sealed, { acquiredNumbers: [seal(secret), seal(bulk)] });
    });

    it("shows to a check what is held, and where its bulk numbers are", () => {
        const held = readHeld(openExported(asExported(encoded), { numbers: ["(206) 555-0142"] }, seal));
        assert.deepEqual(held.numbers, [secret, seal(bulk)]);
        assert.deepEqual(held.bulk, { tollFree: [seal(bulk)] });
        assert.deepEqual(held.unresolved[0]?.wants, wants);
    });

    it("keeps a name secret for as long as it is held, whatever is declared by now", () => {
        const before = secretsOfState(decodeProperties(encoded).values);
        const later = encodeState({ ...state, numbers: [] }, nothing, before, seal);
        assert(!JSON.stringify(asExported(later)).includes(secret));
        assert.deepEqual(openState(decodeProperties(later).values), { ...state, numbers: [] });
    });

    it("is as any other where nothing is secret", () => {
        assert.deepEqual(encodeState(state, nothing, undefined, seal), state);
        assert.deepEqual(openState(state), state);
        assert(!(namesProperty in encodeState({ numbers: ["1"] }, declared, undefined, seal)));
    });

    it("can be read after another password: what its seals stand for is kept encrypted", () => {
        assert.deepEqual(openState(decodeProperties(encoded).values), state);
        const again = encodeState(state, declared, undefined, createSeal("acme", "rotated"));
        assert.notDeepEqual(again["__held"], encoded["__held"]);
        assert.deepEqual(openState(decodeProperties(again).values), state);
    });

    it("holds for any state", () => {
        const name = fc.stringMatching(/^(1[2-9]\d{9}|[A-Z]{4,8})$/);
        const names = fc.array(name);
        const states = fc
            .tuple(names, names, names, names)
            .map(([acquiredNumbers, acquiredKeywords, wanted, lapsing]): Properties => ({
                acquiredNumbers,
                acquiredKeywords,
                __held: {
                    uid: "u1",
                    names: acquiredKeywords,
                    unresolved: [{ id: "a1", wants: { numbers: wanted } }],
                    lapsing: Object.fromEntries(lapsing.map((one) => [one, "2026-12-24Z"])),
                },
            }));
        fc.assert(
            fc.property(states, names, (any, secrets) => {
                const of: Decoded = { values: { numbers: secrets }, secrets: { numbers: true } };
                const written = encodeState(any, of, undefined, seal);
                const shown = JSON.stringify(asExported(written));
                assert(secrets.every((one) => !shown.includes(`"${one}"`)));
                assert.deepEqual(openState(decodeProperties(written).values), any);
            }),
        );
    });
});
