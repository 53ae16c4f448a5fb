import * as assert from "node:assert/strict";
import { all, call, simulators } from "./wire";

describe("regions of the simulator", () => {
    const start = simulators();

    it("have seven digits, and are found by four to seven of them", async () => {
        const simulator = await start();
        const totals = new Map<string, number>();
        for (const Prefix of ["1214", "12142", "121420", "1214200"]) {
            const { text } = await call(simulator, "GET", "/number/regions", { Prefix });
            const prefixes = all(text, "Prefix");
            assert.ok(prefixes.every((prefix) => prefix.length === 7 && prefix.startsWith(Prefix)));
            assert.equal(all(text, "City")[0], "DALLAS");
            totals.set(Prefix, Number(/totalResults="(\d+)"/.exec(text)![1]));
        }
        assert.deepEqual([...totals.values()], [787, 99, 10, 1]);
    });

    it("are listed in pages, each with all its fields", async () => {
        const simulator = await start();
        const page = { Prefix: "1206", City: "Seattle", FirstResult: "784", MaxResults: "10" };
        const { text } = await call(simulator, "GET", "/number/regions", page);
        assert.match(text, /totalResults="787"/);
        assert.equal(all(text, "Region").length, 3);
        assert.equal(all(text, "TimeZone").length, 3);
    });

    for (const [path, parameters] of [
        ["/number/search", { Count: "5", State: "Washington" }],
        ["/number/search", { Count: "5", Prefix: "1999" }],
        ["/number/regions", { Prefix: "206" }],
        ["/number/regions", { State: "XX" }],
        ["/number", { Zipcode: "nowhere" }],
    ] as const) {
        it(`and numbers are none where no region can be so: ${path} ${JSON.stringify(parameters)}`, async () => {
            const simulator = await start();
            const answer = await call(simulator, "GET", path, parameters);
            assert.equal(answer.status, 200);
            assert.match(answer.text, /totalResults="0"/);
        });
    }
});
