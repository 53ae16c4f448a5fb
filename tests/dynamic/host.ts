import type { Host } from "../../provider/dynamic/host";
import { createSeal } from "../../provider/orders/seal";
import type { Session } from "../../provider/orders/session";
import { systemTime } from "../../provider/orders/time";
import type { Resource } from "../../provider/resources/resource";
import { emptyReading } from "../../provider/stack/reading";
import { openStack } from "../../provider/stack/view";

/** A process that the engine calls, without the engine: what it was told is kept. */
export interface FakeHost extends Host {
    /** Every line, as `note <urn>: <message>`. */
    readonly told: string[];
    readonly interruption: AbortController;
}

export function fakeHost(changes: Partial<Host> = {}): FakeHost {
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
        operations: { run: (work) => work(interruption.signal) },
        engine: {
            reportFor: (urn) => ({
                progress: say("progress", urn),
                note: say("note", urn),
                warn: say("warn", urn),
                end: () => Promise.resolve(say("end", urn)("")),
            }),
            assertAlive: () => Promise.resolve(),
            noteOnce: say("note", undefined),
        },
        openSession: () => Promise.resolve(fakeSession),
        stackView: (options) => openStack(options, () => Promise.resolve(emptyReading)),
        ...changes,
    };
}

const unused = (): never => {
    throw new Error("an adapter does not use this");
};

export const fakeSession: Session = {
    account: "simulator/1",
    client: new Proxy({} as Session["client"], { get: unused }),
    journal: new Proxy({} as Session["journal"], { get: unused }),
    pollLimiter: { turn: unused },
    memory: new Proxy({} as Session["memory"], { get: unused }),
    time: systemTime,
    maxItemsPerOrder: 100,
    bulkOrders: "name",
    seal: createSeal("acme", "sesame"),
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
        empty: () => undefined,
        read: (id, state, inputs) => Promise.resolve({ id, state: state ?? {}, inputs: inputs ?? {} }),
        update: (_id, olds, news) => Promise.resolve({ ...olds, ...news }),
        delete: () => Promise.resolve(),
        ...calls,
    };
}
