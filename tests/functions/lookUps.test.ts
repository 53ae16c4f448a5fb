import assert from "node:assert/strict";
import { createAnswers, InputsRefused, type Answers } from "../../provider/functions/lookUp";
import { lookUps } from "../../provider/functions/lookUps";
import { unknownValue, type Properties } from "../../provider/resources/resource";
import { Bench } from "../support/bench";

const seattle = { city: "Seattle", state: "WA" };

describe("a look-up", () => {
    let bench: Bench;
    let answers: Answers;
    beforeEach(async () => {
        bench = await Bench.open();
        answers = createAnswers();
    });
    afterEach(() => bench.close());

    function ask(name: string, inputs: Properties = {}): Promise<Properties> {
        const lookUp = lookUps.find(({ token }) => token === `callfire:index:${name}`);
        assert(lookUp !== undefined, name);
        return answers.of(lookUp, inputs, bench.session, new AbortController().signal);
    }

    async function refused(name: string, inputs: Properties): Promise<string> {
        const error = await ask(name, inputs).then(
            () => undefined,
            (thrown: unknown) => thrown,
        );
        assert(error instanceof InputsRefused, String(error));
        return error.message;
    }

    async function label(number: string, name: string): Promise<void> {
        const answer = await fetch(`${bench.simulator.url}/label/number/${number}`, {
            method: "POST",
            headers: { Authorization: `Basic ${btoa("acme:secret")}` },
            body: new URLSearchParams({ LabelName: name }),
        });
        assert.equal(answer.status, 204);
    }

    const requests = (): Properties[] =>
        bench.simulator.ledger().requests.map(({ method, path, parameters }) => ({
            [`${method} ${path}`]: parameters,
        }));

    describe("for numbers for sale", () => {
        it("finds so many of a region, each with where it is at home", async () => {
            const { numbers, details } = (await ask("getAvailableNumbers", { region: seattle, count: 3 })) as {
                numbers: string[];
                details: Properties[];
            };
            assert.equal(new Set(numbers).size, 3);
            assert.deepEqual(
                details.map(({ number }) => number),
                numbers,
            );
            const { nationalFormat, isTollFree, region } = details[0] as { region: Properties } & Properties;
            assert.match(String(nationalFormat), /^\(206\) \d{3}-\d{4}$/);
            assert.deepEqual([isTollFree, region["city"], region["state"]], [false, "SEATTLE", "WA"]);
            assert.deepEqual(requests(), [{ "GET /number/search": { Count: "3", City: "Seattle", State: "WA" } }]);
        });

        it("finds ten anywhere where nothing is asked for, and toll-free ones without a region", async () => {
            assert.equal(((await ask("getAvailableNumbers"))["numbers"] as string[]).length, 10);
            const { numbers, details } = await ask("getAvailableNumbers", { tollFree: true, count: 2 });
            assert.ok((numbers as string[]).every((number) => /^18(00|33|44|55|66|77|88)/.test(number)));
            assert.equal((details as Properties[])[0]!["region"], undefined);
            assert.deepEqual(requests()[1], { "GET /number/search": { Count: "2", TollFree: "true" } });
        });

        it("names what can't be meant, and asks nothing", async () => {
            for (const [inputs, says] of [
                [{ count: 0 }, /^count: must be a whole number from 1 to 1000, not 0/],
                [{ count: 1001 }, /^count: must be a whole number from 1 to 1000, not 1001/],
                [{ count: 1.5 }, /^count: must be a whole number/],
                [{ counts: 3 }, /^counts: there is no such property; there are region, tollFree, count/],
                [{ region: { town: "Seattle" } }, /^region\.town: there is no such property/],
                [{ region: { state: "Washington" } }, /^region\.state: must be two letters/],
                [{ region: seattle, tollFree: true }, /^region: toll-free numbers have no region/],
                [{ region: { city: unknownValue } }, /^region: is known only after the update/],
            ] as const) {
                assert.match(await refused("getAvailableNumbers", inputs), says);
            }
            assert.deepEqual(requests(), []);
        });
    });

    describe("for keywords for sale", () => {
        it("tells those for sale from the others, in their order", async () => {
            await bench.simulator.change({ action: "sell", keyword: "VANILLA" });
            const found = await ask("getAvailableKeywords", { keywords: ["mint", "vanilla", "CHOCOLATE", "Mint"] });
            assert.deepEqual(found, { keywords: ["MINT", "CHOCOLATE"], unavailable: ["VANILLA"] });
            assert.deepEqual(requests(), [{ "GET /number/keyword/search": { Keywords: "MINT VANILLA CHOCOLATE" } }]);
        });

        it("names what is no keyword", async () => {
            assert.match(await refused("getAvailableKeywords", { keywords: ["MINT", "a b"] }), /^keywords\[1\]: "a b"/);
            assert.match(await refused("getAvailableKeywords", {}), /^keywords: is required/);
        });
    });

    describe("for regions", () => {
        it("finds those that fit, and says how many there are", async () => {
            const { regions, total } = await ask("getRegions", { prefix: "120655", state: "wa" });
            const found = regions as Properties[];
            assert.ok(found.length > 1 && found.length === total);
            assert.ok(found.every(({ prefix, state }) => /^120655\d$/.test(String(prefix)) && state === "WA"));
            assert.deepEqual(Object.keys(requests()[0]!), ["GET /number/regions"]);
            assert.deepEqual(requests()[0]!["GET /number/regions"], {
                Prefix: "120655",
                State: "WA",
                FirstResult: "0",
                MaxResults: "1000",
            });
        });

        it("answers the first thousand of all", async () => {
            const { regions, total } = await ask("getRegions");
            assert.equal((regions as unknown[]).length, 1000);
            assert.ok(Number(total) > 1000);
            assert.equal(requests().length, 1);
        });

        it("names the field that no region can have", async () => {
            assert.match(await refused("getRegions", { state: "Washington" }), /^state: must be two letters/);
            assert.match(await refused("getRegions", { town: "Seattle" }), /^town: there is no such property/);
        });
    });

    describe("for what is owned", () => {
        beforeEach(async () => {
            await bench.simulator.change({ action: "give", number: "12065550101" });
            await bench.simulator.change({ action: "give", number: "13105550102" });
            await bench.simulator.change({ action: "give", keyword: "CHOCOLATE" });
            bench.simulator.clearRequests();
        });

        it("lists numbers, all or of a region, with their leases", async () => {
            const { numbers, details } = await ask("getNumbers");
            assert.deepEqual(numbers, ["12065550101", "13105550102"]);
            const [first] = details as Properties[];
            assert.deepEqual([first!["nationalFormat"], first!["autoRenew"]], ["(206) 555-0101", true]);
            assert.match(String(first!["leaseEnd"]), /^\d{4}-\d\d-\d\dZ$/);
            const some = await ask("getNumbers", { region: { state: "CA" } });
            assert.deepEqual(some["numbers"], ["13105550102"]);
        });

        it("asks for a label by CallFire's own name for it", async () => {
            await label("13105550102", "support");
            assert.deepEqual((await ask("getNumbers", { label: " support " }))["numbers"], ["13105550102"]);
            assert.deepEqual(requests().slice(1), [
                { "GET /number": { LabelName: "support", FirstResult: "0", MaxResults: "1000" } },
            ]);
            assert.match(await refused("getNumbers", { label: " " }), /^label: must not be empty/);
        });

        it("tells one number, in any notation", async () => {
            const found = await ask("getNumber", { number: "(206) 555-0101" });
            assert.deepEqual([found["number"], found["isTollFree"], found["autoRenew"]], ["12065550101", false, true]);
        });

        it("says whose account does not own a number", async () => {
            assert.equal(
                await refused("getNumber", { number: "12065550199" }),
                "number: the account 127.0.0.1/acme owns no number 12065550199",
            );
            assert.match(await refused("getNumber", { number: "911" }), /^number: "911" is not a/);
        });

        it("lists keywords, also those that are no longer renewed", async () => {
            await bench.simulator.change({ action: "give", keyword: "VANILLA", autoRenew: false });
            const { keywords, details } = await ask("getKeywords");
            assert.deepEqual(keywords, ["CHOCOLATE", "VANILLA"]);
            assert.deepEqual(
                (details as Properties[]).map(({ shortCode, autoRenew }) => [shortCode, autoRenew]),
                [
                    ["67076", true],
                    ["67076", false],
                ],
            );
        });
    });

    it("is asked once a run, and each part of a program gets an answer of its own", async () => {
        const [first, second] = await Promise.all([
            ask("getAvailableNumbers", { region: seattle }),
            ask("getAvailableNumbers", { region: { ...seattle, state: "wa" } }),
        ]);
        (first["numbers"] as string[]).pop();
        assert.equal((second["numbers"] as string[]).length, 10);
        await bench.simulator.change({ action: "sell", number: (second["numbers"] as string[])[0]! });
        assert.deepEqual(await ask("getAvailableNumbers", { region: seattle }), second);
        assert.equal(requests().length, 1);
    });

    it("is asked again where it went wrong", async () => {
        assert.match(await refused("getNumber", { number: "12065550101" }), /owns no number/);
        await bench.simulator.change({ action: "give", number: "12065550101" });
        assert.equal((await ask("getNumber", { number: "12065550101" }))["number"], "12065550101");
    });
});
