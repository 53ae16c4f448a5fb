import { setMaxListeners } from "node:events";
import type { Operation } from "./session";
import { DeadlinePassed } from "./wait";

/** CallFire needs up to 20 seconds for an order; the rest is for those that wait for a person. */
const defaultTimeoutSeconds = 600;

/** The same operation with an end: its signal aborts on an interrupt and when its time is up. */
export function withDeadline(operation: Operation): { operation: Operation; end: () => void } {
    const { session, timeoutSeconds } = operation;
    const seconds = timeoutSeconds > 0 ? timeoutSeconds : defaultTimeoutSeconds;
    const timer = new AbortController();
    const signal = AbortSignal.any([operation.signal, timer.signal]);
    // Every wait listens, and the rule of thumb behind Node's warning does not hold here.
    setMaxListeners(0, signal);
    const ended = new AbortController();
    session.time.sleep(seconds * 1000, ended.signal).then(
        () => timer.abort(new DeadlinePassed(`${String(seconds)} s are over`)),
        () => undefined,
    );
    return { operation: { ...operation, signal }, end: () => ended.abort() };
}
