import { isIP } from "node:net";

/** Where requests go. Decided once, when the client is made, so that no request can carry credentials elsewhere. */

/** A base URL that may be used. */
export interface Endpoint {
    /** Without a slash at its end. */
    base: string;
    /** Base URL of API v2: CallFire's own host for it, or the same server. */
    version2: string;
    secure: boolean;
    /** On this machine: never reached through a proxy. */
    loopback: boolean;
}

/**
 * Reads `callfire:endpoint`. Slashes at the end are left out.
 * @throws RangeError naming `callfire:endpoint` for anything but https, or http to loopback; for a URL with
 * credentials, a query or a fragment.
 */
export function readEndpoint(text: string): Endpoint {
    if (!URL.canParse(text)) {
        // The text is not quoted: it may be a misplaced password, or a URL that holds one.
        throw new RangeError("callfire:endpoint is not a URL. It looks like https://www.callfire.com/api/1.1/rest");
    }
    const url = new URL(text);
    if (url.username !== "" || url.password !== "") {
        throw new RangeError(
            "callfire:endpoint must not hold credentials: set callfire:login and callfire:password instead.",
        );
    }
    if (url.search !== "" || url.hash !== "") {
        throw new RangeError(
            `callfire:endpoint must end with its path, without "?" or "#": ${url.origin}${url.pathname}`,
        );
    }
    const loopback = isLoopback(url.hostname);
    if (url.protocol !== "https:" && !(url.protocol === "http:" && loopback)) {
        throw new RangeError(
            `callfire:endpoint must be https: ${url.protocol}//${url.host} would carry the password in clear. ` +
                "Plain http is taken for this machine alone (127.0.0.1, [::1], localhost).",
        );
    }
    return {
        base: `${url.origin}${url.pathname}`.replace(/\/+$/, ""),
        version2: url.host === "www.callfire.com" ? "https://api.callfire.com/v2" : `${url.origin}/v2`,
        secure: url.protocol === "https:",
        loopback,
    };
}

/**
 * This machine, by a name or number that can mean nothing else.
 * @param host as it stands in a URL, or without the brackets
 */
export function isLoopback(host: string): boolean {
    return ["localhost", "::1", "[::1]"].includes(host) || (isIP(host) === 4 && host.startsWith("127."));
}
