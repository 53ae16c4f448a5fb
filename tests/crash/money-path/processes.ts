import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import * as path from "node:path";
import type { Acknowledged, Begin, Job, Message, Outcome } from "./job";

/** What the engine does about what a process tells it. */
export interface Listener {
    /** Resolves nothing: it is stored when this returns. */
    begin(operation: Begin): void;
    end(outcome: Outcome): void;
}

/** How one process ended. */
export interface Run {
    readonly wasKilled: boolean;
    /** From the beginning of the work to the end of the process. */
    readonly milliseconds: number;
    /** Points of the money path that it passed; 0 where it was killed. */
    readonly points: number;
}

/** Processes with their code loaded, so that the next one can begin at once. */
export class Processes {
    private readonly idle: Promise<ChildProcess>[] = [];

    constructor(private readonly spares: number) {}

    /** @param killAfter milliseconds of work after which the process is killed from outside, wherever it is */
    async run(job: Job, listener: Listener, killAfter?: number): Promise<Run> {
        while (this.idle.length < this.spares) {
            this.idle.push(start());
        }
        const child = await (this.idle.shift() ?? start());
        const run = await work(child, job, listener, killAfter);
        if (!run.wasKilled) {
            this.idle.push(Promise.resolve(child));
        }
        return run;
    }

    async close(): Promise<void> {
        for (const child of await Promise.all(this.idle.splice(0))) {
            child.kill("SIGKILL");
        }
    }
}

function work(child: ChildProcess, job: Job, listener: Listener, killAfter: number | undefined): Promise<Run> {
    return new Promise((resolve, reject) => {
        let began = performance.now();
        let timer: NodeJS.Timeout | undefined;
        const end = (wasKilled: boolean, points: number): void => {
            clearTimeout(timer);
            child.removeAllListeners();
            resolve({ wasKilled, points, milliseconds: performance.now() - began });
        };
        child.on("message", (message: Message) => {
            if (message === "begun") {
                began = performance.now();
                timer = killAfter === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
            } else if (typeof message === "string") {
                return;
            } else if (message.kind === "begin") {
                listener.begin(message);
                acknowledge(child, message.urn);
            } else if (message.kind === "outcome") {
                listener.end(message);
            } else if (!child.killed) {
                end(false, message.points);
            }
        });
        // After the last message.
        child.once("close", (code, signal) => {
            if (signal === "SIGKILL") {
                end(true, 0);
            } else {
                reject(new Error(`a process ended with ${String(signal ?? code)}`));
            }
        });
        child.send(job);
    });
}

/** It may have been killed meanwhile. */
function acknowledge(child: ChildProcess, urn: string): void {
    const answer: Acknowledged = { kind: "stored", urn };
    if (child.connected) {
        child.send(answer, () => undefined);
    }
}

function start(): Promise<ChildProcess> {
    const child = fork(path.join(__dirname, "child.js"), { execArgv: [] });
    return new Promise((resolve, reject) => {
        child.once("message", () => resolve(child));
        child.once("error", reject);
    });
}
