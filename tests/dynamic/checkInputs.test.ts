import assert from "node:assert/strict";
import { checkInputs } from "../../provider/dynamic/checkInputs";
import { resources } from "../../provider/resources/all";

describe("checkInputs", () => {
    it("says of each property what a preview would, and asks nobody", async () => {
        const inputs = { bulkLocal: { count: 0, region: { state: "Washington" } }, numbers: ["911"] };
        const failures = await checkInputs("NumberOrder", inputs);
        assert.deepEqual(
            failures.map(({ property }) => property),
            ["numbers[0]", "bulkLocal.count", "bulkLocal.region.state"],
        );
        assert.deepEqual(await checkInputs("Keyword", { keyword: "CHOCOLATE" }), []);
    });

    it("takes types and inputs as mocks are told them, of either adapter", async () => {
        const hidden = { __provider: "code", __context: { urn: "urn:pulumi:dev::shop::t::n" } };
        for (const type of ["pulumi-nodejs:dynamic/callfire:NumberOrder", "callfire:index:NumberOrder"]) {
            assert.deepEqual(await checkInputs(type, { ...hidden, bulkTollFree: { count: 1 } }), []);
            assert.match((await checkInputs(type, hidden))[0]!.reason, /nothing is asked for/);
        }
    });

    it("lets what is not known yet pass", async () => {
        const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
        assert.deepEqual(await checkInputs("Keyword", { keyword: unknown }), []);
    });

    it("refuses a type of this package that there is not, and has no rules for others'", async () => {
        await assert.rejects(checkInputs("callfire:index:Fax", {}), /no resource callfire:index:Fax\. There are/);
        await assert.rejects(checkInputs("NumberOrdr", {}), RangeError);
        assert.deepEqual(await checkInputs("aws:s3/bucket:Bucket", { acl: 1 }), []);
    });

    it("knows every resource", async () => {
        for (const { token } of Object.values(resources)) {
            await checkInputs(token, {});
        }
    });
});
