import assert from "node:assert/strict";
import { UnsentError } from "../../provider/callfire/errors";
import { InputsRefused, type LookUp } from "../../provider/functions/lookUp";
import type { Properties } from "../../provider/resources/resource";
import { CallFailure, secret, startBench, type Bench } from "./support/client";

const token = "callfire:index:getThing";

describe("the plugin's functions", () => {
    let bench: Bench;
    let asked: Properties[];
    beforeEach(async () => {
        asked = [];
        const getThing: LookUp = {
            token,
            declaration: {
                description: "A thing.",
                inputs: { name: { type: "string", required: true, description: "Its name." } },
                outputs: { size: { type: "integer", required: true, description: "Its size." } },
            },
            answer(inputs, { account }) {
                asked.push(inputs);
                if (inputs["name"] === "gone") {
                    const reason = `${account} owns nothing called gone`;
                    return Promise.reject(new InputsRefused([{ property: "name", reason }]));
                }
                return inputs["name"] === "far"
                    ? Promise.reject(new UnsentError({ method: "GET", path: "/far", what: "connection refused" }))
                    : Promise.resolve({ size: 3, name: inputs["name"] });
            },
        };
        bench = await startBench({ loadLookUps: () => Promise.resolve([getThing]) });
    });
    afterEach(() => bench.stop());

    async function failed(args: Properties, tok = token): Promise<CallFailure> {
        const failure: unknown = await bench.call("invoke", { tok, args }).catch((error: unknown) => error);
        assert(failure instanceof CallFailure);
        return failure;
    }

    it("answer what they find, each question once a run", async () => {
        for (let time = 1; time <= 2; time++) {
            const answer = await bench.call("invoke", { tok: token, args: { name: "one" } });
            assert.deepEqual([answer["return"], answer["failures"]], [{ size: 3, name: "one" }, []]);
        }
        assert.deepEqual(asked, [{ name: "one" }]);
        // Another engine is attached: another run.
        await bench.call("attach", { address: bench.engine.address });
        await bench.call("invoke", { tok: token, args: { name: "one" } });
        assert.equal(asked.length, 2);
    });

    it("name the input that is wrong, or that stands for nothing", async () => {
        for (const [args, property, reason] of [
            [{}, "name", "is required"],
            [{ name: 1 }, "name", "must be a string, not 1"],
            [{ name: "one", nam: "two" }, "nam", "there is no such property; there are name"],
            [{ name: "gone" }, "name", "www.callfire.com/acme owns nothing called gone"],
        ] as const) {
            const { failures } = await bench.call("invoke", { tok: token, args });
            assert.deepEqual(failures, [{ property, reason }]);
        }
    });

    it("say what is safe where CallFire can't be asked", async () => {
        const { message } = await failed({ name: "far" });
        assert.equal(
            message,
            "getThing has no answer: GET /far: connection refused. A look-up buys and changes nothing: it is safe to run it again.",
        );
    });

    it("tell no secret, neither in an answer nor in a failure", async () => {
        const answer = await bench.call("invoke", { tok: token, args: { name: secret("one") } });
        assert.deepEqual(answer["return"], { size: secret(3), name: secret("one") });
        const refused = await bench.call("invoke", { tok: token, args: { name: secret("gone") } });
        assert.deepEqual(refused["failures"], [
            { property: "name", reason: "www.callfire.com/acme owns nothing called [secret]" },
        ]);
    });

    it("that there are not are refused by name", async () => {
        const { message } = await failed({}, "callfire:index:getFax");
        assert.match(message, /no function callfire:index:getFax\. There are callfire:index:getThing\./);
    });

    it("say which settings are missing", async () => {
        bench.stop();
        bench = await startBench({ environment: {}, loadLookUps: () => Promise.resolve([getNothing]) });
        assert.match((await failed({})).message, /getThing has no answer: callfire:login is not set/);
    });
});

const getNothing: LookUp = {
    token,
    declaration: { description: "Nothing.", inputs: {}, outputs: {} },
    answer: () => Promise.resolve({}),
};
