import type { Host } from "../../provider/dynamic/face";
import { Line } from "../../provider/orders/line";
import type { Session } from "../../provider/orders/session";
import { systemTime } from "../../provider/orders/time";
import type { Resource } from "../../provider/resources/resource";

/** A process that the engine calls, without the engine: what it was told is kept. */
export interface FakeHost extends Host {
    /** Every line, as `note <urn>: <message>`. */
    readonly told: string[];
    readonly interruption: AbortController;
}

export function fakeHost(): FakeHost {
    const told: string[] = [];
    const interruption = new AbortController();
    const say =
        (kind: string, urn: string | undefined) =>
        (message: string): void => {
            told.push(`${kind} ${urn ?? "stack"}: ${message}`);
        };
    return {
        told,
        interruption,
        environment: {},
        programFolder: "/program",
        running: { run: (work) => work(interruption.signal) },
        engine: {
            reportFor: (urn) => ({ progress: say("progress", urn), note: say("note", urn), warn: say("warn", urn) }),
            assertAlive: () => Promise.resolve(),
            isGone: () => Promise.resolve(false),
            flush: () => Promise.resolve(),
        },
        openSession: () => Promise.resolve(fakeSession),
    };
}

const unused = (): never => {
    throw new Error("a face does not use this");
};

const fakeSession: Session = {
    account: "simulator/1",
    client: new Proxy({} as Session["client"], { get: unused }),
    journal: new Proxy({} as Session["journal"], { get: unused }),
    pollClock: { turn: unused },
    orderLine: new Line(),
    time: systemTime,
    maxItemsPerOrder: 100,
};

/** A resource with one input and one output, whose calls a test replaces. */
export function fakeResource(calls: Partial<Resource> = {}): Resource {
    return {
        token: "callfire:index:NumberOrder",
        declaration: {
            description: "",
            inputs: { numbers: { type: "array", description: "" } },
            outputs: { orderId: { type: "string", description: "" } },
        },
        check: (news) => Promise.resolve({ inputs: news, failures: [] }),
        diff: () =>
            Promise.resolve({ changes: false, replaces: [], details: {}, stables: [], deleteBeforeReplace: false }),
        create: (inputs) => Promise.resolve({ id: "1", state: { ...inputs, orderId: "1" } }),
        read: (id, state, inputs) => Promise.resolve({ id, state: state ?? {}, inputs: inputs ?? {} }),
        update: (_id, olds, news) => Promise.resolve({ ...olds, ...news }),
        delete: () => Promise.resolve(),
        ...calls,
    };
}
