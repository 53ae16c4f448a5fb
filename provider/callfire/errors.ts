/**
 * What can go wrong between here and CallFire, told apart by what it means for money: did the request leave, and
 * did CallFire itself say no? Errors carry facts, never credentials, headers or the HTTP library's own objects.
 */

/** The facts that every error of this module has. */
export interface CallFacts {
    /** `POST`, `GET`, `PUT` or `DELETE`. */
    method: string;
    /** The path below the endpoint, without query or credentials: `/number/order`. */
    path: string;
    /** What went wrong, as half a sentence: `connection refused`. */
    what: string;
    /** HTTP status, where an answer came. */
    status?: number | undefined;
    /** CallFire's own message, word for word, where it sent a ResourceException. */
    words?: string | undefined;
    /** How long CallFire asked to wait, in milliseconds, at most 60,000. */
    retryAfterMs?: number | undefined;
}

/** Base of every error that a call to CallFire ends with, aborts aside (those reject with the signal's reason). */
export abstract class CallFireError extends Error {
    readonly method: string;
    readonly path: string;
    readonly what: string;
    readonly status: number | undefined;
    readonly words: string | undefined;
    readonly retryAfterMs: number | undefined;

    constructor(facts: CallFacts) {
        super(`${facts.method} ${facts.path}: ${facts.what}`);
        this.name = new.target.name;
        this.method = facts.method;
        this.path = facts.path;
        this.what = facts.what;
        this.status = facts.status;
        this.words = facts.words;
        this.retryAfterMs = facts.retryAfterMs;
    }
}

/** The request certainly never left: no connection, TLS included, ever stood. Nothing was bought by it. */
export class UnsentError extends CallFireError {}

/** CallFire itself said no: a 4xx whose body is a ResourceException. `words` is its message. */
export class RefusedError extends CallFireError {}

/** 401: the login or the password is missing or wrong. */
export class CredentialsRefusedError extends RefusedError {}

/** 403: the credentials are good, but lack the permission. */
export class PermissionRefusedError extends RefusedError {}

/** 429 or 503: slow down. Undocumented, so it proves nothing about whether the request was carried out. */
export class SlowDownError extends CallFireError {}

/** Anything else. The request may have been carried out. */
export class UnclearError extends CallFireError {
    /** Whether asking again may help (a cut connection, a time-out, a 5xx); false for an answer that is wrong in itself. */
    readonly isTransient: boolean;

    constructor(facts: CallFacts, isTransient: boolean) {
        super(facts);
        this.isTransient = isTransient;
    }
}

/** Whether the same call might succeed a little later. Says nothing on whether repeating it is safe: the call knows that. */
export function isTransient(error: unknown): boolean {
    if (error instanceof UnsentError || error instanceof SlowDownError) {
        return true;
    }
    return error instanceof UnclearError && error.isTransient;
}
