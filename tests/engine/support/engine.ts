import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { mendCheckpoint, readState, type Deployment, type ResourceState } from "./checkpoint.js";
import { copyStack, keepStack, type Config } from "./newStack.js";
import { installInto, type PackageMode } from "./packages.js";
import { ProgramHost } from "./programHosts.js";
import { type Result, RunningCommand } from "./running.js";
import { terminalSize } from "./terminal.js";

export interface StackOptions {
    /** The program's files by their path, `index.js` first of all. `Pulumi.yaml` and `package.json` are there unless given. */
    program: Record<string, string>;
    package?: PackageMode;
    /** What else it depends on, of what is installed here. */
    dependencies?: readonly string[];
    config?: Config;
    env?: Record<string, string>;
    /**
     * The program gets a process for each run, as at a user's. Without this those that can share one that is there already,
     * as the Automation API's do: to start one takes half the time of a command.
     */
    startsProgram?: boolean;
}

const usualProgram = {
    // Programs here are JavaScript: without this the SDK loads a TypeScript compiler for each run.
    "Pulumi.yaml": "name: numbers\nruntime: { name: nodejs, options: { typescript: false } }\n",
    "package.json": JSON.stringify({ name: "numbers", private: true, dependencies: { "pulumi-callfire": "*" } }),
};

/**
 * A program, a stack and a Pulumi home of their own in a temporary folder, driven by the real command line. The engine
 * is the one on PATH: `npm test` puts it there.
 */
export class EngineStack {
    static async create(options: StackOptions): Promise<EngineStack> {
        const stack = new EngineStack(options);
        try {
            await stack.#make(options);
        } catch (error) {
            stack.remove();
            throw error;
        }
        return stack;
    }

    /** Of the stack. */
    name = "test";
    /** Where commands are typed; the program's folder unless set. */
    workingFolder: string | undefined;
    readonly folder: string;
    readonly program: string;
    readonly env: NodeJS.ProcessEnv;
    readonly #backend: string;
    readonly #running = new Set<RunningCommand>();
    readonly #startsProgram: boolean;
    #machines = 0;
    #commands = 0;

    private constructor(options: StackOptions) {
        // The real path: the serializer compares module paths, and macOS keeps its temporary folder behind a link.
        this.folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-callfire-engine-")));
        this.program = join(this.folder, "program");
        this.#backend = join(this.folder, "backend");
        for (const folder of [this.program, this.#backend]) mkdirSync(folder);
        this.write({ ...usualProgram, ...options.program });
        // A link leads to this repository's own SDK.
        this.#startsProgram = options.startsProgram ?? options.package === "linked";
        installInto(this.program, options.package ?? "packed", options.dependencies);
        this.env = {
            ...withoutSettings(process.env),
            PULUMI_BACKEND_URL: `file://${this.#backend}`,
            PULUMI_CONFIG_PASSPHRASE: "a passphrase for tests",
            PULUMI_SKIP_UPDATE_CHECK: "true",
            PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
            // The engine's processes are gone before their garbage is worth collecting.
            GOGC: "800",
            ...options.env,
        };
        this.#provideMachine();
    }

    /** Where this machine keeps what is not the stack's: plugins, credentials and the journal. */
    get home(): string {
        return join(this.folder, `machine-${String(this.#machines)}`, "home");
    }

    /**
     * The machine is thrown away, with all that still ran on it, its Pulumi home, journal and temporary files, and the
     * next command runs on a new one. What is left is the backend and the program.
     */
    loseMachine(): void {
        for (const command of this.#running) command.killAll();
        rmSync(dirname(this.home), { recursive: true, force: true, maxRetries: 5 });
        this.#provideMachine();
    }

    /** Adds files to the program, or replaces them. */
    write(files: Record<string, string>): void {
        for (const [path, text] of Object.entries(files)) {
            mkdirSync(dirname(join(this.program, path)), { recursive: true });
            writeFileSync(join(this.program, path), text);
        }
    }

    /** Gives the stack another name; the program stays as it is. */
    async rename(name: string): Promise<void> {
        await this.mustRun(["stack", "rename", name]);
        this.name = name;
    }

    /** Another stack of this name beside this one, which the commands are about from now on. */
    async initialise(name: string): Promise<void> {
        await this.mustRun(["stack", "init", name]);
        this.name = name;
    }

    /** Runs on the same machine as another stack: with its Pulumi home, and so with its journal. */
    shareMachineOf(other: EngineStack): void {
        this.env["PULUMI_HOME"] = other.env["PULUMI_HOME"];
        this.env["TMPDIR"] = other.env["TMPDIR"];
    }

    /** From now on the engine is started by its full path, and nothing that it starts finds it on PATH. */
    hideEngine(): void {
        const folder = dirname(engine());
        this.env["PATH"] = (this.env["PATH"] ?? "")
            .split(delimiter)
            .filter((other) => other !== folder)
            .join(delimiter);
    }

    /** From now on whatever runs on Node here sees another time of day. */
    moveClock(minutes: number): void {
        this.env["NODE_OPTIONS"] = this.clockMoved(minutes);
    }

    /** Options for a Node that sees another time of day. */
    clockMoved(minutes: number): string {
        return this.runFirst(
            `clock${String(minutes)}`,
            `const { now } = Date;
Date.now = () => now() + ${String(minutes)} * 60_000;
globalThis.Date = class extends Date {
    constructor(...parts) {
        super(...(parts.length === 0 ? [Date.now()] : parts));
    }
};
`,
        );
    }

    /** Options for a Node that runs this script before its own. */
    runFirst(name: string, script: string): string {
        const file = join(this.folder, `${name}.cjs`);
        writeFileSync(file, script);
        return `--require ${file}`;
    }

    async #make({ config = {}, env = {} }: StackOptions): Promise<void> {
        const place = { program: this.program, backend: this.#backend, name: this.name };
        const secrets = Object.entries(config).filter(([, value]) => typeof value !== "string");
        const kind = JSON.stringify([readFileSync(join(this.program, "Pulumi.yaml"), "utf8"), secrets, env]);
        if (copyStack(kind, place, config)) return;
        await this.mustRun(["stack", "init", this.name]);
        await this.configure(config);
        keepStack(kind, place);
    }

    async configure(config: Config): Promise<void> {
        const settings = Object.entries(config).flatMap(([key, value]) =>
            typeof value === "string" ? ["--plaintext", `${key}=${value}`] : ["--secret", `${key}=${value.secret}`],
        );
        if (settings.length > 0) await this.mustRun(["config", "set-all", ...settings]);
    }

    /** Without a preview first, which would double its time: ask for it with `--skip-preview=false`. */
    up(...options: string[]): Promise<Result> {
        return this.run(["up", "--yes", "--skip-preview", ...options]);
    }

    preview(...options: string[]): Promise<Result> {
        return this.run(["preview", ...options]);
    }

    refresh(...options: string[]): Promise<Result> {
        return this.run(["refresh", "--yes", "--skip-preview", ...options]);
    }

    destroy(...options: string[]): Promise<Result> {
        return this.run(["destroy", "--yes", "--skip-preview", ...options]);
    }

    /**
     * Makes the stack usable after its engine was killed: it may still be locked, and its file half-written. Takes the lock's file
     * away, as `pulumi cancel` does: to start one for it takes as long as a fourth of an update.
     */
    unlock(): void {
        mendCheckpoint(this.#backend, this.name);
        rmSync(join(this.#backend, ".pulumi/locks"), { recursive: true, force: true });
    }

    /** Starts an `up` and leaves it running, to be interrupted or killed. */
    spawnUp(...options: string[]): RunningCommand {
        return this.start(["up", "--yes", "--skip-preview", ...options]);
    }

    /** Any other command of the engine, such as `import` or `state`. */
    run(command: string[], options: { withStack?: boolean } = {}): Promise<Result> {
        return this.start(command, options).result;
    }

    /** What the backend keeps. */
    state(): Promise<Deployment> {
        return readState(this.#backend, this.name, () => [...this.#running].some(({ isOver }) => !isOver));
    }

    /** The resource of this name, if the state holds it and does not only wait for its deletion. */
    async resource(name: string): Promise<ResourceState | undefined> {
        const { resources } = await this.state();
        return resources.find((resource) => resource.urn.endsWith(`::${name}`) && resource.delete !== true);
    }

    async outputs(): Promise<Record<string, unknown>> {
        const { stdout } = await this.mustRun(["stack", "output", "--json", "--show-secrets"]);
        return JSON.parse(stdout) as Record<string, unknown>;
    }

    /** Removes everything from this machine; nothing that was bought is released. */
    remove(): void {
        for (const command of this.#running) command.killAll();
        rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
    }

    #provideMachine(): void {
        this.#machines += 1;
        this.env["PULUMI_HOME"] = this.home;
        this.env["TMPDIR"] = join(dirname(this.home), "temporary");
        for (const name of ["PULUMI_HOME", "TMPDIR"]) mkdirSync(this.env[name]!, { recursive: true });
    }

    /** Runs a command as a person does in a terminal, and answers with what it has written there. */
    inTerminal(command: string[]): RunningCommand {
        const typed = [engine(), ...command, "--stack", this.name].map((word) => `'${word}'`).join(" ");
        const { cols, rows } = terminalSize;
        // Of util-linux: gives its child a terminal and copies what it writes there.
        const child = spawn(
            "script",
            ["-qfec", `stty cols ${String(cols)} rows ${String(rows)}; ${typed}`, "/dev/null"],
            {
                cwd: this.program,
                env: { ...this.env, TERM: "xterm-256color" },
                stdio: ["ignore", "pipe", "pipe"],
            },
        );
        return this.#follow(`pulumi ${command.join(" ")}`, child);
    }

    start(command: string[], { withStack = true } = {}): RunningCommand {
        // By name: which stack is selected, a new machine does not know.
        const stack = withStack && command[1] !== "init" ? ["--stack", this.name] : [];
        const folder = this.workingFolder === undefined ? [] : ["--cwd", this.program];
        const typed = [engine(), ...command, ...stack, ...folder, "--non-interactive", "--color", "never"];
        const host = this.#canBeHosted(command) ? ProgramHost.take() : undefined;
        this.#commands += 1;
        const socket = join(this.folder, `program-${String(this.#commands)}`);
        const [file = "", ...args] = host?.commandFor({ folder: this.program, env: this.env, socket }, typed) ?? typed;
        const child = spawn(file, args, {
            cwd: this.workingFolder ?? this.program,
            env: this.env,
            stdio: ["ignore", "pipe", "pipe"],
        });
        return this.#follow(`pulumi ${command.join(" ")}`, child, host);
    }

    /** Of JavaScript as tests usually write it, on a Node without options of its own. */
    #canBeHosted([command = ""]: string[]): boolean {
        const read = (file: string): string => readFileSync(join(this.program, file), "utf8");
        return (
            ["up", "preview"].includes(command) &&
            !this.#startsProgram &&
            this.env["NODE_OPTIONS"] === undefined &&
            /nodejs.*typescript"?: false/s.test(read("Pulumi.yaml")) &&
            read("package.json") === usualProgram["package.json"]
        );
    }

    #follow(name: string, child: ChildProcess, host?: ProgramHost): RunningCommand {
        const running = new RunningCommand(name, child, host);
        this.#running.add(running);
        return running;
    }

    private async mustRun(command: string[]): Promise<Result> {
        const result = await this.run(command);
        if (result.exitCode !== 0) throw new Error(`pulumi ${command.join(" ")} failed:\n${result.output}`);
        return result;
    }
}

/** The command line's full path, as a shell would find it; its bare name where there is none, for the error that tells so. */
function engine(): string {
    const candidates = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "pulumi"));
    return candidates.find((candidate) => existsSync(candidate)) ?? "pulumi";
}

// What this machine's user has set up must not leak into a test, and a test not into it.
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return Object.fromEntries(Object.entries(env).filter(([key]) => !/^(PULUMI_|CALLFIRE_|NODE_OPTIONS$)/.test(key)));
}
