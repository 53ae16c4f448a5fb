import type { Envelope } from "./envelopes";
import { ApiError, notFound } from "./errors";
import { createAutoReply, deleteAutoReply, getAutoReply, listAutoReplies } from "../account/autoReplies";
import { deleteLabel, labelNumber, listLabels, unlabelNumber } from "../account/labels";
import { isRemembered, remember } from "../account/askedRegions";
import { isNamedByAsking } from "../geography/inventory";
import { regionAsked } from "../geography/regions";
import { listKeywords, searchKeywords } from "../account/keywords";
import { configureNumber, getNumber, listNumbers, listRegions, release, searchNumbers } from "../account/numbers";
import { idIn } from "./paths";
import { listOrders } from "../account/orderList";
import { orderPayload } from "../account/orderPayload";
import { placeOrder, visibleOrder } from "../account/orders";
import type { FaultEffect } from "../faults/faults";
import { behaviourUnder } from "../faults/orderBehaviour";
import { effectOf } from "../faults/rules";
import type { Fields, Page } from "./payload";
import type { ApiRequest } from "./requests";
import type { Store } from "../storage/store";
import {
    createSubscription,
    deleteSubscription,
    getSubscription,
    listSubscriptions,
    updateSubscription,
} from "../account/subscriptions";

export interface Answer {
    readonly status: number;
    /** Absent for 204. */
    readonly envelope?: Envelope;
}

/** What a call is handled with. */
export interface Call {
    readonly request: ApiRequest;
    readonly store: Store;
    readonly effects: readonly FaultEffect[];
    readonly orderSeconds: number;
}

type Handler = (call: Call, id: string) => Answer | Promise<Answer>;

/** The first that fits: fixed words stand before placeholders. */
const routes: readonly (readonly [method: string, path: string, handler: Handler])[] = [
    ["POST", "/number/order", postOrder],
    ["GET", "/number/order/*", getOrder],
    ["GET", "/number", list("Number", listNumbers)],
    ["GET", "/number/search", searchForSale],
    ["GET", "/number/regions", list("Region", (_, parameters) => listRegions(parameters))],
    ["PUT", "/number/release", change((state, _, parameters) => release(state, parameters))],
    ["GET", "/number/keyword", list("Keyword", listKeywords)],
    ["GET", "/number/keyword/search", list("Keyword", searchKeywords)],
    ["GET", "/number/*", get("Number", getNumber)],
    ["PUT", "/number/*", change(configureNumber)],
    ["GET", "/label", list("Label", listLabels)],
    ["DELETE", "/label", change((state, _, parameters) => deleteLabel(state, parameters))],
    ["POST", "/label/number/*", change(labelNumber)],
    ["DELETE", "/label/number/*", change(unlabelNumber)],
    ["POST", "/text/auto-reply", create("/text/auto-reply", createAutoReply)],
    ["GET", "/text/auto-reply", list("AutoReply", listAutoReplies)],
    ["GET", "/text/auto-reply/*", get("AutoReply", getAutoReply)],
    ["DELETE", "/text/auto-reply/*", change(deleteAutoReply)],
    ["POST", "/subscription", create("/subscription", createSubscription)],
    ["GET", "/subscription", list("Subscription", listSubscriptions)],
    ["GET", "/subscription/*", get("Subscription", getSubscription)],
    ["PUT", "/subscription/*", change(updateSubscription)],
    ["DELETE", "/subscription/*", change(deleteSubscription)],
];

/** Of CallFire's API v2. */
const v2Routes: typeof routes = [["GET", "/v2/orders", getOrders]];

export async function answer(call: Call): Promise<Answer> {
    const { method, path, format } = call.request;
    const fitting = (format === "v2" ? v2Routes : routes).filter(([, route]) => idIn(route, path) !== undefined);
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

async function postOrder({ request, store, effects, orderSeconds }: Call): Promise<Answer> {
    const behaviour = behaviourUnder(effects, orderSeconds);
    const id = await store.change((state, now) => {
        const before = state.orders.at(-1);
        const order = placeOrder(state, now, request.parameters, behaviour);
        return effectOf(effects, "repeatedId") === undefined ? order.id : (before ?? order).id;
    });
    return created(id, `${request.baseUrl}/number/order/${id}`);
}

function getOrder({ store, effects }: Call, id: string): Answer {
    const unknown = effectOf(effects, "unknownStatus");
    const tax = effectOf(effects, "salesTax");
    const look = {
        ...(tax === undefined ? {} : { salesTaxPercent: tax.percent ?? 8.25 }),
        plusSign: effectOf(effects, "plusSign") !== undefined,
        ...(unknown === undefined ? {} : { status: unknown.status ?? "AWAITING_CARRIER" }),
    };
    const payload = store.read((state, now) => orderPayload(visibleOrder(state, id, now), now, look));
    return { status: 200, envelope: { kind: "resource", name: "NumberOrder", payload } };
}

function getOrders({ request, store, effects }: Call): Answer {
    const isBare = effectOf(effects, "bareOrders") !== undefined;
    const payload = store.read((state, now) => listOrders(state, now, request.parameters, isBare));
    return { status: 200, envelope: { kind: "resource", name: "orders", payload } };
}

/** A region that only the asking names is remembered, so that what is bought by its number belongs to it. */
async function searchForSale(call: Call): Promise<Answer> {
    const { request, store } = call;
    const asked = regionAsked(request.parameters);
    if (asked !== undefined && store.read((state) => !isRemembered(state, asked)) && isNamedByAsking(asked)) {
        await store.change((state) => remember(state, asked));
    }
    return list("Number", searchNumbers)(call, "");
}

function created(id: string, location: string): Answer {
    return { status: 201, envelope: { kind: "reference", id: BigInt(id), location } };
}

function create(path: string, make: (state: State, parameters: ReadonlyMap<string, string>) => string): Handler {
    return async ({ request, store }) => {
        const id = await store.change((state) => make(state, request.parameters));
        return created(id, `${request.baseUrl}${path}/${id}`);
    };
}

type State = Parameters<Parameters<Store["read"]>[0]>[0];

function list(
    name: string,
    find: (state: State, parameters: ReadonlyMap<string, string>, asOf: number) => Page,
): Handler {
    return ({ request, store, effects }) => {
        const lag = effectOf(effects, "listLag");
        const page = store.read((state, now) => find(state, request.parameters, before(now, lag)));
        return { status: 200, envelope: { kind: "list", name, ...page } };
    };
}

function get(name: string, find: (state: State, id: string, asOf: number) => Fields): Handler {
    return ({ store, effects }, id) => {
        const lag = effectOf(effects, "numberLag");
        const payload = store.read((state, now) => find(state, id, before(now, lag)));
        return { status: 200, envelope: { kind: "resource", name, payload } };
    };
}

/** Without a lag everything is seen, even what a process acquired whose clock is a little ahead. */
function before(now: number, lag: { readonly seconds: number } | undefined): number {
    return lag === undefined ? Number.POSITIVE_INFINITY : now - lag.seconds * 1000;
}

function change(make: (state: State, id: string, parameters: ReadonlyMap<string, string>) => void): Handler {
    return async ({ request, store }, id) => {
        await store.change((state) => make(state, id, request.parameters));
        return { status: 204 };
    };
}
