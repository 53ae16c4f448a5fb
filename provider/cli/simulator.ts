import { resolve } from "node:path";
import type { RunningSimulator, SimulatorOptions } from "../../simulator";
import { Failure, messageOf, readArguments, UsageError } from "./world";
import type { World } from "./world";

/** Stays the same from one start to the next, because the state of a stack names host and port as its account. */
const usualPort = 8067;

/** Serves a simulated CallFire until it is interrupted. */
export async function simulator(args: string[], world: World): Promise<number> {
    const { values } = readArguments({
        args,
        options: {
            port: { type: "string" },
            state: { type: "string" },
            "order-seconds": { type: "string" },
            login: { type: "string" },
            password: { type: "string" },
            fault: { type: "string", multiple: true },
        },
    });
    const { parseFault } = await import("../../simulator/index.js");
    const port = values.port === undefined ? undefined : readNumber("port", values.port, 65_535);
    const options: SimulatorOptions = {
        control: true,
        keepProcessAlive: true,
        faults: (values.fault ?? []).map((text) => asUsage(() => parseFault(text))),
        ...(values.state !== undefined && { stateFile: resolve(world.folder, values.state) }),
        ...(values["order-seconds"] !== undefined && {
            orderSeconds: readNumber("order-seconds", values["order-seconds"], 86_400),
        }),
        ...(values.login !== undefined && { login: values.login }),
        ...(values.password !== undefined && { password: values.password }),
    };
    const running = await start(options, port, world);
    announce(running, options, world);
    await interruption();
    await running.close();
    world.print("The simulator has ended.");
    return 0;
}

async function start(options: SimulatorOptions, port: number | undefined, world: World): Promise<RunningSimulator> {
    const { startSimulator } = await import("../../simulator/index.js");
    try {
        return await startSimulator({ ...options, port: port ?? usualPort });
    } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) {
            throw new Failure(`The simulator can't start: ${messageOf(error)}`);
        }
        if (port !== undefined) {
            throw new Failure(`Port ${String(port)} is taken. Choose another --port, or 0 for any free one.`);
        }
        world.print(`Port ${String(usualPort)} is taken, so this is another one; --port chooses.`);
        return startSimulator({ ...options, port: 0 });
    }
}

function announce({ url, port }: RunningSimulator, options: SimulatorOptions, world: World): void {
    const login = options.login ?? "rehearsal";
    const kept = options.stateFile === undefined ? "in memory: it ends with this process" : `in ${options.stateFile}`;
    const lines = [
        `SIMULATOR: nothing is bought. It listens at ${url}`,
        `Its account is kept ${kept}. Control routes: http://127.0.0.1:${String(port)}/_simulator/`,
        "",
        "In the folder of a Pulumi program:",
        `    pulumi config set callfire:endpoint ${url}`,
        `    pulumi config set callfire:login ${login}`,
        `    pulumi config set --secret callfire:password ${options.password === undefined ? "rehearsal" : "<the one given to --password>"}`,
        "",
        "Ctrl-C ends it.",
    ];
    lines.forEach((line) => world.print(line));
}

function interruption(): Promise<void> {
    return new Promise((resolve) => {
        process.once("SIGINT", () => resolve());
        process.once("SIGTERM", () => resolve());
    });
}

function readNumber(option: string, text: string, maximum: number): number {
    const isWhole = option === "port";
    const value = Number(text);
    if (!(isWhole ? /^\d+$/ : /^\d+(\.\d+)?$/).test(text) || value > maximum) {
        throw new UsageError(
            `--${option} is ${JSON.stringify(text)}, but must be a ${isWhole ? "whole " : ""}number from 0 to ${String(maximum)}.`,
        );
    }
    return value;
}

function asUsage<Result>(read: () => Result): Result {
    try {
        return read();
    } catch (error) {
        throw new UsageError(messageOf(error));
    }
}
