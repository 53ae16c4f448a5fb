import assert from "node:assert/strict";
import { Bench } from "../support/bench";
import { adapterKinds } from "./adapterKinds";
import { AdapterStack, type Bag, type ResourceName } from "./adapterStack";

const secret = (value: unknown): Bag => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value,
});
const number = "12065550142";
const listed = { numbers: secret(["(206) 555-0142"]) };
const bulk = (count: number): Bag => ({ bulkTollFree: { count } });

/** Inputs that can't be meant, and what of them nobody may read. */
const refused: readonly [ResourceName, Bag, string][] = [
    ["AutoReply", { number, message: secret(47110815) }, "47110815"],
    ["AutoReply", { number, message: secret(['the "code"\nis 4711']) }, "4711"],
    ["AutoReply", { number, message: secret(["code 4711 ".repeat(20)]) }, "4711"],
    ["NumberOrder", { ...bulk(1), bulkLocal: { count: 1, region: { latitude: secret(4711.5) } } }, "4711.5"],
    ["NumberConfiguration", { numbers: [number], callFeature: secret("x4711".repeat(30)) }, "4711"],
    ["NumberConfiguration", { numbers: [number], ivr: { dialplanXml: secret("<a><pin-4711></a>") } }, "4711"],
    ["NumberConfiguration", { numbers: [number], ivr: secret({ dialplanXml: "<a pin-4711></a>" }) }, "4711"],
    ["Subscription", { endpoint: secret("http://example.com/4711"), triggerEvent: "X" }, "4711"],
    ["Subscription", { endpoint: "https://example.com", triggerEvent: secret("pin 4711") }, "4711"],
];

for (const [adapter, kind] of Object.entries(adapterKinds)) {
    describe(`what is secret: ${adapter}`, function () {
        this.timeout(60_000);
        let bench: Bench;
        beforeEach(async () => {
            bench = await Bench.open();
        });
        afterEach(() => bench.close());

        const assertUntold = (stack: AdapterStack, ...clear: string[]): void => {
            const shown = JSON.stringify([stack.exported(), stack.lines]);
            clear.forEach((text) => assert(!shown.includes(text), `${text} in ${shown}`));
        };

        for (const [resource, program, clear] of refused) {
            it(`is refused by the property's name alone: ${resource} ${JSON.stringify(program).slice(0, 90)}`, async () => {
                const { reasons } = await new AdapterStack(bench, kind, resource).check(program);
                assert.equal(reasons.length, 1, reasons.join("\n"));
                assert(!reasons.join().includes(clear), reasons.join("\n"));
            });
        }

        it("does not keep a preview from naming what is released beside it", async () => {
            const stack = new AdapterStack(bench, kind);
            const keywords = secret(["chocolate"]);
            assert.equal(await stack.up({ keywords, ...bulk(2) }), undefined);
            assert.equal(await stack.up({ keywords, ...bulk(1) }), undefined);
            assert.match(stack.lines.join("\n"), /releases 1 item: 18\d{9}/);
            assert(!/chocolate/i.test(JSON.stringify([stack.exported(), stack.lines])));
        });

        it("is not named by what a preview says of it when it is declared no more", async () => {
            const stack = new AdapterStack(bench, kind);
            assert.equal(await stack.up({ ...listed, ...bulk(1), preventRelease: true }), undefined);
            await assert.rejects(stack.up({ ...bulk(1), preventRelease: true }), (error: Error) => {
                assert.match(error.message, /ReleasePrevented: .*\[secret\]/);
                return true;
            });
            await bench.session.client.releaseNumber(number);
            await bench.simulator.advanceClock(180_000);
            await stack.refresh();
            assert.equal(await stack.up(bulk(1)), undefined);
            assert.match(stack.lines.join("\n"), /\[secret\] is no longer renewed[^]*\[secret\] is no longer renewed/);
            assertUntold(stack, number);
        });

        it("is nowhere in the state of what it labels", async () => {
            const stack = new AdapterStack(bench, kind, "NumberLabel");
            await bench.simulator.change({ action: "give", number });
            assert.equal(await stack.up({ label: secret("hush hush"), numbers: [number] }), undefined);
            await stack.refresh();
            assert.equal(await stack.up({ label: secret("hush hush"), numbers: [] }), undefined);
            assertUntold(stack, "hush");
            assert.deepEqual(await bench.session.client.listLabelled("hush hush"), []);
        });
    });
}
