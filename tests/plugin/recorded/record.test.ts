import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { startSimulator } from "../../../simulator/index";
import { EngineStack } from "../../engine/support/engine";
import { compact, stateOf, steps, type RecordedCall } from "./steps";

// Lets the real engine take the `steps`, and keeps what it asked of the plugin: see README.md.

const root = resolve(__dirname, "../../../..");
const target = join(root, "tests/plugin/recorded/calls");

/** A line of the log that the engine writes of its calls. */
interface LogLine {
    readonly method: string;
    readonly request: Record<string, unknown>;
    readonly response?: Record<string, unknown>;
    readonly errors?: readonly string[];
    readonly progress: string;
}

/** The calls that are about a program. The others are about the process, and are tested by themselves. */
const recorded = ["CheckConfig", "DiffConfig", "Configure", "Check", "Diff", "Create", "Read", "Update", "Delete"];

/** What differs from run to run and matters to nobody. */
const volatile = ["randomSeed", "resourceStatusAddress", "resourceStatusToken", "variables", "name", "type"];

async function record(): Promise<void> {
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    const simulator = await startSimulator({ ...stateOf, orderSeconds: 0 });
    const stack = await EngineStack.create({
        package: "none",
        program: { "Pulumi.yaml": programOf("resources: {}\n") },
        config: {
            "callfire:endpoint": simulator.url,
            "callfire:login": stateOf.login,
            "callfire:password": { secret: stateOf.password },
        },
    });
    try {
        for (const [index, { name, resources, command, later = 0, before }] of steps.entries()) {
            await simulator.advanceClock(later);
            for (const change of before?.(simulator.ledger().owned) ?? []) {
                await simulator.change(change);
            }
            if (resources !== undefined) {
                stack.write({ "Pulumi.yaml": programOf(resources) });
            }
            const log = join(stack.folder, `${name}.log`);
            stack.env["PULUMI_DEBUG_GRPC"] = log;
            const { exitCode, output } = await stack.run([...command]);
            if (exitCode !== 0) {
                throw new Error(output);
            }
            const calls = readCalls(log, simulator.url);
            const file = join(target, `${String(index + 1)}-${name}.json`);
            writeFileSync(file, `${JSON.stringify(calls, undefined, 4)}\n`);
            console.log(`${name}: ${calls.map(({ call }) => call).join(", ")}`);
        }
    } finally {
        stack.remove();
        await simulator.close();
    }
}

function programOf(resources: string): string {
    return `name: numbers\nruntime: yaml\nplugins:\n  providers:\n    - { name: callfire, path: ${root} }\n${resources}`;
}

function readCalls(log: string, url: string): RecordedCall[] {
    // The simulator's port is another one in every run.
    const text = readFileSync(log, "utf8").replaceAll(url, "<endpoint>").replaceAll(new URL(url).host, "<host>");
    const lines = text.split("\n").filter((line) => line !== "");
    return lines
        .map((line) => JSON.parse(line) as LogLine)
        .filter(({ progress }) => progress === "response_completed")
        .filter(({ method }) => recorded.some((name) => method === `/pulumirpc.ResourceProvider/${name}`))
        .map(({ method, request, response, errors }) => ({
            call: decapitalise(method.split("/").at(-1) ?? ""),
            request: Object.fromEntries(Object.entries(request).filter(([name]) => !volatile.includes(name))),
            ...(response === undefined ? {} : { answer: compact(answerOf(response)) }),
            ...(errors === undefined ? {} : { error: errors.join("\n") }),
        }));
}

/** From the log's form to that of the tests' client, which has the names of the generated code. */
function answerOf(response: Record<string, unknown>): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(response).map(([name, value]) => {
            if (name === "changes") {
                return [name, DiffResponse.DiffChanges[value as keyof typeof DiffResponse.DiffChanges]];
            }
            if (name === "detailedDiff") {
                const details = Object.entries(value as Record<string, { kind?: string; inputDiff?: boolean }>);
                const kinds = PropertyDiff.Kind as unknown as Record<string, number>;
                const entries = details.map(([path, { kind = "ADD", inputDiff = false }]) => [
                    path,
                    { kind: kinds[kind], inputdiff: inputDiff },
                ]);
                return ["detaileddiff", Object.fromEntries(entries)];
            }
            const isOfGeneratedCode = ["hasDetailedDiff", "deleteBeforeReplace", "acceptSecrets", "supportsPreview"];
            return [isOfGeneratedCode.includes(name) ? name.toLowerCase() : name, value];
        }),
    );
}

function decapitalise(name: string): string {
    return name.charAt(0).toLowerCase() + name.slice(1);
}

// Nothing to run in a usual test run, and nothing to show there either.
if (process.env["RECORD_ENGINE_CALLS"] !== undefined) {
    describe("recording the calls of an engine", () => {
        it("takes a stack from create to destroy", record).timeout(300_000);
    });
}
