import type { Operation } from "../orders/session";
import { WaitedLongEnough } from "../orders/waitForOrder";

/** CallFire needs up to 20 seconds for an order; the rest is for those that wait for a person. */
const defaultTimeoutSeconds = 600;

/** Waits end when the operation is interrupted or its time is up. */
export function withTimeout({ session, signal, timeoutSeconds }: Operation): { signal: AbortSignal; end: () => void } {
    const seconds = timeoutSeconds > 0 ? timeoutSeconds : defaultTimeoutSeconds;
    const waits = new AbortController();
    const interrupt = (): void => waits.abort(signal.reason);
    signal.addEventListener("abort", interrupt);
    if (signal.aborted) {
        interrupt();
    }
    void session.time.sleep(seconds * 1000, waits.signal).then(
        () => waits.abort(new WaitedLongEnough(`${String(seconds)} s are over`)),
        () => undefined,
    );
    return {
        signal: waits.signal,
        end: () => {
            signal.removeEventListener("abort", interrupt);
            waits.abort();
        },
    };
}
