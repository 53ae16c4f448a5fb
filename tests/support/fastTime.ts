import type { Time } from "../../provider/orders/time";
import type { Clock } from "../../simulator";

/**
 * Time that runs faster, for the provider and the simulator alike, so that no test waits. Processes that name the same start
 * see the same time.
 * @param start of the machine's clock that is never set back, in nanoseconds
 */
export function timeTimes(speed: number, start = process.hrtime.bigint()): Time {
    const elapsed = (): number => (Number(process.hrtime.bigint() - start) / 1e6) * speed;
    return {
        elapsed,
        date: () => new Date(Date.UTC(2026, 0, 1) + elapsed()),
        sleep: (milliseconds, signal) =>
            new Promise((resolve, reject) => {
                const stop = (): void => {
                    clearTimeout(timer);
                    reject(signal?.reason instanceof Error ? signal.reason : new Error("stopped"));
                };
                const timer = setTimeout(() => {
                    signal?.removeEventListener("abort", stop);
                    resolve();
                }, milliseconds / speed);
                if (signal?.aborted === true) {
                    stop();
                }
                signal?.addEventListener("abort", stop, { once: true });
            }),
    };
}

export const fastTime: Time = timeTimes(100);

/** The same time, as the simulator takes it. */
export function clockOf(time: Time): Clock {
    return { now: () => time.date().getTime(), sleep: (milliseconds) => time.sleep(milliseconds) };
}
