import { createSeal } from "../../../provider/orders/seal";
import type { Operation, Session } from "../../../provider/orders/session";
import { PartialFailure, unknownValue, type Properties, type Resource } from "../../../provider/resources/resource";

export const token = "callfire:index:Thing";
export const urn = "urn:pulumi:dev::shop::callfire:index:Thing::one";

/** Waits until it is interrupted: what an order does that CallFire does not finish. */
export const waiting = "waits";

/** A resource that keeps what it was told, and does nothing else. */
export function createThing(overrides: Partial<Resource> = {}): Resource & { readonly operations: Operation[] } {
    const operations: Operation[] = [];
    return {
        operations,
        token,
        declaration: {
            description: "A thing.",
            inputs: {
                name: { type: "string", description: "Its name.", required: true, replaces: true },
                numbers: {
                    type: "array",
                    description: "Its numbers.",
                    items: { type: "string", description: "A number." },
                },
                place: {
                    type: "object",
                    typeName: "Place",
                    description: "Where it is.",
                    properties: { city: { type: "string", description: "A city." } },
                },
                patient: { type: "boolean", description: "Whether it waits.", default: false },
            },
            outputs: {
                held: {
                    type: "array",
                    description: "What it holds.",
                    required: true,
                    items: { type: "string", description: "A number." },
                },
                account: { type: "string", description: "Whose it is.", required: true },
            },
        },
        check: (news) =>
            Promise.resolve({
                inputs: { ...news, ...(typeof news["name"] === "string" ? { name: news["name"].trim() } : {}) },
                failures: news["name"] === "" ? [{ property: "name", reason: "name must not be empty." }] : [],
            }),
        diff: (_id, olds, news) => Promise.resolve(compare(olds, news)),
        empty: () => undefined,
        async create(inputs, operation) {
            operations.push(operation);
            if (inputs["name"] !== waiting) {
                return { id: "1", state: stateOf(inputs, operation) };
            }
            operation.report.note("order 1 placed");
            await untilAborted(operation.signal);
            throw new PartialFailure("1", stateOf(inputs, operation), [
                "Order 1 is PROCESSING. It is placed and saved.",
            ]);
        },
        read(id, state, inputs, operation) {
            operations.push(operation);
            if (id === "gone") {
                return Promise.resolve(undefined);
            }
            const found = inputs ?? { name: `imported ${id}` };
            return Promise.resolve({ id, state: state ?? stateOf(found, operation), inputs: found });
        },
        update(_id, _olds, news, operation) {
            operations.push(operation);
            return Promise.resolve(stateOf(news, operation));
        },
        delete(_id, _state, operation) {
            operations.push(operation);
            return Promise.resolve();
        },
        ...overrides,
    };
}

function stateOf(inputs: Properties, { session }: Operation): Properties {
    return { ...inputs, held: inputs["numbers"] ?? [], account: session.account };
}

function compare(olds: Properties, news: Properties) {
    const names = ["name", "numbers", "place", "patient"];
    const changed = names.filter((name) => JSON.stringify(olds[name]) !== JSON.stringify(news[name]));
    const unknown = names.filter((name) => news[name] === unknownValue);
    const paths = [...new Set([...changed, ...unknown])].map((name) => (name === "numbers" ? "held[0]" : name));
    return {
        changes: paths.length > 0,
        replaces: paths.filter((path) => path === "name"),
        details: Object.fromEntries(paths.map((path) => [path, "update" as const])),
        stables: ["account"],
        deleteBeforeReplace: false,
        ...(paths.length > 0 ? { summary: `changes ${paths.join(", ")}` } : {}),
    };
}

function untilAborted(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
        if (signal.aborted) {
            resolve();
        }
        signal.addEventListener("abort", () => resolve(), { once: true });
    });
}

/** Only its account is looked at, and its seal: a fake thing orders nothing. */
export function fakeSession(account = "www.callfire.com/acme"): Session {
    return { account, seal: createSeal("acme", "sesame") } as Session;
}
