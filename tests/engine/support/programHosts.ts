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
        return idle.pop() ?? new ProgramHost();
    }

    readonly #process: ChildProcess;
    #hasEndedWell = false;

    private constructor() {
        this.#process = fork(join(__dirname, "programHost.js"), { stdio: ["ignore", "ignore", "inherit", "ipc"] });
        this.#process.on("message", ({ hasFailed }: { hasFailed: boolean }) => (this.#hasEndedWell = !hasFailed));
        // It ends with this process, and does not keep it.
        this.#process.unref();
        this.#process.channel?.unref();
    }

    /** Makes the socket as soon as it is ready. */
    run(run: ProgramRun): void {
        this.#hasEndedWell = false;
        this.#process.send(run);
    }

    /** The engine is gone. What is left of a program that failed, or that still runs, must not meet another's. */
    leave(): void {
        if (this.#hasEndedWell) {
            idle.push(this);
        } else {
            this.kill();
        }
    }

    kill(): void {
        this.#process.kill("SIGKILL");
    }
}
