import type { Envelope } from "./envelopes";
import { ApiError, notFound } from "./errors";
import { labelNumber } from "./labels";
import { listKeywords, searchKeywords } from "./keywords";
import { configureNumber, getNumber, listNumbers, listRegions, release, searchNumbers } from "./numbers";
import { idIn } from "./paths";
import { orderOf, orderPayload, placeOrder, type OrderBehaviour } from "./orders";
import type { Fields, Page } from "./payload";
import type { ApiRequest } from "./requests";
import type { Store } from "./store";
import {
    createSubscription,
    deleteSubscription,
    getSubscription,
    listSubscriptions,
    updateSubscription,
} from "./subscriptions";

export interface Answer {
    readonly status: number;
    /** Absent for 204. */
    readonly envelope?: Envelope;
}

/** What a call is handled with. */
export interface Call {
    readonly request: ApiRequest;
    readonly store: Store;
    readonly behaviour: OrderBehaviour;
    /** Shown instead of an order's own status. */
    readonly shownStatus?: string;
}

type Handler = (call: Call, id: string) => Answer | Promise<Answer>;

/** The first that fits: fixed words stand before placeholders. */
const routes: readonly (readonly [method: string, path: string, handler: Handler])[] = [
    ["POST", "/number/order", postOrder],
    ["GET", "/number/order/*", getOrder],
    ["GET", "/number", list("Number", listNumbers)],
    ["GET", "/number/search", list("Number", searchNumbers)],
    ["GET", "/number/regions", list("Region", (_, parameters) => listRegions(parameters))],
    ["PUT", "/number/release", change((state, _, parameters) => release(state, parameters))],
    ["GET", "/number/keyword", list("Keyword", listKeywords)],
    ["GET", "/number/keyword/search", list("Keyword", searchKeywords)],
    ["GET", "/number/*", get("Number", getNumber)],
    ["PUT", "/number/*", change(configureNumber)],
    ["POST", "/label/number/*", change(labelNumber)],
    ["POST", "/subscription", postSubscription],
    ["GET", "/subscription", list("Subscription", listSubscriptions)],
    ["GET", "/subscription/*", get("Subscription", getSubscription)],
    ["PUT", "/subscription/*", change(updateSubscription)],
    ["DELETE", "/subscription/*", change(deleteSubscription)],
];

export async function answer(call: Call): Promise<Answer> {
    const { method, path } = call.request;
    const fitting = routes.filter(([, route]) => idIn(route, path) !== undefined);
    const found = fitting.find(([allowed]) => allowed === method);
    if (found !== undefined) {
        return found[2](call, idIn(found[1], path) ?? "");
    }
    if (fitting.length > 0) {
        const Allow = fitting.map(([allowed]) => allowed).join(", ");
        throw new ApiError(405, `${method} is not allowed on ${path}`, { Allow });
    }
    throw notFound(`${path} does not exist`);
}

async function postOrder({ request, store, behaviour }: Call): Promise<Answer> {
    const order = await store.change((state, now) => placeOrder(state, now, request.parameters, behaviour));
    return created(order.id, `${request.baseUrl}/number/order/${order.id}`);
}

function getOrder({ store, shownStatus }: Call, id: string): Answer {
    const payload = store.read((state, now) => orderPayload(orderOf(state, id), now, shownStatus));
    return { status: 200, envelope: { kind: "resource", name: "NumberOrder", payload } };
}

async function postSubscription({ request, store }: Call): Promise<Answer> {
    const id = await store.change((state) => createSubscription(state, request.parameters));
    return created(id, `${request.baseUrl}/subscription/${id}`);
}

function created(id: string, location: string): Answer {
    return { status: 201, envelope: { kind: "reference", id: BigInt(id), location } };
}

type State = Parameters<Parameters<Store["read"]>[0]>[0];

function list(name: string, find: (state: State, parameters: ReadonlyMap<string, string>) => Page): Handler {
    return ({ request, store }) => {
        const page = store.read((state) => find(state, request.parameters));
        return { status: 200, envelope: { kind: "list", name, ...page } };
    };
}

function get(name: string, find: (state: State, id: string) => Fields): Handler {
    return ({ store }, id) => {
        const payload = store.read((state) => find(state, id));
        return { status: 200, envelope: { kind: "resource", name, payload } };
    };
}

function change(make: (state: State, id: string, parameters: ReadonlyMap<string, string>) => void): Handler {
    return async ({ request, store }, id) => {
        await store.change((state) => make(state, id, request.parameters));
        return { status: 204 };
    };
}
