import { startSimulator, type Clock, type RunningSimulator, type SimulatorOptions } from "../../simulator";

/** Time that only tests move. */
export class ManualClock implements Clock {
    constructor(private time = Date.parse("2026-11-23T12:00:00Z")) {}

    now(): number {
        return this.time;
    }

    sleep(milliseconds: number): Promise<void> {
        this.time += milliseconds;
        return Promise.resolve();
    }

    advance(milliseconds: number): void {
        this.time += milliseconds;
    }
}

export interface WireAnswer {
    readonly status: number;
    readonly headers: Headers;
    readonly text: string;
}

export interface CallOptions {
    readonly authorization?: string;
}

const anyPair = basic("login", "password");

export function basic(login: string, password: string): string {
    return `Basic ${Buffer.from(`${login}:${password}`).toString("base64")}`;
}

/** As a client does: query string for GET and DELETE, form for POST and PUT. */
export async function call(
    simulator: RunningSimulator,
    method: string,
    path: string,
    parameters: Readonly<Record<string, string>> = {},
    options: CallOptions = {},
): Promise<WireAnswer> {
    const search = new URLSearchParams(parameters).toString();
    const hasForm = method === "POST" || method === "PUT";
    const response = await fetch(`${simulator.url}${path}${hasForm || search === "" ? "" : `?${search}`}`, {
        method,
        headers: {
            Authorization: options.authorization ?? anyPair,
            ...(hasForm ? { "Content-Type": "application/x-www-form-urlencoded" } : {}),
        },
        ...(hasForm ? { body: search } : {}),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
}

export async function order(
    simulator: RunningSimulator,
    parameters: Readonly<Record<string, string>>,
): Promise<string> {
    const answer = await call(simulator, "POST", "/number/order", parameters);
    if (answer.status !== 201) {
        throw new Error(`${answer.status} ${answer.text}`);
    }
    return one(answer.text, "r:Id");
}

/** The content of every element of that name, in the document's order. */
export function all(xml: string, name: string): string[] {
    return [...xml.matchAll(new RegExp(`<${name}(?: [^>]*)?(?:/>|>(.*?)</${name}>)`, "gs"))].map(
        ([, content]) => content ?? "",
    );
}

export function one(xml: string, name: string): string {
    const found = all(xml, name);
    if (found.length !== 1) {
        throw new Error(`${found.length} elements ${name} in ${xml}`);
    }
    return found[0]!;
}

/** Starts simulators, and closes them after each test of the suite. */
export function simulators(): (options?: SimulatorOptions) => Promise<RunningSimulator> {
    let running: RunningSimulator[] = [];
    afterEach(async () => {
        await Promise.all(running.map((simulator) => simulator.close()));
        running = [];
    });
    return async (options) => {
        const simulator = await startSimulator(options);
        running.push(simulator);
        return simulator;
    };
}
