import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { resources } from "../../provider/resources/all";
import { openSession } from "../../provider/settings/openSession";
import { describeError } from "../../provider/settings/read";
import type { Deployment, ExportedResource } from "../../provider/stack/export";
import { readDeployment } from "../../provider/stack/reading";
import type { StackOptions } from "../../provider/stack/address";
import { openStack } from "../../provider/stack/view";
import { startSimulator, type RunningSimulator } from "../../simulator/index";
import { compact, stateOf, steps, type RecordedCall } from "./recorded/steps";
import { asExported } from "../provider-engine/exported";
import { startBench, type Bag, type Bench, type Call } from "./support/client";

const folder = resolve(__dirname, "../../../tests/plugin/recorded/calls");

const options: StackOptions = {
    project: "numbers",
    stack: "test",
    folder: "/program",
    environment: { PULUMI_BACKEND_URL: "file:///backend" },
    warn: () => undefined,
};

/** Intents, uids, attempts, orders, picked numbers and their seals, dates: what a run makes anew, and what others follow from. */
const volatile = /^(hmac:.*|(?=.*\d)[0-9a-z]{12,}|\d{10,11}|\d{4}-\d\d-\d\d.*)$/;

describe("the recorded calls of an engine", function () {
    this.timeout(300_000);
    const journal = mkdtempSync(join(tmpdir(), "pulumi-callfire-recorded-"));
    let simulator: RunningSimulator;
    let bench: Bench | undefined;
    /** What stands in the replay where this stands in the recording. */
    const known = new Map<string, string>();
    /** What the engine has stored by then. */
    const stored = new Map<string, ExportedResource>();
    let processes = 0;
    let last = "";

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
        assert.equal(readdirSync(folder).length, steps.length);
    });

    for (const [index, { name, later = 0, before: happens }] of steps.entries()) {
        it(`are answered as they were: ${name}`, async () => {
            bench = await startBench({
                // Each step is a process of its own: other settings make another session.
                environment: { CALLFIRE_JOURNAL: `file:${journal}`, CALLFIRE_MAX_ITEMS_PER_ORDER: String(100 + index) },
                loadResources: () => Promise.resolve(Object.values(resources)),
                openSession,
                openStack: () => Promise.resolve(openStack(options, () => Promise.resolve(readDeployment(exported())))),
                describeError: (error, settings) => Promise.resolve(describeError(error, settings)),
            });
            await simulator.advanceClock(later);
            for (const change of happens?.(simulator.ledger().owned) ?? []) {
                await simulator.change(change);
            }
            const text = readFileSync(join(folder, `${String(index + 1)}-${name}.json`), "utf8");
            for (const { call, request, answer, error } of JSON.parse(text) as RecordedCall[]) {
                assert.equal(error, undefined);
                await startProcess(call);
                const asked = translate(request) as Record<string, unknown>;
                const found = compact(await bench.call(call as Call, asked));
                follow(answer, found);
                store(call, asked, found);
                assert.deepEqual(
                    withoutMoments(found),
                    withoutMoments(translate(answer)),
                    `${call} of ${String(request["urn"])}`,
                );
            }
        });
    }

    /** A preview and an update are processes of their own, which begin with what the engine has stored by then. */
    async function startProcess(call: string): Promise<void> {
        if (call === "checkConfig" || (call === "configure" && !["checkConfig", "diffConfig"].includes(last))) {
            processes += 1;
            await bench?.call("handshake", { engineAddress: bench.engine.address });
        }
        last = call;
    }

    /** The stack itself is there after the first preview. */
    function exported(): Deployment {
        const root = { urn: "urn", type: "pulumi:pulumi:Stack", created: "2026-01-01T00:00:00Z" };
        return { resources: [...(processes > 1 ? [root] : []), ...stored.values()] };
    }

    /** As the engine does, so that the next check finds it. */
    function store(call: string, { urn, news, properties, preview }: Bag, found: Bag): void {
        if (preview === true || typeof urn !== "string") {
            return;
        }
        const inputs = { create: properties, update: news, read: found["inputs"] }[call];
        // What is imported is stored at the end of its run.
        const isImport = call === "read" && properties === undefined;
        if (inputs !== undefined && !isImport) {
            const type = urn.split("::")[2] ?? "";
            const outputs = asExported(found["properties"] as Bag);
            stored.set(urn, { urn, type, inputs: asExported(inputs as Bag), outputs });
        }
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

/** Two moments that were the same second in the recording may be two in the replay. */
function withoutMoments(value: unknown): unknown {
    const text = JSON.stringify(value).replace(/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"/g, '"<moment>"');
    return JSON.parse(text) as unknown;
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null;
}
