import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startSimulator, type RunningSimulator } from "../../simulator/index";
import { accountAt } from "./support/account";
import { EngineStack } from "./support/engine";
import type { Result } from "./support/running";

/** Programs, each of one mistaken resource, as the engine stops at the first; and all that the person must read. */
const mistakes: readonly (readonly [inputs: string, ...says: string[]])[] = [
    [`{}`, "nothing is asked for: set numbers, keywords, bulkLocal or bulkTollFree"],
    [
        `{
            numbers: "13105551212",
            keywords: [7],
            bulkTolFree: { count: 1 },
            bulkTollFree: { count: 1.5 },
            bulkLocal: { count: 1, region: { town: "Seattle", zipcode: 98101 } },
            allowPartial: "yes",
        }`,
        `numbers: must be a list, not "13105551212"`,
        "keywords[0]: must be a string, not 7",
        "bulkTolFree: there is no such property",
        "bulkTollFree.count: must be a whole number, not 1.5",
        "bulkLocal.region.town: there is no such property",
        "bulkLocal.region.zipcode: must be a string, not 98101",
        `allowPartial: must be a boolean, not "yes"`,
    ],
    [
        `{
            numbers: ["hello", "+442079460958", "12065550101", "(206) 555-0101"],
            keywords: ["TWO WORDS"],
            bulkTollFree: { count: 0 },
            bulkLocal: { count: -1, region: { state: "Washington", prefix: "310" } },
        }`,
        `numbers[0]: "hello" is not a phone number`,
        `numbers[1]: "+442079460958" is not a number of the US or Canada`,
        "numbers[3]: 12065550101 is listed already, as numbers[2]",
        `keywords[0]: "TWO WORDS" is not a keyword`,
        "bulkTollFree.count: must be a whole number above 0, not 0",
        "bulkLocal.count: must be a whole number above 0, not -1",
        `bulkLocal.region.state: must be two letters, like WA, not "Washington"`,
        "bulkLocal.region.prefix: must be 4 to 7 digits",
    ],
    [`{ bulkTollFree: { count: 101 } }`, "bulkTollFree.count: 101 items are more than callfire:maxItemsPerOrder"],
    [
        `{ numbers: ["13105551212", "12065550199"], keywords: ["STOP"] }`,
        "numbers[0]: 13105551212 is listed by urn:pulumi:test::numbers::",
        "numbers[1]: the account owns 12065550199 already; set adoptOwned: true",
        "keywords[0]: STOP is not for sale",
    ],
];

const badProgram = (inputs: string): Record<string, string> => ({
    "index.js": `
const callfire = require("pulumi-callfire");
const good = new callfire.NumberOrder("good", { numbers: ["13105551212"] });
new callfire.NumberOrder("bad", ${inputs}, { dependsOn: good });
`,
});

const goodProgram = {
    "index.js": `
const callfire = require("pulumi-callfire");
const first = new callfire.NumberOrder("first", { bulkTollFree: { count: 1 } });
// Not known before the first one is there.
new callfire.NumberOrder("second", {
    numbers: first.acquiredNumbers.apply(([number]) => ["12065550" + number.slice(-3)]),
    bulkLocal: { count: first.acquiredNumbers.length, region: { state: first.account.apply(() => "WA") } },
});
new callfire.Keyword("promo", { keyword: first.orderId.apply((id) => "ORDER" + id) });
`,
};

describe("mistakes, told by the real engine", function () {
    this.timeout(600_000);
    let simulator: RunningSimulator;
    let stack: EngineStack;

    before(async () => {
        simulator = await startSimulator({ orderSeconds: 0, login: "acme", password: "correct horse battery" });
        await simulator.change({ action: "give", number: "12065550199" });
        // What a failed program says differs where it has no process of its own.
        stack = await EngineStack.create({ program: goodProgram, config: account(), startsProgram: true });
    });
    after(async () => {
        stack.remove();
        await simulator.close();
    });

    const account = () => accountAt(simulator);

    /** As the person reads it, without the engine's line breaks. */
    const told = (result: Result): string => {
        assert.notEqual(result.exitCode, 0, result.output);
        assert.doesNotMatch(result.output, /^\s+at .*(\(|:\d+:\d+)/m, "a stack trace");
        assert.doesNotMatch(result.output, /%!|<nil>|\[object Object\]|undefined/, "the machine's own words");
        assert.doesNotMatch(result.output, /correct horse battery/, "the password");
        assert.deepEqual(
            simulator.ledger().requests.filter(({ method }) => method !== "GET"),
            [],
            "nothing is bought",
        );
        return result.output.replace(/\s+/g, " ");
    };

    it("names the property of every bad input in preview", async () => {
        for (const [inputs, ...mentions] of mistakes) {
            stack.write(badProgram(inputs));
            const said = told(await stack.preview());
            mentions.forEach((text) => assert(said.includes(text), `${inputs}: no "${text}" in\n${said}`));
        }
    });

    it("stops an up in its preview, before anything is ordered", async () => {
        told(await stack.up("--skip-preview=false"));
    });

    it("names every bad setting with its value", async () => {
        stack.write(goodProgram);
        await stack.configure({
            "callfire:endpoint": "http://callfire.example.com/api",
            "callfire:pollScope": "sometimes",
            "callfire:maxItemsPerOrder": "many",
            "callfire:journal": "somewhere",
            "callfire:pasword": "oops",
        });
        const said = told(await stack.preview());
        for (const says of [
            /callfire:endpoint is "http:\/\/callfire\.example\.com\/api", but/,
            /callfire:pollScope is "sometimes", but must be "account" or "order"/,
            /callfire:maxItemsPerOrder is "many", but must be a whole number/,
            /callfire:journal is "somewhere", but must be file:<folder>/,
            /callfire:pasword is not a setting/,
        ]) {
            assert.match(said, says);
        }
        for (const name of ["pollScope", "maxItemsPerOrder", "journal", "pasword"]) {
            await stack.run(["config", "rm", `callfire:${name}`]);
        }
        await stack.configure(account());
    });

    it("names a setting that came from the environment by both its names", async () => {
        stack.env["CALLFIRE_MAX_ITEMS_PER_ORDER"] = "0";
        const said = told(await stack.preview());
        assert.match(said, /callfire:maxItemsPerOrder \(from CALLFIRE_MAX_ITEMS_PER_ORDER\) is "0", but/);
        delete stack.env["CALLFIRE_MAX_ITEMS_PER_ORDER"];
    });

    it("names the half of a login and password that is missing", async () => {
        stack.env["CALLFIRE_LOGIN"] = "acme";
        assert.match(told(await stack.preview()), /CALLFIRE_LOGIN is set, but CALLFIRE_PASSWORD is not/);
        delete stack.env["CALLFIRE_LOGIN"];
    });

    it("names the setting when the password is wrong, without showing it", async () => {
        stack.env["CALLFIRE_LOGIN"] = "acme";
        stack.env["CALLFIRE_PASSWORD"] = "mistyped";
        const said = told(await stack.up());
        assert.match(said, /callfire:password .*CALLFIRE_PASSWORD/);
        assert.doesNotMatch(said, /mistyped/);
        delete stack.env["CALLFIRE_LOGIN"];
        delete stack.env["CALLFIRE_PASSWORD"];
    });

    it("names the way to try without an account when there is no login", async () => {
        await stack.run(["config", "rm", "callfire:login"]);
        await stack.run(["config", "rm", "callfire:password"]);
        await stack.run(["config", "rm", "callfire:endpoint"]);
        const said = told(await stack.preview());
        for (const name of ["callfire:login", "CALLFIRE_LOGIN", "pulumi config set callfire:endpoint simulator"]) {
            assert(said.includes(name), said);
        }
        await stack.configure(account());
    });

    it("names the journal that can't be written, and buys nothing", async () => {
        const file = join(stack.folder, "journal");
        writeFileSync(file, "not a folder");
        await stack.configure({ "callfire:journal": `file:${file}` });
        const said = told(await stack.up());
        assert.match(said, /journal of orders at .*journal can't be used/);
        assert.match(said, /callfire:journal/);
        await stack.run(["config", "rm", "callfire:journal"]);
    });

    it("passes a preview with a warning when CallFire can't be reached", async () => {
        stack.write({
            "index.js": `new (require("pulumi-callfire").Keyword)("promo", { keyword: "CHOCOLATE" });`,
        });
        await stack.configure({ "callfire:endpoint": "http://127.0.0.1:9/api" });
        const { exitCode, output } = await stack.preview();
        assert.equal(exitCode, 0, output);
        assert.match(output, /warning: .*could not be looked up/);
        await stack.configure(account());
    });

    it("tolerates values that are not known in preview, and buys by them in the update", async () => {
        stack.write(goodProgram);
        const preview = await stack.preview();
        assert.equal(preview.exitCode, 0, preview.output);
        assert.equal(simulator.ledger().orders.length, 0);
        const up = await stack.up();
        assert.equal(up.exitCode, 0, up.output);
        assert.equal(simulator.ledger().orders.length, 3);
        const again = await stack.preview();
        assert.match(again.output, /4 unchanged/, again.output);
    });
});
