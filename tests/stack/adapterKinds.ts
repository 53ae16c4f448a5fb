import { createAdapter } from "../../provider/dynamic/adapter";
import { InitFailure } from "../../provider/dynamic/failure";
import { rememberAttempts } from "../../provider/orders/remember";
import { resources as allResources } from "../../provider/resources/all";
import { attemptsToCarry, unresolvedOf } from "../../provider/stack/reading";
import { fakeHost } from "../dynamic/host";
import { CallFailure, startBench } from "../plugin/support/client";
import type { AdapterKind, AdapterProcess, Answer, Bag, ProcessOptions } from "./adapterStack";

const resources = Object.values(allResources);
const { numberOrder } = allResources;
const signatureKey = "4dabf18193072939515e22adb298388d";

/** The dynamic adapter, between the SDK and its host: they take secrets apart, and the program says which inputs are. */
const dynamic: AdapterKind = {
    type: (resource) => `pulumi-nodejs:dynamic/callfire:${resource}`,
    start(options) {
        const { bench, urn, view, lines } = options;
        const host = fakeHost({ openSession: () => Promise.resolve(bench.session), stackView: () => view });
        const adapter = createAdapter(
            resources.find(({ token }) => urn.includes(`:${token.split(":")[2] ?? ""}::`)) ?? numberOrder,
            host,
        );
        adapter.configure({ config: { get: (key) => (key === "callfire:endpoint" ? "simulator" : undefined) } });
        const call = async <T>(work: Promise<T>): Promise<T> => {
            try {
                return await work;
            } finally {
                lines.push(...host.told.splice(0));
            }
        };
        return Promise.resolve<AdapterProcess>({
            async check(olds, program) {
                const news = { ...plain(program), __provider: "code", __context: contextOf(program, options) };
                const { inputs, failures } = await call(adapter.check(plain(olds), news));
                return { inputs, reasons: failures.map(({ reason }) => reason) };
            },
            diff: async (id, state, inputs) => (await call(adapter.diff(id, plain(state), plain(inputs)))).changes,
            create: (inputs) => call(answerOf(adapter.create(plain(inputs)))),
            update: (id, state, inputs) => {
                const updated = adapter.update(id, plain(state), plain(inputs));
                return call(answerOf(updated.then(({ outs }) => ({ id, outs }))));
            },
            read: async (id, state) => {
                const found = await call(adapter.read(id, plain(state)));
                return { id: found.id, state: found.props };
            },
            remove: (id, state) => call(adapter.delete(id, plain(state))),
            stop: () => undefined,
        });
    },
};

/** As the constructor of the resource sends it along. */
function contextOf(program: Bag, { urn, reading, isPreview }: ProcessOptions): Bag {
    const secrets = Object.keys(program).filter((name) => JSON.stringify(program[name]).includes(signatureKey));
    return {
        urn,
        organization: "acme",
        earlier: { own: unresolvedOf(reading, [urn]), others: attemptsToCarry(reading, [urn]) },
        ...(isPreview && { preview: true }),
        ...(secrets.length > 0 && { secrets }),
    };
}

async function answerOf(call: Promise<{ id: string; outs: Bag }>): Promise<Answer> {
    try {
        const { id, outs } = await call;
        return { id, state: outs };
    } catch (error) {
        if (error instanceof InitFailure) {
            return { id: error.id, state: error.properties, failure: error.reasons.join("; ") };
        }
        throw error;
    }
}

function plain(bag: Bag): Bag {
    return unwrap(bag) as Bag;
}

function unwrap(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(unwrap);
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    return signatureKey in value
        ? unwrap((value as Bag)["value"])
        : Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, unwrap(inner)]));
}

/** The plugin, behind its gRPC server. */
const plugin: AdapterKind = {
    type: (resource) => `callfire:index:${resource}`,
    async start({ bench, urn, view, lines }) {
        const peer = await startBench({
            loadResources: () => Promise.resolve(resources),
            openSession: () => Promise.resolve(bench.session),
            openStack: () => Promise.resolve(view),
            rememberAttempts: (stack, session) =>
                stack.remember((attempts) => rememberAttempts(attempts, stack, session)),
        });
        const saved = async (id: string, call: Promise<Bag>): Promise<Answer> => {
            try {
                const { id: made = id, properties } = await call;
                return { id: String(made), state: properties as Bag };
            } catch (error) {
                if (error instanceof CallFailure && error.partial !== undefined) {
                    const { partial } = error;
                    return { id: partial.id, state: partial.properties, failure: partial.reasons.join("; ") };
                }
                throw error;
            }
        };
        return {
            async check(olds, program) {
                const { inputs, failures } = await peer.call("check", { urn, olds, news: program });
                return {
                    inputs: inputs as Bag,
                    reasons: (failures as { reason: string }[]).map(({ reason }) => reason),
                };
            },
            diff: async (id, olds, news) => (await peer.call("diff", { id, urn, olds, news }))["changes"] === 2,
            create: (properties) => saved("", peer.call("create", { urn, properties })),
            update: (id, olds, news) => saved(id, peer.call("update", { id, urn, olds, news })),
            read: (id, properties, inputs) => saved(id, peer.call("read", { id, urn, properties, inputs })),
            remove: async (id, properties) => {
                await peer.call("delete", { id, urn, properties });
            },
            stop() {
                lines.push(...peer.engine.lines.map(({ message }) => message));
                peer.stop();
            },
        };
    },
};

export const adapterKinds = { dynamic, plugin };
