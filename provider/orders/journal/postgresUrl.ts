import { isIP } from "node:net";
import { isLoopback } from "../../callfire/endpoint";

type Environment = Readonly<Record<string, string | undefined>>;

/** How the connection is encrypted. `unverified`: whoever answers is believed, so only for a server on this machine. */
export type Encryption = "none" | "verified" | "unverified";

/** Where a PostgreSQL database is and how it is reached. It may hold a password: for connecting alone, never to be shown. */
export interface PostgresAddress {
    /** A host, or the folder of a unix socket. */
    readonly host: string;
    readonly port: number;
    /** Absent where `pg` is to find it out: the user of the operating system. */
    readonly user?: string;
    readonly password?: string;
    /** Absent where it is named like the user. */
    readonly database?: string;
    readonly encryption: Encryption;
    /** PEM files. */
    readonly files: { readonly ca?: string; readonly cert?: string; readonly key?: string };
    /** Options of the server's session, as `options` in the URL: `-c search_path=pipelines`. */
    readonly options?: string;
    /** The same for people: without user and password. */
    readonly place: string;
}

/** What stands for a host that only the query or the environment names: the standard's parser refuses a user without a host. */
const unnamed = "host-in-the-query.invalid";
const defaultPort = 5432;

/**
 * Reads `postgres://<user>:<password>@<host>:<port>/<database>?sslmode=...`. What is missing comes from PGHOST, PGPORT, PGUSER,
 * PGDATABASE, PGPASSWORD and PGSSLMODE. Without `sslmode` any other machine is reached by verified TLS.
 * @throws RangeError whose message goes on after `callfire:journal ...`; it never shows the URL.
 */
export function readPostgresUrl(text: string, environment: Environment = process.env): PostgresAddress {
    const url = parseUrl(text);
    const query = (name: string): string | undefined => present(url.searchParams.get(name));
    const named = url.hostname === unnamed ? undefined : decode(url.hostname).replace(/^\[(.+)\]$/, "$1");
    const host = query("host") ?? present(named) ?? present(environment["PGHOST"]) ?? "localhost";
    const port = readPort(query("port") ?? present(url.port) ?? present(environment["PGPORT"]));
    const database = present(decode(url.pathname.slice(1))) ?? present(environment["PGDATABASE"]);
    const user = query("user") ?? present(decode(url.username)) ?? present(environment["PGUSER"]);
    const password = query("password") ?? present(decode(url.password)) ?? present(environment["PGPASSWORD"]);
    const mode = query("sslmode") ?? modeOfSwitch(query("ssl")) ?? present(environment["PGSSLMODE"]);
    const options = query("options");
    const [ca, cert, key] = [query("sslrootcert"), query("sslcert"), query("sslkey")];
    return {
        host,
        port,
        ...(user !== undefined && { user }),
        ...(password !== undefined && { password }),
        ...(database !== undefined && { database }),
        encryption: encryptionOf(mode ?? (ca === undefined ? undefined : "verify-full"), host),
        files: {
            // As in libpq, `system` stands for the authorities that are trusted anyway.
            ...(ca !== undefined && ca !== "system" && { ca }),
            ...(cert !== undefined && { cert }),
            ...(key !== undefined && { key }),
        },
        ...(options !== undefined && { options }),
        place: placeOf(host, port, database),
    };
}

/** A socket, or this machine by name or number. */
export function isThisMachine(host: string): boolean {
    return host.startsWith("/") || isLoopback(host);
}

/** The parser's own error would carry the whole URL. */
function parseUrl(text: string): URL {
    const withHost = text.replace(/^(postgres(?:ql)?:\/\/(?:[^/?#]*@)?)(?=[:/?#]|$)/, `$1${unnamed}`);
    if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(withHost)) {
        throw unreadable();
    }
    const url = new URL(withHost);
    // A password with one of these in clear ends the host there, and the rest of it would be shown as the database's name.
    if (
        url.pathname.includes("@") ||
        url.hash !== "" ||
        [...url.searchParams.keys()].some((key) => key.includes("@"))
    ) {
        throw unreadable();
    }
    return url;
}

function unreadable(): RangeError {
    return new RangeError(
        "must be a URL such as postgres://<user>@<host>/<database>. In a user, a password or a name write @ as %40, / as %2F, " +
            ": as %3A, # as %23, ? as %3F and % as %25.",
    );
}

function decode(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        throw new RangeError("holds a % that is not the beginning of a code such as %40: write it as %25.");
    }
}

function readPort(text: string | undefined): number {
    const port = Number(text ?? defaultPort);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
        throw new RangeError("must have a port from 1 to 65535.");
    }
    return port;
}

/** `ssl=true` and `ssl=0`, which `pg` knows beside `sslmode`. */
function modeOfSwitch(ssl: string | undefined): string | undefined {
    const modes: Record<string, string> = { true: "verify-full", "1": "verify-full", false: "disable", "0": "disable" };
    return ssl === undefined ? undefined : (modes[ssl] ?? ssl);
}

/** As `pg` takes `sslmode`: whatever asks for TLS asks for verified TLS. Weaker is only a server on this machine. */
function encryptionOf(mode: string | undefined, host: string): Encryption {
    const isLocal = isThisMachine(host);
    switch (mode) {
        case undefined:
            return isLocal ? "none" : "verified";
        case "allow":
        case "prefer":
        case "require":
        case "verify-ca":
        case "verify-full":
            return "verified";
        case "disable":
        case "no-verify":
            if (!isLocal) {
                throw new RangeError(
                    `asks for ${mode === "disable" ? "a connection without TLS" : "TLS without verification"} (sslmode=${mode}) to another ` +
                        `machine: its password and orders could be read on the way. Leave sslmode out; for an authority of your own ` +
                        `add sslrootcert=<file>.`,
                );
            }
            return mode === "disable" ? "none" : "unverified";
        default:
            throw new RangeError(
                "must have an sslmode of disable, require, verify-ca or verify-full, or none: then TLS is verified.",
            );
    }
}

function placeOf(host: string, port: number, database: string | undefined): string {
    const name = database === undefined ? "" : `/${database}`;
    if (host.startsWith("/")) {
        return `postgres://${name}?host=${host}`;
    }
    const shown = isIP(host) === 6 ? `[${host}]` : host;
    return `postgres://${shown}${port === defaultPort ? "" : `:${String(port)}`}${name}`;
}

function present(value: string | null | undefined): string | undefined {
    return value === null || value === undefined || value === "" ? undefined : value;
}
