import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describeError } from "../../provider/config";
import { openSession } from "../../provider/sessions";
import { loadResources } from "../../provider/plugin/resources";
import { startSimulator, type RunningSimulator } from "../../simulator/index";
import { compact, life, stateOf, type RecordedCall } from "./recorded/life";
import { startBench, type Bench, type Call } from "./support/client";

const folder = resolve(__dirname, "../../../tests/plugin/recorded/calls");

/** Intents, lives, orders, dates: what a run makes anew, and what others follow from. */
const volatile = /^((?=.*\d)[0-9a-z]{12,}|\d{10}|\d{4}-\d\d-\d\d.*)$/;

describe("the recorded calls of an engine", function () {
    this.timeout(60_000);
    const journal = mkdtempSync(join(tmpdir(), "pulumi-callfire-recorded-"));
    let simulator: RunningSimulator;
    let bench: Bench | undefined;
    /** What stands in the replay where this stands in the recording. */
    const known = new Map<string, string>();

    before(async () => {
        simulator = await startSimulator({ ...stateOf, orderSeconds: 0 });
        known.set("<endpoint>", simulator.url);
        known.set("<host>/acme", `${new URL(simulator.url).host}/acme`);
    });
    afterEach(() => bench?.stop());
    after(async () => {
        await simulator.close();
        rmSync(journal, { recursive: true, force: true });
    });

    it("are of every step", () => {
        assert.equal(readdirSync(folder).length, life.length);
    });

    for (const [index, { name, before: changes = [] }] of life.entries()) {
        it(`are answered as they were: ${name}`, async () => {
            bench = await startBench({
                // Each step is a process of its own: other settings make another session.
                environment: { CALLFIRE_JOURNAL: `file:${journal}`, CALLFIRE_MAX_ITEMS_PER_ORDER: String(100 + index) },
                loadResources,
                openSession,
                describeError: (error, settings) => Promise.resolve(describeError(error, settings)),
            });
            for (const change of changes) {
                await simulator.change(change);
            }
            const text = readFileSync(join(folder, `${String(index + 1)}-${name}.json`), "utf8");
            for (const { call, request, answer, error } of JSON.parse(text) as RecordedCall[]) {
                assert.equal(error, undefined);
                const found = compact(await bench.call(call as Call, translate(request) as Record<string, unknown>));
                follow(answer, found);
                assert.deepEqual(found, translate(answer), `${call} of ${String(request["urn"])}`);
            }
        });
    }

    /** Notes what the replay has where the recording has a value that is new in every run. */
    function follow(then: unknown, now: unknown): void {
        if (typeof then === "string" && typeof now === "string" && volatile.test(then) && volatile.test(now)) {
            known.set(then, now);
        } else if (isObject(then) && isObject(now)) {
            for (const name of Object.keys(then)) {
                follow(then[name], now[name]);
            }
        }
    }

    function translate(value: unknown): unknown {
        if (typeof value === "string") {
            return known.get(value) ?? value;
        }
        if (Array.isArray(value)) {
            return value.map(translate);
        }
        return isObject(value)
            ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, translate(inner)]))
            : value;
    }
});

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null;
}
