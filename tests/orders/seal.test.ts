import assert from "node:assert/strict";
import { namesOf } from "../../provider/orders/attempt";
import type { Attempt } from "../../provider/orders/attempt";
import { createSeal, lookUpBySeal, sealIn, unsealIn } from "../../provider/orders/seal";

const seal = createSeal("acme", "sesame");
const secret = "12065550142";
const attempt: Attempt = {
    id: "a1",
    uid: "u1",
    day: "2026-11-24",
    wants: { numbers: [secret, "12065550143"], keywords: ["PROMO"], tollFree: 1 },
    picks: { local: [], tollFree: ["18005550100", "18005550101"] },
    owned: [secret],
};

describe("the seal of a secret name", () => {
    it("is the same for the same credentials, another for others, and does not show the name", () => {
        assert.match(seal(secret), /^hmac:[0-9a-f]{32}$/);
        assert.equal(createSeal("acme", "sesame")(secret), seal(secret));
        const others = [createSeal("acme", "other"), createSeal("other", "sesame")].map((other) => other(secret));
        assert.equal(new Set([seal(secret), seal("12065550143"), ...others]).size, 4);
    });

    it("takes the name's place wherever it stands, and nothing else's", () => {
        const value = { attempt, ends: { [secret]: "2026-12-24Z", "12065550143": "2026-12-24Z" } };
        const sealed = sealIn(value, new Set([secret]), seal);
        assert(!JSON.stringify(sealed).includes(secret));
        assert.deepEqual(sealed.attempt.wants, { ...attempt.wants, numbers: [seal(secret), "12065550143"] });
        assert.deepEqual(sealed.attempt.owned, [seal(secret)]);
        assert.deepEqual(new Set(Object.keys(sealed.ends)), new Set(["12065550143", seal(secret)]));
    });

    it("is opened by whoever declares the name again", () => {
        const sealed = sealIn(attempt, new Set([secret, "PROMO"]), seal);
        assert.deepEqual(unsealIn(sealed, [secret, "PROMO"], seal), attempt);
        assert.deepEqual(unsealIn(sealed, [secret], seal).wants.keywords, [seal("PROMO")]);
        assert.deepEqual(unsealIn(sealed, [secret, "PROMO"], createSeal("acme", "rotated")), sealed);
    });

    it("is no name that could be looked up", () => {
        const sealed = sealIn({ ...attempt, owned: [] }, new Set([secret]), seal);
        assert.deepEqual(namesOf(sealed), ["12065550143", "PROMO", "18005550100", "18005550101"]);
    });

    it("finds who holds a name, however that is known", () => {
        const clear = { urn: "urn:journal", intent: "i1", isInStack: false };
        const inState = { urn: "urn:state", isInStack: true };
        const holders = lookUpBySeal(
            new Map([
                ["12065550143", clear],
                [secret, clear],
                [seal(secret), inState],
                [seal("PROMO"), inState],
            ]),
            seal,
        );
        assert.deepEqual(holders.get("12065550143"), clear);
        assert.deepEqual(holders.get("PROMO"), inState);
        // The state tells who holds it now; the journal how to forget it.
        assert.deepEqual(holders.get(secret), { ...inState, intent: "i1" });
        assert.deepEqual([holders.has("PROMO"), holders.has("VANILLA")], [true, false]);
    });
});
