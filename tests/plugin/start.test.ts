import assert from "node:assert/strict";
import { spawn, type ChildProcess, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import type { Readable } from "node:stream";
import { join, resolve } from "node:path";
import { startEngine, type FakeEngine } from "../provider-engine/fakeEngine";
import { connect } from "./support/client";

const root = resolve(__dirname, "../../..");
const executable = join(root, "pulumi-resource-callfire");

/** The ways in which engines start the plugin. */
const ways: Readonly<Record<string, readonly string[]>> = {
    "the executable": [executable],
    "the compiled files": [join(root, "dist/provider/index.js")],
    "the launcher of source plugins": [join(root, "node_modules/@pulumi/pulumi/cmd/run-plugin"), root],
};

describe("starting the plugin", function () {
    this.timeout(300_000);
    const children: ChildProcess[] = [];
    let engine: FakeEngine;
    beforeEach(async () => {
        engine = await startEngine();
    });
    afterEach(() => {
        engine.stop();
        for (const child of children.splice(0)) {
            child.kill("SIGKILL");
        }
    });

    function start(command: readonly string[]): {
        child: ChildProcessByStdio<null, Readable, null>;
        output: () => string;
    } {
        const child = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "inherit"] });
        children.push(child);
        let output = "";
        child.stdout.setEncoding("utf8").on("data", (text: string) => {
            output += text;
        });
        return { child, output: () => output };
    }

    for (const [way, command] of Object.entries(ways)) {
        it(`prints its port and nothing else, answers, and ends with its engine: ${way}`, async () => {
            const { child, output } = start([...command, engine.address]);
            await once(child.stdout, "data");
            const port = Number(output());
            assert.match(output(), /^\d+\n$/);
            const peer = connect(port);
            await peer.call("handshake", { engineAddress: engine.address });
            const { schema } = await peer.call("getSchema");
            assert.match(String(schema), /callfire:index:NumberOrder/);
            assert.equal(output(), `${String(port)}\n`);
            peer.stop();

            const end = once(child, "exit");
            engine.stop();
            await end;
        });
    }

    it("ends at once when the engine that ends interrupts it", async () => {
        const { child } = start([...ways["the compiled files"]!, engine.address]);
        await once(child.stdout, "data");
        const end = once(child, "exit");
        child.kill("SIGINT");
        assert.deepEqual(await end, [0, null]);
    });

    it("ends when nobody is at the address of its engine", async () => {
        const free = createServer();
        free.listen(0, "127.0.0.1");
        await once(free, "listening");
        const { port } = free.address() as { port: number };
        free.close();
        const { child } = start([...ways["the compiled files"]!, `127.0.0.1:${String(port)}`]);
        await once(child, "exit");
    });

    it("waits for engines that attach themselves, when nobody names one", async () => {
        const { child, output } = start(ways["the compiled files"]!);
        await once(child.stdout, "data");
        const peer = connect(Number(output()));
        await peer.call("attach", { address: engine.address });
        engine.stop();
        engine = await startEngine();
        await peer.call("attach", { address: engine.address });
        assert.equal((await peer.call("getPluginInfo"))["version"], "0.1.0");
        peer.stop();
        assert.equal(child.exitCode, null);
    });

    it("loads nothing that its start does not need: what CallFire and journals are asked with comes with the first call", async () => {
        const folder = mkdtempSync(join(tmpdir(), "pulumi-callfire-start-"));
        const hook = join(folder, "loaded.cjs");
        writeFileSync(
            hook,
            `const write = process.stdout.write;
            process.stdout.write = function (...parts) {
                const packages = Object.keys(require.cache).map((file) => /.*node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(file)?.[1]);
                require("node:fs").writeFileSync(${JSON.stringify(join(folder, "loaded"))}, [...new Set(packages)].filter(Boolean).sort().join("\\n"));
                return write.apply(this, parts);
            };`,
        );
        try {
            const { child } = start(["--require", hook, ...ways["the compiled files"]!, engine.address]);
            await once(child.stdout, "data");
            const loaded = readFileSync(join(folder, "loaded"), "utf8").split("\n");
            assert.deepEqual(loaded, ["@grpc/grpc-js", "@js-sdsl/ordered-map", "@pulumi/pulumi", "google-protobuf"]);
        } finally {
            rmSync(folder, { recursive: true, force: true });
        }
    });
});
