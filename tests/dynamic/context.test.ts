import assert from "node:assert/strict";
import { contextOf, secondsOf, visible, withHidden } from "../../provider/dynamic/context";
import { changesAt } from "../../provider/dynamic/replaceOnChanges";
import { createSeal } from "../../provider/orders/seal";
import { unknownValue } from "../../provider/resources/resource";

const seal = createSeal("acme", "sesame");

const unknownMark = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const hidden = { __provider: "code", __context: { urn: "urn:pulumi:s::p::t::n", organization: "acme" } };

describe("what a resource sees of the engine's properties", () => {
    it("is the declared part, with unknown values at any depth in its own form", () => {
        assert.deepEqual(visible({ ...hidden, numbers: ["1", unknownMark], bulkLocal: { region: unknownMark } }), {
            numbers: ["1", unknownValue],
            bulkLocal: { region: unknownValue },
        });
    });

    it("goes back with the hidden part, unknown values marked and absent ones left out", () => {
        assert.deepEqual(
            withHidden({ numbers: [unknownValue], region: { city: undefined } }, { ...hidden, old: 1 }, seal),
            {
                ...hidden,
                numbers: [unknownMark],
                region: {},
            },
        );
    });
});

describe("a secret input", () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
    const bag = { ...hidden, __context: { ...hidden.__context, secrets: ["numbers"] } };

    it("stays one in every property that repeats it", () => {
        const numbers = ["12065550142"];
        const state = { numbers, acquiredNumbers: ["12065550101", ...numbers], orderId: "1428507003" };
        assert.deepEqual(withHidden(state, { ...bag, numbers }, seal), {
            ...bag,
            numbers: { ...secret, value: numbers },
            acquiredNumbers: { ...secret, value: ["12065550101", ...numbers] },
            orderId: "1428507003",
        });
    });

    it("stays one where an update still holds what is declared no more", () => {
        const before = { ...bag, numbers: ["12065550142"] };
        const state = { numbers: [], acquiredNumbers: ["12065550142"] };
        assert.deepEqual(withHidden(state, { ...hidden, numbers: [] }, seal, before)["acquiredNumbers"], {
            ...secret,
            value: ["12065550142"],
        });
    });
});

describe("the context", () => {
    it("is whose resource it is, and how long it may take", () => {
        const __context = {
            ...hidden.__context,
            aliases: ["urn:old"],
            timeouts: { create: "2s" },
            replaceOnChanges: ["*"],
            secrets: ["numbers"],
        };
        assert.deepEqual(contextOf({ __context }), {
            ...__context,
            deletesBeforeReplace: false,
            isPreview: false,
            earlier: undefined,
        });
    });

    it("is of the organization that Pulumi names where there is none", () => {
        assert.equal(contextOf({ __context: { urn: "urn:a" } })?.organization, "organization");
    });

    it("is stored with a short URN, which is whole again for whoever reads it", () => {
        const type = "pulumi-nodejs:dynamic/callfire:NumberOrder";
        for (const [urn, stored] of [
            [`urn:pulumi:dev::shop::${type}::support`, "dev::shop::NumberOrder::support"],
            [`urn:pulumi:dev::shop::acme:index:Shop$${type}::a::b`, "dev::shop::acme:index:Shop$NumberOrder::a::b"],
            ["urn:pulumi:dev::shop::acme:index:Shop::support", "urn:pulumi:dev::shop::acme:index:Shop::support"],
        ]) {
            const bag = withHidden({}, { __context: { urn } }, seal);
            assert.deepEqual(bag["__context"], { urn: stored });
            assert.equal(contextOf(bag)?.urn, urn);
        }
    });

    it("may be missing in old state, and unknown in a preview", () => {
        assert.equal(contextOf({}), undefined);
        assert.equal(contextOf({ __context: unknownMark }), undefined);
        assert.equal(contextOf({ __context: { urn: unknownMark } }), undefined);
    });

    it("tells what changes where a path of replaceOnChanges leads", () => {
        const olds = { numbers: ["1", "2"], bulkLocal: { count: 2, region: { city: "Seattle" } } };
        const news = { numbers: ["1", "3"], bulkLocal: { count: 2, region: { city: "Tacoma" } } };
        for (const path of [
            "*",
            "numbers",
            "numbers[*]",
            "numbers[1]",
            "bulkLocal",
            "bulkLocal.region",
            '["bulkLocal"].region.city',
        ]) {
            assert(changesAt(path, olds, news), path);
            assert(!changesAt(path, olds, olds), path);
        }
        for (const path of ["bulkLocal.count", "numbers[0]", "bulk", "keywords"]) {
            assert(!changesAt(path, olds, news), path);
        }
        assert(changesAt("bulkLocal.count", olds, { ...olds, bulkLocal: { count: unknownValue } }));
    });

    it("gives time-outs in the notation of customTimeouts", () => {
        const durations = { "10m": 600, "1h30m": 5400, "2s": 2, "1.5s": 1.5, "250ms": 0.25, "0": 0 };
        for (const [duration, seconds] of Object.entries(durations)) {
            assert.equal(secondsOf(duration), seconds, duration);
        }
        assert.equal(secondsOf(undefined), 0);
    });
});
