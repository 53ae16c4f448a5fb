/** What `console.error` is given for a failure that the engine shows itself; a person never sees it. */
const shownByEngine = "\u0000shown by the engine";

/** An error for the engine: it shows the message on the resource. */
export class Failure extends Error {
    /**
     * The SDK's host of dynamic providers prints `${error}: ${error.stack}` of whatever check, diff, read or delete throw,
     * beside handing it to the engine. A stack trace tells a person nothing about an order: see `leaveShownFailures` (decisions/0036).
     */
    override toString(): string {
        return shownByEngine;
    }
}

/** Saved with all properties, and reported: the form that the SDK knows for a resource that exists but is not complete. */
export class InitFailure extends Failure {
    constructor(
        readonly id: string,
        readonly properties: Record<string, unknown>,
        readonly reasons: string[],
    ) {
        super(reasons.join("\n"));
    }
}

/** Keeps failures that the engine shows anyway, and nothing else, from being printed once more with a stack trace. */
export function leaveShownFailures(target: Pick<Console, "error">): void {
    const print = target.error.bind(target);
    target.error = (...parts: unknown[]) => {
        if (typeof parts[0] !== "string" || !parts[0].startsWith(shownByEngine)) {
            print(...parts);
        }
    };
}
