import * as assert from "node:assert/strict";
import type { RunningSimulator } from "../../simulator";
import { all, call, one, order, simulators } from "./wire";

describe("auto-replies of the simulator", () => {
    const start = simulators();
    const number = "12065550100";

    async function started(): Promise<RunningSimulator> {
        const simulator = await start({ orderSeconds: 0 });
        await order(simulator, { Numbers: number, Keywords: "VANILLA" });
        return simulator;
    }

    async function create(simulator: RunningSimulator, parameters: Record<string, string>): Promise<string> {
        const answer = await call(simulator, "POST", "/text/auto-reply", parameters);
        assert.equal(answer.status, 201, answer.text);
        const id = one(answer.text, "r:Id");
        assert.equal(one(answer.text, "r:Location"), `${simulator.url}/text/auto-reply/${id}`);
        return id;
    }

    it("are read as they were created, element by element", async () => {
        const simulator = await started();
        const id = await create(simulator, { Number: `+${number}`, Match: "hours", Message: "9 to 5" });
        const { text } = await call(simulator, "GET", `/text/auto-reply/${id}`);
        assert.match(
            text,
            new RegExp(
                `<AutoReply id="${id}"><Number>${number}</Number><Match>hours</Match><Message>9 to 5</Message></AutoReply>`,
            ),
        );
    });

    it("for a keyword name the short code too, and match everything without a Match", async () => {
        const simulator = await started();
        const id = await create(simulator, { Number: "67076", Keyword: "vanilla", Message: "Thanks" });
        const { text } = await call(simulator, "GET", `/text/auto-reply/${id}`);
        assert.match(text, /<Number>67076<\/Number><Keyword>VANILLA<\/Keyword><Match\/><Message>Thanks<\/Message>/);
    });

    it("are listed, by number if asked, and deleted", async () => {
        const simulator = await started();
        const id = await create(simulator, { Number: number, Message: "Thanks" });
        await create(simulator, { Number: "67076", Keyword: "VANILLA", Message: "Thanks" });
        const listed = async (parameters: Record<string, string> = {}): Promise<number> =>
            all((await call(simulator, "GET", "/text/auto-reply", parameters)).text, "Message").length;
        assert.equal(await listed(), 2);
        assert.equal(await listed({ Number: number }), 1);
        assert.equal((await call(simulator, "DELETE", `/text/auto-reply/${id}`)).status, 204);
        assert.equal((await call(simulator, "GET", `/text/auto-reply/${id}`)).status, 404);
        assert.equal((await call(simulator, "PUT", `/text/auto-reply/${id}`, { Message: "No" })).status, 405);
        assert.equal(await listed({ Number: number }), 0);
    });

    it("are created once for one RequestId", async () => {
        const simulator = await started();
        const fields = { Number: number, Message: "Thanks", RequestId: "r1" };
        assert.equal(await create(simulator, fields), await create(simulator, fields));
        assert.notEqual(await create(simulator, { ...fields, RequestId: "r2" }), await create(simulator, fields));
    });

    it("end with their number", async () => {
        const simulator = await started();
        await create(simulator, { Number: number, Message: "Thanks" });
        await simulator.change({ action: "lapse", number });
        assert.match((await call(simulator, "GET", "/text/auto-reply")).text, /totalResults="0"/);
    });

    for (const [parameters, status] of [
        [{ Message: "Thanks" }, 400],
        [{ Number: number }, 400],
        [{ Number: "12065550109", Message: "Thanks" }, 404],
        [{ Number: number, Keyword: "VANILLA", Message: "Thanks" }, 400],
        [{ Number: "67076", Keyword: "MINT", Message: "Thanks" }, 404],
    ] as const) {
        it(`are refused with ${status} for ${JSON.stringify(parameters)}`, async () => {
            const simulator = await started();
            assert.equal((await call(simulator, "POST", "/text/auto-reply", parameters)).status, status);
        });
    }
});
