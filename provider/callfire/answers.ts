import { CredentialsRefusedError, PermissionRefusedError, RefusedError, SlowDownError, UnclearError } from "./errors";
import type { CallFacts, CallFireError } from "./errors";
import { EnvelopeError } from "./elements";
import { readException } from "./envelopes";
import type { WireAnswer, WireRequest } from "./transport";
import { XmlError, readXml, type Element } from "./xml";

type Call = Pick<WireRequest, "method" | "path">;

const longestPauseMs = 60_000;

/**
 * Reads the envelope of a good answer.
 * @throws CallFireError for any other answer, by what it says about whether the request was carried out.
 */
export function readAnswer<Value>(call: Call, answer: WireAnswer, read: (root: Element) => Value): Value {
    if (!isGood(answer)) {
        throw judge(call, answer);
    }
    try {
        const root = readXml(answer.body);
        const exception = readException(root);
        if (exception !== undefined) {
            // Status and envelope contradict each other: neither is believed.
            throw unclear(call, answer, `an error inside a good answer: ${exception.words}`, false, exception.words);
        }
        return read(root);
    } catch (error) {
        throw misread(call, answer, error);
    }
}

/**
 * Checks the answer of a call that answers nothing: 204, or any 2xx that is empty or CallFire's.
 * @throws CallFireError as `readAnswer`.
 */
export function readNothing(call: Call, answer: WireAnswer): void {
    if (!isGood(answer) || answer.body.trim() !== "") {
        readAnswer(call, answer, () => undefined);
    }
}

function isGood(answer: WireAnswer): boolean {
    return answer.status >= 200 && answer.status < 300;
}

/** What an answer that is not 2xx means. The table of decisions/0022. */
function judge(call: Call, answer: WireAnswer): CallFireError {
    const { status } = answer;
    const exception = exceptionOf(answer.body);
    const words = exception?.words;
    if (status >= 300 && status < 400) {
        return unclear(call, answer, `redirected to ${hostOf(answer.location)}; redirects are not followed`, false);
    }
    const refused = exception !== undefined && isRefusal(status) && isRefusal(exception.status ?? status);
    // To a call that may be repeated a 429 is a matter of time; to the order it is CallFire's no.
    if (status === 503 || (status === 429 && !(refused && call.method === "POST"))) {
        const what = `slow down (${status})${words === undefined ? "" : `: ${words}`}`;
        return new SlowDownError({
            ...facts(call, answer, what, words),
            retryAfterMs: retryAfterMs(answer.retryAfter),
        });
    }
    if (refused) {
        return refusal(facts(call, answer, `CallFire refused (${status}): ${exception.words}`, words));
    }
    const isTransient = status >= 500 || status === 408;
    return unclear(call, answer, `status ${status}: ${words ?? firstLine(answer.body)}`, isTransient, words);
}

/** A time-out of the server's (408) says nothing about what it did before. */
function isRefusal(status: number): boolean {
    return status >= 400 && status < 500 && status !== 408;
}

function refusal(about: CallFacts): RefusedError {
    if (about.status === 401) {
        return new CredentialsRefusedError(about);
    }
    return about.status === 403 ? new PermissionRefusedError(about) : new RefusedError(about);
}

function exceptionOf(body: string): ReturnType<typeof readException> {
    try {
        return readException(readXml(body));
    } catch {
        return undefined;
    }
}

/** A 2xx that can't be read. Pages of HTML and cut-off documents pass; the rest is wrong in itself. */
function misread(call: Call, answer: WireAnswer, error: unknown): unknown {
    if (error instanceof XmlError) {
        const shown = error.fault === "not-xml" ? `${error.message}: ${firstLine(answer.body)}` : error.message;
        return unclear(call, answer, `status ${answer.status} with ${shown}`, error.fault !== "refused");
    }
    if (error instanceof EnvelopeError) {
        return unclear(call, answer, `status ${answer.status} with ${error.message}`, false);
    }
    return error;
}

function unclear(call: Call, answer: WireAnswer, what: string, isTransient: boolean, words?: string): UnclearError {
    return new UnclearError(facts(call, answer, what, words), isTransient);
}

function facts(call: Call, answer: WireAnswer, what: string, words: string | undefined): CallFacts {
    return { method: call.method, path: call.path, status: answer.status, what, words };
}

/** The first line with words in it, tags left out: a gateway's page says it in its title. */
function firstLine(body: string): string {
    const lines = body
        .slice(0, 4000)
        .replace(/<(?:style|script)\b[^]*?<\/(?:style|script)>/gi, " ")
        .replace(/<[^>]*>/g, "\n")
        .split(/[\r\n]/)
        // Control characters would reach a terminal.
        .map((line) => line.replace(/\p{Cc}+/gu, " ").trim())
        .filter((line) => line !== "");
    return lines[0] === undefined ? "an empty answer" : `"${lines[0].slice(0, 200)}"`;
}

/** Only the host: the rest of a Location may hold anything. */
function hostOf(location: string | undefined): string {
    if (location === undefined) {
        return "nowhere";
    }
    return URL.canParse(location) ? new URL(location).host : "another path of the same host";
}

/** Seconds or an HTTP date, as milliseconds from now, at most a minute. */
function retryAfterMs(header: string | undefined): number | undefined {
    if (header === undefined) {
        return undefined;
    }
    const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now();
    return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), longestPauseMs);
}
