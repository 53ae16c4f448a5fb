import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { serializeFunction } from "@pulumi/pulumi/runtime";
import { startSimulator } from "../../simulator/index";
import { installInto } from "../../tests/engine/support/packages";
import { connect, type Bag } from "../../tests/plugin/support/client";
import { startEngine } from "../../tests/provider-engine/fakeEngine";
import { provider } from "../handWritten/numberOrder";
import type { Table } from "../table";

export const root = resolve(__dirname, "../../..");

/** The processes that the engine starts, by what it starts. */
const dynamic = {
    command: ["node_modules/@pulumi/pulumi/cmd/dynamic-provider"],
    type: "pulumi-nodejs:dynamic/callfire:NumberOrder",
};
const hosts = {
    dynamic,
    handWritten: dynamic,
    plugin: { command: [join(root, "pulumi-resource-callfire")], type: "callfire:index:NumberOrder" },
};
export type HostName = keyof typeof hosts;

/** Megabytes of a provider process: at its start, and with so many orders waiting. */
export interface Memory {
    readonly idle: number;
    readonly waiting: number;
    readonly seconds: number;
}

/** Starts a provider as the engine does, has it place orders that never finish, and looks at its memory while it polls. */
export async function measureWaiting(name: HostName, count: number): Promise<Memory> {
    const { command, type } = hosts[name];
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "callfire-waiting-")));
    const program = join(folder, "program");
    mkdirSync(program);
    installInto(program, "packed", ["axios", "fast-xml-parser"]);
    const simulator = await startSimulator({ faults: [{ effect: { kind: "hold" }, match: { to: "always" } }] });
    const engine = await startEngine();
    const child = spawn(process.execPath, [...command, engine.address], {
        cwd: program,
        stdio: ["ignore", "pipe", "inherit"],
        env: {
            PATH: process.env["PATH"],
            HOME: folder,
            PULUMI_HOME: folder,
            TMPDIR: folder,
            CALLFIRE_ENDPOINT: simulator.url,
            CALLFIRE_LOGIN: "acme",
            CALLFIRE_PASSWORD: "sesame",
        },
    });
    try {
        const [port] = (await once(child.stdout, "data")) as [Buffer];
        const peer = connect(Number(port.toString()));
        const account = { endpoint: simulator.url, login: "acme", password: "sesame" };
        const config = Object.entries(account).map(([key, value]) => [`callfire:${key}`, value] as const);
        await peer.call("configure", { args: name === "plugin" ? {} : Object.fromEntries(config) });
        const idle = megabytes(child.pid ?? 0);
        const began = performance.now();
        let failure: unknown;
        for (let index = 0; index < count; index++) {
            const urn = `urn:pulumi:dev::shop::${type}::n${String(index)}`;
            const { inputs } = await peer.call("check", { urn, olds: {}, news: await inputsOf(name, urn) });
            // Answered never, unless it fails: the process is killed while they wait.
            peer.call("create", { urn, properties: inputs }).catch((error: unknown) => (failure ??= error));
        }
        while (simulator.ledger().orders.length < count) {
            if (failure !== undefined || child.exitCode !== null || performance.now() - began > 300_000) {
                const orders = simulator.ledger().orders.length;
                throw new Error(`Only ${String(orders)} of ${String(count)} orders came.`, { cause: failure });
            }
            await sleep(100);
        }
        const seconds = (performance.now() - began) / 1000;
        let waiting = 0;
        for (let look = 0; look < 20; look++) {
            await sleep(250);
            waiting = Math.max(waiting, megabytes(child.pid ?? 0));
        }
        peer.stop();
        return { idle, waiting, seconds };
    } finally {
        child.kill("SIGKILL");
        engine.stop();
        await simulator.close();
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
}

async function inputsOf(name: HostName, urn: string): Promise<Bag> {
    const region = { city: "Seattle", state: "WA" };
    const inputs = { bulkLocal: { count: 1, region } };
    switch (name) {
        case "plugin":
            return inputs;
        case "dynamic":
            return { ...inputs, __provider: serializedProvider(), __context: { urn } };
        case "handWritten":
            return { count: 1, ...region, __provider: (await serializeFunction(() => provider)).text };
    }
}

/** As the state of users has it. */
function serializedProvider(): string {
    const text = readFileSync(join(root, "tests/fixtures/state/0.1.0/deployment.json"), "utf8");
    const { deployment } = JSON.parse(text) as { deployment: { resources: { urn: string; inputs?: Bag }[] } };
    const provider = deployment.resources.find(({ urn }) => urn.includes("callfire:NumberOrder"))?.inputs?.[
        "__provider"
    ];
    return String(provider);
}

export async function tableOfMemory({ orders }: { orders: number }): Promise<Table> {
    const handWritten = await measureWaiting("handWritten", orders);
    const dynamic = await measureWaiting("dynamic", orders);
    const plugin = await measureWaiting("plugin", orders);
    const unit = "MB";
    return {
        title: "Memory of the provider's process",
        rows: [
            { what: "idle", unit, ours: dynamic.idle, handWritten: handWritten.idle },
            { what: `${orders} orders waiting`, unit, ours: dynamic.waiting, handWritten: handWritten.waiting },
            { what: "plugin, idle", unit, ours: plugin.idle },
            { what: `plugin, ${orders} orders waiting`, unit, ours: plugin.waiting },
        ],
    };
}

/** What of the process is in memory now. */
function megabytes(pid: number): number {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, "utf8")) ?? [];
    return Number(kilobytes) / 1024;
}
