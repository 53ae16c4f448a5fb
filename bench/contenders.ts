import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { numberOrder } from "../provider/resources/numberOrder";
import type { RunningSimulator } from "../simulator/index";
import { accountAt } from "../tests/engine/support/account";
import { EngineStack, type StackOptions } from "../tests/engine/support/engine";
import { succeeded, type Result } from "../tests/engine/support/running";

/** Who is measured: this package, what a user writes without it, and a provider that does nothing. */
export type Contender = "ours" | "handWritten" | "idle";

/** Those that buy. */
export const sides = ["ours", "handWritten"] as const satisfies readonly Contender[];
export type Side = (typeof sides)[number];

type Sources = Pick<StackOptions, "program" | "package" | "dependencies">;

const handWritten = readFileSync(join(__dirname, "handWritten/numberOrder.js"), "utf8");

/** What the engine and the SDK take. */
const idleProvider = `
exports.check = async (olds, news) => ({ inputs: news, failures: [] });
exports.diff = async () => ({ changes: false, replaces: [], stables: [], deleteBeforeReplace: false });
exports.create = async (inputs) => ({ id: "1", outs: inputs });
`;

// The SDK makes a promise with a stack trace for each property that a class declares, which is most of a preview's time.
const { inputs, outputs } = numberOrder.declaration;
const declared = Object.fromEntries(
    [...Object.keys(inputs), ...Object.keys(outputs), "__context"].map((name) => [name, null]),
);

/** The same program for all: what differs is behind its own `callfire.js`. */
const adapters: Record<Contender, Sources> = {
    ours: { program: { "callfire.js": `module.exports = require("pulumi-callfire");\n` } },
    handWritten: {
        package: "none",
        dependencies: ["axios", "fast-xml-parser"],
        program: {
            "numberOrder.js": handWritten,
            "callfire.js": `
const { NumberOrder } = require("./numberOrder");
exports.NumberOrder = class extends NumberOrder {
    constructor(name, { bulkLocal: { count, region } }, options) {
        super(name, { count, ...region }, options);
    }
};
`,
            "package.json": packageOf({ axios: "*", "fast-xml-parser": "*" }),
        },
    },
    idle: {
        package: "none",
        program: {
            "node_modules/idle/package.json": `{ "name": "idle", "version": "1.0.0" }`,
            "node_modules/idle/index.js": idleProvider,
            "package.json": packageOf({ idle: "*" }),
            "callfire.js": `
const pulumi = require("@pulumi/pulumi");
const provider = require("idle");
const declared = ${JSON.stringify(declared)};
for (const name in declared) declared[name] = undefined;
exports.NumberOrder = class extends pulumi.dynamic.Resource {
    constructor(name, inputs, options) {
        super(provider, name, { ...declared, ...inputs }, options, "callfire", "NumberOrder");
    }
};
`,
        },
    },
};

/** A stack of this program, which requires `./callfire`, on an account at the simulator. */
export function stackOf(
    contender: Contender,
    files: Readonly<Record<string, string>>,
    simulator: RunningSimulator,
    config: NonNullable<StackOptions["config"]> = {},
): Promise<EngineStack> {
    const { program, ...sources } = adapters[contender];
    return EngineStack.create({
        ...sources,
        program: { ...program, ...files },
        config: { ...accountAt(simulator), ...config },
        startsProgram: true,
    });
}

/** Seconds that a command of the engine takes, which must not fail. */
export async function secondsOf(work: () => Promise<Result>): Promise<number> {
    const began = performance.now();
    succeeded(await work());
    return (performance.now() - began) / 1000;
}

export async function ordersAreOver(simulator: RunningSimulator): Promise<void> {
    const isOpen = ({ status }: { status: string }): boolean => status === "NEW" || status === "PROCESSING";
    while (simulator.ledger().orders.some(isOpen)) {
        await sleep(50);
    }
}

function packageOf(dependencies: Readonly<Record<string, string>>): string {
    return JSON.stringify({ name: "numbers", private: true, dependencies });
}
