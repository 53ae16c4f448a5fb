import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { median, type Table } from "../table";
import { root } from "./waiting";

const bareServer = `
const { Server, ServerCredentials } = require("@grpc/grpc-js");
const server = new Server();
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => console.log(port));
`;

/** Milliseconds from the start of a process to its port: the plugin, and a gRPC server that serves nothing. */
export async function measureStarts(runs: number): Promise<{ plugin: number[]; bare: number[] }> {
    const plugin: number[] = [];
    const bare: number[] = [];
    for (let run = 0; run < runs; run++) {
        // In turns, so that whatever else this machine does meets both alike.
        plugin.push(await measureStart([join(root, "pulumi-resource-callfire"), "127.0.0.1:1"]));
        bare.push(await measureStart(["-e", bareServer]));
    }
    return { plugin, bare };
}

export async function tableOfStarts({ runs }: { runs: number }): Promise<Table> {
    const { plugin, bare } = await measureStarts(runs);
    const row = { what: "start to port", unit: "ms", ours: median(plugin), floor: median(bare), floorsAtMost: 1.5 };
    return { title: "The plugin, beside a bare gRPC server", rows: [row] };
}

async function measureStart(command: readonly string[]): Promise<number> {
    const began = performance.now();
    const child = spawn(process.execPath, command, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    const took = performance.now() - began;
    child.kill("SIGKILL");
    await once(child, "exit");
    return took;
}
