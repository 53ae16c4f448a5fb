import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { installInto, type PackageMode } from "./packages.js";
import { descendantsOf, isAlive, kill, waitFor } from "./processes.js";

export interface StackOptions {
    /** The program's files by their path, `index.js` first of all. `Pulumi.yaml` and `package.json` are there unless given. */
    program: Record<string, string>;
    package?: PackageMode;
    config?: Record<string, string | { secret: string }>;
    env?: Record<string, string>;
}

export interface Result {
    exitCode: number;
    stdout: string;
    stderr: string;
    /** Both, in the order in which they came. */
    output: string;
}

export interface ResourceState {
    urn: string;
    type: string;
    id?: string;
    custom: boolean;
    delete?: boolean;
    external?: boolean;
    initErrors?: string[];
    inputs?: Record<string, unknown>;
    outputs?: Record<string, unknown>;
}

export interface Deployment {
    resources: ResourceState[];
    pendingOperations: { type: string; resource: ResourceState }[];
}

const stackName = "test";
const usualProgram = {
    "Pulumi.yaml": "name: numbers\nruntime: nodejs\n",
    "package.json": JSON.stringify({ name: "numbers", private: true, dependencies: { "pulumi-callfire": "*" } }),
};
const longestCommand = 180_000;

/**
 * A program, a stack and a Pulumi home of their own in a temporary folder, driven by the real command line. The engine
 * is the one on PATH: `npm test` puts it there.
 */
export class EngineStack {
    static async create(options: StackOptions): Promise<EngineStack> {
        const stack = new EngineStack(options);
        try {
            await stack.mustRun(["stack", "init", stackName]);
            await stack.configure(options.config ?? {});
        } catch (error) {
            stack.remove();
            throw error;
        }
        return stack;
    }

    readonly folder: string;
    readonly program: string;
    readonly home: string;
    readonly env: NodeJS.ProcessEnv;
    readonly #running = new Set<RunningCommand>();

    private constructor(options: StackOptions) {
        // The real path: the serializer compares module paths, and macOS keeps its temporary folder behind a link.
        this.folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-callfire-engine-")));
        this.program = join(this.folder, "program");
        this.home = join(this.folder, "home");
        const backend = join(this.folder, "backend");
        for (const folder of [this.program, this.home, backend]) mkdirSync(folder);
        this.write({ ...usualProgram, ...options.program });
        installInto(this.program, options.package ?? "packed");
        this.env = {
            ...withoutSettings(process.env),
            PULUMI_HOME: this.home,
            PULUMI_BACKEND_URL: `file://${backend}`,
            PULUMI_CONFIG_PASSPHRASE: "a passphrase for tests",
            PULUMI_SKIP_UPDATE_CHECK: "true",
            PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
            ...options.env,
        };
    }

    /** Adds files to the program, or replaces them. */
    write(files: Record<string, string>): void {
        for (const [path, text] of Object.entries(files)) {
            mkdirSync(dirname(join(this.program, path)), { recursive: true });
            writeFileSync(join(this.program, path), text);
        }
    }

    async configure(config: Record<string, string | { secret: string }>): Promise<void> {
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

    /** Unlocks the stack after its engine was killed. */
    cancel(): Promise<Result> {
        return this.run(["cancel", "--yes", stackName], { withStack: false });
    }

    /** Starts an `up` and leaves it running, to be interrupted or killed. */
    spawnUp(...options: string[]): RunningCommand {
        return this.start(["up", "--yes", "--skip-preview", ...options]);
    }

    /** Any other command of the engine, such as `import` or `state`. */
    run(command: string[], options: { withStack?: boolean } = {}): Promise<Result> {
        return this.start(command, options).result;
    }

    async state(): Promise<Deployment> {
        const { stdout } = await this.mustRun(["stack", "export"]);
        const { deployment } = JSON.parse(stdout) as {
            deployment: { resources?: ResourceState[]; pending_operations?: Deployment["pendingOperations"] } | null;
        };
        return {
            resources: deployment?.resources ?? [],
            pendingOperations: deployment?.pending_operations ?? [],
        };
    }

    /** The current life of the resource of this name, if the state holds it. */
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

    private start(command: string[], { withStack = true } = {}): RunningCommand {
        const stack = withStack && command[0] !== "stack" ? ["--stack", stackName] : [];
        const child = spawn("pulumi", [...command, ...stack, "--non-interactive", "--color", "never"], {
            cwd: this.program,
            env: this.env,
            stdio: ["ignore", "pipe", "pipe"],
        });
        const running = new RunningCommand(`pulumi ${command.join(" ")}`, child);
        this.#running.add(running);
        return running;
    }

    private async mustRun(command: string[]): Promise<Result> {
        const result = await this.run(command);
        if (result.exitCode !== 0) throw new Error(`pulumi ${command.join(" ")} failed:\n${result.output}`);
        return result;
    }
}

/** An engine at work. `pid` is the engine; the provider is a child of its own. */
export class RunningCommand {
    readonly pid: number;
    readonly result: Promise<Result>;
    #output = "";
    #seen = new Set<number>();

    constructor(
        readonly name: string,
        private readonly child: ChildProcess,
    ) {
        this.pid = child.pid ?? 0;
        this.result = this.#collect();
        // An unused result must not end the test run; whoever awaits it still sees the failure.
        this.result.catch(() => undefined);
    }

    get output(): string {
        return this.#output;
    }

    /** Sends a signal to the engine alone. */
    signal(signal: NodeJS.Signals): void {
        kill(this.pid, signal);
    }

    /** Waits until the output holds this text. */
    async says(text: string | RegExp): Promise<void> {
        await waitFor(`${this.name} to say ${String(text)}\n${this.#output}`, () => {
            this.#remember();
            return (typeof text === "string" ? this.#output.includes(text) : text.test(this.#output)) || undefined;
        });
    }

    /** The process that runs the provider of this package, as soon as there is one. */
    async providerPid(): Promise<number> {
        return waitFor(`${this.name} to start the provider`, () => {
            const candidates = this.#remember();
            // The shell script that launches a dynamic provider has the same words on its command line.
            return candidates.find(({ command }) => /^\S*node .*(dynamic-provider|callfire)/.test(command))?.pid;
        });
    }

    /** Ends the engine and whatever it has started, some of which outlives it. */
    killAll(): void {
        this.#remember();
        for (const pid of this.#seen) kill(pid, "SIGKILL");
        if (this.child.exitCode === null) kill(this.pid, "SIGKILL");
    }

    /** Waits until the provider, which outlives a killed engine, is gone too. */
    async ended(milliseconds = 30_000): Promise<void> {
        const gone = (): true | undefined => ([this.pid, ...this.#seen].some(isAlive) ? undefined : true);
        await waitFor(`the processes of ${this.name} to end`, gone, milliseconds);
    }

    #remember(): ReturnType<typeof descendantsOf> {
        if (this.child.exitCode !== null || this.child.signalCode !== null) return [];
        const descendants = descendantsOf(this.pid);
        for (const { pid } of descendants) this.#seen.add(pid);
        return descendants;
    }

    async #collect(): Promise<Result> {
        const streams = { stdout: "", stderr: "" };
        for (const stream of ["stdout", "stderr"] as const) {
            this.child[stream]?.setEncoding("utf8").on("data", (data: string) => {
                streams[stream] += data;
                this.#output += data;
            });
        }
        const tooLong = new AbortController();
        const exit = new Promise<number>((resolve, reject) => {
            this.child.on("error", (cause) =>
                reject(new Error("The Pulumi engine cannot be started: `npm test` puts it on PATH.", { cause })),
            );
            // Not "close": a provider that outlives its engine keeps the pipes open.
            this.child.on("exit", (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
        });
        void sleep(longestCommand, undefined, { signal: tooLong.signal, ref: false }).then(
            () => this.killAll(),
            () => undefined,
        );
        try {
            const exitCode = await exit;
            await this.#drained();
            return { exitCode, ...streams, output: this.#output };
        } finally {
            tooLong.abort();
        }
    }

    async #drained(): Promise<void> {
        const ends = [this.child.stdout, this.child.stderr].map(
            (stream) =>
                new Promise((resolve) => (stream?.readableEnded === false ? stream.once("end", resolve) : resolve(0))),
        );
        await Promise.race([Promise.all(ends), sleep(500, undefined, { ref: false })]);
    }
}

// What this machine's user has set up must not leak into a test, and a test not into it.
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return Object.fromEntries(Object.entries(env).filter(([key]) => !/^(PULUMI_|CALLFIRE_|NODE_OPTIONS$)/.test(key)));
}
