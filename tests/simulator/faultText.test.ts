import * as assert from "node:assert/strict";
import { parseFault } from "../../simulator";

describe("faults written as flags", () => {
    it("name effect, method, path and which request", () => {
        assert.deepEqual(parseFault("lostAnswer:POST:/number/order:1"), {
            effect: { kind: "lostAnswer" },
            match: { method: "POST", path: "/number/order", from: 1, to: 1 },
        });
    });

    it("have options, and which requests as a range", () => {
        assert.deepEqual(parseFault("status=503,retryAfter=2:GET:/number/order/*:2-3"), {
            effect: { kind: "status", status: 503, retryAfter: 2 },
            match: { method: "GET", path: "/number/order/*", from: 2, to: 3 },
        });
        assert.deepEqual(parseFault("slow=100,answer=5:*:*:2-").match, { from: 2, to: "always" });
        assert.deepEqual(parseFault("html:GET:/number:*").match, {
            method: "GET",
            path: "/number",
            from: 1,
            to: "always",
        });
    });

    it("may have colons and spaces in their words", () => {
        assert.deepEqual(parseFault("rejectPost=unavailable numbers: 12132212289"), {
            effect: { kind: "rejectPost", message: "unavailable numbers: 12132212289" },
            match: {},
        });
    });

    for (const [text, message] of [
        ["lostanswer", /There is no fault "lostanswer"; there are lostAnswer, cutBefore/],
        ["status", /The fault status needs "status"/],
        ["status=many", /The option "status" of the fault status is a number, not "many"/],
        ["status=503,after=2", /The fault status has no option "after"; it has status, retryAfter/],
        ["shortfall=1,of=numbers", /"of" of the fault shortfall is one of local, tollFree, keyword/],
        ["lease=tomorrow", /"end" of the fault lease is a day like 2026-12-31/],
        ["hold=5", /"5" in the fault "hold=5" can't be read/],
        ["hold:POST:/number/order:3-2", /"3-2" in the fault/],
        ["hold:POST:/number/order:0", /"0" in the fault/],
        ["hold POST", /The fault "hold POST" can't be read: write kind/],
        ["constructor", /There is no fault "constructor"/],
    ] as const) {
        it(`are refused in clear words: ${text}`, () => {
            assert.throws(() => parseFault(text), message);
        });
    }
});
