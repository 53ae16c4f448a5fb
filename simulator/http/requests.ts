import type { IncomingMessage } from "node:http";
import { ApiError, badRequest } from "./errors";

export const basePath = "/api/1.1/rest";

/** Where CallFire's API v2 is, of which the simulator has the list of orders. */
const v2Path = "/v2/";

export interface ApiRequest {
    readonly method: string;
    /** Below the base path, without `.json` and a slash at its end: `/number/order/1`. Elsewhere the whole path. */
    readonly path: string;
    /** `v2`: JSON without envelopes. */
    readonly format: "xml" | "json" | "v2";
    /** From the URL and from the body, whatever the method. */
    readonly parameters: ReadonlyMap<string, string>;
    /** `http://127.0.0.1:PORT/api/1.1/rest`, as the caller names it. */
    readonly baseUrl: string;
    readonly authorization: string | undefined;
    /** Why the parameters can't be read, if so. */
    readonly problem?: ApiError;
}

const largestBody = 1024 * 1024;

export async function bodyOf(message: IncomingMessage): Promise<Buffer> {
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
    return Buffer.concat(chunks);
}

export async function apiRequest(message: IncomingMessage, body: Buffer): Promise<ApiRequest> {
    const host = message.headers.host ?? "127.0.0.1";
    const url = new URL(message.url ?? "/", `http://${host}`);
    const isBelow = url.pathname.startsWith(`${basePath}/`);
    const path = (isBelow ? url.pathname.slice(basePath.length) : url.pathname).replace(/\/+$/, "");
    const format = path.startsWith(v2Path) && !isBelow ? "v2" : path.endsWith(".json") ? "json" : "xml";
    const request: Omit<ApiRequest, "parameters"> = {
        method: message.method ?? "GET",
        path: decoded(path.replace(/\/*\.json$/, "")),
        format,
        baseUrl: `http://${host}${basePath}`,
        authorization: message.headers.authorization,
    };
    try {
        const inBody = body.length === 0 ? [] : await formOf(body, message.headers["content-type"] ?? "");
        return { ...request, parameters: parametersFrom([...url.searchParams, ...inBody]) };
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
        throw new ApiError(401, "UNAUTHORIZED", { "WWW-Authenticate": 'Basic realm="CallFire"' });
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

/** `true` and `false` in any case, or 1 and 0. */
export function isTrue(text: string): boolean {
    return /^(true|1)$/i.test(text.trim());
}

/** What a boolean parameter looks like. */
export const booleanForm = /^\s*(true|false|1|0)\s*$/i;

/** A phone number in the notation of the account: 11 digits, where the schema allows a plus sign as well. */
export function withoutPlus(number: string): string {
    return number.trim().replace(/^\+/, "");
}

/** A list: words with spaces or commas between them. */
export function wordsFrom(parameters: ReadonlyMap<string, string>, name: string): string[] {
    return (parameters.get(name) ?? "").split(/[\s,]+/).filter((word) => word !== "");
}

/** The page of a list that FirstResult and MaxResults name; at most 1000, the default. */
export function pageOf<Item>(items: readonly Item[], parameters: ReadonlyMap<string, string>): Item[] {
    const { first, most } = pageBounds(parameters);
    return items.slice(first, first + most);
}

export function pageBounds(parameters: ReadonlyMap<string, string>): { first: number; most: number } {
    return {
        first: integerFrom(parameters, "FirstResult") ?? 0,
        most: Math.min(integerFrom(parameters, "MaxResults") ?? 1000, 1000),
    };
}

function parametersFrom(given: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
    const parameters = new Map<string, string>();
    for (const [name, value] of given) {
        if (parameters.has(name) && parameters.get(name) !== value) {
            // Lists are one parameter. Reading only the first would hide a client's mistake.
            throw badRequest(`${name} is given more than once, with different values`);
        }
        parameters.set(name, value);
    }
    return parameters;
}

async function formOf(body: Buffer, contentType: string): Promise<[string, string][]> {
    if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) {
        return [...new URLSearchParams(body.toString("utf8"))];
    }
    if (!/^multipart\/form-data\b/i.test(contentType)) {
        throw badRequest("the request body is neither application/x-www-form-urlencoded nor multipart/form-data");
    }
    try {
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- meant for streams; this body is in memory, 1 MB at most
        const form = await new Response(new Uint8Array(body), { headers: { "Content-Type": contentType } }).formData();
        return await Promise.all(
            [...form].map(async ([name, part]): Promise<[string, string]> => [
                name,
                typeof part === "string" ? part : await part.text(),
            ]),
        );
    } catch {
        throw badRequest("the request body is not multipart/form-data, although it says so");
    }
}

function decoded(path: string): string {
    try {
        return decodeURIComponent(path);
    } catch {
        return path;
    }
}
