import type { IncomingMessage, ServerResponse } from "node:http";
import type { InboundEvent } from "../account/inbound";
import { receive } from "./postbacks";
import { ApiError, badRequest } from "./errors";
import { readFault } from "../faults/faultText";
import { changeThing, moveClock, settle, stockUp, type Stock, type ThingChange } from "../account/interventions";
import { send } from "./reply";
import type { ServerSetup } from "./serverSetup";

export const controlPath = "/_simulator/";

/** The routes that no CallFire has. JSON both ways; they are not in the ledger and faults do not touch them. */
export async function control(
    setup: ServerSetup,
    message: IncomingMessage,
    body: string,
    response: ServerResponse,
): Promise<void> {
    let status = 200;
    let result: unknown;
    try {
        const path = (message.url ?? "").slice(controlPath.length).replace(/\?.*$/, "");
        result = (await controlled(setup, `${message.method ?? ""} ${path}`, parsed(body))) ?? {};
    } catch (error) {
        status = error instanceof ApiError ? error.status : 400;
        result = { error: error instanceof Error ? error.message : String(error) };
    }
    send(response, { status, headers: { "Content-Type": "application/json" }, body: JSON.stringify(result) });
}

async function controlled(setup: ServerSetup, route: string, input: unknown): Promise<unknown> {
    const { store, faults, log } = setup;
    const orderId = /^POST orders\/(\d+)$/.exec(route)?.[1];
    if (orderId !== undefined) {
        await settle(store, orderId, orderChangeFrom(input));
        return log.ledger(store).orders.find((order) => order.id === orderId);
    }
    switch (route) {
        case "GET ledger":
            return log.ledger(store);
        case "DELETE ledger":
            return log.clear();
        case "GET faults":
            return { faults: faults.list() };
        case "POST faults":
            return { id: faults.add(readFault(input)) };
        case "DELETE faults":
            return faults.clear();
        case "POST clock":
            return { now: await moveClock(store, numberFrom(input, "advance") ?? 0) };
        case "POST numbers":
            await changeThing(store, thingChangeFrom(input));
            return log.ledger(store).owned;
        case "POST inbound":
            return receive(store, inboundFrom(input));
        case "POST stock":
            await stockUp(store, stockFrom(input));
            return { numbers: log.ledger(store).owned.numbers.length };
        default:
            throw new ApiError(404, `there is no control route ${route}`);
    }
}

function orderChangeFrom(input: unknown): { status?: string; fulfilled?: number; hold?: boolean } {
    const status = textFrom(input, "status");
    const fulfilled = numberFrom(input, "fulfilled");
    return {
        ...(status === undefined ? {} : { status }),
        ...(fulfilled === undefined ? {} : { fulfilled }),
        hold: fieldOf(input, "hold") === true,
    };
}

function thingChangeFrom(input: unknown): ThingChange {
    const action = textFrom(input, "action");
    const number = textFrom(input, "number");
    const keyword = textFrom(input, "keyword");
    const leaseEnd = textFrom(input, "leaseEnd");
    const autoRenew = fieldOf(input, "autoRenew");
    if (action !== "give" && action !== "lapse" && action !== "sell" && action !== "free") {
        throw badRequest('"action" is one of give, lapse, sell, free');
    }
    if ((number === undefined) === (keyword === undefined)) {
        throw badRequest('name one of "number" and "keyword"');
    }
    return {
        action,
        ...(number === undefined ? { keyword: keyword ?? "" } : { number }),
        ...(leaseEnd === undefined ? {} : { leaseEnd }),
        ...(typeof autoRenew === "boolean" ? { autoRenew } : {}),
    };
}

function inboundFrom(input: unknown): InboundEvent {
    const type = textFrom(input, "type");
    const from = requiredFrom(input, "from");
    const to = requiredFrom(input, "to");
    if (type === "call") {
        return { type, from, to };
    }
    if (type !== "text") {
        throw badRequest('"type" is one of text, call');
    }
    const keyword = textFrom(input, "keyword");
    const message = textFrom(input, "message") ?? "";
    return { type, from, to, message, ...(keyword === undefined ? {} : { keyword }) };
}

function stockFrom(input: unknown): Stock {
    const city = textFrom(input, "city");
    const state = textFrom(input, "state");
    return {
        count: numberFrom(input, "count") ?? 0,
        ...(city === undefined ? {} : { city }),
        ...(state === undefined ? {} : { state }),
    };
}

function parsed(body: string): unknown {
    try {
        return body === "" ? {} : JSON.parse(body);
    } catch {
        throw badRequest("the body is not JSON");
    }
}

function fieldOf(input: unknown, name: string): unknown {
    return typeof input === "object" && input !== null ? (input as Record<string, unknown>)[name] : undefined;
}

function textFrom(input: unknown, name: string): string | undefined {
    const value = fieldOf(input, name);
    if (value !== undefined && typeof value !== "string") {
        throw badRequest(`"${name}" is a string`);
    }
    return value;
}

function requiredFrom(input: unknown, name: string): string {
    const value = textFrom(input, name);
    if (value === undefined) {
        throw badRequest(`"${name}" is missing`);
    }
    return value;
}

function numberFrom(input: unknown, name: string): number | undefined {
    const value = fieldOf(input, name);
    if (value !== undefined && typeof value !== "number") {
        throw badRequest(`"${name}" is a number`);
    }
    return value;
}
