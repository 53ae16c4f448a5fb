import * as assert from "node:assert/strict";
import { numberOrder } from "../../provider/resources/numberOrder";
import { unknownValue } from "../../provider/resources/resource";
import type { Properties } from "../../provider/resources/resource";
import { Bench } from "../support/bench";
import { StackedResource, local, seattle, tollFree } from "./stackedResource";

interface Mistake {
    readonly inputs: Properties;
    /** Which property is named. */
    readonly names: string;
    readonly says: RegExp;
}

const number = "13105551212";
const inRegion = (region: Properties): Properties => local(1, region);

const mistakes: { readonly [what: string]: readonly Mistake[] } = {
    "nothing asked for": [
        { inputs: {}, names: "numbers", says: /nothing is asked for/ },
        { inputs: { numbers: [], keywords: [] }, names: "numbers", says: /nothing is asked for/ },
        { inputs: { numbers: null, bulkLocal: undefined }, names: "numbers", says: /nothing is asked for/ },
        { inputs: { allowPartial: true, adoptOwned: true }, names: "numbers", says: /nothing is asked for/ },
    ],
    "numbers that are none": [
        { inputs: { numbers: [number, "hello"] }, names: "numbers[1]", says: /"hello" is not a phone number/ },
        { inputs: { numbers: [""] }, names: "numbers[0]", says: /is not a phone number/ },
        { inputs: { numbers: ["310555121"] }, names: "numbers[0]", says: /"310555121"/ },
        { inputs: { numbers: ["131055512123"] }, names: "numbers[0]", says: /"131055512123"/ },
        { inputs: { numbers: ["1-800-FLOWERS"] }, names: "numbers[0]", says: /is not a phone number/ },
        { inputs: { numbers: ["13105551212;ext=5"] }, names: "numbers[0]", says: /is not a phone number/ },
        { inputs: { numbers: ["11105551212"] }, names: "numbers[0]", says: /"11105551212"/ },
    ],
    "numbers of other countries": [
        { inputs: { numbers: ["+442079460958"] }, names: "numbers[0]", says: /not a number of the US or Canada/ },
        { inputs: { numbers: ["+18765551234"] }, names: "numbers[0]", says: /not a number of the US or Canada/ },
        { inputs: { numbers: ["+17875551234"] }, names: "numbers[0]", says: /not a number of the US or Canada/ },
    ],
    "the same item twice": [
        {
            inputs: { numbers: [number, "+1 (310) 555-1212"] },
            names: "numbers[1]",
            says: /13105551212 is listed already, as numbers\[0\]/,
        },
        {
            inputs: { keywords: ["Chocolate", "VANILLA", "chocolate"] },
            names: "keywords[2]",
            says: /CHOCOLATE is listed already, as keywords\[0\]/,
        },
    ],
    "counts that are no positive whole number": [
        ...[0, -1].map((count) => ({
            inputs: local(count),
            names: "bulkLocal.count",
            says: new RegExp(`must be a whole number above 0, not ${count}`),
        })),
        ...[1.5, "2", true, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53].map((count) => ({
            inputs: { bulkTollFree: { count } },
            names: "bulkTollFree.count",
            says: /must be a whole number, not /,
        })),
        { inputs: { bulkLocal: { region: seattle } }, names: "bulkLocal.count", says: /is required/ },
        { inputs: { bulkTollFree: {} }, names: "bulkTollFree.count", says: /is required/ },
    ],
    "more than maxItemsPerOrder": [
        {
            inputs: local(101),
            names: "bulkLocal.count",
            says: /101 items are more than callfire:maxItemsPerOrder .*allows: 100/,
        },
        { inputs: { ...local(60), ...tollFree(50) }, names: "bulkLocal.count", says: /110 items/ },
        { inputs: { ...local(1), ...tollFree(100) }, names: "bulkTollFree.count", says: /101 items/ },
    ],
    "region fields in another form": [
        { inputs: inRegion({ state: "Washington" }), names: "bulkLocal.region.state", says: /two letters, like WA/ },
        { inputs: inRegion({ prefix: "310" }), names: "bulkLocal.region.prefix", says: /4 to 7 digits/ },
        { inputs: inRegion({ prefix: "13105551" }), names: "bulkLocal.region.prefix", says: /4 to 7 digits/ },
        { inputs: inRegion({ prefix: "+1310" }), names: "bulkLocal.region.prefix", says: /4 to 7 digits/ },
        { inputs: inRegion({ prefix: "3105" }), names: "bulkLocal.region.prefix", says: /country code first/ },
        { inputs: inRegion({ zipcode: "9810" }), names: "bulkLocal.region.zipcode", says: /5 digits/ },
        { inputs: inRegion({ zipcode: "98101-1234" }), names: "bulkLocal.region.zipcode", says: /5 digits/ },
        { inputs: inRegion({ country: "USA" }), names: "bulkLocal.region.country", says: /two letters, like US/ },
        { inputs: inRegion({ lata: "73" }), names: "bulkLocal.region.lata", says: /3 digits/ },
        { inputs: inRegion({ city: "" }), names: "bulkLocal.region.city", says: /name of a city/ },
        { inputs: inRegion({ city: "98101" }), names: "bulkLocal.region.city", says: /name of a city/ },
        { inputs: inRegion({ rateCenter: " " }), names: "bulkLocal.region.rateCenter", says: /rate center/ },
        { inputs: inRegion({ latitude: 91 }), names: "bulkLocal.region.latitude", says: /between -90 and 90, not 91/ },
        { inputs: inRegion({ longitude: -181 }), names: "bulkLocal.region.longitude", says: /between -180 and 180/ },
        { inputs: inRegion({ timeZone: "PST" }), names: "bulkLocal.region.timeZone", says: /America\/Los_Angeles/ },
    ],
    "keywords that can't be": [
        { inputs: { keywords: ["TWO WORDS"] }, names: "keywords[0]", says: /1 to 64 letters and digits/ },
        { inputs: { keywords: ["OK", "CAFÉ"] }, names: "keywords[1]", says: /1 to 64 letters and digits/ },
        { inputs: { keywords: ["A-B"] }, names: "keywords[0]", says: /1 to 64 letters and digits/ },
        { inputs: { keywords: ["A".repeat(65)] }, names: "keywords[0]", says: /1 to 64 letters and digits/ },
        { inputs: { keywords: [""] }, names: "keywords[0]", says: /1 to 64 letters and digits/ },
    ],
    "properties that there are not": [
        { inputs: { bulkTolFree: { count: 1 } }, names: "bulkTolFree", says: /no such property.*bulkTollFree/ },
        { inputs: { bulkLocal: { count: 1, cuont: 2 } }, names: "bulkLocal.cuont", says: /no such property/ },
        { inputs: inRegion({ town: "Seattle" }), names: "bulkLocal.region.town", says: /no such property.*city/ },
        { inputs: { bulkTollFree: { count: 1, region: {} } }, names: "bulkTollFree.region", says: /no such property/ },
    ],
    "wrong types": [
        { inputs: { numbers: number }, names: "numbers", says: /must be a list, not "13105551212"/ },
        { inputs: { numbers: [13105551212] }, names: "numbers[0]", says: /must be a string, not 13105551212/ },
        { inputs: { numbers: [null] }, names: "numbers[0]", says: /must be a string/ },
        { inputs: { keywords: { 0: "A" } }, names: "keywords", says: /must be a list/ },
        { inputs: { bulkLocal: 2 }, names: "bulkLocal", says: /must be an object, not 2/ },
        { inputs: { bulkLocal: [2] }, names: "bulkLocal", says: /must be an object/ },
        { inputs: { bulkLocal: { count: 1, region: "Seattle" } }, names: "bulkLocal.region", says: /an object/ },
        {
            inputs: inRegion({ zipcode: 98101 }),
            names: "bulkLocal.region.zipcode",
            says: /must be a string, not 98101/,
        },
        { inputs: inRegion({ latitude: "47" }), names: "bulkLocal.region.latitude", says: /must be a number/ },
        { inputs: { ...local(1), allowPartial: "yes" }, names: "allowPartial", says: /must be a boolean, not "yes"/ },
        { inputs: { ...local(1), adoptOwned: 1 }, names: "adoptOwned", says: /must be a boolean/ },
        { inputs: { ...local(1), adoptOrderId: 1428507003 }, names: "adoptOrderId", says: /must be a string/ },
        { inputs: { ...local(1), adoptOrderId: "order 7" }, names: "adoptOrderId", says: /digits only/ },
        { inputs: { ...local(1), adoptOrderId: "1".repeat(20) }, names: "adoptOrderId", says: /order's id/ },
    ],
};

describe("bad input of a NumberOrder is refused in preview", () => {
    let bench: Bench;
    before(async () => {
        bench = await Bench.open();
    });
    after(() => bench.close());

    for (const [what, examples] of Object.entries(mistakes)) {
        it(`by the property's name: ${what}`, async () => {
            for (const { inputs, names, says } of examples) {
                const { failures } = await new StackedResource(bench, numberOrder).preview(inputs);
                const told = JSON.stringify({ inputs, failures });
                assert.equal(failures.length, 1, told);
                assert.equal(failures[0]!.property, names, told);
                assert.match(failures[0]!.reason, says, told);
            }
            assert.equal(bench.orders(), 0);
        });
    }

    it("all at once, so that a person need not run it again for the next one", async () => {
        const { failures } = await new StackedResource(bench, numberOrder).preview({
            numbers: ["hello", number, number],
            keywords: ["TWO WORDS"],
            bulkLocal: { count: 0, region: { state: "Washington", zipcode: "1" } },
        });
        assert.deepEqual(failures.map(({ property }) => property).sort(), [
            "bulkLocal.count",
            "bulkLocal.region.state",
            "bulkLocal.region.zipcode",
            "keywords[0]",
            "numbers[0]",
            "numbers[2]",
        ]);
    });

    it("also where two resources of one program list the same number", async () => {
        bench.nextProcess();
        const look = (name: string, numbers: string[]) =>
            numberOrder.check({ numbers }, undefined, bench.options(name));
        assert.deepEqual((await look("support", [number])).failures, []);
        const { failures } = await look("sales", ["12065550101", "(310) 555-1212"]);
        assert.equal(failures[0]?.property, "numbers[1]");
        assert.match(failures[0].reason, /13105551212 is listed by urn:.*::support too/);
    });

    it("unless it is asked for what maxItemsPerOrder allows", async () => {
        bench.session = { ...bench.session, maxItemsPerOrder: 200 };
        const { failures } = await numberOrder.check(local(150), undefined, bench.options());
        assert.deepEqual(failures, []);
    });

    it("even before the settings are known", async () => {
        const around = { ...bench.options(), session: undefined, owner: undefined };
        assert.deepEqual((await numberOrder.check(local(2), undefined, around)).failures, []);
        assert.equal((await numberOrder.check(local(0), undefined, around)).failures.length, 1);
        assert.equal((await numberOrder.check(local(101), undefined, around)).failures.length, 1);
    });

    it("with a warning alone for a keyword under three characters", async () => {
        const { failures } = await new StackedResource(bench, numberOrder).preview({ keywords: ["ab"] });
        assert.deepEqual(failures, []);
        assert.match(bench.warnings.join("\n"), /keyword AB: .* at least 3 characters/);
    });
});

describe("values that a preview does not know yet", () => {
    let bench: Bench;
    beforeEach(async () => {
        bench = await Bench.open();
    });
    afterEach(() => bench.close());

    const programs: readonly Properties[] = [
        { numbers: unknownValue },
        { numbers: [unknownValue, "13105551212"] },
        { keywords: unknownValue },
        { keywords: ["CHOCOLATE", unknownValue] },
        { bulkLocal: unknownValue },
        { bulkLocal: { count: unknownValue, region: seattle } },
        { bulkLocal: { count: 2, region: unknownValue } },
        ...[
            "prefix",
            "city",
            "state",
            "zipcode",
            "country",
            "lata",
            "rateCenter",
            "latitude",
            "longitude",
            "timeZone",
        ].map((field) => local(2, { [field]: unknownValue })),
        { bulkTollFree: unknownValue },
        { bulkTollFree: { count: unknownValue } },
        { ...local(2), allowPartial: unknownValue },
        { ...local(2), adoptOrderId: unknownValue },
        { ...local(2), adoptOwned: unknownValue },
    ];

    it("are tolerated everywhere, and handed on as they are", async () => {
        for (const program of programs) {
            bench.nextProcess();
            const { inputs, failures } = await numberOrder.check(program, undefined, bench.options());
            assert.deepEqual(failures, []);
            assert.deepEqual(inputs, program);
        }
    });

    it("are a change, of which preview says that it will be known later", async () => {
        const support = new StackedResource(bench, numberOrder);
        await support.mustUp(local(2));
        for (const program of programs) {
            const { failures, difference } = await support.preview(program);
            assert.deepEqual(failures, []);
            assert.equal(difference?.changes, true);
            assert.deepEqual(difference.replaces, []);
            assert.match(difference.summary ?? "", /the update will tell what it orders and releases/);
        }
        assert.equal(bench.orders(), 1);
    });

    it("do not hide what is wrong beside them", async () => {
        const { failures } = await new StackedResource(bench, numberOrder).preview({
            numbers: [unknownValue, "hello"],
            bulkLocal: { count: unknownValue, region: { state: "Washington" } },
        });
        assert.deepEqual(failures.map(({ property }) => property).sort(), ["bulkLocal.region.state", "numbers[1]"]);
    });
});
