import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import * as path from "node:path";
import type { Job, Outcome } from "./job";

/** How one process ended. */
export interface Run {
    readonly outcomes: readonly Outcome[];
    readonly wasKilled: boolean;
    /** From the beginning of the work to the end of the process. */
    readonly milliseconds: number;
}

/** Processes with their code loaded, so that the next one can begin at once. */
export class Processes {
    private readonly spare: Promise<ChildProcess>[] = [];

    constructor(private readonly spares: number) {}

    /** @param killAfter milliseconds of work after which the process is killed from outside, wherever it is */
    async run(job: Job, killAfter?: number): Promise<Run> {
        this.fill();
        const child = await (this.spare.shift() ?? start());
        const outcomes: Outcome[] = [];
        let began = 0;
        let timer: NodeJS.Timeout | undefined;
        child.on("message", (message: Outcome | string) => {
            if (message === "begun") {
                began = performance.now();
                timer = killAfter === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
            } else if (typeof message !== "string") {
                outcomes.push(message);
            }
        });
        const ended = new Promise<NodeJS.Signals | number | null>((resolve) =>
            child.once("exit", (code, signal) => resolve(signal ?? code)),
        );
        child.send(job);
        const end = await ended;
        clearTimeout(timer);
        if (end !== 0 && end !== "SIGKILL") {
            throw new Error(`a process ended with ${String(end)}`);
        }
        return { outcomes, wasKilled: end === "SIGKILL", milliseconds: performance.now() - began };
    }

    async close(): Promise<void> {
        for (const child of await Promise.all(this.spare.splice(0))) {
            child.kill("SIGKILL");
        }
    }

    private fill(): void {
        while (this.spare.length < this.spares) {
            this.spare.push(start());
        }
    }
}

function start(): Promise<ChildProcess> {
    const child = fork(path.join(__dirname, "child.js"), { execArgv: [], serialization: "advanced" });
    return new Promise((resolve, reject) => {
        child.once("message", () => resolve(child));
        child.once("error", reject);
    });
}
