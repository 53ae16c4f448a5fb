import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from "@grpc/grpc-js";
import type * as service from "@pulumi/pulumi/proto/language_grpc_pb";
import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { join, sep } from "node:path";
import type { ProgramRun } from "./programHosts.js";

/*
 * Runs programs inside one process, one after the other, as Pulumi's Automation API runs those of its users: to load the SDK
 * takes a second of the two that a small program takes. The parent names each by a message; the engine comes to its socket.
 */

/** What the Automation API serves a program by. */
type LanguageServer = Record<"getRequiredPlugins" | "getPluginInfo" | "run", Method>;

type Method = (call: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>) => void;

interface ServerModule {
    readonly LanguageServer: new (program: () => Promise<unknown>) => LanguageServer;
}

/** Of the command before: one with a preview comes twice. */
let previous: Server | undefined;

process.on("message", (run: ProgramRun) => serve(run));
process.on("disconnect", () => process.exit());

function serve({ folder, env, socket }: ProgramRun): void {
    previous?.forceShutdown();
    process.chdir(folder);
    process.env = env;
    // That of the program: another copy would know nothing of the run.
    const sdk = createRequire(realpathSync(join(folder, "node_modules/@pulumi/pulumi/package.json")));
    const { LanguageServer } = sdk("@pulumi/pulumi/automation/server") as ServerModule;
    const { LanguageRuntimeService } = sdk("@pulumi/pulumi/proto/language_grpc_pb") as typeof service;
    const language = new LanguageServer(() => Promise.resolve(load(folder)));
    const server = (previous = new Server());
    const run: Method = (call, callback) => {
        process.send?.({ hasEndedWell: false });
        let hasFailed = false;
        language.run(call, (error, response) => {
            // Called a second time after an error, and without it then.
            hasFailed ||= Boolean(error);
            callback(error, response);
            process.send?.({ hasEndedWell: !hasFailed });
        });
    };
    const getRequiredPlugins: Method = (call, callback) => language.getRequiredPlugins(call, callback);
    const getPluginInfo: Method = (call, callback) => language.getPluginInfo(call, callback);
    server.addService(LanguageRuntimeService, { getRequiredPlugins, getPluginInfo, run });
    server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) => {
        if (error) throw error;
    });
}

/** Runs the program's own files anew; the packages that it uses stay loaded. */
function load(folder: string): unknown {
    for (const file of Object.keys(require.cache)) {
        if (file.startsWith(folder + sep)) Reflect.deleteProperty(require.cache, file);
    }
    return createRequire(join(folder, "package.json"))("./index.js");
}
