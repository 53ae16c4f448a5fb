import { numberOrder } from "../../provider/resources/numberOrder";
import { startSimulator } from "../../simulator/index";
import { EngineStack, type ResourceState } from "../engine/support/engine";

/** What the engine and the SDK take: a provider that does nothing. */
const idleProvider = `
exports.check = async (olds, news) => ({ inputs: news, failures: [] });
exports.diff = async () => ({ changes: false, replaces: [], stables: [], deleteBeforeReplace: false });
exports.create = async (inputs) => ({ id: "1", outs: inputs });
`;

/** The SDK makes a promise with a stack trace for each property that a class declares, which is most of a preview's time. */
const idleClass = (declared: readonly string[]): string => `
const provider = require("idle");
const declared = ${JSON.stringify(Object.fromEntries(declared.map((name) => [name, null])))};
for (const name in declared) declared[name] = undefined;
class Order extends pulumi.dynamic.Resource {
    constructor(name, inputs) {
        super(provider, name, { ...declared, ...inputs }, {});
    }
}
`;
const { inputs, outputs } = numberOrder.declaration;
const sameProperties = [...Object.keys(inputs), ...Object.keys(outputs), "__context"];

const program = (definition: string, count: number): string => `
const pulumi = require("@pulumi/pulumi");
${definition}
for (let index = 0; index < ${String(count)}; index++) {
    new Order("number" + index, { bulkLocal: { count: 1, region: { city: "Seattle", state: "WA" } } });
}
`;

export interface Previews {
    /** Seconds, of each run. */
    readonly ours: number[];
    /** Of a resource that declares the same properties. */
    readonly floor: number[];
    /** Of one that declares its inputs alone. */
    readonly bare: number[];
    /** Seconds that the first update took, which ordered everything, and those of the idle provider's. */
    readonly up: number;
    readonly floorUp: number;
    /** Bytes of inputs and outputs in the state, of the largest resource. */
    readonly bytes: number;
}

/** Unchanged previews of a stack of so many resources, in turns with the same stack of a provider that does nothing. */
export async function measurePreviews(count: number, runs: number): Promise<Previews> {
    const simulator = await startSimulator({ orderSeconds: 0 });
    const ours = await EngineStack.create({
        program: { "index.js": program(`const { NumberOrder: Order } = require("pulumi-callfire");`, count) },
        config: {
            "callfire:endpoint": simulator.url,
            "callfire:login": "acme",
            "callfire:password": { secret: "sesame" },
            // Each order would wait for its turn of a second.
            "callfire:pollScope": "order",
        },
    });
    const idle = (declared: readonly string[]): Promise<EngineStack> =>
        EngineStack.create({
            program: {
                "index.js": program(idleClass(declared), count),
                "node_modules/idle/package.json": `{ "name": "idle", "version": "1.0.0" }`,
                "node_modules/idle/index.js": idleProvider,
                "package.json": `{ "name": "numbers", "private": true, "dependencies": { "idle": "*" } }`,
            },
        });
    const floor = await idle(sameProperties);
    const bare = await idle([]);
    try {
        const up = await seconds(() => ours.up());
        const floorUp = await seconds(() => floor.up());
        await seconds(() => bare.up());
        const times = { ours: [] as number[], floor: [] as number[], bare: [] as number[] };
        for (let run = 0; run < runs; run++) {
            times.floor.push(await seconds(() => floor.preview("--expect-no-changes")));
            times.bare.push(await seconds(() => bare.preview("--expect-no-changes")));
            times.ours.push(await seconds(() => ours.preview("--expect-no-changes")));
        }
        const { resources } = await ours.state();
        const orders = resources.filter(({ type }) => type.endsWith("callfire:NumberOrder"));
        return { ...times, up, floorUp, bytes: Math.max(...orders.map(bytesOf)) };
    } finally {
        ours.remove();
        floor.remove();
        bare.remove();
        await simulator.close();
    }
}

async function seconds(work: () => ReturnType<EngineStack["preview"]>): Promise<number> {
    const began = performance.now();
    const { exitCode, output } = await work();
    if (exitCode !== 0) {
        throw new Error(output);
    }
    return (performance.now() - began) / 1000;
}

export function bytesOf({ inputs, outputs }: Pick<ResourceState, "inputs" | "outputs">): number {
    return Buffer.byteLength(JSON.stringify(inputs)) + Buffer.byteLength(JSON.stringify(outputs));
}
