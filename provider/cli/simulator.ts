import { resolve } from "node:path";
import type { Command } from "commander";
import { describeFaults, parseFault, startSimulator } from "../../simulator";
import type { Fault, FaultDescription, RunningSimulator } from "../../simulator";
import { codeOf } from "../orders/thrown";
import { Failure, messageOf, show, type Context, type OutputOptions, type Result } from "./context";
import { examples, parsedBy } from "./options";
import { addReset } from "./simulatorReset";

/** Stays the same from one start to the next, because the state of a stack names host and port as its account. */
const usualPort = 8067;

interface ServeOptions extends OutputOptions {
    readonly port?: number;
    readonly state?: string;
    readonly orderSeconds?: number;
    readonly login?: string;
    readonly password?: string;
    readonly fault?: readonly Fault[];
}

export function addSimulator(program: Command, context: Context): void {
    const names = describeFaults().map(({ name }) => name);
    const port = numberUpTo(65_535, /^\d+$/, "a whole number");
    const seconds = numberUpTo(86_400, /^\d+(\.\d+)?$/, "a number");
    const simulator = program
        .command("simulator")
        .enablePositionalOptions()
        .summary("run the simulator as a server, to rehearse against")
        .description("Runs the simulator as a server until you interrupt it: nothing is bought.")
        .option("--port <number>", `0 for any free one (default: ${String(usualPort)})`, port)
        .option("--state <file>", "keep its account in a file (default: in memory)")
        .option("--order-seconds <seconds>", "how long an order takes (default: 2)", seconds)
        .option("--login <login>", "the only login accepted (default: any)")
        .option("--password <password>", "the only password accepted (default: any)")
        .option("--fault <fault>", `what goes wrong; may be repeated: ${names.join(", ")}`, addFault)
        .option("--json", "where it listens, for programs: { url, control, accountId }")
        .addHelpText(
            "after",
            examples(
                "simulator --state account.json",
                "simulator --fault lostAnswer:POST:/number/order:1",
                "simulator faults",
            ),
        )
        .action((options: ServeOptions) => serve(options, context));
    simulator
        .command("faults")
        .summary("every fault, with its options")
        .description(
            "Lists every fault. Form: name[=value[,option=value]][:METHOD:/path[:which]], where which is 2, 1-3, 2- or *.",
        )
        .option("--json", "for programs")
        .addHelpText(
            "after",
            examples("simulator --fault status=503:GET:/number/order/*:1-2", "simulator faults --json"),
        )
        .action((options: OutputOptions) => show(listFaults(context), options, context));
    addReset(simulator, context);
}

/** Serves until it is interrupted. */
async function serve(
    { port, state, orderSeconds, login, password, fault, json }: ServeOptions,
    context: Context,
): Promise<void> {
    const stateFile = state === undefined ? undefined : resolve(context.folder, state);
    const start = (chosen: number): Promise<RunningSimulator> =>
        startSimulator({
            port: chosen,
            control: true,
            keepProcessAlive: true,
            faults: fault ?? [],
            ...(stateFile !== undefined && { stateFile }),
            ...(orderSeconds !== undefined && { orderSeconds }),
            ...(login !== undefined && { login }),
            ...(password !== undefined && { password }),
        });
    const running = await startOn(port, start, context);
    const { url } = running;
    const control = new URL("/_simulator/", url).href;
    const lines = [
        `SIMULATOR: nothing is bought. It listens at ${url}`,
        `Its account is kept ${stateFile === undefined ? "in memory: it ends with this process" : `in ${stateFile}`}. Control routes: ${control}`,
        "",
        "In the folder of a Pulumi program:",
        `    pulumi config set callfire:endpoint ${url}`,
        `    pulumi config set callfire:login ${login ?? "rehearsal"}`,
        `    pulumi config set --secret callfire:password ${password === undefined ? "rehearsal" : "<the one given to --password>"}`,
        "",
        "Ctrl-C ends it.",
    ];
    const facts = { url, control, accountId: running.accountId, ...(stateFile !== undefined && { state: stateFile }) };
    show({ lines, facts }, { json: json === true }, context);
    await interruption();
    await running.close();
    if (json !== true) {
        context.print("The simulator has ended.");
    }
}

async function startOn(
    port: number | undefined,
    start: (port: number) => Promise<RunningSimulator>,
    context: Context,
): Promise<RunningSimulator> {
    try {
        return await start(port ?? usualPort);
    } catch (error) {
        if (codeOf(error) !== "EADDRINUSE") {
            throw new Failure(`The simulator can't start: ${messageOf(error)}`, { cause: error });
        }
        if (port !== undefined) {
            throw new Failure(`Port ${String(port)} is taken. Choose another --port, or 0 for any free one.`, {
                cause: error,
            });
        }
        context.warn(`Port ${String(usualPort)} is taken, so this is another one; --port chooses.`);
        return start(0);
    }
}

function interruption(): Promise<void> {
    return new Promise((resolve) => {
        process.once("SIGINT", () => resolve());
        process.once("SIGTERM", () => resolve());
    });
}

function listFaults({ paint }: Context): Result {
    const faults = describeFaults();
    return { lines: faults.flatMap((fault) => [...describeFault(fault, paint), ""]).slice(0, -1), facts: faults };
}

function describeFault({ name, meaning, usuallyOn, options }: FaultDescription, paint: Context["paint"]): string[] {
    return [
        `${paint("bold", name)}: ${meaning}`,
        `    usually on ${usuallyOn}`,
        ...options.map(({ name: option, type, isRequired, oneOf, meaning: what }) => {
            const kind = oneOf === undefined ? type : oneOf.join(" or ");
            return `    ${option} (${kind}${isRequired === true ? ", required" : ""}): ${what}`;
        }),
    ];
}

function addFault(text: string, before: readonly Fault[] = []): readonly Fault[] {
    return [...before, parsedBy(parseFault)(text)];
}

function numberUpTo(most: number, form: RegExp, what: string): (text: string) => number {
    return parsedBy((text) => {
        if (!form.test(text) || Number(text) > most) {
            throw new RangeError(`It must be ${what} from 0 to ${most}.`);
        }
        return Number(text);
    });
}
