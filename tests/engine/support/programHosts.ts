import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";

/** A program to run, for the engine that comes to this socket. */
export interface ProgramRun {
    readonly folder: string;
    readonly env: NodeJS.ProcessEnv;
    readonly socket: string;
}

const idle: ProgramHost[] = [];

/** A process in which programs run one after the other, of those that end well. */
export class ProgramHost {
    static take(): ProgramHost {
        const host = idle.pop();
        return host !== undefined && host.#process.connected ? host : new ProgramHost();
    }

    readonly #process: ChildProcess;
    #hasEndedWell = false;

    private constructor() {
        this.#process = fork(join(__dirname, "programHost.js"), { stdio: ["ignore", "ignore", "inherit", "ipc"] });
        this.#process.on("message", ({ hasEndedWell }: { hasEndedWell: boolean }) => {
            this.#hasEndedWell = hasEndedWell;
        });
        // It ends with this process, and does not keep it.
        this.#process.unref();
        this.#process.channel?.unref();
    }

    /** Runs the program as soon as this command of the engine, in the form in which it has to be started for it, comes to the socket. */
    commandFor(run: ProgramRun, command: readonly string[]): string[] {
        this.#hasEndedWell = false;
        this.#process.send(run);
        // The shell becomes the engine: who watches the process, or kills it, meets no other.
        const whenReady = `until [ -S "$0" ]; do sleep 0.02; done; exec "$@"`;
        return ["sh", "-c", whenReady, run.socket, ...command, `--client=unix://${run.socket}`];
    }

    /** The engine is gone. What is left of a program that failed, or that still runs, must not meet another's. */
    leave(): void {
        // Killed it may be although its program has ended well: the engine goes on with deletions after that.
        if (this.#hasEndedWell && !this.#process.killed) {
            idle.push(this);
        } else {
            this.kill();
        }
    }

    kill(): void {
        this.#process.kill("SIGKILL");
    }
}
