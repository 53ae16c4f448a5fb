import assert from "node:assert/strict";
import type { Fault } from "../../../simulator/index";
import { succeeded } from "../../engine/support/running";
import { bulk, programOf, Scenario, sideBySide } from "./scenario";

const listed = `new NumberOrder("listed", { numbers: ["13102345678", "13102345679"] });`;
const words = `new NumberOrder("words", { keywords: ["chocolate"] });`;
const promo = `new Keyword("promo", { keyword: "chocolate" });`;
const post: NonNullable<Fault["match"]> = { method: "POST", path: "/number/order" };
const lag = (seconds: number): Fault[] => [
    { effect: { kind: "listLag", seconds } },
    { effect: { kind: "numberLag", seconds } },
];

describe("answers that are late, odd or lost", function () {
    this.timeout(600_000);
    const it = sideBySide();

    for (const adapter of ["dynamic", "plugin"] as const) {
        it(`an order that is finished before it tells what it brought is one order, and one up (${adapter})`, () =>
            Scenario.run(
                {
                    program: programOf(bulk(2), promo),
                    faults: [{ effect: { kind: "lateFulfilled", seconds: 2.5 } }],
                    adapter,
                },
                async (scenario) => {
                    succeeded(await scenario.stack.up());
                    await scenario.assertBalanced(2);
                },
            ));

        it(`lists and numbers that lag behind an order: a refresh drops nothing (${adapter})`, () =>
            Scenario.run({ program: programOf(bulk(2), words), faults: lag(45), adapter }, async (scenario) => {
                succeeded(await scenario.stack.up());
                assert.match(succeeded(await scenario.stack.refresh()), /ordered too recently to call it gone/);
                succeeded(await scenario.stack.up());
                await scenario.assertBalanced(2);
            }));
    }

    it("lists that lag behind the order of a killed run: the order is followed, and not placed again", () =>
        Scenario.run(
            { program: programOf(bulk(2)), faults: [...lag(20), { effect: { kind: "duration", seconds: 0.2 } }] },
            async (scenario) => {
                await scenario.killUp("both", () =>
                    scenario.sees("the order is polled", ({ polls }) => polls.length > 0),
                );
                await scenario.recover();
                await scenario.assertBalanced(1);
            },
        ));

    it("numbers in Fulfilled that begin with a plus are what was ordered, and stay held", () =>
        Scenario.run({ program: programOf(listed), faults: [{ effect: { kind: "plusSign" } }] }, async (scenario) => {
            const { stack } = scenario;
            succeeded(await stack.up());
            assert.deepEqual(await scenario.held(), ["13102345678", "13102345679"]);
            await scenario.assertBalanced(1);
            stack.write(programOf(listed.replace("] }", `], keywords: ["LEMON"] }`)));
            succeeded(await stack.up());
            assert.deepEqual(scenario.renewing(), ["13102345678", "13102345679", "LEMON"]);
        }));

    it("an order that can't be read for its first three seconds is waited for", () =>
        Scenario.run(
            { program: programOf(bulk(2), listed), faults: [{ effect: { kind: "orderNotVisible", seconds: 3 } }] },
            async (scenario) => {
                succeeded(await scenario.stack.up());
                await scenario.assertBalanced(2);
            },
        ));

    it("two lost answers for numbers of one region are settled by the run itself", () =>
        Scenario.run(
            {
                program: programOf(bulk(2), bulk(3, "", "sales")),
                faults: [{ effect: { kind: "lostAnswer" }, match: { ...post, to: 2 } }],
            },
            async (scenario) => {
                succeeded(await scenario.stack.up());
                await scenario.assertBalanced(2);
                assert.equal(scenario.renewing().length, 5);
            },
        ));

    it("a lost answer is settled by ordering the same names again: nobody is asked, nothing is bought twice", () =>
        Scenario.run(
            {
                program: programOf(bulk(2), listed, promo),
                faults: [{ effect: { kind: "lostAnswer" }, match: { ...post, to: 3 } }],
            },
            async (scenario) => {
                const said = succeeded(await scenario.stack.up());
                assert.doesNotMatch(said, /OrderInDoubt/);
                await scenario.assertBalanced(3);
            },
        ));

    it("an order that never arrived is placed by a later run, of the same names", () =>
        Scenario.run(
            {
                program: programOf(bulk(2, `customTimeouts: { create: "4s" }`)),
                faults: [{ effect: { kind: "cutBefore" }, match: { ...post, to: "always" } }],
            },
            async (scenario) => {
                const { stack, simulator } = scenario;
                await stack.up();
                simulator.faults.clear();
                await scenario.recover();
                await scenario.assertBalanced(1);
                const posts = simulator.ledger().requests.filter(({ method }) => method === "POST");
                const names = posts.map(({ parameters }) => parameters["Numbers"]);
                assert(names[0] !== undefined, "no order named what it buys");
                assert.equal(names.at(-1), names[0]);
            },
        ));
});
