import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { control, controlPath } from "./control";
import { ApiError, notFound } from "./errors";
import type { FaultEffect } from "../faults/faults";
import { effectOf } from "../faults/rules";
import { buyWithoutOrder, sellNamed } from "../account/interventions";
import type { LedgerRequest } from "./ledger";
import { interposed, replyOf, send, type Reply } from "./reply";
import { apiRequest, bodyOf, checkCredentials, type ApiRequest } from "./requests";
import { answer } from "./routes";
import type { ServerSetup } from "./serverSetup";
import type { Store } from "../storage/store";

/** Listens on the loopback interface alone; port 0 is any free one. */
export function listen(setup: ServerSetup, port: number, keepsProcessAlive: boolean): Promise<Server> {
    const server = createServer((message, response) => {
        void handle(setup, message, response);
    });
    // A client's idle connection should not be closed just when it is used again.
    server.keepAliveTimeout = 60_000;
    if (!keepsProcessAlive) {
        server.unref();
        server.on("connection", (socket) => socket.unref());
    }
    return new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, "127.0.0.1", () => resolve(server));
    });
}

export function portOf(server: Server): number {
    return (server.address() as AddressInfo).port;
}

async function handle(setup: ServerSetup, message: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrivedAt = setup.clock.now();
    try {
        const body = await bodyOf(message);
        response.setHeader("Date", accountTime(setup));
        if (message.url?.startsWith(controlPath) === true && setup.hasControl) {
            await control(setup, message, body.toString("utf8"), response);
            return;
        }
        const request = await apiRequest(message, body);
        const { method, path } = request;
        const entry: LedgerRequest = { arrivedAt, method, path, parameters: Object.fromEntries(request.parameters) };
        setup.log.add(entry);
        const effects = setup.faults.effectsOn(request);
        const reply = await replyTo(setup, request, effects);
        entry.answeredAt = setup.clock.now();
        entry.status = reply === undefined || reply.cut === true ? null : reply.status;
        if (reply === undefined) {
            response.destroy();
        } else {
            response.setHeader("Date", accountTime(setup));
            send(response, reply);
        }
        setup.faults.answered(request);
    } catch (error) {
        // A client that went away in the middle of its request, or a body that is too large.
        if (error instanceof ApiError && !response.headersSent) {
            send(response, exception(error, "xml"));
        }
        response.destroy();
    }
}

/** Leases and orders are dated by the account's clock, which may be ahead: a client that is told the time is told by the same. */
function accountTime({ store, clock }: ServerSetup): string {
    try {
        return new Date(store.read((_, now) => now)).toUTCString();
    } catch {
        // The answer itself says what is wrong with the account.
        return new Date(clock.now()).toUTCString();
    }
}

/** Nothing: the connection is cut instead. */
async function replyTo(
    setup: ServerSetup,
    request: ApiRequest,
    effects: readonly FaultEffect[],
): Promise<Reply | undefined> {
    if (effectOf(effects, "cutBefore") !== undefined) {
        return undefined;
    }
    const slow = effectOf(effects, "slow");
    if (slow?.before !== undefined) {
        await setup.clock.sleep(slow.before);
    }
    const instead = interposed(effects, request.format);
    const isProcessed = (effectOf(effects, "status") ?? effectOf(effects, "html"))?.processed ?? false;
    if (instead !== undefined && !isProcessed) {
        return instead;
    }
    await sellElsewhere(setup.store, request, effects);
    await buyElsewhere(setup.store, effects, "before");
    const reply = await processed(setup, request, effects);
    await buyElsewhere(setup.store, effects, "after");
    if (slow?.answer !== undefined) {
        await setup.clock.sleep(slow.answer);
    }
    return effectOf(effects, "lostAnswer") === undefined ? (instead ?? reply) : undefined;
}

async function processed(setup: ServerSetup, request: ApiRequest, effects: readonly FaultEffect[]): Promise<Reply> {
    try {
        checkCredentials(request.authorization, setup.login, setup.password);
        if (request.problem !== undefined) {
            throw request.problem;
        }
        const reject = request.method === "POST" ? effectOf(effects, "rejectPost") : undefined;
        if (reject !== undefined) {
            throw new ApiError(400, reject.message ?? "no valid credit card on file");
        }
        if (setup.absentPaths.has(request.path)) {
            throw notFound(`${request.path} does not exist`);
        }
        const { store, orderSeconds } = setup;
        return replyOf(await answer({ request, store, effects, orderSeconds }), request.format, effects);
    } catch (error) {
        const known = error instanceof ApiError ? error : new ApiError(500, messageOf(error));
        return exception(known, request.format, effects);
    }
}

async function sellElsewhere(store: Store, request: ApiRequest, effects: readonly FaultEffect[]): Promise<void> {
    const sale = effectOf(effects, "soldElsewhere");
    if (sale !== undefined) {
        await sellNamed(store, request.parameters, sale.count ?? 1);
    }
}

async function buyElsewhere(store: Store, effects: readonly FaultEffect[], when: "before" | "after"): Promise<void> {
    const purchase = effectOf(effects, "boughtElsewhere");
    if (purchase !== undefined && (purchase.when ?? "before") === when) {
        await buyWithoutOrder(store, purchase);
    }
}

function exception(error: ApiError, format: ApiRequest["format"], effects: readonly FaultEffect[] = []): Reply {
    const envelope = { kind: "exception" as const, status: error.status, message: error.message };
    return replyOf({ status: error.status, envelope }, format, effects, error.headers);
}

function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
