import type { Time } from "../../../provider/orders/time";

const firstDay = Date.UTC(2026, 10, 23, 12);

/** Time that passes only while everybody sleeps: no test waits, and none needs the machine to be slow or fast. */
export class ControlledTime implements Time {
    now = 0;
    private sleepers: { until: number; wake: () => void }[] = [];

    elapsed(): number {
        return this.now;
    }

    date(): Date {
        return new Date(firstDay + this.now);
    }

    sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
        return new Promise((resolve, reject) => {
            const wake = (): void => {
                signal?.removeEventListener("abort", stop);
                resolve();
            };
            const sleeper = { until: this.now + milliseconds, wake };
            const stop = (): void => {
                this.sleepers = this.sleepers.filter((other) => other !== sleeper);
                reject(signal?.reason instanceof Error ? signal.reason : new Error("stopped"));
            };
            if (signal?.aborted === true) {
                stop();
                return;
            }
            signal?.addEventListener("abort", stop, { once: true });
            this.sleepers.push(sleeper);
        });
    }

    /** Lets time pass until the work is done. */
    async run<Result>(work: Promise<Result>): Promise<Result> {
        let isOpen = true;
        const finish = (): void => void (isOpen = false);
        work.then(finish, finish);
        const goesOn = (): boolean => isOpen;
        for (;;) {
            await new Promise((resolve) => setImmediate(resolve));
            if (!goesOn()) {
                return work;
            }
            this.pass();
        }
    }

    /** Wakes those who sleep the shortest; nobody, where all wait for something else. */
    pass(): boolean {
        const next = Math.min(...this.sleepers.map(({ until }) => until));
        if (next === Infinity) {
            return false;
        }
        this.now = Math.max(this.now, next);
        const due = this.sleepers.filter(({ until }) => until <= this.now);
        this.sleepers = this.sleepers.filter(({ until }) => until > this.now);
        due.forEach(({ wake }) => wake());
        return true;
    }
}
