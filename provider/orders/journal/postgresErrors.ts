import { JournalUnavailable } from "../errors";
import { codeOf, messageOf } from "../thrown";
import type { PostgresAddress } from "./postgresUrl";

/** The database can't be used as it is, whatever is tried: what is wrong, and what to do about it. */
export class DatabaseRefused extends Error {
    constructor(
        readonly reason: string,
        readonly advice: string,
    ) {
        super(reason);
    }
}

interface Explanation {
    readonly reason: string;
    readonly advice: string;
}

const networkCodes = new Set([
    "ECONNREFUSED",
    "ECONNRESET",
    "EPIPE",
    "ETIMEDOUT",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "EAI_AGAIN",
    "ENOENT",
]);
/** Shutting down, crashed, starting, full of connections; classes 08 (connection) and 40 (another transaction won). */
const transientStates = new Set(["57P01", "57P02", "57P03", "57P05", "25P03", "25P04", "53300"]);
/** Read-only: where it was not before, a cluster is about to choose another primary. */
const failingOver = "25006";
/** Words of `pg`, which gives these no code. */
const transientWords =
    /^(Connection terminated|Query read timeout|timeout exce|timeout expired|Client has encountered a connection error)/i;

/** Whether the same statement may succeed in a moment: its answer is lost, or the server is not there just now. */
export function isTransient(error: unknown): boolean {
    const code = firstCodeOf(error);
    return (
        networkCodes.has(code) ||
        code === failingOver ||
        transientStates.has(code) ||
        /^(08|40)...$/.test(code) ||
        transientWords.test(wordsOf(error))
    );
}

/** Whether a server answered that can't be used just now. */
export function isStarting(error: unknown): boolean {
    const isLost =
        firstCodeOf(error) === "ECONNRESET" || wordsOf(error).startsWith("Connection terminated unexpectedly");
    return isLost || transientStates.has(firstCodeOf(error));
}

/** In words for people, by the setting's name and without any password. */
export function journalError(error: unknown, address: PostgresAddress): JournalUnavailable {
    if (error instanceof JournalUnavailable) {
        return error;
    }
    const { reason, advice } = error instanceof DatabaseRefused ? error : explain(error, address);
    return new JournalUnavailable(address.place, withoutPassword(reason, address), withoutPassword(advice, address));
}

function explain(error: unknown, address: PostgresAddress): Explanation {
    const code = firstCodeOf(error);
    const words = wordsOf(error);
    return (
        explainNetwork(code, words, address) ??
        explainTls(code, words) ??
        explainLogin(code, words) ??
        explainState(code, words) ?? {
            reason: `PostgreSQL says: ${words}${code === "" ? "" : ` (${code})`}`,
            advice: `Put that right, or set callfire:journal to another database`,
        }
    );
}

function explainNetwork(code: string, words: string, { host, port }: PostgresAddress): Explanation | undefined {
    const where = host.startsWith("/") ? `the socket in ${host}` : `${host}, port ${String(port)}`;
    const advice = `Look whether the database runs and can be reached from here, and check callfire:journal`;
    if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
        return { reason: `no host is known by the name ${host}`, advice };
    }
    if (networkCodes.has(code)) {
        return { reason: `nothing answers at ${where} (${code})`, advice };
    }
    return transientWords.test(words) ? { reason: `${where} does not answer (${words})`, advice } : undefined;
}

function explainTls(code: string, words: string): Explanation | undefined {
    if (words.includes("does not support SSL")) {
        return {
            reason: "the server offers no TLS, and to another machine nothing is sent in clear",
            advice: "Switch TLS on in the server (ssl = on), then run it again; callfire:journal need not change",
        };
    }
    if (/^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_)/.test(code)) {
        return {
            reason: `the server's TLS certificate is not trusted: ${words} (${code})`,
            advice:
                "Give the certificate of the server's authority in callfire:journal: " +
                "postgres://...?sslrootcert=<file>. The host in it must be one that the certificate names",
        };
    }
    return undefined;
}

function explainLogin(code: string, words: string): Explanation | undefined {
    if (words.includes("password must be a")) {
        return {
            reason: "the server asks for a password, and there is none",
            advice: "Set PGPASSWORD or PGPASSFILE, or a callfire:journal with a password as a secret (pulumi config set --secret)",
        };
    }
    if (code === "28P01") {
        return {
            reason: `the server refused the user or its password: ${words}`,
            advice: "Check the user and the password in callfire:journal, PGPASSWORD or PGPASSFILE",
        };
    }
    if (code === "28000" || code === "3D000" || code === "42501") {
        return {
            reason: `the server refused: ${words}`,
            advice: "Check the user and the database in callfire:journal, and what the server allows that user",
        };
    }
    return undefined;
}

function explainState(code: string, words: string): Explanation | undefined {
    switch (code) {
        case failingOver:
            return readOnly;
        case "53300":
            return {
                reason: `the server has no connection left: ${words}`,
                advice: "Each process needs two: raise max_connections or close others, then run it again; check callfire:journal",
            };
        case "57P03":
            return {
                reason: `the server is not ready: ${words}`,
                advice: "Run it again in a while; check callfire:journal",
            };
        default:
            return undefined;
    }
}

export const readOnly: Explanation = {
    reason: "the database is read-only",
    advice: "Point callfire:journal to the primary server and a database whose default_transaction_read_only is off",
};

/** Also as it stands in a URL: some errors quote what they were given. */
function withoutPassword(text: string, { password }: PostgresAddress): string {
    if (password === undefined) {
        return text;
    }
    return [password, encodeURIComponent(password), encodeURI(password)].reduce(
        (shown, secret) => shown.replaceAll(secret, "[password]"),
        text,
    );
}

function firstCodeOf(error: unknown): string {
    if (error instanceof AggregateError && error.errors.length > 0) {
        // One for each address of the host.
        return firstCodeOf(error.errors[0]);
    }
    const code = codeOf(error);
    return typeof code === "string" ? code : "";
}

function wordsOf(error: unknown): string {
    const words = messageOf(error);
    return words === "" && error instanceof AggregateError ? wordsOf(error.errors[0]) : words;
}
