import assert from "node:assert/strict";
import { createClient } from "../../provider/callfire/client";
import { readEndpoint } from "../../provider/callfire/endpoint";
import { orderId } from "../../provider/callfire/types";

describe("the endpoint", () => {
    it("may be https anywhere, and http on this machine alone", () => {
        assert.equal(readEndpoint("https://www.callfire.com/api/1.1/rest").loopback, false);
        for (const here of ["http://127.0.0.1:4000", "http://127.9.9.9", "http://[::1]:4000/", "http://localhost:1"]) {
            assert.equal(readEndpoint(here).loopback, true, here);
        }
        for (const elsewhere of [
            "http://www.callfire.com/api",
            "http://10.0.0.1",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
            "http://[::2]",
            "ftp://127.0.0.1",
        ]) {
            assert.throws(() => readEndpoint(elsewhere), /callfire:endpoint must be https/, elsewhere);
        }
    });

    it("may end with slashes", () => {
        assert.equal(readEndpoint("https://callfire.example/rest//").base, "https://callfire.example/rest");
    });

    it("must not hold credentials, and an error does not show them", () => {
        assert.throws(
            () => createClient({ endpoint: "https://me:hunter22@callfire.example", login: "a", password: "b" }),
            (error: Error) =>
                /callfire:endpoint must not hold credentials/.test(error.message) && !/hunter22/.test(error.message),
        );
    });

    it("must be a URL without a query", () => {
        assert.throws(() => readEndpoint("callfire"), /callfire:endpoint is not a URL/);
        assert.throws(() => readEndpoint("https://callfire.example/?a=b"), /without "\?" or "#"/);
    });

    it("needs a login that Basic authentication can carry", () => {
        const endpoint = "https://callfire.example";
        assert.throws(() => createClient({ endpoint, login: "", password: "b" }), /callfire:login must not be empty/);
        assert.throws(
            () => createClient({ endpoint, login: "a:b", password: "c" }),
            /callfire:login must not hold a colon/,
        );
    });
});

describe("an order id", () => {
    it("is digits and stays as written", () => {
        assert.equal(orderId(" 9223372036854775807\n"), "9223372036854775807");
        for (const text of ["", "12a", "-1", "1.5", "1e3", "12345678901234567890", "../release"]) {
            assert.throws(() => orderId(text), RangeError, text);
        }
    });
});
