import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { descendantsOf, kill, processes, waitFor } from "./processes.js";
import type { ProgramHost } from "./programHosts.js";

const longestCommand = 180_000;

export interface Result {
    exitCode: number;
    stdout: string;
    stderr: string;
    /** Both, in the order in which they came. */
    output: string;
}

/** An engine at work. `pid` is the engine; the provider is a child of its own. */
export class RunningCommand {
    readonly pid: number;
    readonly result: Promise<Result>;
    #output = "";
    /** The command of each process that it has started, by its number. */
    #seen = new Map<number, string>();

    constructor(
        readonly name: string,
        private readonly child: ChildProcess,
        /** Where its program runs, if that is not one of its own processes. */
        private readonly host?: ProgramHost,
    ) {
        this.pid = child.pid ?? 0;
        this.result = this.#collect();
        // An unused result must not end the test run; whoever awaits it still sees the failure.
        this.result.catch(() => undefined);
    }

    get isOver(): boolean {
        return this.child.exitCode !== null || this.child.signalCode !== null;
    }

    get output(): string {
        return this.#output;
    }

    /** Sends a signal to the engine alone. */
    signal(signal: NodeJS.Signals): void {
        if (this.#isRunning()) kill(this.pid, signal);
    }

    /** Waits until the output holds this text. */
    async says(text: string | RegExp): Promise<void> {
        let looks = 0;
        await waitFor(`${this.name} to say ${String(text)}\n${this.#output}`, () => {
            const isSaid = typeof text === "string" ? this.#output.includes(text) : text.test(this.#output);
            // To list all processes costs more than to wait: now and then, and before whoever waits may kill some.
            if (isSaid || looks++ % 10 === 0) this.#remember();
            return isSaid || undefined;
        });
    }

    /** The process that runs the provider of this package, as soon as there is one. */
    async providerPid(): Promise<number> {
        return waitFor(`${this.name} to start the provider`, () => {
            const candidates = this.#remember();
            // Whose last argument is the engine's address; the script that launches it asks a node for its path first.
            const provider = /^\S*node .*(dynamic-provider|run-plugin|pulumi-resource-callfire)\S* [\d.]+:\d+$/;
            return candidates.find(({ command }) => provider.test(command))?.pid;
        });
    }

    /** Ends the engine and whatever it has started, some of which outlives it. */
    killAll(): void {
        this.#remember();
        if (!this.isOver) this.host?.kill();
        for (const pid of this.#left()) kill(pid, "SIGKILL");
        this.signal("SIGKILL");
    }

    /** Waits until the provider, which outlives a killed engine, is gone too. */
    async ended(milliseconds = 30_000): Promise<void> {
        const gone = (): true | undefined => (this.#isRunning() || this.#left().length > 0 ? undefined : true);
        await waitFor(`the processes of ${this.name} to end`, gone, milliseconds);
    }

    #isRunning(): boolean {
        return this.child.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null;
    }

    /** What is still there of all that it has started. A number alone may be another process's by now. */
    #left(): number[] {
        const left = processes().filter(({ pid, command }) => this.#seen.get(pid) === command);
        return left.map(({ pid }) => pid);
    }

    #remember(): ReturnType<typeof descendantsOf> {
        if (!this.#isRunning()) return [];
        const descendants = descendantsOf(this.pid);
        for (const { pid, command } of descendants) this.#seen.set(pid, command);
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
            this.host?.leave();
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

/** What a command said that must fail. */
export function failed({ exitCode, output }: Result): string {
    assert.notEqual(exitCode, 0, output);
    return output;
}

/** The same; failures are told in words: a stack trace tells a person nothing about an order. */
export function failedInWords(result: Result): string {
    const output = failed(result);
    assert.doesNotMatch(output, /^\s+at .*(\(|:\d+:\d+)/m);
    return output;
}

/** What a command said that must not fail. */
export function succeeded({ exitCode, output }: Result): string {
    assert.equal(exitCode, 0, output);
    return output;
}
