import type { IncomingMessage } from "node:http";
import { ApiError, badRequest } from "./errors";

export const basePath = "/api/1.1/rest";

export interface ApiRequest {
    readonly method: string;
    /** Below the base path and without `.json`: `/number/order/1`. Outside of the base path, the whole path. */
    readonly path: string;
    readonly format: "xml" | "json";
    /** From the query of a GET or DELETE, from the form of a POST or PUT. */
    readonly parameters: ReadonlyMap<string, string>;
    /** `http://127.0.0.1:PORT/api/1.1/rest`, as the caller names it. */
    readonly baseUrl: string;
    readonly authorization: string | undefined;
    /** Why the parameters can't be read, if so. */
    readonly problem?: ApiError;
}

const largestBody = 1024 * 1024;

export async function bodyOf(message: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of message) {
        const buffer = chunk as Buffer;
        size += buffer.length;
        if (size > largestBody) {
            throw badRequest("the request body is too large");
        }
        chunks.push(buffer);
    }
    return Buffer.concat(chunks).toString("utf8");
}

export function apiRequest(message: IncomingMessage, body: string): ApiRequest {
    const method = message.method ?? "GET";
    const host = message.headers.host ?? "127.0.0.1";
    const url = new URL(message.url ?? "/", `http://${host}`);
    const isBelow = url.pathname.startsWith(`${basePath}/`);
    const isJson = url.pathname.endsWith(".json");
    const path = (isBelow ? url.pathname.slice(basePath.length) : url.pathname).replace(/\.json$/, "");
    const hasForm = method === "POST" || method === "PUT";
    const request = {
        method,
        path: decoded(path),
        format: isJson ? ("json" as const) : ("xml" as const),
        baseUrl: `http://${host}${basePath}`,
        authorization: message.headers.authorization,
    };
    try {
        if (hasForm && body !== "" && !isForm(message.headers["content-type"])) {
            throw badRequest("the request body is not application/x-www-form-urlencoded");
        }
        return { ...request, parameters: parametersFrom(hasForm ? new URLSearchParams(body) : url.searchParams) };
    } catch (error) {
        return { ...request, parameters: new Map(), problem: error as ApiError };
    }
}

/** Basic auth with the given pair, or with any if none is given. */
export function checkCredentials(
    authorization: string | undefined,
    login: string | undefined,
    password: string | undefined,
): void {
    const encoded = /^Basic\s+(\S+)$/i.exec(authorization ?? "")?.[1];
    const pair = encoded === undefined ? "" : Buffer.from(encoded, "base64").toString("utf8");
    const colon = pair.indexOf(":");
    const given = { login: pair.slice(0, Math.max(colon, 0)), password: pair.slice(colon + 1) };
    const isComplete = colon > 0 && given.password !== "";
    if (!isComplete || given.login !== (login ?? given.login) || given.password !== (password ?? given.password)) {
        throw new ApiError(401, "credentials are missing or wrong", { "WWW-Authenticate": 'Basic realm="CallFire"' });
    }
}

/** A count or an index, in decimal. */
export function integerFrom(parameters: ReadonlyMap<string, string>, name: string): number | undefined {
    const text = parameters.get(name)?.trim() ?? "";
    if (text === "") {
        return undefined;
    }
    if (!/^\d{1,9}$/.test(text)) {
        throw badRequest(`${name} is not valid: ${text}`);
    }
    return Number(text);
}

export function wordsFrom(parameters: ReadonlyMap<string, string>, name: string): string[] {
    return (parameters.get(name) ?? "").split(/\s+/).filter((word) => word !== "");
}

/** The page of a list that FirstResult and MaxResults name; at most 1000, the default. */
export function pageOf<Item>(items: readonly Item[], parameters: ReadonlyMap<string, string>): Item[] {
    const first = integerFrom(parameters, "FirstResult") ?? 0;
    const most = Math.min(integerFrom(parameters, "MaxResults") ?? 1000, 1000);
    return items.slice(first, first + most);
}

function parametersFrom(search: URLSearchParams): ReadonlyMap<string, string> {
    const parameters = new Map<string, string>();
    for (const [name, value] of search) {
        if (parameters.has(name)) {
            // Lists are one parameter with spaces. Reading only the first would hide a client's mistake.
            throw badRequest(`${name} is given more than once`);
        }
        parameters.set(name, value);
    }
    return parameters;
}

function isForm(contentType: string | undefined): boolean {
    return /^application\/x-www-form-urlencoded\b/i.test(contentType ?? "");
}

function decoded(path: string): string {
    try {
        return decodeURIComponent(path);
    } catch {
        return path;
    }
}
